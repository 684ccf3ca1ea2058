"""Places by name: several scripts, spellings as people hear them, candidates and never a silent choice."""

from truceline.gazetteer.finding import Gazetteer, read_back
from truceline.gazetteer.guards import guarded
from truceline.gazetteer.model import Candidate, Place

__all__ = ["Candidate", "Gazetteer", "Place", "guarded", "read_back"]
