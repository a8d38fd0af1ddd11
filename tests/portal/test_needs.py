"""Rows of many rooms, asked at once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, event, select

from onboarding_phases.onboardings.models import Onboarding
from portal.access import permission
from portal.database import db
from portal.needs import Need, NeedQuery, NeedRow, asked_at_once, need_columns
from portal.people import ALL_ROLES
from portal.tenancy import Scope
from portal.units import unit_of_work
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner

ALL = permission("tests.needs", *ALL_ROLES)


def _word(row: NeedRow) -> Need:
    return Need(row.name or "", row.code or "", row.on, 1)


def _rows() -> Select:
    return select(*need_columns(code=Onboarding.code, name=Onboarding.customer_name, on=Onboarding.start_on))


def test_queries_of_many_rooms_are_one_statement_and_see_the_own_firm_only(app):
    ours = make_onboarding(make_partner(), start_on=date(2026, 11, 2))
    make_onboarding(make_partner(), start_on=date(2026, 11, 3))
    asked: list[str] = []
    with app.app_context(), unit_of_work(Scope(ours.partner_id)):
        event.listen(db.engine, "before_cursor_execute", hear := lambda *told: asked.append(told[2]))
        found = asked_at_once([NeedQuery(ALL, _rows, _word), NeedQuery(ALL, _rows, _word)])
        event.remove(db.engine, "before_cursor_execute", hear)

    assert [(need.href, need.due_on) for need in found] == [(ours.code, date(2026, 11, 2))] * 2
    assert len([text for text in asked if "SELECT" in text and "set_config" not in text]) == 1
    assert asked[-1].count("onboardings.partner_id =") == 2


def test_without_a_query_nothing_is_asked(app):
    with app.app_context(), unit_of_work(Scope(make_partner().id)):
        assert asked_at_once([]) == []
