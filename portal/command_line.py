"""What commands on files share: problems told line by line, exit codes, results written whole or not."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from flask_babel import lazy_gettext as _l

from portal.tables.problems import InputProblems, Problem

WRONG_INPUT = 2


@contextmanager
def wrong_input_refused() -> Iterator[None]:
    """Tell each problem of the input on its own line and end the command with exit code 2."""
    try:
        yield
    except InputProblems as found:
        tell(found.problems)
        raise click.exceptions.Exit(WRONG_INPUT) from found


def tell(problems: Iterable[Problem]) -> None:
    """Print problems or warnings beside the result, one per line."""
    for problem in problems:
        click.echo(problem.as_line(), err=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it.

    Raises:
        InputProblems: the place cannot be written to.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            file.write(content)
        _move(Path(file.name), path)
    except OSError as error:
        what = _l("The file cannot be written: %(reason)s.", reason=error.strerror or str(error))
        remedy = _l("Name a file in a folder that exists and can be written to.")
        raise InputProblems([Problem(str(path), None, None, what, remedy)]) from error


def _move(written: Path, path: Path) -> None:
    try:
        mask = os.umask(0)
        os.umask(mask)
        written.chmod(0o666 & ~mask)
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise
