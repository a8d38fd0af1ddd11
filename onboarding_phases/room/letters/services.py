"""What is kept of letters: that one went out, and what its reader knows since."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from onboarding_phases.room.defaults import NUMBERS
from onboarding_phases.room.events import RoomLetterSent
from onboarding_phases.room.letters.queries import cases_to_look_at, may_be_written_to
from onboarding_phases.room.letters.rules import CALENDAR, next_morning
from onboarding_phases.room.letters.values import Digest, Reader
from onboarding_phases.room.models import RoomInvitation, RoomLetter
from onboarding_phases.room.queries import code_of_next, onboarding_of_invitation
from onboarding_phases.room.rules import NEWS
from portal import clock
from portal.accounts.loading import token_hash
from portal.database import db
from portal.defaults.queries import numbers
from portal.events import publish
from portal.jobs.services import enqueue, is_waiting
from portal.mail.sealing import fresh_word, token_of
from portal.people import Principal
from portal.tenancy import Tenant

MORNING, WRITE, SEEN = "room.morning", "room.write", "room.seen"


def plan_morning(_actor: Principal | None = None) -> None:
    """See that the next morning has its job; there is never more than one that waits."""
    if not is_waiting(MORNING):
        hour = int(numbers(NUMBERS)["letter_hour"])
        enqueue(MORNING, run_at=next_morning(clock.now(), hour=hour, zone=clock.zone()))


def look_this_morning() -> None:
    """The job of the morning: have a look taken at each onboarding with somebody who may be written to."""
    plan_morning()
    if CALENDAR.is_business_day(clock.today()):
        for partner_id, onboarding_id in cases_to_look_at():
            enqueue(WRITE, partner_id=partner_id, onboarding_id=onboarding_id)


def make_letter(reader: Reader, digest: Digest) -> tuple[RoomInvitation, RoomLetter, str] | None:
    """Keep that a letter tells a reader what is new: the letter, and the word of which its link is made.

    None where there is nothing to tell, or nobody to tell it to any more: done twice on a day, of one only.
    """
    invitation = _to_write_to(reader)
    if invitation is None:
        return None
    invitation.known_task = digest.next_task
    if not digest.count:
        return None
    now, word = clock.now(), fresh_word()
    invitation.known_until, invitation.written_to_at = max(invitation.known_until, digest.until), now
    letter = RoomLetter(
        partner_id=invitation.partner_id,
        invitation_id=invitation.id,
        sent_on=clock.today(),
        token_hash=token_hash(token_of(NEWS, word)),
        expires_at=min(now + timedelta(days=int(numbers(NUMBERS)["letter_days"])), invitation.expires_at),
    )
    db.session.add(letter)
    db.session.flush()
    _tell_sent(invitation, digest.count)
    return invitation, letter, word


def _to_write_to(reader: Reader) -> RoomInvitation | None:
    """The invitation, locked, if its person may still be written to and has not learned more in the meantime."""
    locked = (
        select(RoomInvitation)
        .where(RoomInvitation.id == reader.invitation_id, RoomInvitation.known_until == reader.known_until)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(locked).one_or_none()
    if found is None:
        return None
    allowed = (
        select(RoomInvitation.id)
        .join(Tenant, Tenant.id == RoomInvitation.partner_id)
        .where(RoomInvitation.id == found.id, may_be_written_to(clock.now(), clock.today()))
    )
    return None if db.session.scalar(allowed) is None else found


def _tell_sent(invitation: RoomInvitation, count: int) -> None:
    publish(
        RoomLetterSent(
            actor_id=None,
            partner_id=invitation.partner_id,
            onboarding_id=invitation.onboarding_id,
            code=onboarding_of_invitation(invitation).code,
            invitation=invitation.code,
            news=count,
        )
    )


def keep_seen(*, invitation: str, at: str) -> None:
    """The job after a guest did something in the room: they know what their page showed then."""
    wanted = select(RoomInvitation).where(RoomInvitation.code == invitation).with_for_update()
    found = db.session.scalars(wanted).one()
    seen = datetime.fromisoformat(at)
    if seen > found.known_until:
        found.known_until, found.known_task = seen, code_of_next(onboarding_of_invitation(found))
