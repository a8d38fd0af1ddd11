"""What surveys ask: the list, the editor, and the page as a customer sees it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from onboarding_phases.surveys.answering.forms import answer_form
from onboarding_phases.surveys.defaults import NUMBERS
from onboarding_phases.surveys.enums import KIND_LABELS, MOMENT_LABELS, Moment
from onboarding_phases.surveys.models import SurveyVersion
from onboarding_phases.surveys.permissions import EDIT_QUESTIONS, VIEW_QUESTIONS
from onboarding_phases.surveys.queries import newest_version, newest_versions
from onboarding_phases.surveys.questions.forms import QuestionsForm, questions_form
from onboarding_phases.surveys.questions.queries import keys_ever_used
from onboarding_phases.surveys.questions.rules import faults_of
from onboarding_phases.surveys.questions.services import publish_questions
from onboarding_phases.surveys.values import SurveyText
from portal import clock
from portal.access import person, requires
from portal.defaults.queries import numbers
from portal.forms import attempt
from portal.i18n import GUEST_LOCALE_NAMES, current_locale
from portal.settings import GUEST_LOCALES

bp = Blueprint("survey_questions", __name__, url_prefix="/surveys/questions", template_folder="templates")
MOMENT = "<any(handoff, midway, end):moment>"


@bp.get("")
@requires(VIEW_QUESTIONS)
def index() -> ResponseReturnValue:
    return render_template(
        "survey_questions/index.html",
        versions=newest_versions(),
        labels=MOMENT_LABELS,
        kinds=KIND_LABELS,
        languages=GUEST_LOCALE_NAMES,
        may_edit=EDIT_QUESTIONS.allows(person()),
        numbers=numbers(NUMBERS),
    )


@bp.route(f"/{MOMENT}", methods=["GET", "POST"])
@requires(EDIT_QUESTIONS)
def edit(moment: str) -> ResponseReturnValue:
    version, status, newer = _version_or_404(moment), 200, None
    form = questions_form(version.text, version.version)
    if form.look.data in GUEST_LOCALES and request.method == "POST":
        return _look(_text(form, version), str(form.look.data))
    if form.validate_on_submit():
        status = _publish(form, version)
        if status == 303:
            flash(_("Published. Customers who are asked from now on answer it."), "ok")
            return redirect(url_for(".index"), 303)
        if form.seen.data != version.version:
            newer = version
            form.take_up(version.version)
    elif form.errors:
        form.show_faults(faults_of(_text(form, version)))
        status = 422
    return render_template(
        "survey_questions/edit.html",
        form=form,
        version=version,
        label=MOMENT_LABELS[version.moment],
        languages=GUEST_LOCALE_NAMES,
        newer=newer,
    ), status


@bp.get(f"/{MOMENT}/preview")
@requires(VIEW_QUESTIONS)
def preview(moment: str) -> ResponseReturnValue:
    asked = request.args.get("language", "")
    return _look(_version_or_404(moment).text, asked if asked in GUEST_LOCALES else current_locale())


def _publish(form: QuestionsForm, version: SurveyVersion) -> int:
    """Publish what the form says; 303 where that was done, else the status of the page that says why not."""
    text = _text(form, version)
    if form.show_faults(faults_of(text)):
        return 422
    with attempt(form) as tried:
        publish_questions(version.moment, text, reason=form.reason.data, seen=form.seen.data, actor=person())
    return 303 if tried.done else tried.status


def _text(form: QuestionsForm, version: SurveyVersion) -> SurveyText:
    return form.text(keys_ever_used(version.moment))


def _version_or_404(moment: str) -> SurveyVersion:
    return newest_version(Moment(moment)) or abort(404)


def _look(text: SurveyText, locale: str) -> ResponseReturnValue:
    """The page as a customer of this language sees it; nothing can be sent from it."""
    until = clock.now() + timedelta(days=int(numbers(NUMBERS)["link_days"]))
    with force_locale(locale):
        return render_template(
            "survey_answering/show.html",
            text=text,
            form=answer_form(text.questions, formdata=None),
            firm=None,
            until=until,
            preview=True,
            action="",
        )
