"""Making tokens, and ending them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal import clock
from portal.accounts.events import PasswordSet, RoleChanged, UserDisabled
from portal.accounts.loading import token_hash
from portal.accounts.models import User
from portal.api.defaults import NUMBERS
from portal.api.enums import TokenEnd
from portal.api.events import TokenEnded, TokenMade
from portal.api.models import ApiToken
from portal.api.queries import scopes_by_name
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal

PREFIX = "bansou_"  # so that whoever scans for lost secrets finds ours
LONGEST_NAME = 100


def make_token(
    *, name: str, user_id: int, scopes: Collection[str], last_on: date, actor: Principal
) -> tuple[ApiToken, str]:
    """A token that acts for a person of the vendor until the end of a day, and its secret, told this once.

    Raises:
        RuleViolation: no name or scope, a day in the past or too far off, or the person's role does not include
            what a scope allows.
    """
    written = " ".join(name.split())[:LONGEST_NAME]
    if not written:
        raise RuleViolation(_l("Say what the token is for, such as the name of the system."), field="name")
    user = _person(user_id)
    chosen = _scopes_for(user, scopes)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        name=written,
        user_id=user.id,
        scopes=chosen,
        token_hash=token_hash(secret),
        made_at=clock.now(),
        made_by_id=actor.id,
        expires_at=_end_of(last_on),
    )
    token.user = user
    db.session.add(token)
    db.session.flush()
    told: dict[str, Any] = {"token_id": token.id, "user_id": user.id, "expires_at": token.expires_at}
    publish(TokenMade(actor_id=actor.id, name=written, scopes=tuple(chosen), **told))
    return token, secret


def _person(user_id: int) -> User:
    user = db.session.scalars(select(User).where(User.id == user_id)).first()
    if user is None or not user.may_enter or user.partner_id is not None:
        raise RuleViolation(_l("Choose somebody of your own people whose account is open."), field="user")
    return user


def _scopes_for(user: User, scopes: Collection[str]) -> list[str]:
    known = scopes_by_name()
    chosen = sorted(scope for scope in set(scopes) if scope in known)
    if not chosen:
        raise RuleViolation(_l("Choose at least one scope."), field="scopes")
    for name in chosen:
        if user.role not in known[name].permission.roles:
            text = _l("The role of %(name)s does not include “%(scope)s”.", name=user.name, scope=known[name].label)
            raise RuleViolation(text, field="user")
    return chosen


def _end_of(day: date) -> datetime:
    most = int(numbers(NUMBERS)["token_days"])
    if not clock.today() <= day <= clock.today() + timedelta(days=most):
        text = _l("Choose a day from today to %(count)s days from now.", count=most)
        raise RuleViolation(text, field="last_on")
    return datetime.combine(day + timedelta(days=1), time.min, clock.zone())


def revoke_token(token: ApiToken, *, actor: Principal) -> None:
    """Refuse a token from the next request on."""
    if token.ended_at is None:
        _end(token, TokenEnd.REVOKED, actor_id=actor.id)


def end_tokens_of(event: UserDisabled | RoleChanged | PasswordSet) -> None:
    """Refuse every token that acts for a person whose account was closed, or whose role or password changed."""
    ends = {
        UserDisabled: TokenEnd.ACCOUNT_CLOSED,
        RoleChanged: TokenEnd.ROLE_CHANGED,
        PasswordSet: TokenEnd.PASSWORD_SET,
    }
    mine = select(ApiToken).where(ApiToken.user_id == event.user_id, ApiToken.ended_at.is_(None))
    for token in db.session.scalars(mine):
        _end(token, ends[type(event)], actor_id=event.actor_id)


def _end(token: ApiToken, why: TokenEnd, *, actor_id: int | None) -> None:
    token.ended_at, token.end = clock.now(), why
    ids = {"token_id": token.id, "user_id": token.user_id}
    publish(TokenEnded(actor_id=actor_id, name=token.name, reason=why.value, **ids))
