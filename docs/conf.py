"""The documentation site: `make site` writes it to `site/`, without a network."""

from __future__ import annotations

import tomllib
from pathlib import Path

_PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]

project = "licet"
author = "the licet authors"
release = version = _PROJECT["version"]
copyright = "the licet authors, Apache-2.0"
language = "en"

extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline"]
# A link to a file that is no page (an example, a module) is offered as a download; a broken one is an error.
suppress_warnings: list[str] = []
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "licet"
html_static_path: list[str] = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_permalinks_icon = "§"
