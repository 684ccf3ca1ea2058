"""How the documentation is built: Sphinx, MyST for Markdown, furo for looks. A warning is an error (`make docs`)."""

import truceline

project = "Truceline"
author = "the Truceline authors"
project_copyright = "the Truceline authors; Apache-2.0"
version = release = truceline.__version__

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "fieldlist", "colon_fence"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = f"Truceline {release}"
html_static_path: list[str] = []
html_copy_source = False
html_show_sphinx = False
