"""The style sheets that a printer of reports needs, so that it need not fetch them."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
PRINT_SHEETS = tuple(STATIC / f"{name}.css" for name in ("tokens", "shell", "components", "table", "charts", "a4"))
