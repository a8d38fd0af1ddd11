"""The courses that come with the product, and what is said of a broken one."""

import re
import shutil
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from training.courses.content import CONTENT, LOCALES, ContentError, course_folders, read_course
from training.quizzes.content import read_bank
from training.quizzes.drawing import draw
from training.quizzes.questions import QuestionKind

FOLDERS = course_folders()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT / "accounting-onboarding", tmp_path / "accounting-onboarding")


def test_two_courses_come_with_the_product() -> None:
    assert [read_course(folder).code for folder in FOLDERS] == [folder.name for folder in FOLDERS]
    assert len(FOLDERS) == 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_lesson_is_a_real_text_in_every_language(folder: Path) -> None:
    course = read_course(folder)

    assert 4 <= len(course.lessons) <= 6
    for lesson in course.lessons:
        assert set(lesson.body) == set(LOCALES)
        assert 250 <= len(lesson.body["en"].split()) <= 550
        assert 900 <= len(lesson.body["ja"]) <= 1500
        counts = {tuple(_shape(lesson.body[locale])) for locale in LOCALES}
        assert len(counts) == 1, f"{lesson.title['en']}: the languages are built differently"


def _shape(body: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    return [token.type for token in tokens if token.type in {"heading_open", "tr_open", "list_item_open"}]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_bank_fills_its_paper_with_something_left_for_the_next_attempt(folder: Path) -> None:
    course, bank = read_course(folder), read_bank(folder)

    for module in course.modules:
        assert sum(question.module == module.key for question in bank) > module.questions
    assert draw(bank, {module.key: module.questions for module in course.modules}, seed=1)


def test_the_banks_together_have_every_kind_that_is_marked_without_reading() -> None:
    bank = [question for folder in FOLDERS for question in read_bank(folder)]

    assert len(bank) >= 28
    assert {question.kind for question in bank} == set(QuestionKind) - {QuestionKind.SHORT_TEXT}


def test_no_lesson_shows_the_marks_of_its_markup() -> None:
    for path in CONTENT.glob("*/*.md"):
        shown = MarkdownIt("commonmark").enable("table").render(path.read_text("utf-8"))
        assert "**" not in shown and "|" not in shown, path.name


def test_no_japanese_text_has_a_space_between_japanese_and_latin() -> None:
    japanese = "[\u3040-\u30ff\u4e00-\u9fff]"
    for path in CONTENT.glob("*/*.ja.md"):
        for line in path.read_text("utf-8").splitlines():
            assert not _spaced(line, japanese), f"{path.name}: {line}"


def _spaced(line: str, japanese: str) -> bool:
    return bool(re.search(rf"{japanese} [A-Za-z0-9]|[A-Za-z0-9] {japanese}", line))


def test_a_missing_language_is_named_with_its_file(broken: Path) -> None:
    (broken / "4-bank-feeds.en.md").unlink()

    with pytest.raises(ContentError, match=r"course\.toml.*4-bank-feeds\.en\.md"):
        read_course(broken)


def test_a_lesson_of_no_module_is_named(broken: Path) -> None:
    path = broken / "course.toml"
    path.write_text(path.read_text("utf-8").replace('module = "setup"', 'module = "stup"'), "utf-8")

    with pytest.raises(ContentError, match="no module is called stup"):
        read_course(broken)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('kind = "number"', 'kind = "guess"', "feed-proposal-months: 'guess' is not a valid"),
        ('correct = ["2"]', 'correct = ["two"]', "feed-proposal-months: the key must be one number"),
        ('correct = ["true"]', 'correct = ["yes"]', "migration-mid-year: the key must be true or false"),
        ('correct = ["a", "b", "c"]', 'correct = ["a", "b"]', "must name every option once"),
        (
            'key = "feed-card-debit"',
            'key = "feed-first-day"',
            "more than one question is called feed-first-day",
        ),
        (
            'explanation.ja = "二か月です。',
            'explained.ja = "二か月です。',
            "feed-proposal-months: 'ja' is missing",
        ),
    ],
)
def test_a_broken_question_is_named_with_what_is_wrong(broken: Path, was: str, becomes: str, said: str) -> None:
    path = broken / "questions-setup.toml"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")

    with pytest.raises(ContentError, match=said):
        read_bank(broken)
