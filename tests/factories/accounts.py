"""People who can log in, and what they find in their mail."""

from __future__ import annotations

import re
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from portal.accounts.models import User
from portal.jobs.services import carry_out_all
from portal.mail.models import Letter
from portal.people import Role
from tests.factories.people import make_user
from tests.world import the_app, unit

PASSWORD = "seven green onions"
# The real hash takes 30 ms; this one is as good as it and quick, since the settings stand in the hash.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_member(role: Role = Role.CS_MANAGER, *, partner: Any = None, **values: Any) -> User:
    """A person with a password."""
    return make_user(role, partner=partner, **{"password_hash": _QUICK, **values})


def reload(user: User) -> User:
    """The person as the database has it now."""
    with unit(write=False) as session:
        found = session.execute(select(User).where(User.id == user.id)).scalar_one()
        session.expunge_all()
    return found


def run_jobs() -> None:
    with the_app().app_context():
        carry_out_all()


def letters() -> list[Letter]:
    with unit(write=False) as session:
        found = list(session.scalars(select(Letter).order_by(Letter.id)))
        session.expunge_all()
    return found


def mailed_path(letter: Letter) -> str:
    """The path of the link in a letter."""
    with the_app().app_context():
        found = re.search(r"https?://[^/\s]+(/\S+)", letter.text)
    assert found
    return found[1]
