"""Figures as drawings and words, for pages and for the report of a firm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.figures.rules import Scores, scores_read
from onboarding_phases.surveys.figures.values import Asked, Overview
from onboarding_phases.surveys.models import SurveyPeriod
from onboarding_phases.surveys.rules import SCALES
from onboarding_phases.surveys.values import Question
from portal.i18n import localized
from portal.ui.charts import Bar, screen_bars

# Drawings of three or more questions stand in three columns, of fewer in two.
NARROW, WIDE, COLUMNS = 360, 520, 3


@dataclass(frozen=True)
class Drawn:
    """One question with its figure; `picture` is None where there are not enough answers."""

    kind: QuestionKind
    text: str
    n: int
    value: str | None
    nps: str | None
    picture: Markup | None
    rows: Sequence[tuple[str, ...]]


def drawn(scores: Iterable[Scores], questions: Iterable[Question], *, least: int) -> list[Drawn]:
    """The questions of a survey with their figures, in the order in which they are asked now."""
    by_key = {one.key: one for one in scores}
    asked = [question for question in questions if question.kind in SCALES]
    texts = {question.key: localized(question.text) for question in asked}
    in_order = [question.key for question in asked]
    in_order += [key for key in by_key if key not in texts]
    kinds = {question.key: question.kind for question in asked}
    found, width = [], NARROW if len(in_order) >= COLUMNS else WIDE
    for key in in_order:
        one = by_key.get(key) or Scores(key, kinds[key], {})
        found.append(_drawn(one, texts.get(key) or str(_("A question that is no longer asked")), least, width))
    return found


def _drawn(scores: Scores, text: str, least: int, width: int) -> Drawn:
    if scores.n < least:
        return Drawn(scores.kind, text, scores.n, None, None, None, ())
    most = max(count for _value, count in scores.spread)
    bars = [Bar(str(value), count, str(count)) for value, count in scores.spread]
    rows = [(str(value), str(count), f"{count / scores.n:.0%}") for value, count in scores.spread]
    title = _("%(text)s Mean %(mean)s, n = %(count)s", text=text, mean=mean_text(scores), count=scores.n)
    picture = screen_bars(str(title), bars, maximum=max(most, 1), width=width, row=24)
    return Drawn(scores.kind, text, scores.n, mean_text(scores), nps_text(scores), picture, rows)


def mean_text(scores: Scores | None) -> str:
    """The mean with one decimal."""
    return "–" if scores is None or scores.mean is None else f"{float(scores.mean):.1f}"


def nps_text(scores: Scores | None) -> str | None:
    """The net promoter score with its sign; None where the question asks for something else."""
    if scores is None or scores.nps is None:
        return None
    return f"{scores.nps:+d}".replace("-", "−") if scores.nps else "0"


def rate_text(asked: Asked) -> str:
    return "–" if asked.rate is None else f"{float(asked.rate):.0%}"


def short(overview: Overview, *, least: int) -> dict[str, Any]:
    """The figures of a firm or a period in a row of a table; None where there are not enough answers."""
    found = {kind.value: overview.of(kind) for kind in SCALES}
    enough = {name: one if one is not None and one.n >= least else None for name, one in found.items()}
    return {
        "satisfaction": mean_text(enough["satisfaction"]) if enough["satisfaction"] else None,
        "effort": mean_text(enough["effort"]) if enough["effort"] else None,
        "recommend": nps_text(enough["recommend"]),
        "rate": rate_text(overview.asked),
        "asks_recommend": found["recommend"] is not None,
    }


def overview_of(period: SurveyPeriod) -> Overview:
    """A published period as figures."""
    return Overview(Asked(period.sent, period.answered), scores_read(period.figures))


def moment_of(name: str) -> Moment:
    """The survey of an address; what is none is the first."""
    return next((one for one in Moment if one.value == name), Moment.HANDOFF)
