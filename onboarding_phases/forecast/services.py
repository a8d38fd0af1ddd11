"""Keeping scenarios of the capacity plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from onboarding_phases.forecast.events import ScenarioChanged, ScenarioDeleted, ScenarioKept
from onboarding_phases.forecast.models import Scenario
from onboarding_phases.forecast.queries import scenario_of, scenarios
from partners.products.queries import product_labels
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal

MOST = 20
EFFORTS = range(1, 4)
GROWTH = range(-90, 501)


def keep_scenario(
    *, name: str, growth: int, months: Mapping[str, Mapping[str, int]], product: str, effort: int, actor: Principal
) -> Scenario:
    """Keep assumptions about the months ahead under a name.

    Raises:
        RuleViolation: the name is empty or taken, a number is out of bounds, nothing is assumed, or there are as
            many scenarios as can be.
    """
    if len(scenarios()) >= MOST:
        raise RuleViolation(_l("%(most)s scenarios are kept already. Delete one of them first.", most=MOST))
    told = _checked(growth, months, product, effort)
    kept = Scenario(name=_free_name(name, None), created_at=clock.now(), created_by=actor.id, **told)
    db.session.add(kept)
    db.session.flush()
    publish(ScenarioKept(actor_id=actor.id, scenario_id=kept.id, name=kept.name, after=told))
    return kept


def change_scenario(
    scenario: Scenario,
    *,
    name: str,
    growth: int,
    months: Mapping[str, Mapping[str, int]],
    product: str,
    effort: int,
    seen: int,
    actor: Principal,
) -> None:
    """Change what a scenario assumes; `seen` is the version that the actor had before their eyes.

    Raises:
        Stale: somebody changed it meanwhile.
        RuleViolation: as for `keep_scenario`.
    """
    if scenario.version != seen:
        raise Stale(_l("Somebody has changed this scenario meanwhile. Look at it again, then change it."))
    told = {"name": _free_name(name, scenario), **_checked(growth, months, product, effort)}
    before = {key: getattr(scenario, key) for key in told}
    changed = [key for key in told if told[key] != before[key]]
    if not changed:
        raise RuleViolation(_l("Nothing was different."))
    for key in changed:
        setattr(scenario, key, told[key])
    db.session.flush()
    publish(
        ScenarioChanged(
            actor_id=actor.id,
            scenario_id=scenario.id,
            name=scenario.name,
            before={key: before[key] for key in changed},
            after={key: told[key] for key in changed},
        )
    )


def delete_scenario(scenario: Scenario, *, actor: Principal) -> None:
    """Forget a scenario; the trail keeps its name."""
    db.session.delete(scenario)
    db.session.flush()
    publish(ScenarioDeleted(actor_id=actor.id, scenario_id=scenario.id, name=scenario.name))


def _free_name(name: str, own: Scenario | None) -> str:
    wanted = " ".join(name.split())
    if not wanted:
        raise RuleViolation(_l("Give it a name that you will know again."), field="name")
    found = scenario_of(wanted)
    if found is not None and found is not own:
        raise RuleViolation(_l("A scenario has this name already."), field="name")
    return wanted


def _checked(growth: int, months: Mapping[str, Mapping[str, int]], product: str, effort: int) -> dict[str, Any]:
    if growth not in GROWTH:
        raise RuleViolation(_l("Growth runs from −90 to 500 percent."), field="growth")
    if effort not in EFFORTS:
        raise RuleViolation(_l("The effort is 1, 2 or 3 slots."), field="effort")
    if product not in product_labels():
        raise RuleViolation(_l("Choose a product that customers can be onboarded to."), field="product")
    kept = {month: dict(told) for month, told in sorted(months.items()) if told}
    if not growth and not kept:
        raise RuleViolation(_l("Assume something: growth, a month's season, or extra customers."), field="growth")
    return {"growth": growth, "months": kept, "product": product, "effort": effort}
