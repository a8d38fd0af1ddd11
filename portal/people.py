"""Who acts: the roles of the product, and the value that stands for a signed-in person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.tenancy import EVERY_TENANT, Scope


class Role(StrEnum):
    """The roles of people with an account."""

    ADMIN = "admin"
    CS_MANAGER = "cs_manager"
    CS_MEMBER = "cs_member"
    SALES = "sales"
    SUPPORT = "support"
    AUDITOR = "auditor"
    PARTNER_MANAGER = "partner_manager"
    CONSULTANT = "consultant"


PARTNER_ROLES = frozenset({Role.PARTNER_MANAGER, Role.CONSULTANT})
VENDOR_ROLES = frozenset(Role) - PARTNER_ROLES
ALL_ROLES = frozenset(Role)

ROLE_LABELS: dict[Role, LazyString] = {
    Role.ADMIN: _l("Administrator"),
    Role.CS_MANAGER: _l("CS manager"),
    Role.CS_MEMBER: _l("CS member"),
    Role.SALES: _l("Sales"),
    Role.SUPPORT: _l("Support"),
    Role.AUDITOR: _l("Auditor"),
    Role.PARTNER_MANAGER: _l("Partner manager"),
    Role.CONSULTANT: _l("Consultant"),
}


@dataclass(frozen=True)
class Principal:
    """A signed-in person as the code passes them on: a value, not a row. Flask-Login's user too.

    `id` is None only for `PORTAL`, the actor of jobs and commands.
    """

    id: int | None
    name: str
    role: Role
    partner_id: int | None = None
    firm_name: str | None = None
    locale: str | None = None
    session_id: int | None = None

    @property
    def scope(self) -> Scope:
        """The rows that this person's session may reach at all."""
        return EVERY_TENANT if self.partner_id is None else Scope(self.partner_id)

    @property
    def is_vendor(self) -> bool:
        return self.role in VENDOR_ROLES

    @property
    def role_label(self) -> LazyString:
        return ROLE_LABELS[self.role]

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.session_id)


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, let in by a link to one case of a firm, for a time.

    `code` names the invitation that let them in; `case_id` is the one case that they see. `is_written_to` says
    whether they get letters of what is new.
    """

    name: str
    code: str
    partner_id: int
    firm_name: str
    case_id: int
    locale: str
    until: datetime
    is_written_to: bool = True

    @property
    def scope(self) -> Scope:
        return Scope(self.partner_id, case_id=self.case_id)


PORTAL = Principal(id=None, name="Bansou", role=Role.ADMIN)
