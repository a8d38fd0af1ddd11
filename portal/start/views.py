"""The start page: what needs the reader today, ordered by what it costs to wait."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import person, requires
from portal.start.permissions import OPEN_START
from portal.start.queries import FIRST, MOST, cards_of, laid_out, needs_of, sentence

bp = Blueprint("start", __name__, template_folder="templates")


@bp.get("/")
@requires(OPEN_START)
def index() -> ResponseReturnValue:
    needs = needs_of(person())
    listed = [need for need in needs if not need.in_card]
    shown = MOST if request.args.get("show") == "all" else FIRST
    return render_template(
        "start/start.html",
        heading=sentence(needs, today=clock.today()),
        first=needs[0] if needs else None,
        needs=listed[:shown],
        more=len(listed) - len(listed[:shown]),
        cards=laid_out(cards_of(person())),
    )
