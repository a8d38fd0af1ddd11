"""Pages: what a deed would do to each of the chosen onboardings, and the deed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings.permissions import RETURN_PHASE
from onboarding_phases.together.enums import DEED_ICONS, DEED_LABELS, Deed
from onboarding_phases.together.forms import ActForm, ChooseForm
from onboarding_phases.together.permissions import ACT_TOGETHER, PERMISSION_OF
from onboarding_phases.together.queries import chosen_onboardings, items_of
from onboarding_phases.together.services import MOST_AT_ONCE, act_together
from onboarding_phases.together.values import digest
from portal.access import person, requires
from portal.accounts.queries import Person, people
from portal.database import db
from portal.forms import attempt, choices_of
from portal.request_keys import multiple

bp = Blueprint("together", __name__, template_folder="templates")


@bp.get("/onboardings/together")
@requires(ACT_TOGETHER)
def look() -> ResponseReturnValue:
    form = ChooseForm(request.args)
    codes = list(dict.fromkeys(form.onboardings.data or ()))[:MOST_AT_ONCE]
    if not form.validate() or not codes:
        flash(_("Choose onboardings of the list, and what is to be done with them."), "warn")
        return redirect(url_for("onboardings.index"), 303)
    return _page(_deed(form.deed.data), codes, ActForm(formdata=None))


@bp.post("/onboardings/together")
@requires(ACT_TOGETHER)
@multiple("onboardings")
def act() -> ResponseReturnValue:
    form, status = ActForm(), 422
    codes = list(dict.fromkeys(form.onboardings.data or ()))
    if form.deed.data not in [deed.value for deed in Deed]:
        abort(400)
    deed = _deed(form.deed.data)
    if form.validate_on_submit():
        owner = next((one for one in _owners(deed) if one.code == form.owner.data), None)
        with attempt(form) as tried:
            done = act_together(
                deed, codes, seen=form.seen.data, actor=person(), text=form.note.data or "", owner=owner
            )
        if tried.done:
            flash(_told(deed, len(done)), "ok")
            return redirect(url_for("onboardings.index"), 303)
        status = tried.status
        db.session.expire_all()
    return _page(deed, codes[:MOST_AT_ONCE], form), status


def _deed(text: str) -> Deed:
    """The deed of that name; one that is not for the reader's role is none at all."""
    deed = Deed(text)
    if not PERMISSION_OF[deed].allows(person()):
        abort(403)
    return deed


def _told(deed: Deed, count: int) -> str:
    words = {
        Deed.ACCEPT: ngettext("%(num)s submission was accepted.", "%(num)s submissions were accepted.", count),
        Deed.OWNER: ngettext(
            "%(num)s onboarding has another CS owner.", "%(num)s onboardings have another CS owner.", count
        ),
        Deed.START: ngettext("%(num)s phase was started.", "%(num)s phases were started.", count),
        Deed.SUBMIT: ngettext("%(num)s phase was submitted.", "%(num)s phases were submitted.", count),
    }
    return str(words[deed])


def _owners(deed: Deed) -> list[Person]:
    return people(RETURN_PHASE.roles) if deed is Deed.OWNER else []


def _page(deed: Deed, codes: Sequence[str], form: ActForm) -> str:
    """What would be done as things stand now, and what cannot be, with the reason."""
    items = items_of(deed, chosen_onboardings(codes))
    going = [item for item in items if item.refusal is None]
    form.owner.choices = [*choices_of([("", "–")]), *choices_of((one.code, one.name) for one in _owners(deed))]
    form.seen.raw_data, form.seen.data = None, digest(going)
    form.deed.raw_data, form.deed.data = None, deed.value
    return render_template(
        "together/look.html",
        deed=deed.value,
        label=DEED_LABELS[deed],
        icon_name=DEED_ICONS[deed],
        form=form,
        going=going,
        staying=[item for item in items if item.refusal is not None],
        codes=list(dict.fromkeys(item.code for item in going)),
        missing=len(codes) - len({item.code for item in items}),
    )
