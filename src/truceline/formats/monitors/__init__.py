"""What monitors say on one line, read as observations and written back."""

from truceline.formats.monitors.model import Post, Unclear, Where
from truceline.formats.monitors.places import CELL_RADIUS_M, coarse
from truceline.formats.monitors.reading import Context, read_line
from truceline.formats.monitors.writing import line_of

__all__ = ["CELL_RADIUS_M", "Context", "Post", "Unclear", "Where", "coarse", "line_of", "read_line"]
