"""Plays that are open."""

from __future__ import annotations

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.risks.enums import PlayState
from onboarding_phases.risks.models import Play
from onboarding_phases.risks.services.plays import keep_open_plays
from portal import clock
from portal.database import db


def propose(onboarding: Onboarding, *, title: str) -> Play:
    """A play of the firm against a blocker, in the unit that is open."""
    play = Play(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        cause=RiskReason.BLOCKED,
        title={"ja": title, "en": title},
        text={"ja": title, "en": title},
        side=TaskSide.PARTNER,
        opened_on=clock.today(),
        due_on=clock.today(),
        state=PlayState.OPEN,
    )
    db.session.add(play)
    db.session.flush()
    keep_open_plays(onboarding, [play])
    return play
