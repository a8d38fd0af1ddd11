"""The page of calibration: charts, tables and the finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask_babel import gettext as _
from markupsafe import Markup

from onboarding_phases.calibration.enums import Way
from onboarding_phases.calibration.queries import (
    Counted,
    counted,
    overrides_judged,
    seen_predictions,
    tried_estimates,
)
from onboarding_phases.calibration.rules import ENOUGH, Bin, Decided, Seen, bins, brier, decided
from portal.i18n import current_locale
from portal.ui.charts import Group, screen_reliability
from portal.ui.formatting import format_number, format_share


@dataclass(frozen=True)
class Reliability:
    """Predictions of one kind against what came: five groups, or none where there are too few cases."""

    n: int
    brier: float | None
    groups: Sequence[Bin]

    @property
    def chart(self) -> Markup:
        drawn = [Group(one.predicted, one.observed, one.low, one.high) for one in self.groups]
        return screen_reliability(self.finding, drawn, x_label=str(_("Predicted")))

    @property
    def finding(self) -> str:
        """The answer in one sentence."""
        held = sum(one.holds for one in self.groups)
        told = {"held": held, "all": len(self.groups)}
        return str(_("In %(held)s of %(all)s groups the prediction lies in the interval of what came", **told))

    @property
    def table(self) -> tuple[list[str], list[list[str]]]:
        """What the chart draws, as a table."""
        locale = current_locale()
        head = [_("Group"), _("Cases"), _("Predicted"), _("Came true"), _("%(level)s interval", level="95%")]
        return head, [
            [
                str(number),
                str(one.n),
                format_share(one.predicted, locale),
                format_share(one.observed, locale),
                f"{format_share(one.low, locale)}–{format_share(one.high, locale)}",
            ]
            for number, one in enumerate(self.groups, 1)
        ]

    @property
    def score(self) -> str:
        """The Brier score as a text."""
        return "–" if self.brier is None else format_number(round(self.brier, 4), current_locale(), 4)


@dataclass
class CalibrationPage:
    """Everything that the page shows."""

    seen: list[Seen] = field(default_factory=seen_predictions)
    counts: Counted = field(default_factory=counted)

    @cached_property
    def of_runs(self) -> Reliability:
        """Predictions of runs, as they stood on the day of each."""
        return Reliability(len(self.seen), brier(self.seen), bins(self.seen))

    @cached_property
    def of_history(self) -> dict[Way, Reliability]:
        """Both ways to estimate, tried on all that is over."""
        return {
            way: Reliability(row.n, row.brier, [Bin(**group) for group in row.groups])
            for way, row in tried_estimates().items()
        }

    @property
    def short(self) -> int:
        """How many cases are missing for five groups."""
        return max(0, ENOUGH - len(self.seen))

    @cached_property
    def overrides(self) -> Decided | None:
        """What came of decisions against plans."""
        return decided(overrides_judged())

    @property
    def gain(self) -> float | None:
        """By how much the Brier score of the pair is lower than that of the firm; above 0 is better."""
        firm, pair = (self.of_history.get(way) for way in Way)
        if firm is None or pair is None or firm.brier is None or pair.brier is None:
            return None
        return firm.brier - pair.brier
