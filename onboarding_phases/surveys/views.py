"""The surveys of one onboarding: who was asked, by hand too, and what became of it."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from onboarding_phases.surveys.enums import Moment, SurveyState
from onboarding_phases.surveys.forms import SendSurveyForm, WithdrawSurveyForm
from onboarding_phases.surveys.models import Survey
from onboarding_phases.surveys.permissions import SEND_SURVEY, VIEW_SURVEYS
from onboarding_phases.surveys.queries import guests_to_ask, language_of, onboarding_of_survey, surveys_of
from onboarding_phases.surveys.services import send_survey, withdraw_survey
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

bp = Blueprint("surveys", __name__, template_folder="templates")


@bp.get("/onboardings/<code:code>/surveys")
@requires(VIEW_SURVEYS)
def index(code: str) -> ResponseReturnValue:
    onboarding, now = onboarding_or_404(code), clock.now()
    return render_template(
        "surveys/index.html",
        onboarding=onboarding,
        surveys=[(survey, survey.state(now)) for survey in surveys_of(onboarding.id)],
        may_send=SEND_SURVEY.allows(person()),
    )


@bp.route("/onboardings/<code:code>/surveys/send", methods=["GET", "POST"])
@requires(SEND_SURVEY)
def send(code: str) -> ResponseReturnValue:
    onboarding, status = onboarding_or_404(code), 200
    form = SendSurveyForm(**_suggested(onboarding))
    if form.validate_on_submit():
        with attempt(form) as tried:
            send_survey(
                onboarding,
                moment=Moment(form.moment.data),
                name=form.name.data,
                email=form.email.data,
                locale=form.locale.data,
                actor=person(),
            )
        if tried.done:
            flash(_("%(name)s is asked. The letter with the link is on its way.", name=form.name.data), "ok")
            return redirect(url_for("surveys.index", code=onboarding.code), 303)
        status = tried.status
    elif form.errors:
        status = 422
    return render_template("surveys/send.html", form=form, onboarding=onboarding), status


@bp.route("/surveys/<code:survey>/withdraw", methods=["GET", "POST"])
@requires(SEND_SURVEY)
def withdraw(survey: str) -> ResponseReturnValue:
    found, form = fetch_or_404(Survey, code=survey), WithdrawSurveyForm()
    onboarding = onboarding_of_survey(found)
    if form.validate_on_submit():
        withdraw_survey(found, actor=person())
        flash(_("The survey to %(name)s is withdrawn. The link opens nothing any more.", name=found.name), "ok")
        return redirect(url_for("surveys.index", code=onboarding.code), 303)
    is_open = found.state(clock.now()) is SurveyState.OPEN
    return render_template("surveys/withdraw.html", form=form, survey=found, onboarding=onboarding, is_open=is_open)


def _suggested(onboarding: Onboarding) -> dict[str, str]:
    """Whoever of the customer is in its room, asked what fits how far the onboarding is."""
    moment = Moment.MIDWAY if onboarding.current_position > 1 else Moment.HANDOFF
    if onboarding.state is not OnboardingState.RUNNING:
        moment = Moment.END
    guest = next(iter(guests_to_ask(onboarding.id, most=1)), None)
    if guest is not None:
        return {"moment": moment.value, "name": guest.name, "email": guest.email, "locale": guest.locale}
    return {"moment": moment.value, "locale": language_of(onboarding) or current_app.config["DEFAULT_LOCALE"]}
