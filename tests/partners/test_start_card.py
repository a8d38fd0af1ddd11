"""A firm's start page: the slots of the next months, and the months that nobody has stated."""

from __future__ import annotations

from datetime import date

from partners.rules import open_months
from portal import clock
from tests.factories.partners import make_capacity, make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user


def test_a_firm_is_asked_for_the_months_that_it_has_not_stated(app, login):
    partner = make_partner()
    for month in open_months(clock.today())[:-1]:
        make_capacity(partner, month=month, stated=4)

    page = login(make_partner_manager(partner)).get("/").text

    last: date = open_months(clock.today())[-1]
    assert f"State your slots: {last:%B %Y} is open" in page
    assert "Slots are not stated yet for" in page


def test_a_firm_that_has_stated_every_month_reads_what_is_free_and_is_asked_nothing(app, login):
    partner = make_partner()
    for month in open_months(clock.today()):
        make_capacity(partner, month=month, stated=4, accepted=1)

    page = login(make_partner_manager(partner)).get("/").text

    assert "21 of 28 stated slots are free" in page
    assert "State your slots:" not in page


def test_slots_are_the_firms_managers_to_state_and_nobody_elses(app, login):
    partner = make_partner()
    consultant, _ = make_consultant_user(partner)

    for reader in (consultant, make_user()):
        assert 'id="card-slots"' not in login(reader).get("/").text
