"""Pages of meetings."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from onboarding_phases.meetings.forms import (
    AgreeActionForm,
    ChangeMeetingForm,
    EnterMeetingForm,
    ShareMeetingForm,
)
from onboarding_phases.meetings.models import Meeting
from onboarding_phases.meetings.permissions import KEEP_MEETING, READ_MEETINGS
from onboarding_phases.meetings.queries import meetings_of, onboarding_of
from onboarding_phases.meetings.services import (
    agree_action,
    change_meeting,
    enter_meeting,
    levels_for,
    share_meeting,
)
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import TASK_SIDE_LABELS, TaskSide
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt, choices_of
from portal.levels import Level, is_wider, narrowest
from portal.paging import paginate
from portal.web.context import level_word, vendor_word

bp = Blueprint("meetings", __name__, template_folder="templates")


@bp.get("/onboardings/<code:code>/meetings")
@requires(READ_MEETINGS)
def index(code: str) -> ResponseReturnValue:
    onboarding = fetch_or_404(Onboarding, code=code)
    shown = {"page": paginate(meetings_of(onboarding.id)), "may_keep": KEEP_MEETING.allows(person())}
    return render_template("meetings/list.html", onboarding=onboarding, today=clock.today(), **shown)


@bp.route("/onboardings/<code:code>/meetings/new", methods=["GET", "POST"])
@requires(KEEP_MEETING)
def enter(code: str) -> ResponseReturnValue:
    onboarding, status = fetch_or_404(Onboarding, code=code), 200
    own = narrowest(is_vendor=person().is_vendor)
    form = EnterMeetingForm(held_on=clock.today(), level=own.value)
    form.level.choices = _levels()
    if form.validate_on_submit():
        with attempt(form) as tried:
            meeting = enter_meeting(onboarding, form.words, actor=person())
        if tried.done and Level(form.level.data) is own:
            flash(_("Entered. %(who)s.", who=level_word(own)), "ok")
            return redirect(url_for(".show", meeting=meeting.code), 303)
        if tried.done:
            return redirect(url_for(".share", meeting=meeting.code, level=form.level.data), 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    return render_template("meetings/enter.html", onboarding=onboarding, form=form, meeting=None), status


@bp.get("/meetings/<code:meeting>")
@requires(READ_MEETINGS)
def show(meeting: str) -> ResponseReturnValue:
    found = fetch_or_404(Meeting, code=meeting)
    return _show(found, onboarding_of(found))


def _show(meeting: Meeting, onboarding: Onboarding, form: AgreeActionForm | None = None) -> str:
    may_keep = KEEP_MEETING.allows(person()) and meeting.by_vendor == person().is_vendor
    runs = onboarding.state is OnboardingState.RUNNING
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        onboarding=onboarding,
        may_keep=may_keep,
        may_widen=meeting.level is not Level.BOTH,
        form=(form or _action_form(onboarding)) if may_keep and runs else None,
    )


def _action_form(onboarding: Onboarding) -> AgreeActionForm:
    form = AgreeActionForm(position=onboarding.current_position)
    words = {**TASK_SIDE_LABELS, TaskSide.VENDOR: vendor_word()}
    form.side.choices = choices_of((side.value, word) for side, word in words.items())
    return form


@bp.post("/meetings/<code:meeting>/actions")
@requires(KEEP_MEETING)
def agree(meeting: str) -> ResponseReturnValue:
    found, status = fetch_or_404(Meeting, code=meeting), 422
    onboarding = onboarding_of(found)
    form = _action_form(onboarding)
    if form.validate_on_submit():
        with attempt(form) as tried:
            agree_action(
                found,
                onboarding=onboarding,
                text=form.text.data,
                side=TaskSide(form.side.data),
                position=form.position.data,
                due_on=form.due_on.data,
                actor=person(),
            )
        if tried.done:
            flash(_("Agreed. It stands among the tasks of the onboarding."), "ok")
            return redirect(url_for(".show", meeting=meeting), 303)
        status = tried.status
    return _show(found, onboarding, form), status


@bp.route("/meetings/<code:meeting>/edit", methods=["GET", "POST"])
@requires(KEEP_MEETING)
def edit(meeting: str) -> ResponseReturnValue:
    found, status = fetch_or_404(Meeting, code=meeting), 200
    onboarding, form = onboarding_of(found), ChangeMeetingForm(obj=found)
    if form.validate_on_submit():
        with attempt(form) as tried:
            change_meeting(found, form.words, onboarding=onboarding, version=form.version.data, actor=person())
        if tried.done:
            flash(_("Changed."), "ok")
            return redirect(url_for(".show", meeting=meeting), 303)
        status = tried.status
        form.version.raw_data, form.version.data = None, found.version
    elif request.method == "POST":
        status = 422
    return render_template("meetings/enter.html", onboarding=onboarding, form=form, meeting=found), status


@bp.route("/meetings/<code:meeting>/share", methods=["GET", "POST"])
@requires(KEEP_MEETING)
def share(meeting: str) -> ResponseReturnValue:
    found, status = fetch_or_404(Meeting, code=meeting), 200
    onboarding = onboarding_of(found)
    wider = [choice for choice in _levels() if is_wider(Level(choice.value), found.level)]
    asked = request.args.get("level")
    form = ShareMeetingForm(level=asked if asked in [choice.value for choice in wider] else Level.BOTH.value)
    form.level.choices = wider
    if form.validate_on_submit():
        with attempt(form) as tried:
            share_meeting(found, onboarding=onboarding, level=Level(form.level.data), actor=person())
        if tried.done:
            flash(_("Shared. %(who)s.", who=level_word(found.level)), "ok")
            return redirect(url_for(".show", meeting=meeting), 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    return render_template(
        "meetings/share.html", meeting=found, onboarding=onboarding, form=form, wider=wider
    ), status


def _levels() -> list[SelectChoice]:
    """The levels that the reader's side may give, the narrowest first."""
    return choices_of((level.value, word) for level, word in levels_for(is_vendor=person().is_vendor).items())
