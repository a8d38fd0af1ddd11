"""Coming in and going out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.events import LanguageChosen, SignedIn
from portal.accounts.hashing import hash_password, is_outdated, is_password
from portal.accounts.loading import token_hash
from portal.accounts.models import LoginSession, User
from portal.accounts.queries import find_user, user_of
from portal.accounts.rules import browser_name, clean_address
from portal.accounts.services import end_session, forget_old_sessions, open_session
from portal.accounts.throttles import forget_old_attempts, take_attempt
from portal.database import db
from portal.events import publish
from portal.people import Principal


@dataclass(frozen=True)
class Entry:
    """What a browser gets when it is let in."""

    token: str
    locale: str | None


def sign_in(email: str, password: str, *, address: str | None, user_agent: str) -> Entry | None:
    """Let a person in who knows the password; None for everybody else, known or not, in the same time.

    Raises:
        TooManyRequests: too many wrong passwords for this account or from this address.
    """
    attempt = take_attempt("log_in", address=address, account=clean_address(email))
    user = find_user(email)
    kept = user.password_hash if user is not None and user.may_enter else None
    if not is_password(password, kept) or user is None:
        return None
    attempt.forgive()
    return _let_in(user, password, browser=browser_name(user_agent))


def _let_in(user: User, password: str, *, browser: str) -> Entry:
    if user.password_hash is not None and is_outdated(user.password_hash):
        user.password_hash = hash_password(password)
    opened, token = open_session(user, browser=browser)
    forget_old_attempts()
    forget_old_sessions()
    publish(SignedIn(actor_id=user.id, user_id=user.id, session_id=opened.id, browser=browser))
    return Entry(token, user.locale)


def sign_out(token: str | None) -> None:
    """End the session of this cookie, if it is one."""
    if not token:
        return
    mine = select(LoginSession).where(
        LoginSession.token_hash == token_hash(token), LoginSession.revoked_at.is_(None)
    )
    found = db.session.scalars(mine).first()
    if found is not None:
        end_session(found, actor_id=found.user_id)


def choose_language(locale: str, *, reader: Principal) -> None:
    """Speak this language to a person from now on, on pages and in letters."""
    user = user_of(reader)
    if user.locale != locale:
        before, user.locale = user.locale, locale
        publish(LanguageChosen(actor_id=user.id, user_id=user.id, before=before, after=locale))
