"""Reading playbooks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.playbooks.models import Playbook, PlaybookPhase, PlaybookTask
from portal.database import db
from portal.errors import RuleViolation


def playbook_for(product: str) -> Playbook:
    """The newest version of a product's playbook.

    Raises:
        RuleViolation: the product has none.
    """
    newest = select(Playbook).where(Playbook.product == product).order_by(Playbook.version.desc()).limit(1)
    playbook = db.session.scalars(newest).first()
    if playbook is None:
        raise RuleViolation(_l("There is no playbook for the product %(product)s yet.", product=product))
    return playbook


def tasks_of_playbook(playbook_id: int) -> list[tuple[int, PlaybookTask]]:
    """The tasks of a playbook with the positions of their phases, in order."""
    statement = (
        select(PlaybookPhase.position, PlaybookTask)
        .join(PlaybookTask, PlaybookTask.playbook_phase_id == PlaybookPhase.id)
        .where(PlaybookPhase.playbook_id == playbook_id)
        .order_by(PlaybookPhase.position, PlaybookTask.position)
    )
    return [(position, task) for position, task in db.session.execute(statement)]
