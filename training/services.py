"""Bringing every course of a folder, with its question bank, into the database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from portal import clock
from portal.database import db
from portal.events import publish
from portal.people import Principal
from training.courses.content import CONTENT, course_folders, read_course
from training.courses.models import Course
from training.courses.services import load_course
from training.quizzes.content import read_bank
from training.quizzes.drawing import draw
from training.quizzes.events import BankLoaded
from training.quizzes.models import BankQuestion
from training.quizzes.queries import bank_of
from training.quizzes.questions import Question


def load_courses(root: Path = CONTENT, *, actor: Principal) -> list[Course]:
    """Load every course of a folder: all of them, or, if one cannot be read, none. Bears repeating.

    Raises:
        ContentError: a file cannot be used; names it.
        BankTooSmallError: a module has fewer questions than its papers take.
    """
    read = [(read_course(folder), read_bank(folder)) for folder in course_folders(root)]
    for content, bank in read:
        draw(bank, {module.key: module.questions for module in content.modules}, seed=0)
    courses = []
    for content, bank in read:
        course = load_course(content, actor=actor)
        load_bank(course, bank, actor=actor)
        courses.append(course)
    return courses


def load_bank(course: Course, questions: Sequence[Question], *, actor: Principal) -> None:
    """Bring a course's bank to what its files say: what is reworded becomes a new version, what is gone is retired.

    Attempts keep the versions that they were drawn from.
    """
    now, standing_rows = clock.now(), {row.key: row for row in bank_of(course)}
    versions = _last_versions(course)
    changed = 0
    for question in questions:
        row = standing_rows.pop(question.key, None)
        if row is not None and row.value == question:
            continue
        if row is not None:
            row.retired_at = now
        version = versions.get(question.key, 0) + 1
        db.session.add(BankQuestion.of(question, course=course, version=version))
        changed += 1
    for row in standing_rows.values():
        row.retired_at = now
    db.session.flush()
    publish(BankLoaded(actor_id=actor.id, course=course.code, questions=len(questions), changed=changed))


def _last_versions(course: Course) -> dict[str, int]:
    statement = select(BankQuestion.key, BankQuestion.version).where(BankQuestion.course_id == course.id)
    versions: dict[str, int] = {}
    for key, version in db.session.execute(statement):
        versions[key] = max(version, versions.get(key, 0))
    return versions
