"""Parts of addresses."""

from __future__ import annotations

from werkzeug.routing import BaseConverter

from portal.database import CODE_LETTERS


class CodeConverter(BaseConverter):
    """A random public code such as `K7Q2-M9XD`."""

    regex = f"[{CODE_LETTERS}]{{4}}-[{CODE_LETTERS}]{{4}}"


class PartnerCodeConverter(BaseConverter):
    """A partner's code such as `P0001`."""

    regex = "[A-Z][A-Z0-9_-]{0,19}"
