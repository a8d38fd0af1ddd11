"""What certification brings to pages and reports of others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import event, select

from certification.reports import report_section
from partners.models import Partner
from portal.database import db
from portal.tenancy import Scope
from tests.factories.certification import (
    SECOND_QUARTER,
    decided,
    evaluated,
    make_programme,
    make_promising_partner,
    make_record,
)
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

Login = Callable[..., FlaskClient]
GAP = "To tier 4 “Expert”: Delivered value lacks"


def test_a_partners_page_says_how_far_the_next_tier_is(login: Login) -> None:
    partner = make_promising_partner()
    make_programme()
    decided()
    for user in (make_user(), make_partner_manager(partner)):
        assert GAP in login(user).get(f"/partners/{partner.code}").get_data(as_text=True)


def test_a_proposal_is_on_the_vendors_panel_and_not_on_the_firms(login: Login) -> None:
    partner = make_promising_partner()
    make_programme()
    evaluated()
    address = f"/partners/{partner.code}"

    assert "waits for a decision" in login(make_user()).get(address).get_data(as_text=True)
    assert "Open the scorecard" not in login(make_partner_manager(partner)).get(address).get_data(as_text=True)


def test_a_managers_start_page_names_the_evaluations_that_wait(login: Login) -> None:
    make_partner()
    make_partner()
    evaluated()
    told = "Certification: 2 evaluations wait for a decision"

    assert told in login(make_user()).get("/").get_data(as_text=True)
    decided()
    assert told not in login(make_user()).get("/").get_data(as_text=True)


def test_a_firms_start_page_says_its_tier_and_what_is_missing(login: Login) -> None:
    partner = make_promising_partner()
    make_programme()
    decided()

    assert GAP in login(make_partner_manager(partner)).get("/").get_data(as_text=True)


def section(app: Flask, partner: Partner, month: date, locale: str = "ja") -> str | None:
    """The section as the report composes it, in the firm's own scope."""
    with unit(Scope(partner.id), write=False), app.test_request_context(), force_locale(locale):
        found = db.session.scalars(select(Partner).where(Partner.id == partner.id)).one()
        values = report_section(found, month)
        return None if values is None else render_template("certification/report.html", values=values)


@pytest.mark.parametrize(
    ("locale", "said"), [("ja", "ランク4「専門」の条件"), ("en", "What tier 4 “Expert” asks for")]
)
def test_the_monthly_report_has_the_scorecard_and_the_way_up(app: Flask, locale: str, said: str) -> None:
    partner, other = make_promising_partner(), make_programme()
    decided()
    page = section(app, partner, date(2026, 11, 1), locale)

    assert page is not None
    assert said in page
    assert "<svg" in page
    assert other.name not in page


def test_a_report_of_a_month_before_the_first_decision_says_nothing_of_it(app: Flask) -> None:
    partner = make_promising_partner()
    decided()

    assert section(app, partner, date(2026, 8, 1)) is None
    assert section(app, make_partner(), date(2026, 11, 1)) is None


def test_a_firm_without_enough_cases_gets_a_sensible_section(app: Flask) -> None:
    partner = make_partner()
    decided()
    page = section(app, partner, date(2026, 11, 1))

    assert page is not None
    assert "件数不足" in page


def test_the_overview_takes_as_many_statements_for_twenty_firms_as_for_two(login: Login) -> None:
    browser = login(make_user())

    def statements(firms: int, period: date) -> int:
        for _ in range(firms):
            make_record(make_partner(), cases=1)
        decided(period)
        seen: list[str] = []

        def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        with unit() as session:
            bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", count)
        assert browser.get("/certification").status_code == 200
        event.remove(bind, "before_cursor_execute", count)
        return sum(statement.startswith("SELECT") for statement in seen)

    assert statements(2, SECOND_QUARTER) == statements(18, date(2026, 9, 30)) <= 12
