"""Pages of moves: who runs by an older version, what a move changes, and the move."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.moves.forms import ChooseForm, MoveForm
from onboarding_phases.moves.queries import chosen_onboardings, moves_of, older_onboardings
from onboarding_phases.moves.services import MOST_AT_ONCE, move_onboardings
from onboarding_phases.moves.values import digest
from onboarding_phases.onboardings.enums import STAY_REASON_LABELS
from onboarding_phases.onboardings.permissions import MOVE_ONBOARDING
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import rows_of
from onboarding_phases.onboardings.standing import stays_because
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.queries import version_of
from portal import clock
from portal.access import person, requires
from portal.database import db
from portal.forms import attempt
from portal.paging import paginate
from portal.request_keys import multiple

bp = Blueprint("moves", __name__, template_folder="templates")
bp.add_app_template_filter(lambda why: STAY_REASON_LABELS[why], "stay_reason")


@bp.get("/playbooks/<word:product>/moves")
@requires(MOVE_ONBOARDING)
def index(product: str) -> ResponseReturnValue:
    playbook = _playbook(product)
    bounds, today = bounds_in_force(), clock.today()
    page = paginate(older_onboardings(playbook, person()), size=MOST_AT_ONCE)
    stays = {one.code: stays_because(one.run, today, bounds, new_x=playbook.x_days) for one in page.items}
    rows = rows_of(page.items, today, bounds)
    return render_template("moves/list.html", playbook=playbook, page=page, rows=rows, stays=stays)


@bp.get("/playbooks/<word:product>/moves/preview")
@requires(MOVE_ONBOARDING)
def preview(product: str) -> ResponseReturnValue:
    playbook, form = _playbook(product), ChooseForm(request.args)
    codes = list(dict.fromkeys(form.onboardings.data or ()))[:MOST_AT_ONCE]
    if not codes:
        flash(_("Choose the onboardings that are to be moved."), "warn")
        return redirect(url_for("moves.index", product=product), 303)
    return _preview(playbook, codes, MoveForm(formdata=None))


@bp.post("/playbooks/<word:product>/moves")
@requires(MOVE_ONBOARDING)
@multiple("onboardings")
def move(product: str) -> ResponseReturnValue:
    playbook, form, status = _playbook(product), MoveForm(), 422
    codes = form.onboardings.data or []
    if form.validate_on_submit():
        with attempt(form) as tried:
            moved = move_onboardings(codes, playbook, reason=form.reason.data, seen=form.seen.data, actor=person())
        if tried.done:
            told = ngettext(
                "%(num)s onboarding was moved to version %(version)s. The firm is told.",
                "%(num)s onboardings were moved to version %(version)s. The firms are told.",
                len(moved),
                version=playbook.version,
            )
            flash(told, "ok")
            return redirect(url_for("moves.index", product=product), 303)
        status = tried.status
        db.session.expire_all()
        playbook = _playbook(product)
    return _preview(playbook, codes[:MOST_AT_ONCE], form), status


def _playbook(product: str) -> Playbook:
    return version_of(product) or abort(404)


def _preview(playbook: Playbook, codes: Sequence[str], form: MoveForm) -> str:
    """What changes as things stand now; whoever asks for more than is movable is told what stays."""
    moves = moves_of(chosen_onboardings(playbook, codes, person()), playbook)
    going = [one for one in moves if one.stays is None]
    form.seen.raw_data, form.seen.data = None, digest(going)
    return render_template(
        "moves/preview.html",
        playbook=playbook,
        moves=going,
        staying=[one for one in moves if one.stays is not None],
        missing=len(codes) - len(moves),
        form=form,
    )
