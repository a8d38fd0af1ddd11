"""What is done with an escalation: a page for each action, made alike."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.enums import EscalationAction as Action
from onboarding_phases.escalations.forms import (
    ActForm,
    ReviewForm,
    SaidForm,
    TakeOverForm,
    TransferForm,
    WordsForm,
)
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.permissions import ACTION_PERMISSIONS
from onboarding_phases.escalations.services import (
    answer,
    hand_back,
    reopen,
    resolve,
    review,
    send_again,
    share,
    take_over,
    transfer,
    write_message,
)
from onboarding_phases.escalations.services.steps import check_may, levels_for
from onboarding_phases.escalations.values import Review, Words
from onboarding_phases.escalations.views.blueprint import bp
from onboarding_phases.escalations.views.requests import escalation_or_404, reader_words
from onboarding_phases.onboardings.services.rescue import phases_under_way
from portal.access import Permission, person, requires
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.forms import attempt
from portal.people import Role

FORMS: dict[Action, type[ActForm]] = {
    Action.WRITE: SaidForm,
    Action.ANSWER: SaidForm,
    Action.TRANSFER: TransferForm,
    Action.HAND_BACK: WordsForm,
    Action.SEND_AGAIN: WordsForm,
    Action.RESOLVE: SaidForm,
    Action.REOPEN: WordsForm,
    Action.SHARE: WordsForm,
    Action.REVIEW: ReviewForm,
}
VERBS: dict[Action, Callable[..., None]] = {
    Action.WRITE: write_message,
    Action.ANSWER: answer,
    Action.HAND_BACK: hand_back,
    Action.SEND_AGAIN: send_again,
    Action.RESOLVE: resolve,
    Action.REOPEN: reopen,
    Action.SHARE: share,
}
DONE: dict[Action, LazyString] = {
    Action.WRITE: _l("The message is in the thread."),
    Action.ANSWER: _l("Answered. Whoever raised it was told."),
    Action.TRANSFER: _l("Transferred with the whole thread. The new owner was told."),
    Action.HAND_BACK: _l("Handed back. Whoever raised it was told what is missing."),
    Action.SEND_AGAIN: _l("Sent again. Its owner was told."),
    Action.RESOLVE: _l("Resolved. What was done stands in the thread."),
    Action.REOPEN: _l("Open again. Its last owner was told."),
    Action.SHARE: _l("The firm reads this escalation from now on, and was told."),
    Action.TAKE_OVER: _l("The case is with us until this escalation is resolved. The firm was told."),
    Action.REVIEW: _l("The review is in the thread."),
}


def _add(action: Action, permission: Permission) -> None:
    @requires(permission)
    def view(escalation: str) -> ResponseReturnValue:
        return _take_over(escalation) if action is Action.TAKE_OVER else _act(escalation, action)

    place = f"/escalations/<code:escalation>/{action.value.replace('_', '-')}"
    bp.add_url_rule(place, action.value, view, methods=["GET", "POST"])


for _action, _permission in ACTION_PERMISSIONS.items():
    _add(_action, _permission)


def _act(code: str, action: Action) -> ResponseReturnValue:
    """The page of an action: what it asks for is done, or it stands there again with the reason and the input."""
    escalation, status = escalation_or_404(code), 200
    form = FORMS[action](version=escalation.version)
    # Who reads it may have changed with the escalation: what was typed comes back, and the choice is made anew.
    levels = levels_for(escalation, action, person())
    form.offer(levels, reader_words())
    if form.validate_on_submit():
        with attempt(form) as tried:
            _check_version(escalation, form)
            check_may(escalation, action, person())
            _do(escalation, action, form)
        if tried.done:
            flash(str(DONE[action]), "ok")
            return redirect(url_for("escalations.show", escalation=code), 303)
        status = tried.status
        _refresh(escalation, form)
    elif request.method == "POST":
        status = 422
    elif (refusal := _refusal(escalation, action)) is not None:
        return refusal
    return render_template(
        "escalations/act.html", form=form, escalation=escalation, action=action, level=levels[0]
    ), status


def _do(escalation: Escalation, action: Action, form: ActForm) -> None:
    if isinstance(form, ReviewForm):
        told = Review(form.happened.data, form.helped.data, form.changes.data)
        review(escalation, told, level=form.chosen, actor=person())
    elif isinstance(form, TransferForm):
        words = Words(form.text.data, form.chosen)
        transfer(escalation, words, to_role=Role(form.to_role.data), actor=person())
    elif isinstance(form, WordsForm):
        told_customer = isinstance(form, SaidForm) and bool(form.told_customer.data)
        VERBS[action](escalation, Words(form.text.data, form.chosen, told_customer), actor=person())


def _take_over(code: str) -> ResponseReturnValue:
    """The page that names what taking over counts as, before it is done."""
    escalation, status = escalation_or_404(code), 200
    form = TakeOverForm(version=escalation.version)
    if form.validate_on_submit():
        with attempt(form) as tried:
            _check_version(escalation, form)
            take_over(escalation, to_firm=form.text.data, actor=person())
        if tried.done:
            flash(str(DONE[Action.TAKE_OVER]), "ok")
            return redirect(url_for("escalations.show", escalation=code), 303)
        status = tried.status
        _refresh(escalation, form)
    elif request.method == "POST":
        status = 422
    elif (refusal := _refusal(escalation, Action.TAKE_OVER)) is not None:
        return refusal
    phases = phases_under_way(escalation.onboarding)
    return render_template("escalations/take_over.html", form=form, escalation=escalation, phases=phases), status


def _refusal(escalation: Escalation, action: Action) -> ResponseReturnValue | None:
    """Where an action is not possible now, its page is the escalation's, which says why."""
    try:
        check_may(escalation, action, person())
    except RuleViolation as refused:
        flash(str(refused), "warn")
        return redirect(url_for("escalations.show", escalation=escalation.code), 303)
    return None


def _check_version(escalation: Escalation, form: ActForm | TakeOverForm) -> None:
    if form.version.data != escalation.version:
        raise Stale(_("Somebody else changed this in the meantime. What you typed is still here; look again."))


def _refresh(escalation: Escalation, form: ActForm | TakeOverForm) -> None:
    """Once more as it stands now, with what was typed."""
    db.session.expire_all()
    form.version.raw_data, form.version.data = None, escalation.version
