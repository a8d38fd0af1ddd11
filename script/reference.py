"""Print docs/reference.md out of the running portal: `.venv/bin/python script/reference.py > docs/reference.md`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portal.events import Event  # noqa: E402 - the path comes first
from portal.feature import Feature  # noqa: E402
from portal.people import Role  # noqa: E402
from portal.settings import Settings  # noqa: E402
from wsgi import build, command_line  # noqa: E402

HEAD = """# Reference

Printed by `script/reference.py` out of the running portal; a test fails when it is stale. Meanings of environment
settings stand in [settings.md](settings.md), columns of files in the pages of each import.
"""
ROLES = [role.value for role in Role]
KEY = "a key for the reference only, 0123456789 abcdef"


def reference(app: Flask) -> str:
    """The whole page; the same portal gives the same text."""
    rooms: Sequence[Feature] = app.extensions["bansou_rooms"]
    with app.app_context(), force_locale("en"):
        parts = [
            HEAD,
            *_commands(),
            *_permissions(rooms),
            *_events(app),
            *_numbers(rooms),
            *_settings(),
            *_rest(rooms),
        ]
    return "\n".join(parts)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name."""
    for name, command in sorted(command_line().commands.items()):
        yield from _leaves(f"bansou {name}", command)


def events() -> list[type[Event]]:
    """Every event that is published: those that no other event stands on."""
    found, waiting = [], [Event]
    while waiting:
        children = waiting.pop().__subclasses__()
        ours = [kind for kind in children if not kind.__module__.startswith("tests")]
        waiting += ours
        found += [kind for kind in ours if not kind.__subclasses__()]
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


def setting_names() -> list[str]:
    """Every environment variable that the portal reads at its start."""
    return [f"BANSOU_{field.name.upper()}" for field in fields(Settings) if field.name != "instance"]


def _leaves(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for word, inner in sorted(command.commands.items()):
            yield from _leaves(f"{name} {word}", inner)
        return
    yield name, command


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
    return [f"## {title}", "", *lines, ""]


def _commands() -> list[str]:
    rows = [(f"`{name}{_arguments(command)}`", _help(command)) for name, command in commands()]
    return _table("Commands", ("command", "does"), rows)


def _help(command: click.Command) -> str:
    return str(command.help or "").split("\n")[0]


def _arguments(command: click.Command) -> str:
    words = [_word(param) for param in command.params]
    return "".join(f" {word}" for word in words).replace("|", "\\|")


def _word(param: click.Parameter) -> str:
    if not isinstance(param, click.Option):
        return str(param.name).upper()
    choice = "|".join(param.type.choices) if isinstance(param.type, click.Choice) else None
    value = "" if param.is_flag else f" {choice or param.metavar or param.type.name.split()[0].upper()}"
    word = f"{param.opts[0]}{value}"
    return word if param.required else f"[{word}]"


def _permissions(rooms: Sequence[Feature]) -> list[str]:
    held = {item.name: item.roles for room in rooms for item in room.permissions}
    rows = [(f"`{name}`", *("●" if role in roles else "" for role in ROLES)) for name, roles in sorted(held.items())]
    return _table("Permissions", ("permission", *ROLES), rows)


def _events(app: Flask) -> list[str]:
    rows = [
        (f"`{kind.__name__}`", kind.__module__, _first_line(kind), _values(kind), _heard(app, kind))
        for kind in events()
    ]
    lines = _table("Events", ("event", "module", "says", "values", "heard by"), rows)
    lines.insert(
        2,
        "Every event has `actor_id` and is kept in the audit trail; what else hears it stands in the last column.\n",
    )
    return lines


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().split("\n")[0].replace("|", "\\|")


def _values(kind: type[Event]) -> str:
    return ", ".join(field.name for field in fields(kind) if field.name != "actor_id")


def _heard(app: Flask, kind: type[Event]) -> str:
    subscriptions = app.extensions["bansou_subscriptions"][1:]
    return ", ".join(_named(item.handler) for item in subscriptions if issubclass(kind, item.event_type))


def _named(handler: Callable[..., Any]) -> str:
    return f"`{handler.__module__.removesuffix('.notices')}.{handler.__name__.lstrip('_')}`"


def _numbers(rooms: Sequence[Feature]) -> list[str]:
    found = sorted((default for room in rooms for default in room.defaults), key=lambda default: default.key)
    rows = [
        (
            f"`{item.key}`",
            f"`{part.key}`",
            str(part.label),
            f"{part.value} {part.unit}".strip(),
            f"{part.minimum}–{part.maximum}",
        )
        for item in found
        for part in item.fields
    ]
    lines = _table("Numbers of the product", ("setting", "number", "meaning", "delivered", "bounds"), rows)
    lines.insert(2, "Versioned settings under `/settings`; rooms read them by `numbers(setting)`.\n")
    return lines


def _settings() -> list[str]:
    return ["## Environment", "", ", ".join(f"`{name}`" for name in setting_names()), ""]


def _rest(rooms: Sequence[Feature]) -> list[str]:
    kinds = [
        (f"`{item.kind}`", ", ".join(f"`{column}`" for column in item.columns))
        for room in rooms
        for item in room.exchanges
    ]
    jobs = [(f"`{job.name}`", _first_line(job.carry_out)) for room in rooms for job in room.jobs]
    reports = [(f"`{item.name}`", str(item.title)) for room in rooms for item in room.report_kinds]
    notices = [f"`{item.name}`" for room in rooms for item in room.notices]
    return [
        *_table("Tables for import and export", ("kind", "columns"), kinds),
        *_table("Jobs", ("job", "does"), jobs),
        *_table("Reports", ("report", "title"), reports),
        "## Notices",
        "",
        ", ".join(sorted(notices)),
        "",
    ]


def _main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(instance=place, database_url=f"sqlite:///{place / 'none.sqlite3'}", secret_key=KEY)
        sys.stdout.write(reference(build(settings, queue_url="memory://")))


if __name__ == "__main__":
    _main()
