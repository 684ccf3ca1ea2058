#!/usr/bin/env python3
"""Build the XLSForms that are shipped, from the one table of questions: `python tools/build-forms.py`.

Run it when the table has changed; the same table gives the same bytes on every machine, and a test says so.
"""

from importlib import resources
from pathlib import Path

from truceline.formats.forms import FORMS, build

if __name__ == "__main__":
    for name in FORMS:
        to = Path(str(resources.files("truceline.formats.forms"))) / f"{name}.xlsx"
        to.write_bytes(build(name))
        print(to)
