"""The fold: what everybody recomputes from the same entries, line by line and to one digest."""

from truceline.state.agreeing import Governing, governing
from truceline.state.causality import before, known_by
from truceline.state.folding import take
from truceline.state.joining import Told, events, in_force
from truceline.state.lines import FOLD_VERSION, digest, lines
from truceline.state.plain import State, fold
from truceline.state.shelf import Leaf, Plain, Shelf

__all__ = [
    "FOLD_VERSION",
    "Governing",
    "Leaf",
    "Plain",
    "Shelf",
    "State",
    "Told",
    "before",
    "digest",
    "events",
    "fold",
    "governing",
    "in_force",
    "known_by",
    "lines",
    "take",
]
