"""What happened to accounts. Nothing here holds a password or a token."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class UserInvited(Event):
    """A person was given an account and a link to open it; the partners room makes a consultant of it."""

    title = _l("User invited")

    user_id: int
    partner_id: int | None
    role: str


@dataclass(frozen=True, kw_only=True)
class UserInvitedAgain(Event):
    """A new link was sent in place of the first."""

    title = _l("User invited again")

    user_id: int
    partner_id: int | None


@dataclass(frozen=True, kw_only=True)
class UserRenamed(Event):
    """A person's name was written differently."""

    title = _l("User renamed")

    user_id: int
    partner_id: int | None
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class UserDisabled(Event):
    """An account was closed; every session of it ended."""

    title = _l("User account closed")

    user_id: int
    partner_id: int | None


@dataclass(frozen=True, kw_only=True)
class UserEnabled(Event):
    """A closed account was opened again."""

    title = _l("User account opened again")

    user_id: int
    partner_id: int | None


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event):
    """A person may do other things than before; every session ended."""

    title = _l("Role changed")

    user_id: int
    partner_id: int | None
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event):
    """A password was chosen; `how` is invitation, reset or change. Every session ended."""

    title = _l("Password set")

    user_id: int
    partner_id: int | None
    how: str


@dataclass(frozen=True, kw_only=True)
class PasswordLinkSent(Event):
    """A link to choose a new password was mailed."""

    title = _l("Password link sent")

    user_id: int
    partner_id: int | None


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    """A person chose the language in which the portal speaks."""

    title = _l("Language chosen")

    user_id: int
    before: str | None
    after: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A person signed in."""

    title = _l("Logged in")

    user_id: int
    session_id: int
    browser: str


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """A person signed out, or ended a session of another browser."""

    title = _l("Logged out")

    user_id: int
    session_id: int
