"""Doing one thing with several onboardings, all or none."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.services import change_owner, complete_phase, start_phase, submit_phase
from onboarding_phases.onboardings.services.history import check_permission
from onboarding_phases.together.enums import Deed
from onboarding_phases.together.permissions import ACT_TOGETHER
from onboarding_phases.together.queries import chosen_onboardings, customers_of, items_of
from onboarding_phases.together.values import Item, digest
from portal import clock
from portal.accounts.queries import Person
from portal.errors import RuleViolation, Stale
from portal.people import Principal

MOST_AT_ONCE = 25


def act_together(
    deed: Deed,
    codes: Sequence[str],
    *,
    seen: str,
    actor: Principal,
    text: str = "",
    owner: Person | None = None,
) -> list[Item]:
    """Do to each of the chosen onboardings what the actor saw would be done, by the service that does it to one.

    All or none: where one of them cannot be done any more, nothing is. Gives what was done; what could not be done
    from the start is left out. `seen` is the digest of what the actor had before their eyes.

    Raises:
        RuleViolation: none is chosen or too many, none of them can be done, or one is refused.
        Stale: anything of what was shown has changed since then.
    """
    check_permission(ACT_TOGETHER, actor)
    if len(set(codes)) > MOST_AT_ONCE:
        raise RuleViolation(_l("At most %(most)s at a time.", most=MOST_AT_ONCE))
    found = chosen_onboardings(codes)
    going = [item for item in items_of(deed, found) if item.refusal is None]
    if digest(going) != seen:
        raise Stale(_l("Something of what you saw has changed in the meantime. Nothing was done; look again."))
    if deed is Deed.OWNER:
        going = _change_owners(found, going, owner, actor)
    else:
        by_code = {onboarding.code: onboarding for onboarding in found}
        for item in going:
            _act_on_phase(deed, by_code[item.code].phases[(item.position or 1) - 1], item.version, text, actor)
    if not going:
        raise RuleViolation(_l("Nothing of this can be done. Choose others."))
    return going


def _act_on_phase(deed: Deed, phase: Phase, version: int, text: str, actor: Principal) -> None:
    today = clock.today()
    if deed is Deed.ACCEPT:
        complete_phase(phase, on=today, actor=actor, version=version)
    elif deed is Deed.START:
        start_phase(phase, on=today, actor=actor, version=version)
    else:
        submit_phase(phase, on=today, note=text, actor=actor, version=version)


def _change_owners(
    found: Sequence[Onboarding], going: Sequence[Item], owner: Person | None, actor: Principal
) -> list[Item]:
    """Whoever is owned by this person already stays as it is."""
    if owner is None:
        raise RuleViolation(_l("Choose who owns them from now on."), field="owner")
    other = [item for item in going if item.owner_id != owner.id]
    if going and not other:
        raise RuleViolation(_l("%(name)s owns all of these already.", name=owner.name), field="owner")
    by_code, customers = {onboarding.code: onboarding for onboarding in found}, customers_of(found)
    for item in other:
        onboarding = by_code[item.code]
        change_owner(onboarding, customer=customers[onboarding.customer_id], owner=owner, actor=actor)
    return other
