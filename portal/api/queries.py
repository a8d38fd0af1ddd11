"""Reading tokens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy import Select, select

from portal import clock
from portal.access import TokenScope
from portal.accounts.loading import token_hash
from portal.accounts.queries import Person, people
from portal.api.models import ApiToken
from portal.database import db
from portal.people import VENDOR_ROLES, Principal


def scopes_by_name() -> Mapping[str, TokenScope]:
    """Every scope that a room brings."""
    return cast(Mapping[str, TokenScope], current_app.extensions["bansou_scopes"])


def usable_token(token: str) -> ApiToken | None:
    """The token with this secret, unless it has ended or expired, or the account that it acts for is closed."""
    statement = select(ApiToken).where(
        ApiToken.token_hash == token_hash(token), ApiToken.ended_at.is_(None), ApiToken.expires_at > clock.now()
    )
    found = db.session.scalars(statement).first()
    return found if found is not None and found.user.may_enter else None


def bearer_of(token: ApiToken) -> Principal:
    """The person for whom a token acts."""
    user = token.user
    return Principal(id=user.id, name=user.name, role=user.role, partner_id=user.partner_id, locale=user.locale)


def newest_tokens() -> Select[ApiToken]:
    """All tokens, those in use first, to be cut into pages."""
    is_over = ApiToken.ended_at.is_not(None) | (ApiToken.expires_at <= clock.now())
    return select(ApiToken).order_by(is_over, ApiToken.id.desc())


def may_be_acted_for() -> list[Person]:
    """The vendor's people for whom a token of some scope could act, by name."""
    roles = {role for scope in scopes_by_name().values() for role in scope.permission.roles} & VENDOR_ROLES
    return [person for person in people(roles) if not person.is_invited]


def is_over(token: ApiToken, now: datetime) -> bool:
    """Whether a token is refused."""
    return token.ended_at is not None or token.expires_at <= now
