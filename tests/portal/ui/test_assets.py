"""What is vendored is what was fetched, and what templates name is there."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "portal" / "static"
TEMPLATES = sorted(path for path in ROOT.glob("[!.n]*/**/templates/**/*.html"))
SHEETS = sorted(STATIC.glob("*.css"))
CATALOGS = sorted((ROOT / "translations" / "portal_templates").glob("*/LC_MESSAGES/messages.po"))
ICON = re.compile(r"""\b(?:icon\(|_icon\(|icon_name=|icon=)["']([a-z0-9-]+)["']""")

IMPORT = re.compile(r'from "components/([a-z]+\.html)" import ([\w, ]+?) *-?%')


def test_vendored_files_have_their_checksums() -> None:
    lines = (STATIC / "SHA256SUMS").read_text().splitlines()

    assert len(lines) >= 3
    for line in lines:
        expected, name = line.split("  ")
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == expected, name


def test_every_vendored_file_is_listed() -> None:
    listed = {line.split("  ")[1] for line in (STATIC / "SHA256SUMS").read_text().splitlines()}

    there = {path.relative_to(STATIC).as_posix() for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert there <= listed


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())

    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages)


def test_the_versions_that_pages_link_are_vendored() -> None:
    linked = re.findall(r"filename='(vendor/[^']+)'", "".join(path.read_text() for path in TEMPLATES))

    assert linked
    assert all((STATIC / name).is_file() for name in linked)


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    named = {name for path in TEMPLATES for name in ICON.findall(path.read_text())}

    assert len(named) >= 8
    assert named <= drawn


def test_every_macro_that_a_template_imports_is_there_and_described() -> None:
    components = ROOT / "portal" / "templates" / "components"
    guide = (ROOT / "docs" / "design.md").read_text()
    imported = [found for path in TEMPLATES for found in IMPORT.findall(path.read_text())]

    assert len(imported) >= 10
    for file, names in imported:
        macros = set(re.findall(r"macro (\w+)\(", (components / file).read_text()))
        wanted = {name.split(" as ")[0].strip() for name in names.split(",")}
        assert wanted <= macros, (file, wanted - macros)
        assert all(name in guide for name in wanted), (file, wanted)


def test_every_colour_of_a_sheet_is_a_token() -> None:
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (STATIC / "tokens.css").read_text()))
    used = {name for sheet in SHEETS for name in re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text())}

    assert len(used) >= 40
    assert used <= tokens


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_sheet_reaches_outside(sheet: Path) -> None:
    assert not re.search(r"@import|url\(|https?:", sheet.read_text())


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: path.parts[-3])
def test_the_catalog_is_complete_and_keeps_its_placeholders(catalog: Path) -> None:
    entries = polib.pofile(str(catalog))

    assert len(entries) >= 50
    for entry in entries:
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        assert all(texts), entry.msgid
        assert "fuzzy" not in entry.flags
        asked = set(re.findall(r"%\(\w+\)s", entry.msgid_plural or entry.msgid))
        assert all(set(re.findall(r"%\(\w+\)s", text)) == asked for text in texts), entry.msgid
