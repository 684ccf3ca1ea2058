"""The fold: what everybody recomputes from the same entries, line by line and to one digest."""

from truceline.state.agreeing import Governing, governing
from truceline.state.audience import Unsealed, audience_digest
from truceline.state.branches import Tail, branches, common, may_be_accused, tails, worst_for
from truceline.state.causality import before, known_by
from truceline.state.folding import take
from truceline.state.following import branches_of, proved
from truceline.state.joining import SHAPES, in_force
from truceline.state.lines import FOLD_VERSION, digest, lines
from truceline.state.plain import State, fold
from truceline.state.reading import legible
from truceline.state.shelf import Leaf, Plain, Shelf
from truceline.state.telling import TELLS, Told, covered, events, tellers, told_by

__all__ = [
    "FOLD_VERSION",
    "SHAPES",
    "TELLS",
    "Governing",
    "Leaf",
    "Plain",
    "Shelf",
    "State",
    "Tail",
    "Told",
    "Unsealed",
    "audience_digest",
    "before",
    "branches",
    "branches_of",
    "common",
    "covered",
    "digest",
    "events",
    "fold",
    "governing",
    "in_force",
    "known_by",
    "legible",
    "lines",
    "may_be_accused",
    "proved",
    "tails",
    "take",
    "tellers",
    "told_by",
    "worst_for",
]
