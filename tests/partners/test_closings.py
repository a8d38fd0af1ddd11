"""A firm says when it is closed, and the clocks of its answers leave these days out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from onboarding_phases.offers.services import send_offer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.playbooks.services import load_default_playbooks
from onboarding_phases.tasks.services import raise_blocker
from partners.closings.queries import calendar_of
from partners.closings.rules import ClosingBounds, Span, check_closing
from partners.closings.services import state_closing, take_closing_back
from partners.models import ClosingDays, Partner
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.allocations import make_issuer
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)
SUMMER = Span(date(2026, 8, 12), date(2026, 8, 14))
NEW_YEAR = Span(date(2026, 12, 29), date(2027, 1, 4))
BOUNDS = ClosingBounds(each=31, in_year=60)


def close(partner: Partner, span: Span) -> ClosingDays:
    with unit() as session:
        found = session.scalars(select(Partner).where(Partner.id == partner.id)).one()
        return state_closing(found, first_on=span.first_on, last_on=span.last_on, note="", actor=PORTAL)


@pytest.mark.parametrize(
    ("span", "sent_on", "plain", "firms"),
    [
        # Counted by hand on a wall calendar: two business days after the day of sending.
        # 11 August 2026 is Mountain Day; 12 to 14 August the firm is closed; 15 and 16 are a weekend.
        (SUMMER, date(2026, 8, 10), date(2026, 8, 13), date(2026, 8, 18)),
        (SUMMER, date(2026, 8, 7), date(2026, 8, 12), date(2026, 8, 17)),
        (SUMMER, date(2026, 8, 14), date(2026, 8, 18), date(2026, 8, 18)),
        # 1 January 2027 is New Year's Day, a Friday; 2 and 3 are a weekend; the firm opens on 5 January.
        (NEW_YEAR, date(2026, 12, 28), date(2026, 12, 30), date(2027, 1, 6)),
        (NEW_YEAR, date(2026, 12, 25), date(2026, 12, 29), date(2027, 1, 5)),
        (NEW_YEAR, date(2027, 1, 4), date(2027, 1, 6), date(2027, 1, 6)),
    ],
)
def test_two_business_days_of_a_firm_are_those_of_a_wall_calendar(span, sent_on, plain, firms):
    closed, open_ = make_partner(), make_partner()
    with clock.at(datetime(2026, 7, 1, 1, 0, tzinfo=UTC)):
        close(closed, span)

    with clock.at(datetime(sent_on.year, sent_on.month, sent_on.day, 1, 0, tzinfo=UTC)), unit(write=False):
        counted = [calendar_of(partner.id).add(sent_on, 2) for partner in (open_, closed)]

    assert counted == [plain, firms]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 11, 23), date(2026, 11, 25), "first_on"),
        (date(2026, 12, 2), date(2026, 12, 1), "last_on"),
        (date(2026, 12, 1), date(2027, 1, 1), "last_on"),  # 32 days
        (date(2026, 12, 28), date(2026, 12, 29), "first_on"),  # stated already
        (date(2029, 1, 1), date(2029, 1, 2), "last_on"),
        (date(2027, 3, 1), date(2027, 3, 30), "last_on"),  # 30 days beside 31 more of that year
    ],
)
def test_closing_days_outside_the_bounds_are_refused_beside_their_field(first, last, field):
    others = [NEW_YEAR, Span(date(2027, 5, 1), date(2027, 5, 27))]

    with pytest.raises(RuleViolation) as refused:
        check_closing(Span(first, last), others, today=TODAY, bounds=BOUNDS)

    assert refused.value.field == field


def test_offers_and_blockers_of_a_firm_wait_until_it_has_opened_again():
    partner = make_partner(tier=1)
    make_capacity(partner, date(2026, 12, 1), stated=8)
    close(partner, Span(date(2026, 11, 25), date(2026, 11, 27)))
    customer, onboarding = make_customer(onboarding_start=date(2026, 12, 10)), make_onboarding(partner)

    with unit() as session:
        load_default_playbooks(PORTAL)
        make_issuer()
        offer = send_offer(customer=customer, partner=partner, actor=PORTAL)
        row = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        theirs, ours = (
            raise_blocker(row, text="no data", side=side, position=1, actor=PORTAL)
            for side in (TaskSide.PARTNER, TaskSide.VENDOR)
        )
        days = (clock.day_of(offer.reply_by), theirs.answer_due_on, ours.answer_due_on)

    # Two business days after Tuesday, 24 November: with the firm closed from Wednesday to Friday, 1 December.
    assert days[0] == date(2026, 12, 1)
    assert days[1] > days[2]


def test_closing_days_are_taken_back_and_those_that_passed_stay():
    partner = make_partner()
    ahead, under_way = close(partner, Span(date(2026, 12, 1), date(2026, 12, 2))), close(partner, Span(TODAY, TODAY))
    long = close(partner, Span(date(2026, 11, 25), date(2026, 11, 28)))

    def back(closing: ClosingDays) -> None:
        with unit() as session:
            take_closing_back(
                session.scalars(select(ClosingDays).where(ClosingDays.id == closing.id)).one(), actor=PORTAL
            )

    back(ahead)
    with clock.at(datetime(2026, 11, 27, 1, 0, tzinfo=UTC)):
        back(long)
        with pytest.raises(Stale):
            back(under_way)

    with unit(write=False) as session:
        left = sorted(session.execute(select(ClosingDays.first_on, ClosingDays.last_on)).all())
    assert [tuple(row) for row in left] == [(TODAY, TODAY), (date(2026, 11, 25), date(2026, 11, 26))]


@pytest.fixture
def browse(app, login: Callable[..., object]) -> Callable[..., Browser]:
    return lambda user: Browser(app, login(user, locale="en"), locale="en")  # type: ignore[arg-type]


def test_the_firm_states_them_on_its_page_and_the_vendor_reads_them_where_it_plans(browse):
    partner = make_partner(code="P0801")
    firm, vendor = browse(make_partner_manager(partner)), browse(make_user(Role.CS_MANAGER))
    make_onboarding(partner)
    given = {"first_on": "2026-11-26", "last_on": "2026-11-27", "note": "anniversary"}

    assert firm.send("/closing-days", data={**given, "last_on": "2026-11-25"}).status_code == 409
    assert firm.send("/closing-days", data={**given, "last_on": "soon"}).status_code == 422
    assert firm.send("/closing-days", data=given).status_code == 303

    assert "anniversary" in vendor.get("/partners/P0801").text
    assert "Firm closed" in vendor.get("/onboardings?view=calendar&partner=P0801").text
    assert "Firm closed" in firm.get("/onboardings?view=calendar").text
    assert "Firm closed" not in vendor.get("/onboardings?view=calendar&tab=running").text
