"""Marking notices."""

from __future__ import annotations

from flask_wtf import FlaskForm


class MarkReadForm(FlaskForm):
    """Nothing but the token that shows whose wish it is."""
