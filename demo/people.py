"""The people of the demo: the vendor's seven, and of every firm a manager and two consultants."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from demo.names import person
from partners.models import Partner
from partners.queries import consultant_of_user
from portal.accounts.models import User
from portal.accounts.users.services import create_user
from portal.people import PORTAL, Principal, Role

VENDOR = {
    "admin": (Role.ADMIN, "三田村 修"),
    "manager": (Role.CS_MANAGER, "蓮見 由紀"),
    "manager2": (Role.CS_MANAGER, "宇佐 健一"),
    "member": (Role.CS_MEMBER, "梶谷 亮"),
    "sales": (Role.SALES, "戸塚 明里"),
    "support": (Role.SUPPORT, "沖田 千尋"),
    "auditor": (Role.AUDITOR, "黒部 哲也"),
}


@dataclass(frozen=True)
class FirmPeople:
    """Who acts for a firm."""

    manager: Principal
    consultants: tuple[Principal, ...]
    consultant_ids: tuple[int, ...]


def make_vendor(password_hash: str) -> Mapping[str, Principal]:
    """The vendor's people, by the first part of their addresses."""
    return {
        word: principal_of(
            create_user(
                email=f"{word}@vendor.example", name=name, role=role, actor=PORTAL, password_hash=password_hash
            )
        )
        for word, (role, name) in VENDOR.items()
    }


def make_firm(partner: Partner, *, password_hash: str, dice: random.Random) -> FirmPeople:
    """The people of one firm, with accounts at `<code>.example`."""
    host = f"{partner.code.lower()}.example"
    manager = account("manager", host, Role.PARTNER_MANAGER, partner, person(dice), password_hash)
    staff, ids = [], []
    for word in ("consultant", "consultant2"):
        user = account(word, host, Role.CONSULTANT, partner, person(dice), password_hash)
        named = consultant_of_user(user.id)
        staff.append(principal_of(user, firm=partner.name))
        ids += [named.id] if named else []
    return FirmPeople(principal_of(manager, firm=partner.name), tuple(staff), tuple(ids))


def principal_of(user: User, *, firm: str | None = None) -> Principal:
    """The value by which a user acts."""
    return Principal(
        id=user.id, name=user.name, role=user.role, partner_id=user.partner_id, firm_name=firm, locale=user.locale
    )


def account(word: str, host: str, role: Role, partner: Partner, name: str, password_hash: str) -> User:
    """An account at a firm, `<word>@<host>`."""
    return create_user(
        email=f"{word}@{host}",
        name=name,
        role=role,
        actor=PORTAL,
        partner_id=partner.id,
        password_hash=password_hash,
    )
