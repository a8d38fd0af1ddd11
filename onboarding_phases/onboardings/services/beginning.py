"""How an onboarding begins, and who works on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import ChangeKind, OnboardingState, PhaseState
from onboarding_phases.onboardings.events import ConsultantsNamed, OnboardingBegun
from onboarding_phases.onboardings.models import Onboarding, Phase, Staffing
from onboarding_phases.onboardings.permissions import NAME_CONSULTANTS
from onboarding_phases.onboardings.rules import CustomerFacts
from onboarding_phases.onboardings.services.history import check_permission, check_running, note, tell
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.queries import playbook_for
from partners.models import Consultant
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.people import Principal


def begin_onboarding(
    *,
    partner_id: int,
    offer_id: int | None,
    customer_id: int,
    facts: CustomerFacts,
    start_on: date,
    actor: Principal,
    playbook_version: int | None = None,
) -> Onboarding:
    """Make the onboarding of an accepted offer, with the six phases of its product's playbook.

    They are those of the version that was offered, or of the newest where none is named.
    Works in the firm's own scope: all that it needs of the customer is in `facts`.

    Raises:
        RuleViolation: the product has no playbook.
    """
    onboarding = new_onboarding(
        partner_id=partner_id,
        offer_id=offer_id,
        customer_id=customer_id,
        facts=facts,
        start_on=start_on,
        playbook_version=playbook_version,
    )
    db.session.add(onboarding)
    db.session.flush()
    refresh_outlook(onboarding)
    note(onboarding, ChangeKind.BEGUN, clock.today(), actor)
    tell(OnboardingBegun, onboarding, actor, customer_id=customer_id, start_on=start_on)
    return onboarding


def new_onboarding(
    *,
    partner_id: int,
    offer_id: int | None,
    customer_id: int,
    facts: CustomerFacts,
    start_on: date,
    playbook_version: int | None = None,
) -> Onboarding:
    """A running onboarding with six phases that nobody has begun, not yet stored.

    Raises:
        RuleViolation: the product has no playbook.
    """
    playbook = playbook_for(facts["product"], version=playbook_version)
    return Onboarding(
        partner_id=partner_id,
        offer_id=offer_id,
        customer_id=customer_id,
        **facts,
        playbook=playbook,
        x_days=playbook.x_days,
        state=OnboardingState.RUNNING,
        start_on=start_on,
        created_at=clock.now(),
        phases=_phases(playbook, partner_id, facts["effort"]),
        holds=[],
        staffings=[],
    )


def _phases(playbook: Playbook, partner_id: int, effort: int) -> list[Phase]:
    return [
        Phase(
            partner_id=partner_id,
            position=item.position,
            due_day=item.due_day_for(effort),
            template=item,
            state=PhaseState.NOT_STARTED,
            returns=0,
        )
        for item in playbook.phases
    ]


def name_consultants(
    onboarding: Onboarding,
    consultants: Sequence[Consultant],
    *,
    actor: Principal,
    seen: Collection[int] | None = None,
) -> None:
    """Say which of the firm's people work on an onboarding; the firm alone does, at every tier.

    `seen` are the ids of those who were named when the form was opened.

    Raises:
        RuleViolation: nobody is named, or somebody of another firm or who has left.
        Stale: the onboarding has ended, or somebody named others since `seen` was read.
    """
    check_permission(NAME_CONSULTANTS, actor)
    check_running(onboarding)
    present = {staffing.consultant_id: staffing for staffing in onboarding.staffings if staffing.until_on is None}
    if seen is not None and set(seen) != set(present):
        names = _(", ").join(staffing.consultant.name for staffing in present.values())
        raise Stale(_l("In the meantime others were named: %(names)s. Look again.", names=names))
    wanted = {consultant.id: consultant for consultant in consultants}
    _check_consultants(onboarding, wanted.values())
    for gone in present.keys() - wanted.keys():
        present[gone].until_on = clock.today()
    for new in sorted(wanted.keys() - present.keys()):
        onboarding.staffings.append(_staffing(onboarding, wanted[new]))
    db.session.flush()
    named = [consultant.name for consultant in wanted.values()]
    note(onboarding, ChangeKind.NAMED, clock.today(), actor, names=named)
    tell(ConsultantsNamed, onboarding, actor, consultant_ids=tuple(sorted(wanted)))


def _check_consultants(onboarding: Onboarding, wanted: Iterable[Consultant]) -> None:
    if not wanted:
        raise RuleViolation(_l("At least one person works on an onboarding."), field="consultants")
    for consultant in wanted:
        if consultant.partner_id != onboarding.partner_id or consultant.left_at is not None:
            raise RuleViolation(_l("Only people who work for the firm can be named."), field="consultants")


def _staffing(onboarding: Onboarding, consultant: Consultant) -> Staffing:
    return Staffing(partner_id=onboarding.partner_id, consultant_id=consultant.id, from_on=clock.today())
