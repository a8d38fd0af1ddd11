"""Giving out papers, keeping answers, and closing attempts on the server's clock."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from partners.services import grant_qualification
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.jobs.services import enqueue
from portal.people import PORTAL, Principal
from training.courses.enums import EnrolmentOutcome
from training.courses.models import Enrolment
from training.courses.queries import certificate_settings, held_until
from training.courses.rules import valid_until
from training.courses.services import close_enrolment
from training.quizzes.drawing import DrawnQuestion, draw
from training.quizzes.events import AnswerSaved, AttemptClosed, AttemptStarted
from training.quizzes.models import Attempt, AttemptQuestion, BankQuestion
from training.quizzes.paper import UnknownAnswerError, answer_of
from training.quizzes.queries import (
    attempts_of,
    bank_of,
    is_overdue,
    keys_seen,
    mark_of,
    quiz_settings,
    result_of_attempt,
    standing_after,
)
from training.quizzes.rules import QuizSettings, deadline_of

CLOSE_JOB = "training.close_attempt"


def start_attempt(enrolment: Enrolment, *, actor: Principal) -> Attempt:
    """Give out a paper and begin its clock; while one is open, that one is given again.

    Raises:
        RuleViolation: the enrolment is over, lessons are unread, no attempt is left, or the wait is not over.
    """
    attempts = _take_turns(enrolment)
    running = next((attempt for attempt in attempts if attempt.closed_at is None), None)
    if running is not None and not is_overdue(running):
        return running
    if running is not None:
        _close(running, actor=actor)
    _refuse_start(enrolment, attempts)
    attempt = _open(enrolment, number=len(attempts) + 1, settings=quiz_settings())
    wait_until = attempt.deadline_at + timedelta(seconds=attempt.settings.grace_seconds + 1)
    enqueue(CLOSE_JOB, run_at=wait_until, attempt_id=attempt.id)
    publish(
        AttemptStarted(
            actor_id=actor.id,
            partner_id=attempt.partner_id,
            enrolment_id=enrolment.id,
            attempt_id=attempt.id,
        )
    )
    return attempt


def save_answer(attempt: Attempt, place: int, sent: tuple[str, ...], *, to_review: bool, actor: Principal) -> None:
    """Keep what was answered at a place of the paper, in place of what stood there; blanks take it back.

    Raises:
        RuleViolation: the attempt is closed or its time is up, or the answer could not be given there.
    """
    _take_turns(attempt.enrolment)
    if attempt.closed_at is not None or is_overdue(attempt):
        raise RuleViolation(_l("Time is up. Only answers saved before the deadline count."))
    row = attempt.questions[place - 1]
    try:
        row.answer = list(answer_of(row.question.kind, row.drawn, sent))
    except UnknownAnswerError:
        raise RuleViolation(_l("Answer with what the question offers."), field="answer") from None
    row.answered_at, row.to_review = clock.now() if row.answer else None, to_review
    publish(AnswerSaved(actor_id=actor.id, partner_id=attempt.partner_id, attempt_id=attempt.id, place=place))


def submit_attempt(attempt: Attempt, *, actor: Principal) -> None:
    """Hand a paper in: mark what was saved, and grant the qualification if it is a pass. Twice changes nothing."""
    _take_turns(attempt.enrolment)
    if attempt.closed_at is None:
        _close(attempt, actor=actor)


def close_overdue_attempt(attempt_id: int) -> None:
    """Take a paper away whose time is up, with what was saved; as a job, it bears repeating."""
    attempt = db.session.scalars(select(Attempt).where(Attempt.id == attempt_id)).one()
    if is_overdue(attempt):
        submit_attempt(attempt, actor=PORTAL)


def _take_turns(enrolment: Enrolment) -> Sequence[Attempt]:
    """Let starts, answers and submissions of one enrolment happen one after the other; its attempts as they are."""
    turn = select(Enrolment).where(Enrolment.id == enrolment.id).with_for_update(of=Enrolment)
    db.session.execute(turn.execution_options(populate_existing=True)).scalar_one()
    attempts = select(Attempt).where(Attempt.enrolment_id == enrolment.id).order_by(Attempt.number)
    return db.session.scalars(attempts.execution_options(populate_existing=True)).all()


def _refuse_start(enrolment: Enrolment, attempts: Sequence[Attempt]) -> None:
    if enrolment.closed_at is not None:
        raise RuleViolation(_l("This enrolment is over. Your firm can enrol you again."))
    if enrolment.unread:
        raise RuleViolation(_l("Read every lesson first, then take the quiz."))
    stand = standing_after(attempts, quiz_settings())
    if not stand.left:
        raise RuleViolation(_l("No attempt is left. Your firm can enrol you again."))
    if not stand.may_start(at=clock.now()):
        raise RuleViolation(_l("The wait after a failed attempt is not over yet."))


def _open(enrolment: Enrolment, *, number: int, settings: QuizSettings) -> Attempt:
    rows = {row.key: row for row in bank_of(enrolment.course)}
    seed = secrets.randbits(31)
    bank = [row.value for row in rows.values()]
    paper = draw(bank, enrolment.course.blueprint, seed=seed, seen=keys_seen(enrolment))
    now = clock.now()
    attempt = Attempt(
        partner_id=enrolment.partner_id,
        enrolment=enrolment,
        number=number,
        seed=seed,
        rules=settings.numbers,
        started_at=now,
        deadline_at=deadline_of(now, len(paper), settings),
        questions=[_placed(enrolment, place, drawn, rows) for place, drawn in enumerate(paper, start=1)],
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _placed(
    enrolment: Enrolment, place: int, drawn: DrawnQuestion, rows: dict[str, BankQuestion]
) -> AttemptQuestion:
    return AttemptQuestion(
        partner_id=enrolment.partner_id, place=place, question=rows[drawn.key], options=list(drawn.options)
    )


def _close(attempt: Attempt, *, actor: Principal) -> None:
    for row in attempt.questions:
        row.is_right = mark_of(row)
    attempt.closed_at = min(clock.now(), attempt.deadline_at)
    attempt.passed = result_of_attempt(attempt).passed
    db.session.flush()
    enrolment = attempt.enrolment
    if attempt.passed:
        _grant(enrolment, actor=actor)
        close_enrolment(enrolment, EnrolmentOutcome.PASSED, actor=actor)
    elif not standing_after(attempts_of(enrolment), quiz_settings()).left:
        close_enrolment(enrolment, EnrolmentOutcome.FAILED, actor=actor)
    publish(
        AttemptClosed(
            actor_id=actor.id,
            partner_id=attempt.partner_id,
            enrolment_id=enrolment.id,
            attempt_id=attempt.id,
            passed=attempt.passed,
        )
    )


def _grant(enrolment: Enrolment, *, actor: Principal) -> None:
    if enrolment.consultant.left_at is not None:
        return
    today, subject = clock.today(), enrolment.course.code
    held = held_until(enrolment.consultant_id, subject, on=today)
    grant_qualification(
        enrolment.consultant,
        subject=subject,
        valid_from=today,
        valid_until=valid_until(today, held, certificate_settings()),
        actor=actor,
    )
