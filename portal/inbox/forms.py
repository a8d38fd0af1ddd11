"""Marking notices."""

from __future__ import annotations

from portal.forms import Form


class MarkReadForm(Form):
    """Nothing but the token that shows whose wish it is."""
