"""A skill certificate is called by the title of its course wherever it is shown."""

from __future__ import annotations

from datetime import date

from partners.models import Qualification
from portal import clock
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.training import COURSE, make_courses
from tests.world import unit


def test_a_firms_people_are_listed_with_the_titles_of_what_they_hold(app, login):
    make_courses()
    partner = make_partner()
    _user, consultant = make_consultant_user(partner)
    with unit() as session:
        for subject in (COURSE, "accounting"):
            session.add(
                Qualification(
                    partner_id=partner.id,
                    consultant_id=consultant.id,
                    subject=subject,
                    valid_from=date(2026, 1, 1),
                    valid_until=date(2027, 6, 30),
                    created_at=clock.now(),
                )
            )

    page = login(make_partner_manager(partner)).get("/consultants").text

    assert ">Onboarding a customer to cloud accounting<" in page
    assert ">Accounting<" in page
    assert page.count("until 30 Jun 2027") == 2
    assert COURSE not in page
