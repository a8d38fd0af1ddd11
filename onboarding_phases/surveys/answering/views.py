"""The page behind the link of a survey. Opening it uses nothing up; the first answer that is sent counts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from onboarding_phases.surveys.answering.forms import AnswerForm, answer_form
from onboarding_phases.surveys.answering.queries import firm_of, survey_of_link
from onboarding_phases.surveys.answering.services import answer_survey, find_survey
from onboarding_phases.surveys.models import Survey
from portal.access import public
from portal.i18n import GUEST_LOCALE_NAMES, answer_guests, current_locale, speak
from portal.settings import GUEST_LOCALES

bp = Blueprint("survey", __name__, url_prefix="/survey", template_folder="templates")


@bp.url_value_preprocessor
def _answer_guests(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    answer_guests(error_page="survey_answering/error.html")


@bp.after_request
def _tell_no_address(response: Response) -> Response:
    """The address holds a secret: no page that is opened from here learns more than the host."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@bp.errorhandler(TooManyRequests)
def _too_often(error: TooManyRequests) -> ResponseReturnValue:
    title, text = _("Too many attempts"), _("Wait 15 minutes, then open the link in the mail again.")
    headers = {"Retry-After": str(error.retry_after)}
    return render_template("survey_answering/error.html", code=429, title=title, text=text), 429, headers


@bp.route("/<token>", methods=["GET", "POST"])
@public(reason="the secret in the address names one survey; it shows its questions alone and takes one answer to it")
def show(token: str) -> ResponseReturnValue:
    is_form = request.method == "POST"
    survey = find_survey(token, address=request.remote_addr) if is_form else survey_of_link(token)
    if survey is None:
        return render_template("survey_answering/closed.html"), 404
    speak(_language(survey))
    if survey.answered_at is not None:
        # However often it is sent, it counted once, and says so: a second press of the button is no mistake.
        return redirect(url_for("survey.show", token=token), 303) if is_form else _thanks(survey)
    form = answer_form(survey.version.asked)
    if not form.validate_on_submit():
        return _page(survey, form, token), 422 if form.errors else 200
    answer_survey(survey, form.reply(survey.version.asked), locale=current_locale())
    return redirect(url_for("survey.show", token=token, language=request.args.get("language")), 303)


def _language(survey: Survey) -> str:
    asked = request.args.get("language", "")
    return asked if asked in GUEST_LOCALES else survey.locale


def _page(survey: Survey, form: AnswerForm, token: str) -> str:
    return render_template(
        "survey_answering/show.html",
        text=survey.version.text,
        form=form,
        firm=firm_of(survey),
        until=survey.expires_at,
        languages=GUEST_LOCALE_NAMES,
        language=_language(survey),
        preview=False,
        action=url_for("survey.show", token=token, language=request.args.get("language")),
        link_of=lambda locale: url_for("survey.show", token=token, language=locale),
    )


def _thanks(survey: Survey) -> str:
    return render_template("survey_answering/thanks.html", answered_at=survey.answered_at)
