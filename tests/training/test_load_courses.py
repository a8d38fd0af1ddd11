"""Loading courses from their files, again and again."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.people import PORTAL
from tests.factories.training import COURSE, get_attempt, make_attempt, make_courses, make_learner
from tests.world import unit
from training.courses.content import CONTENT, ContentError
from training.courses.models import Course, Lesson
from training.quizzes.models import BankQuestion
from training.services import load_courses

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT, tmp_path / "content")


def change(path: Path, was: str, becomes: str) -> None:
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes), "utf-8")


def counted() -> tuple[int, ...]:
    with unit() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model)) or 0 for model in (Course, Lesson, BankQuestion)
        )


def test_loading_twice_makes_nothing_twice() -> None:
    make_courses()
    first = counted()
    make_courses()

    assert counted() == first == (2, 12, 45)


def test_a_reworded_question_becomes_a_new_version_and_a_running_paper_keeps_the_old(copied: Path) -> None:
    attempt = make_attempt(*make_learner())
    row = attempt.questions[0]
    old = row.question.text["ja"]
    change(copied / COURSE / f"questions-{row.question.module}.toml", old, old + "（改訂）")

    with unit():
        load_courses(copied, actor=PORTAL)

    with unit() as session:
        versions = session.scalars(
            select(BankQuestion).where(BankQuestion.key == row.question.key).order_by(BankQuestion.version)
        ).all()
    assert [(item.version, item.retired_at is None) for item in versions] == [(1, False), (2, True)]
    assert get_attempt(attempt).questions[0].question.text["ja"] == old


def test_a_lesson_that_is_gone_is_retired_and_the_others_move_up(copied: Path) -> None:
    make_courses()
    path = copied / COURSE / "course.toml"
    text = path.read_text("utf-8")
    start = text.index('[[lesson]]\nfile = "2-')
    path.write_text(text[:start] + text[text.index('[[lesson]]\nfile = "3-') :], "utf-8")

    with unit() as session:
        load_courses(copied, actor=PORTAL)
        course = session.scalars(select(Course).where(Course.code == COURSE)).one()
        taught = [(lesson.position, lesson.key[0]) for lesson in course.lessons]

    assert taught == [(1, "1"), (2, "3"), (3, "4"), (4, "5"), (5, "6")]


def test_one_course_that_cannot_be_read_leaves_all_as_they_were(copied: Path) -> None:
    change(copied / "personal-data-and-partner-conduct/course.toml", "position = 2", "place = 2")

    with pytest.raises(ContentError, match="'position' is missing"), unit():
        load_courses(copied, actor=PORTAL)

    assert counted() == (0, 0, 0)
