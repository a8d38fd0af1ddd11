"""People and their sessions."""

from __future__ import annotations

import itertools
import secrets
from datetime import timedelta
from typing import Any

from portal import clock
from portal.accounts.loading import token_hash
from portal.accounts.models import LoginSession, User
from portal.people import PARTNER_ROLES, Principal, Role
from tests.world import unit

_count = itertools.count(1)


def make_user(role: Role = Role.CS_MANAGER, *, partner: Any = None, **values: Any) -> User:
    """A person of the vendor, or of `partner` where the role is a firm's."""
    assert (role in PARTNER_ROLES) == (partner is not None)
    number = next(_count)
    plain = {"email": f"person{number}@vendor.example", "name": f"Person {number}", "created_at": clock.now()}
    with unit() as session:
        user = User(role=role, partner_id=partner.id if partner else None, **{**plain, **values})
        session.add(user)
        session.flush()
        session.refresh(user, ["tenant"])
    return user


def principal(user: User) -> Principal:
    """The value that services take as `actor`."""
    firm = user.tenant.name if user.tenant else None
    return Principal(id=user.id, name=user.name, role=user.role, partner_id=user.partner_id, firm_name=firm)


def open_session(user: User) -> str:
    """A token as a browser's cookie holds it after log-in."""
    token = secrets.token_urlsafe(24)
    now = clock.now()
    with unit() as session:
        session.add(
            LoginSession(
                user_id=user.id,
                token_hash=token_hash(token),
                created_at=now,
                expires_at=now + timedelta(days=36500),
                browser="tests",
            )
        )
    return token
