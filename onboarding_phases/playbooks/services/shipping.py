"""The playbooks that the product ships with, and how a version is stored."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.playbooks.events import PlaybookAdded
from onboarding_phases.playbooks.models import Playbook, PlaybookPhase, PlaybookTask
from onboarding_phases.playbooks.shipped import SHIPPED
from onboarding_phases.playbooks.values import PhaseText, PlaybookText, TaskText, rule_written
from portal import clock
from portal.database import db
from portal.events import publish
from portal.people import Principal


def load_default_playbooks(actor: Principal) -> list[Playbook]:
    """Add the playbooks that the product ships with, for products that have none; done twice, it adds nothing."""
    there = set(db.session.scalars(select(Playbook.product)))
    added = [new_version(product, 1, text) for product, text in SHIPPED.items() if product not in there]
    db.session.add_all(added)
    db.session.flush()
    for playbook in added:
        event = PlaybookAdded(
            actor_id=actor.id, playbook_id=playbook.id, product=playbook.product, version=playbook.version
        )
        publish(event)
    return added


def new_version(product: str, version: int, text: PlaybookText) -> Playbook:
    """A version of a playbook with its phases and tasks, not yet stored."""
    return Playbook(
        product=product,
        version=version,
        name=dict(text.name) or None,
        x_days=text.x_days,
        activation_rule=rule_written(text),
        created_at=clock.now(),
        phases=[_phase(position, phase) for position, phase in enumerate(text.phases, 1)],
    )


def _phase(position: int, text: PhaseText) -> PlaybookPhase:
    return PlaybookPhase(
        position=position,
        due_day=text.due_day,
        due_days={str(effort): day for effort, day in sorted(text.due_days.items())},
        name=dict(text.name),
        outcome=dict(text.outcome),
        evidence=dict(text.evidence),
        acceptance=dict(text.acceptance),
        tasks=[_task(place, item) for place, item in enumerate(text.tasks, 1)],
    )


def _task(position: int, text: TaskText) -> PlaybookTask:
    return PlaybookTask(
        position=position,
        key=text.key,
        title=dict(text.title),
        side=text.side,
        kind=text.kind,
        is_optional=text.is_optional,
        depends_on=list(text.depends_on),
    )
