"""The start page: what needs the reader today, ordered by what it costs to wait."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import person, requires
from portal.start.permissions import OPEN_START
from portal.start.queries import FIRST, MOST, cards_of, needs_of, sentence

bp = Blueprint("start", __name__, template_folder="templates")


@bp.get("/")
@requires(OPEN_START)
def index() -> ResponseReturnValue:
    needs = needs_of(person())
    shown = MOST if request.args.get("show") == "all" else FIRST
    return render_template(
        "start/start.html",
        heading=sentence(needs, today=clock.today()),
        needs=needs[:shown],
        more=len(needs) - len(needs[:shown]),
        total=len(needs),
        cards=cards_of(person()),
    )
