"""Registering, editing and moving partners, and stating slots, as people do it in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from partners.enums import PartnerStatus
from partners.models import Capacity, Partner
from portal.people import Role
from tests.browsing import Browser
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
PROFILE = {
    "name": "青葉会計",
    "kind": "tax_accountant",
    "corporate_number": "3200034522787",
    "min_volume": "0",
    "languages": ["ja", "en"],
    "prefectures": ["東京都"],
    "products": ["accounting"],
    "strength_process_design": "4",
    "industry_G": "5",
}


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def only_partner():
    with unit(write=False) as session:
        partner = session.scalars(select(Partner)).one()
        session.expunge(partner)
    return partner


def test_a_registered_partner_has_what_the_form_said(manager):
    answer = manager.send("/partners/new", data={**PROFILE, "code": "P0001"})

    assert answer.status_code == 303
    partner = only_partner()
    assert (partner.code, partner.status) == ("P0001", PartnerStatus.CANDIDATE)
    assert (partner.strengths, partner.industries) == ({"process_design": 4}, {"G": 5})
    assert partner.languages == ["ja", "en"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"name": ""}, 422),
        ({"kind": "baker"}, 422),
        ({"strength_process_design": "6"}, 422),
        ({"prefectures": ["Atlantis"]}, 422),
        ({"corporate_number": "1200034522787"}, 422),
        ({"invoice_number": "T1"}, 422),
        ({"code": "p 1"}, 422),
    ],
)
def test_a_wrong_entry_is_kept_and_nothing_is_written(manager, change, status):
    answer = manager.send("/partners/new", data={**PROFILE, "code": "P0001", **change})

    assert answer.status_code == status
    assert "error-summary" in answer.text
    with unit(write=False) as session:
        assert session.scalars(select(Partner)).all() == []


def test_an_edit_keeps_what_it_does_not_show(manager):
    partner = make_partner(strengths={"rare_skill": 2}, stated_outcome=0.771)
    assert 'value="0.771"' in manager.get(f"/partners/{partner.code}/edit").text

    data = {**PROFILE, "version": "1", "strength_rare_skill": "3", "stated_outcome": "0.771"}
    answer = manager.send(f"/partners/{partner.code}/edit", data=data)

    assert answer.status_code == 303
    assert only_partner().strengths == {"process_design": 4, "rare_skill": 3}


def test_the_second_of_two_editors_is_told(manager):
    partner = make_partner()
    address = f"/partners/{partner.code}/edit"
    assert manager.send(address, data={**PROFILE, "version": "1"}).status_code == 303

    answer = manager.send(address, data={**PROFILE, "name": "Mine", "version": "1"})

    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert only_partner().name == "青葉会計"


def test_a_partner_is_paused_with_a_reason(manager):
    partner = make_partner()

    data = {"status": "paused", "on": "2026-11-24", "reason": "holidays"}
    answer = manager.send(f"/partners/{partner.code}/status", data=data)

    assert answer.status_code == 303
    assert only_partner().status == PartnerStatus.PAUSED


@pytest.mark.parametrize(
    "change", [{"status": "candidate"}, {"status": "active"}, {"on": "2026-11-25"}, {"reason": ""}]
)
def test_a_step_without_ground_is_refused(manager, change):
    partner = make_partner()

    data = {"status": "paused", "on": "2026-11-24", "reason": "holidays", **change}
    answer = manager.send(f"/partners/{partner.code}/status", data=data)

    assert answer.status_code in (409, 422)
    assert only_partner().status == PartnerStatus.ACTIVE


def test_only_cs_managers_and_administrators_change_partners(login, app):
    partner = make_partner()
    for role in (Role.CS_MEMBER, Role.AUDITOR):
        assert login(make_user(role)).get(f"/partners/{partner.code}/edit").status_code == 403
    assert login(make_partner_manager(partner)).get(f"/partners/{partner.code}/edit").status_code == 403


def stated(partner):
    with unit(write=False) as session:
        rows = session.scalars(select(Capacity).where(Capacity.partner_id == partner.id).order_by(Capacity.month))
        return {f"{row.month:%Y-%m}": row.stated for row in rows}


def test_a_firm_states_its_slots(login, app):
    partner = make_partner()
    browser = Browser(app, login(make_partner_manager(partner)))
    assert "slots_2026-12" in browser.get("/capacity").text

    data = {"slots_2026-12": "5", "slots_2027-01": "6", "slots_2027-02": ""}
    answer = browser.send(f"/partners/{partner.code}/capacity", data=data)

    assert answer.status_code == 303
    assert stated(partner) == {"2026-12": 5, "2027-01": 6}


def test_promised_slots_cannot_be_taken_back(login, app):
    partner = make_partner()
    make_capacity(partner, date(2026, 12, 1), stated=5, accepted=4)

    browser = Browser(app, login(make_partner_manager(partner)))
    answer = browser.send(f"/partners/{partner.code}/capacity", data={"slots_2026-12": "3"})

    assert answer.status_code == 409
    assert 'value="3"' in answer.text
    assert stated(partner) == {"2026-12": 5}


def test_the_vendor_reads_slots_and_states_none(manager):
    partner = make_partner()

    assert "slots_2026-12" not in manager.get(f"/partners/{partner.code}/capacity").text
    assert (
        manager.send(f"/partners/{partner.code}/capacity", page="/partners", data={"slots_2026-12": "3"}).status_code
        == 403
    )
    assert stated(partner) == {}


def test_a_firm_states_no_slots_of_another(login, app):
    ours, theirs = make_partner(), make_partner()

    browser = Browser(app, login(make_partner_manager(ours)))
    answer = browser.send(f"/partners/{theirs.code}/capacity", page="/capacity", data={"slots_2026-12": "3"})

    assert answer.status_code == 404
    assert stated(theirs) == {}
