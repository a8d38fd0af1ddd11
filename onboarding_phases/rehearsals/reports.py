"""The page of a rehearsal, and the panel of the settings that leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.rehearsals.defaults import NUMBERS
from onboarding_phases.rehearsals.enums import SIZE_LABELS
from onboarding_phases.rehearsals.models import Rehearsal
from onboarding_phases.rehearsals.permissions import VIEW_REHEARSALS
from onboarding_phases.rehearsals.queries import TRIED, PastRun, customer_names, firm_names, runs_by_code
from onboarding_phases.rehearsals.rules import Totals, totals
from portal.defaults.queries import defaults_by_key, numbers
from portal.defaults.values import DefaultField, Number
from portal.feature import Panel
from portal.i18n import current_locale
from portal.ui.formatting import format_signed


@dataclass(frozen=True)
class Load:
    """A firm, or all firms of a size: slots that were free, and what both plans take of them."""

    name: str
    slots: int
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Move:
    """A customer who would go elsewhere; an empty name is nobody."""

    customer: str
    public_code: str
    before: str
    after: str


class RehearsalPage:
    """Everything that the page of one rehearsal shows."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.runs: Mapping[str, PastRun] = runs_by_code(rehearsal.runs)

    @cached_property
    def totals(self) -> Totals:
        bounds = numbers(NUMBERS)
        return totals(
            self.rehearsal.results.values(),
            small_most=int(bounds["small_most"]),
            medium_most=int(bounds["medium_most"]),
        )

    @property
    def changes(self) -> list[tuple[DefaultField, Number, Number]]:
        """The numbers that were tried, each with the one in force then."""
        base, draft = self.rehearsal.base, self.rehearsal.draft
        return [
            (field, base[field.key], draft[field.key])
            for field in defaults_by_key()[TRIED].fields
            if field.key in base and base[field.key] != draft.get(field.key, base[field.key])
        ]

    @property
    def finding(self) -> str:
        """The answer in one sentence."""
        found = self.totals
        text: str = ngettext(
            "%(moved)s of %(num)s customer would go to another firm",
            "%(moved)s of %(num)s customers would go to another firm",
            found.customers,
            moved=found.moved,
        )
        return text

    @property
    def lead(self) -> str:
        """What it would mean for the expected rate."""
        found = self.totals
        if found.base_rate is None or found.draft_rate is None:
            return str(_("Neither plan places anybody."))
        points = format_signed(100 * (found.draft_rate - found.base_rate), current_locale(), 1)
        return str(_("The expected X-day rate changes by %(points)s points.", points=points))

    @property
    def sizes(self) -> list[Load]:
        return [Load(str(SIZE_LABELS[size]), *own) for size, own in self.totals.sizes.items()]

    @cached_property
    def firms(self) -> list[Load]:
        """The firms, those whose load changes most first."""
        names = firm_names(self.totals.loads)
        found = [Load(names.get(code, code), *own) for code, own in self.totals.loads.items()]
        return sorted(found, key=lambda load: (-abs(load.change), -load.slots, load.name))

    @cached_property
    def moves(self) -> list[Move]:
        """Who would go elsewhere, of each run the first that are kept."""
        told = [move for _run, result in self.rehearsal.outcomes for move in result.get("moves", [])]
        names = customer_names(code for code, _before, _after in told)
        firms = firm_names(code for _code, *both in told for code in both if code)
        found = []
        for code, before, after in told:
            name, public_code = names.get(code, (code, ""))
            found.append(Move(name, public_code, firms.get(before or "", ""), firms.get(after or "", "")))
        return found

    @property
    def taken_over(self) -> dict[str, Any]:
        """What the form of the settings is to be filled with."""
        return {field.key: draft for field, _base, draft in self.changes}


def link_to_rehearse(setting: str) -> Mapping[str, Any] | None:
    """On the page of the allocation's numbers alone."""
    return {} if setting == TRIED else None


PANELS = [Panel("setting", "rehearsals/panel_setting.html", VIEW_REHEARSALS, link_to_rehearse, order=10)]
