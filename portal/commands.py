"""The command line: one group for the commands of every room, and the portal itself for those that need it."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError

from portal.errors import RuleViolation
from portal.i18n import init_i18n
from portal.schema import SchemaError
from portal.settings import LOCALES, SettingsError
from portal.tables.problems import InputProblems, Problem

Command = TypeVar("Command", bound=Callable[..., Any])


def with_portal(command: Command) -> Command:
    """Give a command the whole portal: it runs in the application's context and in the caller's language."""

    @functools.wraps(command)
    def wrapped(*args: Any, **values: Any) -> Any:
        app: Flask = click.get_current_context().find_root().obj()
        with app.app_context(), force_locale(_spoken(app.config["DEFAULT_LOCALE"])):
            return command(*args, **values)

    return wrapped  # type: ignore[return-value]


def run(group: click.Group, build: Callable[[], Flask]) -> None:
    """Run the command line and exit: 0 done, 2 the input is wrong, 1 anything else; each problem on a line."""
    default = os.environ.get("BANSOU_DEFAULT_LOCALE", "")
    words = Flask("bansou")
    words.config["DEFAULT_LOCALE"] = default if default in LOCALES else LOCALES[0]
    init_i18n(words)
    with words.app_context(), force_locale(_spoken(words.config["DEFAULT_LOCALE"])):
        sys.exit(_code(group, build))


def _code(group: click.Group, build: Callable[[], Flask]) -> int:
    try:
        code = group.main(standalone_mode=False, obj=build)
    except click.UsageError as wrong:
        wrong.show()
        code = 2
    except click.exceptions.Exit as wanted:
        code = wanted.exit_code
    except (InputProblems, SettingsError) as wrong:
        code = _say(2, *_lines(wrong))
    except (RuleViolation, SchemaError, OperationalError, click.ClickException, click.Abort) as failure:
        code = _say(1, *_lines(failure))
    return code if isinstance(code, int) else 0


def tell(problems: Iterable[Problem]) -> None:
    """Print warnings beside the result, one per line."""
    _say(0, *(problem.as_line() for problem in problems))


def _lines(reason: Exception) -> list[str]:
    match reason:
        case InputProblems():
            return [problem.as_line() for problem in reason.problems]
        case OperationalError():
            return [f"BANSOU_DATABASE_URL: the database cannot be used: {_first_line(reason.orig)}"]
        case click.ClickException():
            return [reason.format_message()]
    return [str(reason)]


def _say(code: int, *lines: str) -> int:
    for line in lines:
        click.echo(line, err=True)
    return code


def _first_line(reason: object) -> str:
    return str(reason).strip().split("\n")[0]


def _spoken(default: str) -> str:
    """The language of the terminal where it says one that we speak, else the installation's."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    language = told.split("_")[0].split(".")[0]
    return language if language in LOCALES else default
