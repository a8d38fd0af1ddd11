"""The people around one customer's handoff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.models import Handoff
from portal.accounts.models import User
from portal.people import Role
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.world import unit


@pytest.fixture
def sales(app) -> User:
    return make_user(Role.SALES, name="Usa")


@pytest.fixture
def member(app) -> User:
    return make_user(Role.CS_MEMBER, name="Kajitani")


@pytest.fixture
def manager(app) -> User:
    return make_user(Role.CS_MANAGER, name="Hasumi")


@pytest.fixture
def customer(sales, member) -> Customer:
    return make_customer(name="Utakata Audio", sales_owner_id=sales.id, cs_owner_id=member.id)


@pytest.fixture
def act() -> Callable[..., Any]:
    """Call a service with the handoff as it now is."""

    def called(service: Callable[..., Any], handoff: Handoff, **values: Any) -> Any:
        with unit() as session:
            found = session.scalars(select(Handoff).where(Handoff.id == handoff.id)).one()
            return service(found, **values)

    return called


@pytest.fixture
def browse(login, app):
    """A browser of a person whose forms need no token."""
    app.config["WTF_CSRF_ENABLED"] = False

    def browser(user: User, *, locale: str = "en") -> FlaskClient:
        return login(user, locale=locale)

    yield browser
    app.config["WTF_CSRF_ENABLED"] = True
