"""What people change about themselves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.accounts.entry.services import choose_language
from portal.accounts.events import UserRenamed
from portal.accounts.hashing import is_password
from portal.accounts.models import LoginSession
from portal.accounts.queries import open_sessions, user_of
from portal.accounts.rules import browser_name
from portal.accounts.services import end_session, open_session, set_password
from portal.accounts.throttles import take_attempt
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal


def edit_profile(*, name: str, locale: str, actor: Principal) -> None:
    """Write a person's own name and choose the language."""
    user = user_of(actor)
    written = " ".join(name.split())
    if written != user.name:
        before, user.name = user.name, written
        publish(
            UserRenamed(actor_id=user.id, user_id=user.id, partner_id=user.partner_id, before=before, after=written)
        )
    choose_language(locale, reader=actor)


def change_password(
    current: str, password: str, *, actor: Principal, address: str | None, user_agent: str
) -> str | None:
    """Keep a new password and end every session; gives the secret of a fresh one for this browser.

    None where the present password is wrong, which counts as a guess.

    Raises:
        RuleViolation: the new password is easily guessed, or is the old one.
        TooManyRequests: too many wrong passwords.
    """
    user = user_of(actor)
    attempt = take_attempt("log_in", address=address, account=user.email)
    if not is_password(current, user.password_hash):
        return None
    attempt.forgive()
    if is_password(password, user.password_hash):
        raise RuleViolation(_l("This is your present password. Choose another one."), field="password")
    set_password(user, password, how="change", actor_id=user.id)
    return open_session(user, browser=browser_name(user_agent))[1]


def end_own_session(session: LoginSession, *, actor: Principal) -> None:
    """Sign out one browser of one's own."""
    if session.revoked_at is None:
        end_session(session, actor_id=actor.id)


def end_other_sessions(*, actor: Principal) -> int:
    """Sign out every browser of one's own but this one; gives how many they were."""
    others = [found for found in open_sessions(actor.id or 0) if found.id != actor.session_id]
    for session in others:
        end_session(session, actor_id=actor.id)
    return len(others)
