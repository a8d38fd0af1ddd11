"""What reading says of a file that it refuses."""

from pathlib import Path

import pytest

from portal.tables.problems import InputProblems
from portal.tables.reading import Limits, read_table


def complaints(source: bytes | Path, *, limits: Limits | None = None) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        read_table(source, name=None if isinstance(source, Path) else "partners.csv", limits=limits or Limits())
    return str(raised.value).splitlines()
