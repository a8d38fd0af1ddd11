"""A file written whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask_babel import lazy_gettext as _l

from portal.tables.problems import InputProblems, Problem


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it, and an older one stays until the new one is complete.

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
    """Put a temporary file in place, with the permissions that a new file has here."""
    try:
        mask = os.umask(0)
        os.umask(mask)
        written.chmod(0o666 & ~mask)
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise
