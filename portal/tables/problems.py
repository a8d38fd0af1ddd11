"""What is wrong with a file, told so that a person can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

Sentence: TypeAlias = str | LazyString


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what would be right.

    Attributes:
        where: the file as its sender knows it, such as ``partners.csv``.
        row: the row as a spreadsheet numbers it, the header being 1; None when the whole file is meant.
        column: the name in the header, or the letter of a column that has none.
        what: one sentence, with its full stop.
        remedy: one sentence that says what would be right, with its full stop.
    """

    where: str
    row: int | None
    column: str | None
    what: Sentence
    remedy: Sentence

    def as_line(self) -> str:
        """Give the problem on one line, in the reader's language."""
        told = {"place": self._place(), "what": str(self.what), "remedy": str(self.remedy)}
        line: str = _("%(place)s: %(what)s %(remedy)s", **told)
        return " ".join(line.split())

    def _place(self) -> str:
        told = {"where": self.where, "row": self.row, "column": self.column}
        place: str = self.where
        if self.row is not None and self.column is not None:
            place = _("%(where)s, row %(row)s, column %(column)s", **told)
        elif self.row is not None:
            place = _("%(where)s, row %(row)s", **told)
        elif self.column is not None:
            place = _("%(where)s, column %(column)s", **told)
        return place


class InputProblems(Exception):
    """The input cannot be used; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(problem.as_line() for problem in self.problems)


class Gathering:
    """Gathers the problems of a file; beyond a number that nobody reads, they are only counted."""

    most = 10_000

    def __init__(self, where: str) -> None:
        self._where = where
        self._problems: list[Problem] = []
        self._more = 0

    def add(self, problem: Problem) -> None:
        if len(self._problems) < self.most:
            self._problems.append(problem)
        else:
            self._more += 1

    def complain(self) -> None:
        """Raise what was gathered, from the first row to the last.

        Raises:
            InputProblems: there is at least one.
        """
        found = sorted(self._problems, key=lambda problem: problem.row or 0)
        if self._more:
            what = _l("Further problems: %(count)s.", count=self._more)
            found.append(Problem(self._where, None, None, what, _l("Correct those above first.")))
        if found:
            raise InputProblems(found)


class Misfit(ValueError):
    """A cell does not fit its column; the parser knows neither file nor row, so it says only what and how."""

    def __init__(self, what: Sentence, remedy: Sentence) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


def excerpt(cell: str, *, most: int = 40) -> str:
    """Quote a cell in a message: on one line and cut where it is long."""
    line = " ".join(cell.split())
    return line if len(line) <= most else line[:most] + "…"
