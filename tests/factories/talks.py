"""An onboarding with people on both sides, as fixtures of the rooms in which they talk and meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onboarding_phases.onboardings.models import Onboarding
from partners.models import Partner
from portal.accounts.models import User
from portal.people import Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def partner(app) -> Partner:
    return make_partner()


@pytest.fixture
def vendor(app) -> User:
    return make_user(Role.CS_MANAGER, name="Vera Vendor")


@pytest.fixture
def firm(partner) -> User:
    return make_partner_manager(partner)


@pytest.fixture
def onboarding(partner, vendor) -> Onboarding:
    return make_onboarding(partner, owner=vendor)
