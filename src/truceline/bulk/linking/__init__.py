"""Accounts of several lists linked: which of one list tells of the same happening as which of another.

The points of a pair are those of `incidents.score`, to the last one. How often accounts of one happening differ is
learned from the lists themselves (`laws`); which pairs are taken follows from all pairs together (`marginals`,
`matching`); several lists are grouped (`grouping`).
"""

from truceline.bulk.linking.grouping import grouped
from truceline.bulk.linking.laws import Law, law_of, learned, weights_of
from truceline.bulk.linking.lists import Listed, listed
from truceline.bulk.linking.matching import Linked, linked
from truceline.bulk.linking.pairs import Pairs, pairs, scored

__all__ = [
    "Law",
    "Linked",
    "Listed",
    "Pairs",
    "grouped",
    "law_of",
    "learned",
    "linked",
    "listed",
    "pairs",
    "scored",
    "weights_of",
]
