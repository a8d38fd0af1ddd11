"""Reading what a deed would do to each of the chosen onboardings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, with_expression

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import phase_name
from onboarding_phases.onboardings.standing import net_days
from onboarding_phases.playbooks.enums import StepKind
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.queries import tasks_by_onboarding
from onboarding_phases.tasks.rules import binds
from onboarding_phases.together.enums import Deed
from onboarding_phases.together.rules import ENDED, positions_for
from onboarding_phases.together.values import Item
from portal import clock
from portal.access import select_visible
from portal.accounts.queries import name_by
from portal.database import db


def chosen_onboardings(codes: Sequence[str]) -> list[Onboarding]:
    """Those of these that the reader sees, in the order in which they were chosen."""
    statement = (
        select_visible(Onboarding)
        .where(Onboarding.code.in_(codes))
        .options(
            joinedload(Onboarding.partner),
            selectinload(Onboarding.phases),
            selectinload(Onboarding.holds),
            with_expression(Onboarding.owner_name, name_by(Onboarding.owner_id)),
        )
    )
    found = {onboarding.code: onboarding for onboarding in db.session.scalars(statement).unique()}
    return [found[code] for code in codes if code in found]


def items_of(deed: Deed, onboardings: Sequence[Onboarding]) -> list[Item]:
    """What would be done to each, phase by phase; or why nothing can."""
    ids = [onboarding.id for onboarding in onboardings]
    tasks = tasks_by_onboarding(ids) if deed in (Deed.ACCEPT, Deed.SUBMIT) and ids else {}
    return [item for one in onboardings for item in _items(deed, one, tasks.get(one.id, []))]


def _items(deed: Deed, onboarding: Onboarding, tasks: Sequence[Task]) -> Iterator[Item]:
    shown: dict[str, Any] = {
        "code": onboarding.code,
        "customer": onboarding.customer_name,
        "partner": onboarding.partner.name,
        "version": onboarding.version,
    }
    if onboarding.state is not OnboardingState.RUNNING:
        yield Item(**shown, refusal=ENDED)
        return
    if deed is Deed.OWNER:
        yield Item(**shown, owner_id=onboarding.owner_id, owner=onboarding.owner_name or "")
        return
    positions, refusal = positions_for(deed, [phase.state for phase in onboarding.phases])
    if refusal is not None:
        yield Item(**shown, refusal=refusal)
    for position in positions:
        yield _about_phase(onboarding, position, shown, tasks)


def _about_phase(onboarding: Onboarding, position: int, shown: Mapping[str, Any], tasks: Sequence[Task]) -> Item:
    phase, run = onboarding.phases[position - 1], onboarding.run
    day = phase.submitted_on or clock.today()
    left = [
        task
        for task in tasks
        if task.position == position and task.state is TaskState.OPEN and binds(StepKind(task.kind))
    ]
    return Item(
        **{**shown, "version": phase.version},
        position=position,
        phase=phase_name(phase),
        open_tasks=len(left),
        is_late=net_days(run, day, bounds_in_force()) > phase.due_day,
    )


def customers_of(onboardings: Sequence[Onboarding]) -> dict[int, Customer]:
    """The customers of onboardings, by id."""
    ids = [onboarding.customer_id for onboarding in onboardings]
    return {customer.id: customer for customer in db.session.scalars(select(Customer).where(Customer.id.in_(ids)))}
