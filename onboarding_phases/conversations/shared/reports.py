"""What this room brings to the page of a customer, and to the letters of what is new there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.conversations.shared.queries import files, messages
from portal import clock
from portal.feature import NewsSource, Panel
from portal.news import Window, in_short
from portal.people import Guest
from portal.ui.formatting import format_day


def shared_panel(guest: Guest) -> Mapping[str, Any] | None:
    """The messages and files for a customer; nothing where nobody shared any."""
    written, added = messages(guest.case_id), files(guest.case_id)
    if not written and not added:
        return None
    return {"messages": written, "files": added, "firm": guest.firm_name}


PANELS = [Panel("room", "shared/panel.html", None, shared_panel, order=10)]


def new_messages(guest: Guest, window: Window) -> list[str]:
    """Who wrote to a customer, and on which day: what was said stands in the room, and can be taken back there."""
    return [
        _(
            "%(day)s: %(author)s (%(side)s)",
            day=format_day(clock.day_of(message.shown_at), guest.locale),
            author=in_short(message.author),
            side=_("Customer success team") if message.by_vendor else in_short(guest.firm_name),
        )
        for message in messages(guest.case_id)
        if window.holds(message.shown_at)
    ]


def new_files(guest: Guest, window: Window) -> list[str]:
    """The names of files that were shared with a customer, those of messages among them."""
    return [in_short(row.file.name) for row in files(guest.case_id) if window.holds(row.shown_at)]


NEWS = [
    NewsSource(_l("Messages for you"), new_messages, order=10),
    NewsSource(_l("Files for you"), new_files, order=20),
]
