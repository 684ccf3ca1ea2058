"""What came in, as an article: text, a web page, an e-mail, or the text of a PDF that the desk has read.

Its bytes are hashed and stay what they are. All that could be read of them is one text, what is not the article itself
(captions, links, page furniture) marked and not dropped, so that a span is a span of that text alone. What had to be
guessed, or was declared wrongly, is said in `notes`.
"""

from truceline.formats.reports.model import Attachment, Given, ReportRead
from truceline.formats.reports.reading import read_pages, read_report

__all__ = ["Attachment", "Given", "ReportRead", "read_pages", "read_report"]
