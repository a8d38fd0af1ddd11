"""Changing playbooks."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.playbooks.events import PlaybookAdded
from onboarding_phases.playbooks.models import Playbook, PlaybookPhase, PlaybookTask
from onboarding_phases.playbooks.shipped import SHIPPED, PlaybookText
from onboarding_phases.playbooks.shipped.values import TaskText
from portal import clock
from portal.database import db
from portal.events import publish
from portal.people import Principal


def load_default_playbooks(actor: Principal) -> list[Playbook]:
    """Add the playbooks that the product ships with, for products that have none; done twice, it adds nothing."""
    there = set(db.session.scalars(select(Playbook.product)))
    added = [_playbook(product, text) for product, text in SHIPPED.items() if product not in there]
    db.session.add_all(added)
    db.session.flush()
    for playbook in added:
        event = PlaybookAdded(
            actor_id=actor.id, playbook_id=playbook.id, product=playbook.product, version=playbook.version
        )
        publish(event)
    return added


def _playbook(product: str, text: PlaybookText) -> Playbook:
    phases = [
        PlaybookPhase(
            position=position,
            due_day=phase.due_day,
            name=phase.name,
            outcome=phase.outcome,
            evidence=phase.evidence,
            tasks=[_task(place, item) for place, item in enumerate(phase.tasks, 1)],
        )
        for position, phase in enumerate(text.phases, 1)
    ]
    rule = [{"metric": item.metric, "at_least": item.at_least, "label": item.label} for item in text.rule]
    return Playbook(
        product=product,
        version=1,
        x_days=text.x_days,
        activation_rule=rule,
        created_at=clock.now(),
        phases=phases,
    )


def _task(position: int, text: TaskText) -> PlaybookTask:
    return PlaybookTask(
        position=position,
        key=text.key,
        title=text.title,
        side=text.side,
        kind=text.kind,
        is_optional=text.is_optional,
        depends_on=list(text.depends_on),
    )
