"""What the pages of figures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.figures.rules import Scores


@dataclass(frozen=True)
class Wanted:
    """Which answers: of a survey, of a firm, of surveys sent in these months (from the first, to the last day)."""

    moment: Moment
    partner_code: str | None
    since: date
    until: date


@dataclass(frozen=True)
class Asked:
    """How many were asked, and how many of them answered."""

    sent: int
    answered: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.answered, self.sent) if self.sent else None


@dataclass(frozen=True)
class Overview:
    """The figures of one survey: whom it reached, and the answers question by question."""

    asked: Asked
    scores: Sequence[Scores]

    def of(self, kind: QuestionKind) -> Scores | None:
        """The first question of a kind."""
        return next((one for one in self.scores if one.kind is kind), None)


@dataclass(frozen=True)
class FirmLine:
    """One firm in the table of firms."""

    code: str
    name: str
    overview: Overview
