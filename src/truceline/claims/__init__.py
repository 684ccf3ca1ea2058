"""What came in: rows of outside data sets, published totals, articles, the claims in them, and who said so first.

`truceline.claims.articles.Part` (of a page) stays apart from `Part` (of a published total).
"""

from truceline.claims.articles import Article, Block, Precision, Published
from truceline.claims.casualties import Casualties, Sum, Vote, casualties
from truceline.claims.chains import Chain, Link, Step
from truceline.claims.claims import Claim, Modality
from truceline.claims.copies import Copied, Passage, copied
from truceline.claims.credibility import GRADES, Counts, Credibility, Status, credibility
from truceline.claims.outlets import Outlet, Registry
from truceline.claims.parties import Parties, Standing
from truceline.claims.roots import RULES, SURE, Roots, roots
from truceline.claims.rows import Dataset, Deaths, Event, Part, Report, Tally
from truceline.claims.surely import Joined
from truceline.claims.told import told

__all__ = [
    "GRADES",
    "RULES",
    "SURE",
    "Article",
    "Block",
    "Casualties",
    "Chain",
    "Claim",
    "Copied",
    "Counts",
    "Credibility",
    "Dataset",
    "Deaths",
    "Event",
    "Joined",
    "Link",
    "Modality",
    "Outlet",
    "Part",
    "Parties",
    "Passage",
    "Precision",
    "Published",
    "Registry",
    "Report",
    "Roots",
    "Standing",
    "Status",
    "Step",
    "Sum",
    "Tally",
    "Vote",
    "casualties",
    "copied",
    "credibility",
    "roots",
    "told",
]
