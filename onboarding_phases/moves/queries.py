"""Reading which onboardings run by which version, and what a move would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from onboarding_phases.moves.rules import moving_positions, phase_moves, task_moves
from onboarding_phases.moves.values import Move
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import stays_because
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.tasks.queries import tasks_by_onboarding
from onboarding_phases.tasks.rules import turnover
from onboarding_phases.usage.queries import activation_by_rule
from portal import clock
from portal.access import visible
from portal.database import db
from portal.people import Principal


@dataclass(frozen=True)
class Running:
    """How many onboardings run by the newest version of a playbook, and by older ones."""

    newest: int = 0
    older: int = 0

    @property
    def total(self) -> int:
        return self.newest + self.older


def running_by_product(reader: Principal) -> dict[str, Running]:
    """The running onboardings that a reader may see, by product; read once in a unit of work."""
    known: dict[int | None, dict[str, Running]] = db.session.info.setdefault("moves.running", {})
    if reader.id not in known:
        known[reader.id] = _running_by_product(reader)
    return known[reader.id]


def _running_by_product(reader: Principal) -> dict[str, Running]:
    statement = (
        select(Playbook.product, Playbook.version, func.count(Onboarding.id))
        .outerjoin(Onboarding, (Onboarding.playbook_id == Playbook.id) & _runs(reader))
        .group_by(Playbook.product, Playbook.version)
    )
    found: dict[str, dict[int, int]] = {}
    for product, version, count in db.session.execute(statement):
        found.setdefault(product, {})[version] = count
    return {
        product: Running(counts[max(counts)], sum(counts.values()) - counts[max(counts)])
        for product, counts in found.items()
    }


def _runs(reader: Principal) -> ColumnElement[bool]:
    narrowed = visible(Onboarding, reader)
    runs = (Onboarding.state == OnboardingState.RUNNING) & ~Onboarding.is_recorded
    return runs if narrowed is None else runs & narrowed


def older_onboardings(playbook: Playbook, reader: Principal) -> Select[Onboarding]:
    """Running onboardings on an older version of a playbook that a reader may see, the first to start first."""
    return (
        select(Onboarding)
        .join(Playbook, Playbook.id == Onboarding.playbook_id)
        .where(
            _runs(reader),
            Playbook.product == playbook.product,
            Playbook.version < playbook.version,
        )
        .options(
            joinedload(Onboarding.partner),
            joinedload(Onboarding.playbook).options(lazyload(Playbook.phases)),
            selectinload(Onboarding.phases),
            selectinload(Onboarding.holds),
        )
        .order_by(Onboarding.start_on, Onboarding.id)
    )


def chosen_onboardings(playbook: Playbook, codes: Sequence[str], reader: Principal) -> list[Onboarding]:
    """Those of these that still run by an older version, in the order of the list."""
    statement = older_onboardings(playbook, reader).where(Onboarding.code.in_(codes))
    return list(db.session.scalars(statement).unique())


def moves_of(onboardings: Sequence[Onboarding], playbook: Playbook) -> list[Move]:
    """What moving each of these to a version would change, as of today."""
    text, bounds, today = playbook.text, bounds_in_force(), clock.today()
    tasks = tasks_by_onboarding([onboarding.id for onboarding in onboardings])
    active = activation_by_rule(onboardings, playbook.activation_rule)
    found = []
    for onboarding in onboardings:
        run, names = onboarding.run, [phase.template.name for phase in onboarding.phases]
        turned = task_moves(turnover(tasks[onboarding.id], text, moving=moving_positions(run)))
        move = Move(
            code=onboarding.code,
            customer=onboarding.customer_name,
            partner=onboarding.partner.name,
            effort=onboarding.effort,
            before_version=onboarding.playbook.version,
            after_version=playbook.version,
            before_x=onboarding.x_days,
            after_x=playbook.x_days,
            phases=tuple(phase_moves(run, names, text, effort=onboarding.effort, on=today, bounds=bounds)),
            appears=turned[0],
            goes=turned[1],
            changes=turned[2],
            active_on=active[onboarding.id],
            stays=stays_because(run, today, bounds, new_x=playbook.x_days),
        )
        found.append(move)
    return found
