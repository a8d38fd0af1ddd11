"""What happens at the door of a room: a code is mailed, a guest comes in, and leaves; and what a guest wishes."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from onboarding_phases.room.defaults import NUMBERS
from onboarding_phases.room.events import (
    InvitationEvent,
    RoomCodeSent,
    RoomEntered,
    RoomLanguageChosen,
    RoomLeft,
    RoomLettersSwitched,
)
from onboarding_phases.room.models import RoomInvitation, RoomLetter, RoomSession
from onboarding_phases.room.queries import (
    code_of_next,
    onboarding_of_invitation,
    open_room_session,
    usable_invitation,
)
from onboarding_phases.room.rules import CODE, LINK, typed_code
from portal import clock
from portal.accounts.loading import token_hash
from portal.accounts.throttles import take_attempt
from portal.database import db
from portal.defaults.queries import numbers
from portal.events import publish
from portal.mail.sealing import digits_of, fresh_word, keyed_hash, token_of


def find_invitation(
    token: str,
    *,
    address: str | None,
    look: Callable[[str], RoomInvitation | None] = usable_invitation,
) -> RoomInvitation | None:
    """The invitation behind a secret that was sent with a form; wrong secrets count as guesses.

    `look` says which secrets are good for what the form does.

    Raises:
        TooManyRequests: too many wrong secrets from this address.
    """
    attempt = take_attempt("room_link", address=address)
    found = look(token)
    if found is not None:
        attempt.forgive()
    return found


def send_code(invitation: RoomInvitation, *, address: str | None) -> None:
    """Mail a short code to whoever was invited; one that was sent before is good no more.

    Raises:
        TooManyRequests: asked for too often, for this invitation or from this address.
    """
    take_attempt("room_mail", address=address, account=invitation.code)
    _tell(RoomCodeSent, invitation)


def make_link(invitation: RoomInvitation) -> str:
    """A new link for this invitation; the one before is good no more. Gives the word that it is made of."""
    word = fresh_word()
    invitation.token_hash = token_hash(token_of(LINK, word))
    db.session.flush()
    return word


def make_code(invitation: RoomInvitation) -> str:
    """A new short code for this invitation; the one before is good no more. Gives the word that it is made of."""
    word = fresh_word()
    invitation.code_hash = keyed_hash(CODE, invitation.code, digits_of(CODE, word))
    invitation.code_expires_at = clock.now() + timedelta(minutes=int(numbers(NUMBERS)["code_minutes"]))
    invitation.code_guesses = 0
    db.session.flush()
    return word


def enter_room(invitation: RoomInvitation, typed: str | None, *, address: str | None, browser: str) -> str | None:
    """Let in whoever knows the code that was mailed: the secret for the cookie. None for everybody else.

    Each look at a code counts, by invitation and by address, and a code is looked at a few times only.

    Raises:
        TooManyRequests: too many wrong codes, for this invitation or from this address.
    """
    attempt = take_attempt("room_code", address=address, account=invitation.code)
    if not _is_code(invitation, typed_code(typed)):
        return None
    attempt.forgive()
    now, token = clock.now(), secrets.token_urlsafe(32)
    invitation.code_hash, invitation.code_expires_at = None, None
    invitation.opened_at = invitation.opened_at or now
    # What there is they see now: no letter tells them of it any more.
    invitation.known_until, invitation.known_task = now, code_of_next(onboarding_of_invitation(invitation))
    opened = RoomSession(
        partner_id=invitation.partner_id,
        invitation_id=invitation.id,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=min(now + timedelta(hours=int(numbers(NUMBERS)["session_hours"])), invitation.expires_at),
        browser=browser,
    )
    db.session.add(opened)
    db.session.flush()
    _tell(RoomEntered, invitation, browser=browser)
    return token


def _is_code(invitation: RoomInvitation, typed: str) -> bool:
    """Whether this is the code; the look is counted first. The lock of the attempt lets one look at a time."""
    db.session.refresh(invitation)
    kept, until = invitation.code_hash, invitation.code_expires_at
    if kept is None or until is None or until <= clock.now():
        return False
    if invitation.code_guesses >= int(numbers(NUMBERS)["code_guesses"]):
        return False
    invitation.code_guesses += 1
    db.session.flush()
    return hmac.compare_digest(kept, keyed_hash(CODE, invitation.code, typed))


def leave_room(token: str | None) -> None:
    """End the visit of this cookie, if it is one."""
    found = open_room_session(token)
    if found is not None:
        found.revoked_at = clock.now()
        _tell(RoomLeft, found.invitation)


def end_visits(invitation: RoomInvitation) -> None:
    """Refuse every cookie of this invitation from now on."""
    mine = update(RoomSession).where(RoomSession.invitation_id == invitation.id, RoomSession.revoked_at.is_(None))
    db.session.execute(mine.values(revoked_at=clock.now()))


def choose_language(invitation: RoomInvitation, locale: str) -> None:
    """Speak this language to a guest from now on, on pages and in letters."""
    if invitation.locale != locale:
        before, invitation.locale = invitation.locale, locale
        _tell(RoomLanguageChosen, invitation, before=before, after=locale)


def switch_letters(invitation: RoomInvitation, *, wanted: bool) -> None:
    """Write to a guest of what is new, or no more; switched on again, of what comes from now on."""
    if invitation.wants_letters == wanted:
        return
    invitation.wants_letters = wanted
    if wanted:
        invitation.known_until = clock.now()
    _tell(RoomLettersSwitched, invitation, wanted=wanted)


def end_letters(invitation: RoomInvitation) -> None:
    """Let the links in all letters so far open nothing any more."""
    now = clock.now()
    mine = update(RoomLetter).where(RoomLetter.invitation_id == invitation.id, RoomLetter.expires_at > now)
    db.session.execute(mine.values(expires_at=now))


def _tell(kind: type[InvitationEvent], invitation: RoomInvitation, **values: Any) -> None:
    event = kind(
        actor_id=None,
        partner_id=invitation.partner_id,
        onboarding_id=invitation.onboarding_id,
        code=onboarding_of_invitation(invitation).code,
        invitation=invitation.code,
        **values,
    )
    publish(event)
