"""The pages of an attempt: one question at a time, kept at every answer, on the server's clock."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.errors import RuleViolation
from portal.request_keys import multiple
from training.courses.models import Course
from training.courses.queries import latest_enrolment
from training.quizzes.forms import AnswerForm
from training.quizzes.models import Attempt, AttemptQuestion
from training.quizzes.paper import open_question, places_of
from training.quizzes.permissions import TAKE_QUIZ
from training.quizzes.queries import (
    attempts_of,
    is_overdue,
    quiz_settings,
    result_of_attempt,
    review_of,
    standing_after,
)
from training.quizzes.services import save_answer, start_attempt, submit_attempt

bp = Blueprint("quizzes", __name__, url_prefix="/training", template_folder="templates")


@bp.post("/<string:course>/attempts")
@requires(TAKE_QUIZ)
def start(course: str) -> ResponseReturnValue:
    """Give out a paper and show its first question; the clock begins here, on the server."""
    enrolment = latest_enrolment(fetch_or_404(Course, code=course, retired_at=None))
    if enrolment is None:
        raise NotFound
    attempt = start_attempt(enrolment, actor=person())
    return redirect(url_for(".question", attempt=attempt.code, place=1), 303)


@bp.get("/attempts/<code:attempt>")
@requires(TAKE_QUIZ)
def show(attempt: str) -> ResponseReturnValue:
    """What is still open before handing in, that time is up, or the result."""
    found = fetch_or_404(Attempt, code=attempt)
    if found.closed_at is None:
        return render_template("quizzes/hand_in.html", attempt=found, is_overdue=is_overdue(found), **_clock(found))
    stand = standing_after(attempts_of(found.enrolment), quiz_settings())
    return render_template(
        "quizzes/result.html",
        attempt=found,
        result=result_of_attempt(found),
        questions=review_of(found),
        standing=stand,
    )


@bp.get("/attempts/<code:attempt>/questions/<int(min=1):place>")
@requires(TAKE_QUIZ)
def question(attempt: str, place: int) -> ResponseReturnValue:
    """One question of a running attempt."""
    found = fetch_or_404(Attempt, code=attempt)
    if found.closed_at is not None or is_overdue(found):
        return redirect(url_for(".show", attempt=attempt))
    return _question_page(found, _row(found, place))


@bp.post("/attempts/<code:attempt>/questions/<int(min=1):place>")
@multiple("answer")
@requires(TAKE_QUIZ)
def answer(attempt: str, place: int) -> ResponseReturnValue:
    """Keep an answer and go where the pressed button leads; a script that saves in passing stays."""
    found = fetch_or_404(Attempt, code=attempt)
    row, form = _row(found, place), AnswerForm()
    try:
        save_answer(found, place, form.sent, to_review=form.to_review.data, actor=person())
    except RuleViolation as refusal:
        return _refused(found, row, form.sent, refusal)
    if "HX-Request" in request.headers:
        return render_template("quizzes/_kept.html", attempt=found, row=row)
    return redirect(_next_page(found, place, form.go.data or ""), 303)


@bp.post("/attempts/<code:attempt>/submit")
@requires(TAKE_QUIZ)
def submit(attempt: str) -> ResponseReturnValue:
    """Hand the paper in, and show the result."""
    found = fetch_or_404(Attempt, code=attempt)
    submit_attempt(found, actor=person())
    return redirect(url_for(".show", attempt=attempt), 303)


def _row(attempt: Attempt, place: int) -> AttemptQuestion:
    if place > len(attempt.questions):
        raise NotFound
    return attempt.questions[place - 1]


def _question_page(
    attempt: Attempt, row: AttemptQuestion, error: str | None = None, sent: tuple[str, ...] | None = None
) -> ResponseReturnValue:
    chosen = sent if sent is not None else _as_sent(row)
    page = render_template(
        "quizzes/question.html",
        attempt=attempt,
        row=row,
        question=open_question(row.question.value, row.drawn),
        chosen=chosen,
        error=error,
        **_clock(attempt),
    )
    return page, 422 if error else 200


def _as_sent(row: AttemptQuestion) -> tuple[str, ...]:
    """The kept answer as a form sends it: places on the paper, or what was typed."""
    answer = tuple(row.answer)
    return tuple(str(place) for place in places_of(row.drawn, answer)) if row.options else answer


def _refused(
    attempt: Attempt, row: AttemptQuestion, sent: tuple[str, ...], refusal: RuleViolation
) -> ResponseReturnValue:
    if "HX-Request" in request.headers:
        return render_template("quizzes/_saved.html", row=row, error=str(refusal))
    if refusal.field == "answer":
        return _question_page(attempt, row, str(refusal), sent)
    flash(str(refusal), "late")
    return redirect(url_for(".show", attempt=attempt.code), 303)


def _next_page(attempt: Attempt, place: int, go: str) -> str:
    last = len(attempt.questions)
    if go == "back" and place > 1:
        return url_for(".question", attempt=attempt.code, place=place - 1)
    if go == "next" and place < last:
        return url_for(".question", attempt=attempt.code, place=place + 1)
    return url_for(".show", attempt=attempt.code)


def _clock(attempt: Attempt) -> dict[str, object]:
    left = max(0, int((attempt.deadline_at - clock.now()).total_seconds()))
    answered = sum(bool(row.answer) for row in attempt.questions)
    return {"seconds_left": left, "answered": answered, "time_left": time_left(left)}


def time_left(seconds: int) -> str:
    """So many seconds in words."""
    return str(_("%(minutes)s min %(seconds)s s", minutes=seconds // 60, seconds=f"{seconds % 60:02}"))
