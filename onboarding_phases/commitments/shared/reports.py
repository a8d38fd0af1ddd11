"""What this room brings to the page of a customer, and to the letters of what is new there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.commitments.enums import CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.shared.queries import shared_commitments
from portal import clock
from portal.feature import NewsSource, Panel
from portal.news import Window, in_short
from portal.people import Guest
from portal.ui.formatting import format_day


def commitments_panel(guest: Guest) -> Mapping[str, Any] | None:
    """The commitments to a customer and their state; nothing where none was shared."""
    found = shared_commitments(guest.case_id)
    if not found:
        return None
    before = {row.id: row for row in found}
    return {
        "rows": [row for row in found if row.state is not CommitmentState.RENEGOTIATED],
        "before": lambda row: before.get(row.replaces_id),
        "today": clock.today(),
    }


PANELS = [Panel("room", "commitments_shared/panel.html", None, commitments_panel, order=5)]


def new_commitments(guest: Guest, window: Window) -> list[str]:
    """The commitments of which a customer reads something new, each with its state."""
    found = [row for row in shared_commitments(guest.case_id) if row.shown_at and window.holds(row.shown_at)]
    return [_told(row, guest.locale) for row in found if row.state is not CommitmentState.RENEGOTIATED]


def _told(row: Commitment, locale: str) -> str:
    words = in_short(row.text)
    if row.state is CommitmentState.KEPT:
        return str(_("%(text)s (kept on %(day)s)", text=words, day=format_day(row.settled_on, locale)))
    if row.state is CommitmentState.REFUSED:
        return str(_("%(text)s (we cannot do this)", text=words))
    if row.due_on is None:
        return words
    return str(_("%(text)s (planned by %(day)s)", text=words, day=format_day(row.due_on, locale)))


NEWS = [NewsSource(_l("What we promised you"), new_commitments, order=5)]
