"""The rules of roots and of credibility as tables, from the code that follows them."""

from docs.schema_text import table
from truceline.claims import GRADES, RULES, SURE
from truceline.claims.credibility import RULES as CREDIBILITY


def root_rules() -> str:
    """What merges two claims into one root, and whether surely."""
    rows = [[name, words, "surely" if name in SURE else "perhaps"] for name, words in RULES.items()]
    return table(["rule", "two claims share an origin where", "how sure"], rows)


def credibility_rules() -> str:
    """The rows of the table of credibility, the first that fits deciding."""
    rows = [[name, one.when, f"{one.grade}: {GRADES[one.grade]}"] for name, one in CREDIBILITY.items()]
    return table(["rule", "where", "credibility"], rows)
