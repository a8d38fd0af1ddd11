"""Parts of addresses."""

from __future__ import annotations

from datetime import date

from werkzeug.routing import BaseConverter

from portal.database import CODE_LETTERS


class CodeConverter(BaseConverter):
    """A random public code such as `K7Q2-M9XD`."""

    regex = f"[{CODE_LETTERS}]{{4}}-[{CODE_LETTERS}]{{4}}"


class PartnerCodeConverter(BaseConverter):
    """A partner's code such as `P0001`."""

    regex = "[A-Z][A-Z0-9_-]{0,19}"


class MonthConverter(BaseConverter):
    """A month such as `2026-10`, as its first day."""

    regex = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"
