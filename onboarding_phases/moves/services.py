"""Moving running onboardings to the newest version of their playbook."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from onboarding_phases.moves.queries import chosen_onboardings, moves_of
from onboarding_phases.moves.rules import moving_positions
from onboarding_phases.moves.values import digest
from onboarding_phases.onboardings.services import move_to_version
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.tasks.queries import tasks_by_onboarding
from onboarding_phases.tasks.services import turn_tasks_over
from onboarding_phases.usage.services import because, recompute_activation
from portal.errors import RuleViolation, Stale
from portal.people import Principal

MOST_AT_ONCE = 25


def move_onboardings(
    codes: Sequence[str], playbook: Playbook, *, reason: str, seen: str, actor: Principal
) -> list[str]:
    """Move running onboardings to a version, all or none: phases, due days, X, tasks and activation together.

    `seen` is the digest of the preview that the actor had before their eyes. Gives the codes that were moved.

    Raises:
        RuleViolation: none is chosen or too many, no reason is given, or one keeps its version.
        Stale: anything of what was shown has changed since then.
    """
    if not codes:
        raise RuleViolation(_l("Choose the onboardings that are to be moved."))
    if len(set(codes)) > MOST_AT_ONCE:
        raise RuleViolation(_l("At most %(most)s at a time.", most=MOST_AT_ONCE))
    found = chosen_onboardings(playbook, codes, actor)
    moves = moves_of(found, playbook)
    if len(found) != len(set(codes)) or digest(moves) != seen:
        raise Stale(_l("Something of what you saw has changed in the meantime. Look again at what changes now."))
    tasks = tasks_by_onboarding([onboarding.id for onboarding in found])
    text = playbook.text
    for onboarding in found:
        moving = moving_positions(onboarding.run)
        move_to_version(onboarding, playbook, reason=reason, actor=actor)
        turn_tasks_over(onboarding, tasks[onboarding.id], text, moving=moving, reason=reason, actor=actor)
    customers = {onboarding.customer_id for onboarding in found}
    recompute_activation(customers, actor=actor, why=because("playbook"))
    return [onboarding.code for onboarding in found]
