"""The fold: what everybody recomputes from the same entries, line by line and to one digest."""

from truceline.state.agreeing import Governing, governing
from truceline.state.branches import accepted, branches, may_be_accused, worst_for
from truceline.state.causality import before, known_by
from truceline.state.folding import take
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
    "Told",
    "accepted",
    "before",
    "branches",
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
    "take",
    "tellers",
    "told_by",
    "worst_for",
]
