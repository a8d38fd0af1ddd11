"""Moving a running onboarding to another version of its playbook."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import STAY_REASON_LABELS, ChangeKind
from onboarding_phases.onboardings.events import OnboardingMoved
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.permissions import MOVE_ONBOARDING
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.rules import WITH_THE_FIRM
from onboarding_phases.onboardings.services.history import (
    check_permission,
    check_running,
    check_text,
    note,
    tell,
    write,
)
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from onboarding_phases.onboardings.standing import stays_because
from onboarding_phases.playbooks.models import Playbook
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.people import Principal


def move_to_version(onboarding: Onboarding, playbook: Playbook, *, reason: str, actor: Principal) -> None:
    """Let a running onboarding go on by a newer version: phases that lie with the firm take its days and words.

    What is submitted, completed or skipped stays as it was, and so do holds and what they count.

    Raises:
        RuleViolation: no reason is given, the version is not a newer one of the same playbook, or the
            onboarding's result is known already.
        Stale: the onboarding has ended, or somebody changed it since it was read.
    """
    check_permission(MOVE_ONBOARDING, actor)
    check_running(onboarding)
    check_text(reason, field="reason")
    before, before_x, bounds = onboarding.playbook, onboarding.x_days, bounds_in_force()
    if playbook.product != before.product or playbook.version <= before.version:
        raise Stale(_l("%(customer)s runs by this version already.", customer=onboarding.customer_name))
    why = stays_because(onboarding.run, clock.today(), bounds, new_x=playbook.x_days)
    if why is not None:
        told = {"customer": onboarding.customer_name, "why": STAY_REASON_LABELS[why]}
        raise RuleViolation(_l("%(customer)s keeps its version: %(why)s.", **told))
    due_days = _take_phases(onboarding, playbook)
    onboarding.playbook, onboarding.x_days = playbook, playbook.x_days
    write()
    refresh_outlook(onboarding, bounds=bounds)
    versions = {"before": before.version, "after": playbook.version}
    note(onboarding, ChangeKind.MOVED, clock.today(), actor, **versions, reason=reason.strip())
    tell(
        OnboardingMoved,
        onboarding,
        actor,
        before_version=before.version,
        after_version=playbook.version,
        before_x=before_x,
        after_x=playbook.x_days,
        due_days=due_days,
        reason=reason.strip(),
    )


def _take_phases(onboarding: Onboarding, playbook: Playbook) -> dict[str, tuple[int, int]]:
    """Give the phases that lie with the firm the words and days of a version; gives the days that are other."""
    wanted = {phase.position: phase for phase in playbook.phases}
    changed = {}
    for phase in onboarding.phases:
        if phase.state not in WITH_THE_FIRM:
            continue
        template = wanted[phase.position]
        before, after = phase.due_day, template.due_day_for(onboarding.effort)
        phase.template, phase.due_day = template, after
        if before != after:
            changed[str(phase.position)] = (before, after)
    return changed
