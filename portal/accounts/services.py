"""Opening and ending sessions, keeping passwords, making links: what every page of accounts builds on."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from portal import clock
from portal.accounts.enums import LinkPurpose
from portal.accounts.events import PasswordSet, SignedOut
from portal.accounts.hashing import hash_password
from portal.accounts.loading import token_hash
from portal.accounts.models import LoginSession, MailedLink, User
from portal.accounts.rules import LOG_IN, check_password
from portal.database import db
from portal.defaults.queries import numbers
from portal.events import publish
from portal.mail.sealing import fresh_word, token_of

KEPT = timedelta(days=90)


def open_session(user: User, *, browser: str) -> tuple[LoginSession, str]:
    """Let a browser in: the session, and the secret that its cookie is to hold."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    opened = LoginSession(
        user_id=user.id,
        token_hash=token_hash(token),
        created_at=now,
        expires_at=now + timedelta(days=int(numbers(LOG_IN.key)["session_days"])),
        browser=browser,
    )
    db.session.add(opened)
    db.session.flush()
    return opened, token


def end_session(session: LoginSession, *, actor_id: int | None) -> None:
    """Refuse this session's cookie from now on."""
    session.revoked_at = clock.now()
    publish(SignedOut(actor_id=actor_id, user_id=session.user_id, session_id=session.id))


def end_sessions(user: User, *, but: int | None = None) -> None:
    """Refuse every cookie of this person from now on, except one session where told."""
    mine = update(LoginSession).where(LoginSession.user_id == user.id, LoginSession.revoked_at.is_(None))
    if but is not None:
        mine = mine.where(LoginSession.id != but)
    db.session.execute(mine.values(revoked_at=clock.now()))


def forget_old_sessions() -> None:
    """Drop sessions and links that ended months ago."""
    before = clock.now() - KEPT
    db.session.execute(delete(LoginSession).where(LoginSession.expires_at < before))
    db.session.execute(delete(MailedLink).where(MailedLink.expires_at < before))


def set_password(user: User, password: str, *, how: str, actor_id: int | None) -> None:
    """Keep a new password, end every session and make every mailed link useless.

    Raises:
        RuleViolation: the password is easily guessed.
    """
    check_password(password, email=user.email)
    user.password_hash = hash_password(password)
    end_sessions(user)
    _use_up_links(user)
    publish(PasswordSet(actor_id=actor_id, user_id=user.id, partner_id=user.partner_id, how=how))


def make_link(user: User, purpose: LinkPurpose) -> str:
    """A new link for this person; links sent before for the same purpose are good no more.

    Gives the word that its secret is made of (see `portal.mail.sealing`): the secret itself stands in no database.
    """
    _use_up_links(user, purpose)
    word = fresh_word()
    limits = numbers(LOG_IN.key)
    good_for = {
        LinkPurpose.INVITATION: timedelta(days=int(limits["invitation_days"])),
        LinkPurpose.RESET: timedelta(minutes=int(limits["reset_minutes"])),
    }
    now = clock.now()
    db.session.add(
        MailedLink(
            user_id=user.id,
            purpose=purpose,
            token_hash=token_hash(token_of(purpose.value, word)),
            created_at=now,
            expires_at=now + good_for[purpose],
        )
    )
    return word


def _use_up_links(user: User, *purposes: LinkPurpose) -> None:
    mine = (MailedLink.user_id == user.id) & MailedLink.used_at.is_(None)
    chosen = MailedLink.purpose.in_(purposes or tuple(LinkPurpose))
    db.session.execute(update(MailedLink).where(mine, chosen).values(used_at=clock.now()))
