"""Plays: proposed once for each cause, and closed when they are done or their cause is over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.onboardings.enums import OnboardingState, RiskLevel, RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.services.history import check_permission, check_running, tell, write
from onboarding_phases.onboardings.services.outlook import amend
from onboarding_phases.risks.enums import PlayState
from onboarding_phases.risks.events import PlayDone, PlayGone, PlayOpened
from onboarding_phases.risks.models import Play, PlayTemplate
from onboarding_phases.risks.permissions import FINISH_PLAY
from onboarding_phases.risks.queries import plays_of
from onboarding_phases.tasks.rules import may_close
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal


def follow_risks(
    onboarding: Onboarding,
    causes: Collection[RiskReason],
    plays: Sequence[Play],
    templates: Mapping[RiskReason, PlayTemplate],
) -> None:
    """Close the plays whose cause is over, and propose those of new causes, each once in an onboarding's life.

    While a person holds the risk to be low, nothing new is proposed.
    """
    for play in plays:
        if play.state is PlayState.OPEN and play.cause not in causes:
            _close(play, onboarding)
    known = {play.cause for play in plays}
    override = onboarding.run.override
    is_calm = override is not None and override.holds(clock.today()) and override.level is RiskLevel.LOW
    new = [] if is_calm else [template for cause, template in templates.items() if cause in set(causes) - known]
    opened = [_open(onboarding, template) for template in new]
    write()
    keep_open_plays(onboarding, [*plays, *(play for play in opened if play)])


def _open(onboarding: Onboarding, template: PlayTemplate) -> Play | None:
    """Propose a play, unless somebody else did at the same moment."""
    if not template.is_active:
        return None
    today = clock.today()
    play = Play(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        cause=template.cause,
        title=dict(template.title),
        text=dict(template.text),
        side=template.side,
        opened_on=today,
        due_on=CALENDAR.add(today, template.due_days),
        state=PlayState.OPEN,
    )
    try:
        with db.session.begin_nested():
            db.session.add(play)
    except IntegrityError:
        return None
    told = {"play": play.code, "cause": play.cause.value, "side": play.side.value, "due_on": play.due_on}
    tell(PlayOpened, onboarding, PORTAL, **told)
    return play


def _close(play: Play, onboarding: Onboarding) -> None:
    play.state, play.closed_on = PlayState.GONE, clock.today()
    tell(PlayGone, onboarding, PORTAL, play=play.code, cause=play.cause.value)


def close_for_ended(onboarding_id: int | None = None) -> None:
    """Close what is open of onboardings that have ended, or of one of them."""
    statement = (
        select(Play, Onboarding)
        .join(Onboarding, Onboarding.id == Play.onboarding_id)
        .where(Play.state == PlayState.OPEN, Onboarding.state != OnboardingState.RUNNING)
    )
    if onboarding_id is not None:
        statement = statement.where(Onboarding.id == onboarding_id)
    for play, onboarding in db.session.execute(statement).all():
        _close(play, onboarding)
        if onboarding.open_plays is not None:
            amend(onboarding, open_plays=None)
    write()


def finish_play(play: Play, *, onboarding: Onboarding, version: int, actor: Principal) -> None:
    """Say that what was proposed is done.

    Raises:
        RuleViolation: the play is the other side's.
        Stale: the onboarding has ended, or the play was closed since `version`.
    """
    check_permission(FINISH_PLAY, actor)
    check_running(onboarding)
    if play.state is not PlayState.OPEN or play.version != version:
        raise Stale(_l("This play was closed in the meantime."))
    if not may_close(play.side, by_vendor=actor.is_vendor):
        raise RuleViolation(_l("This play is for the other side to do."))
    play.state, play.closed_on, play.closed_by = PlayState.DONE, clock.today(), actor.name
    write()
    db.session.execute(select(Onboarding.id).where(Onboarding.id == onboarding.id).with_for_update())
    keep_open_plays(onboarding, plays_of([onboarding.id])[onboarding.id])
    on_time = clock.today() <= play.due_on
    told = {"play": play.code, "cause": play.cause.value, "side": play.side.value, "on_time": on_time}
    tell(PlayDone, onboarding, actor, **told)


def keep_open_plays(onboarding: Onboarding, plays: Sequence[Play]) -> None:
    """Copy what is open onto the onboarding, for its page; the earliest due first, whoever copies."""
    in_order = sorted(plays, key=lambda play: (play.due_on, play.id))
    rows = [_row(play) for play in in_order if play.state is PlayState.OPEN] or None
    if rows != onboarding.open_plays:
        amend(onboarding, open_plays=rows)


def _row(play: Play) -> dict[str, Any]:
    return {
        "code": play.code,
        "cause": play.cause.value,
        "title": dict(play.title),
        "text": dict(play.text),
        "side": play.side.value,
        "due_on": play.due_on.isoformat(),
        "version": play.version,
    }
