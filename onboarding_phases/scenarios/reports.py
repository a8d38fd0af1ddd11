"""A scenario beside the run that it is based on, and the scenarios on the page of a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.reports.comparison import Comparison, side_from, side_of
from onboarding_phases.allocation.reports.words import COMPONENT_LABELS
from onboarding_phases.scenarios.models import WhatIf
from onboarding_phases.scenarios.permissions import VIEW_WHAT_IFS
from onboarding_phases.scenarios.queries import what_ifs_of
from onboarding_phases.scenarios.rules import changed
from onboarding_phases.scenarios.values import Changes
from partners.enums import PREFECTURE_LABELS
from partners.models import Partner
from partners.products.queries import product_labels
from portal.database import db
from portal.feature import Panel
from portal.i18n import current_locale
from portal.ui.formatting import format_signed


def compared(scenario: WhatIf) -> Comparison:
    """The run, and the scenario as the other plan."""
    run = scenario.run
    frozen, policy = changed(run.frozen, run.policy, Changes.of(scenario.changes))
    other = side_from(frozen, policy, scenario.result, title=scenario.name, href=None, input_hash=scenario.code)
    return Comparison(side_of(run), other)


def changes_in_words(scenario: WhatIf) -> list[str]:
    """What a scenario changes, a sentence each."""
    changes, firms = Changes.of(scenario.changes), firm_names()
    lines = [_slots(firms.get(code, code), more) for code, more in changes.slots.items()]
    lines += [_("%(firm)s is gone", firm=firms.get(code, code)) for code in changes.exits]
    lines += [
        _("weight of %(part)s: %(weight)s", part=COMPONENT_LABELS[name], weight=f"{weight:.2f}")
        for name, weight in changes.weights.items()
    ]
    if changes.wave:
        wave = changes.wave
        kind = [
            str(product_labels().get(wave.product, wave.product)),
            str(PREFECTURE_LABELS.get(wave.prefecture, "")),
            ngettext("%(num)s slot", "%(num)s slots", wave.effort) if wave.effort else "",
        ]
        like = "・".join(part for part in kind if part) or _("like those who wait")
        n = wave.customers
        lines.append(ngettext("%(num)s more customer: %(like)s", "%(num)s more customers: %(like)s", n, like=like))
    return [str(line) for line in lines]


def _slots(firm: str, more: int) -> str:
    change = format_signed(more, current_locale(), 0)
    told = ngettext("%(firm)s: %(change)s slot", "%(firm)s: %(change)s slots", abs(more), firm=firm, change=change)
    return str(told)


def firm_names() -> dict[str, str]:
    """Names of all firms by their codes."""
    return {row.code: row.name for row in db.session.execute(select(Partner.code, Partner.name))}


def _of_run(run: AllocationRun) -> Mapping[str, Any] | None:
    return {"scenarios": what_ifs_of(run), "run": run}


PANELS = [Panel("allocation_run", "scenarios/panel.html", VIEW_WHAT_IFS, _of_run, order=20)]
