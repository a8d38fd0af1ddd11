"""Reading a course from its folder: `course.toml` and one Markdown file per lesson and locale."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent.parent / "content"
"""Where the courses that come with the product lie, a folder each."""

LOCALES = ("ja", "en")
"""The languages in which every course is complete."""


class ContentError(ValueError):
    """A course cannot be read; says which file, and what is wrong with it."""


@dataclass(frozen=True)
class ModuleContent:
    """A part of a course that is passed or failed by itself, and how many questions a paper takes of it."""

    key: str
    title: Mapping[str, str]
    questions: int


@dataclass(frozen=True)
class LessonContent:
    """One lesson: its text in Markdown, by locale; `key` names it while it is reworded."""

    key: str
    module: str
    title: Mapping[str, str]
    minutes: int
    body: Mapping[str, str]


@dataclass(frozen=True)
class CourseContent:
    """A course as its authors wrote it."""

    code: str
    position: int
    product: str | None
    title: Mapping[str, str]
    summary: Mapping[str, str]
    modules: tuple[ModuleContent, ...]
    lessons: tuple[LessonContent, ...]


def course_folders(root: Path = CONTENT) -> list[Path]:
    """The folders that hold a course, by name."""
    return sorted(path.parent for path in root.glob("*/course.toml"))


def read_course(folder: Path) -> CourseContent:
    """Read one course.

    Raises:
        ContentError: a file, a key or a language is missing, or a lesson belongs to no module.
    """
    path = folder / "course.toml"
    try:
        course = _course_from(tomllib.loads(path.read_text("utf-8")), folder)
    except (OSError, tomllib.TOMLDecodeError, TypeError) as problem:
        raise ContentError(f"{path}: {problem}") from problem
    except KeyError as missing:
        raise ContentError(f"{path}: {missing} is missing") from missing
    strays = {lesson.module for lesson in course.lessons} - {module.key for module in course.modules}
    if strays:
        raise ContentError(f"{path}: no module is called {', '.join(sorted(strays))}")
    return course


def localized(text: Mapping[str, str]) -> dict[str, str]:
    """A text that is there in every language.

    Raises:
        KeyError: a language is missing.
    """
    return {locale: text[locale] for locale in LOCALES}


def _course_from(data: Mapping[str, Any], folder: Path) -> CourseContent:
    return CourseContent(
        code=data["code"],
        position=data["position"],
        product=data.get("product"),
        title=localized(data["title"]),
        summary=localized(data["summary"]),
        modules=tuple(
            ModuleContent(module["key"], localized(module["title"]), module["questions"])
            for module in data["module"]
        ),
        lessons=tuple(_lesson_from(lesson, folder) for lesson in data["lesson"]),
    )


def _lesson_from(data: Mapping[str, Any], folder: Path) -> LessonContent:
    name = data["file"]
    body = {locale: (folder / f"{name}.{locale}.md").read_text("utf-8") for locale in LOCALES}
    return LessonContent(name, data["module"], localized(data["title"]), data["minutes"], body)
