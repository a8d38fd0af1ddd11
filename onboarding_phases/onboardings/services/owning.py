"""Who of customer success owns an onboarding."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.services import assign_owners
from onboarding_phases.onboardings.enums import ChangeKind
from onboarding_phases.onboardings.events import OwnerChanged
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.permissions import CHANGE_OWNER, RETURN_PHASE
from onboarding_phases.onboardings.services.history import check_permission, check_running, note, tell, write
from portal import clock
from portal.accounts.queries import Person
from portal.errors import RuleViolation
from portal.people import Principal


def change_owner(onboarding: Onboarding, *, customer: Customer, owner: Person, actor: Principal) -> None:
    """Let another person of customer success own an onboarding, and its customer with it.

    Raises:
        RuleViolation: this person owns it already, or reviews no submissions.
        Stale: the onboarding has ended, or somebody else changed it at the same moment.
    """
    check_permission(CHANGE_OWNER, actor)
    check_running(onboarding)
    if owner.role not in RETURN_PHASE.roles or not owner.is_open:
        raise RuleViolation(_l("Only people of customer success with an open account can own it."), field="owner")
    before = onboarding.owner_id
    if before == owner.id:
        raise RuleViolation(_l("%(name)s owns this onboarding already.", name=owner.name), field="owner")
    onboarding.owner_id = owner.id
    write()
    assign_owners(customer, sales_owner_id=customer.sales_owner_id, cs_owner_id=owner.id, actor=actor)
    note(onboarding, ChangeKind.OWNER_CHANGED, clock.today(), actor, name=owner.name)
    tell(OwnerChanged, onboarding, actor, before_id=before, owner_id=owner.id)
