"""The forms that reporters, offices and monitors fill in on a telephone: XLSForms, shipped, and built from one table.

Each is an XLSForm as ODK and KoboToolbox read it (xlsform.org), in English, Arabic and Russian. What comes back is
read by `formats.lists.submissions`. They ask for no name, no telephone and no position.
"""

from importlib import resources

from truceline.formats.forms.building import VERSION, build
from truceline.formats.forms.table import FORMS, Form, Question, choices, form

__all__ = ["FORMS", "VERSION", "Form", "Question", "build", "choices", "form", "shipped"]


def shipped(name: str) -> bytes:
    """The XLSX of a form, as it is shipped; `name` is one of FORMS."""
    return (resources.files(__name__) / f"{name}.xlsx").read_bytes()
