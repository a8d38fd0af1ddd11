"""The trail as a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import requires
from portal.audit.permissions import VIEW_AUDIT
from portal.audit.queries import Filter, names_in, piece_of_trail
from portal.audit.words import event_names, event_title, readable

bp = Blueprint("audit", __name__, url_prefix="/audit", template_folder="templates")
LONGEST = 100


@bp.get("")
@requires(VIEW_AUDIT)
def index() -> ResponseReturnValue:
    chosen = _chosen()
    piece = piece_of_trail(chosen)
    names = event_names()
    known = names_in(piece.entries)
    rows = [
        (
            entry.at,
            known.people.get(entry.actor_id or 0),
            event_title(entry.event, names),
            readable(entry.values, known),
        )
        for entry in piece.entries
    ]
    kept: dict[str, Any] = {"event": chosen.event, "person": chosen.person, "day": chosen.day}
    kept = {key: value for key, value in kept.items() if value}
    return render_template(
        "audit/audit.html",
        rows=rows,
        events=names,
        chosen=chosen,
        older=url_for("audit.index", **kept, before=piece.older) if piece.older else None,
        newest=url_for("audit.index", **kept) if chosen.before else None,
    )


def _chosen() -> Filter:
    before = request.args.get("before", "")
    return Filter(
        event=request.args.get("event", "")[:LONGEST],
        person=request.args.get("person", "")[:LONGEST].strip(),
        day=_day(request.args.get("day", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # The first and the last years of the calendar have no day beside them in another time zone.
    return day if 1 < day.year < 9999 else None
