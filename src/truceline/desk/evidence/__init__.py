"""Evidence: files whose original bytes are sealed, whose previews are made anew, and whose way is told step by step.

What is shown or handed on as a preview comes from pixels, samples and pages, drawn by a process of its own that can
open nothing; whatever a file says about its maker stays in the sealed original. Terms follow the Berkeley Protocol on
Digital Open Source Investigations (docs/evidence.md).

This room's entrance loads no node and no library for pictures: custody and stamps are imported by their names.
"""

from truceline.desk.evidence.media import Sort, media_of, sort_of
from truceline.desk.evidence.previews import NoPreview, Preview, Stripped, preview, strip

__all__ = ["NoPreview", "Preview", "Sort", "Stripped", "media_of", "preview", "sort_of", "strip"]
