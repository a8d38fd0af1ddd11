"""The docs name everything that there is: commands, permissions, events, numbers and settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask import Flask

from script import reference

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
VARIABLE = re.compile(r"\bBANSOU_[A-Z_]+[A-Z]\b")
QUOTED = {"ja": re.compile("「([^」]+)」"), "en": re.compile(r"\*\*([^*]+)\*\*")}
HOLE = re.compile(r"%\(\w+\)[sd]")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "reference.md").read_text(encoding="utf-8")


def named(page: str, names: list[str], *, at_least: int) -> list[str]:
    """Those of the names that the page leaves out; few of them mean that we looked in the wrong place."""
    assert len(names) >= at_least, names
    return [name for name in names if f"`{name}" not in page]


def test_the_reference_is_what_the_portal_says_of_itself(app: Flask, page: str) -> None:
    assert page == reference.reference(app), "run .venv/bin/python script/reference.py > docs/reference.md"


def test_every_command_is_in_the_reference(page: str) -> None:
    assert named(page, [name for name, _ in reference.commands()], at_least=10) == []


def test_every_permission_is_in_the_reference(app: Flask, page: str) -> None:
    held = [item.name for room in app.extensions["bansou_rooms"] for item in room.permissions]
    assert named(page, held, at_least=60) == []


def test_every_permission_that_guards_a_page_is_listed_by_its_room(app: Flask) -> None:
    listed = {item.name for room in app.extensions["bansou_rooms"] for item in room.permissions}
    guards = [getattr(view, "guard", None) for view in app.view_functions.values()]
    asked = {name for guard in guards if (name := getattr(guard, "name", None))}
    assert len(asked) > 40
    assert asked - listed == set()


def test_every_event_is_in_the_reference(page: str) -> None:
    assert named(page, [kind.__name__ for kind in reference.events()], at_least=60) == []


def test_every_number_of_the_product_is_in_the_reference(app: Flask, page: str) -> None:
    found = app.extensions["bansou_defaults"]
    assert named(page, list(found), at_least=8) == []
    assert named(page, [part.key for item in found.values() for part in item.fields], at_least=45) == []


def test_every_variable_that_the_code_reads_is_explained() -> None:
    explained = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert named(explained, reference.setting_names(), at_least=9) == []
    sources = [
        *ROOT.glob("portal/**/*.py"),
        *ROOT.glob("demo/*.py"),
        *ROOT.glob("script/*"),
        ROOT / "tests/world.py",
    ]
    texts = [path.read_text(encoding="utf-8") for path in sources if path.is_file()]
    read = sorted({name for text in texts for name in VARIABLE.findall(text)})
    assert named(explained, read, at_least=8) == []


def test_every_role_has_its_guide_in_both_languages() -> None:
    for locale in ("ja", "en"):
        pages = {path.stem for path in (DOCS / "guide" / locale).glob("*.md")}
        assert pages == set(reference.ROLES)


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_guides_call_things_by_the_words_on_the_page(locale: str) -> None:
    catalogs = [read_po(path.read_bytes().splitlines(True)) for path in ROOT.glob("translations/*/ja/**/*.po")]
    said = {text for catalog in catalogs for message in catalog for text in texts_of(message, locale)}
    pages = sorted((DOCS / "guide" / locale).glob("*.md"))
    quoted = {word for page in pages for word in QUOTED[locale].findall(page.read_text(encoding="utf-8"))}
    assert len(quoted) > 60
    assert {word for word in quoted if not any(fits(word, text) for text in said)} == set()


def texts_of(message: Message, locale: str) -> tuple[str, ...]:
    text = message.string if locale == "ja" else message.id
    return (text,) if isinstance(text, str) else tuple(text)


def fits(word: str, text: str) -> bool:
    """Whether these are the words of a text; ○ stands for what is filled in."""
    return word.replace("○", "") == HOLE.sub("", text)


def test_no_page_leads_to_a_file_that_is_not_there() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.glob("**/*.md")]
    led = [(page, target) for page in pages for target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(led) > 30
    assert [(page.name, target) for page, target in led if not (page.parent / target).exists()] == []


def test_every_way_to_call_bansou_in_the_readme_is_a_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [name for name, _ in reference.commands()]
    shown = re.findall(r"^\.venv/bin/(bansou [a-z -]+?)(?= [^a-z]| [a-z]+[^a-z\s]|\s--|$)", text, re.MULTILINE)
    assert len(shown) >= 10
    assert [line for line in shown if not any(line.startswith(name) for name in names)] == []
