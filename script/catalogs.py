"""The catalogs of every room: which folders each one speaks for, and what is done with them.

A catalog is named by its room: `partners` speaks for partners/, `onboarding_phases_handoff` for
onboarding_phases/handoff/. The longest name that fits a file owns it.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
ROOMS = ("portal", "partners", "onboarding_phases", "training", "certification", "demo")
# Every room speaks English and Japanese; what customers read, errors on their pages too, is there in their language.
LOCALES = ("ja",)
GUEST_LOCALES = ("ja", "zh_Hans", "ko", "vi")
FOR_CUSTOMERS = frozenset(
    {
        "onboarding_phases_commitments_shared",
        "onboarding_phases_conversations_shared",
        "onboarding_phases_room",
        "onboarding_phases_surveys_answering",
        "portal_forms",
        "portal_web_errors",
    }
)
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = (
    {"_": None, "_l": None, "gettext": None, "lazy_gettext": None}
    | dict.fromkeys(("ngettext", "lazy_ngettext", "_n", "_ln"), (1, 2))
    | dict.fromkeys(("pgettext", "lazy_pgettext"), ((1, "c"), 2))
)
HEADER_NOISE = re.compile(r'#( |$)|"(POT-|PO-Rev|Generated|Last-T|Report-M|Language-T)')
HOLE = re.compile(r"%\((\w+)\)[sd]|</?(\w+)")


def names() -> list[str]:
    """The catalogs that there are, each with its own folder."""
    return sorted({*ROOMS, *(path.name for path in FOLDER.iterdir() if path.is_dir())})


def locales_of(name: str) -> tuple[str, ...]:
    """The languages in which a catalog must be complete, beside English."""
    return GUEST_LOCALES if name in FOR_CUSTOMERS else LOCALES


def owner(file: Path) -> str:
    """The catalog that speaks for a source file: the one with the longest name that fits."""
    place = "_".join(file.relative_to(ROOT).with_suffix("").parts) + "_"
    return max((name for name in names() if place.startswith(name + "_")), key=len)


def source() -> dict[str, Catalog]:
    """Every string of the source, by the catalog that owns its file."""
    found = {name: Catalog(charset="utf-8") for name in names()}
    for room in ROOMS:
        for file, line, message, comments, context in extract_from_dir(
            ROOT / room, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            path = ROOT / room / file
            place = [(str(path.relative_to(ROOT)), line)]
            found[owner(path)].add(message, None, place, auto_comments=comments, context=context)
    return found


def po_file(name: str, locale: str) -> Path:
    return FOLDER / name / locale / "LC_MESSAGES" / "messages.po"


def load(name: str, locale: str) -> Catalog:
    file = po_file(name, locale)
    if not file.exists():
        return Catalog(locale=locale, charset="utf-8", fuzzy=False)
    with file.open("rb") as text:
        return read_po(text, locale=locale)


def memory(locale: str) -> dict[object, object]:
    """Every translation that any catalog holds: a string keeps its words when its file moves to another room."""
    return {message.id: message.string for name in names() for message in load(name, locale) if message.string}


def merged(name: str, locale: str, template: Catalog, known: dict[object, object]) -> Catalog:
    """A catalog as it should stand: exactly the strings of the source, with the translations there are."""
    old, fresh = load(name, locale), Catalog(locale=locale, project="Bansou", charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            own = old.get(message.id, message.context)
            string = own.string if own is not None and own.string else known.get(message.id, "")
            fresh.add(message.id, string, flags=message.flags - {"fuzzy"}, context=message.context)
    return fresh


def text_of(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, omit_header=False, sort_output=True, no_location=True, width=117)
    lines = out.getvalue().decode().splitlines()
    kept = [line for line in lines if not HEADER_NOISE.match(line)]
    return ("\n".join(kept).rstrip() + "\n").encode()


def compile_all() -> int:
    """Make every catalog ready to use."""
    for name in names():
        for locale in locales_of(name):
            if po_file(name, locale).exists():
                with po_file(name, locale).with_suffix(".mo").open("wb") as ready:
                    write_mo(ready, load(name, locale))
    return 0


def update_all(*wanted: str) -> int:
    """Take the strings of the source into the catalogs."""
    templates = source()
    for locale in GUEST_LOCALES:
        known = memory(locale)
        for name in wanted or names():
            if locale not in locales_of(name):
                continue
            file = po_file(name, locale)
            if len(templates[name]) == 0:
                shutil.rmtree(FOLDER / name, ignore_errors=True)
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text_of(merged(name, locale, templates[name], known)))
    return 0


def check_all() -> int:
    """Name every string that is missing, fuzzy, stale, said in two ways, or has other holes than its source."""
    faults: list[str] = []
    templates = source()
    faults += [
        f"{name}: there is no such catalog, but customers are to read it" for name in FOR_CUSTOMERS - {*names()}
    ]
    faults += [f"{name} ({locale}): nobody reads this catalog" for name, locale in _unread()]
    for locale in GUEST_LOCALES:
        said: dict[object, tuple[str, object]] = {}
        for name in names():
            if locale not in locales_of(name):
                continue
            catalog, template = load(name, locale), templates[name]
            for message in catalog:
                if message.id and template.get(message.id, message.context) is None:
                    faults.append(f"{name} ({locale}): no longer in the source: {message.id!r}")
            for message in template:
                if message.id:
                    faults += faults_of(name, locale, message.id, catalog.get(message.id, message.context), said)
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _unread() -> list[tuple[str, str]]:
    """Catalogs in languages that their room does not promise: nobody would notice that they fall behind."""
    kept = [(name, path.name) for name in names() for path in (FOLDER / name).glob("*") if path.is_dir()]
    return [(name, locale) for name, locale in kept if locale not in locales_of(name)]


def faults_of(
    name: str, locale: str, key: object, found: object, said: dict[object, tuple[str, object]]
) -> list[str]:
    """What is wrong with one string of one catalog."""
    where = f"{name} ({locale})"
    text = getattr(found, "string", None)
    parts = [text] if isinstance(text, str) else list(text or [])
    if not parts or not all(parts):
        return [f"{where}: untranslated: {key!r}"]
    if getattr(found, "fuzzy", False):
        return [f"{where}: fuzzy: {key!r}"]
    ids = [key] if isinstance(key, str) else list(key)  # type: ignore[call-overload]
    if any(sorted(HOLE.findall(part)) != sorted(HOLE.findall(ids[-1])) for part in parts):
        return [f"{where}: other placeholders or tags than the source: {key!r}"]
    before = said.setdefault((getattr(found, "context", None), key), (name, text))
    return [] if before[1] == text else [f"{where}: {key!r} is said otherwise in {before[0]}"]


def main() -> int:
    commands: dict[str, Callable[..., int]] = {"compile": compile_all, "update": update_all, "check": check_all}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.stderr.write("script/translations compile | update [CATALOG …] | check\n")
        return 2
    return commands[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
