"""The pages of the ledger, the start page, the firm's report, and what a customer reads in its room."""

from __future__ import annotations

from datetime import date

import pytest

from onboarding_phases.commitments.enums import CommitmentState as State
from onboarding_phases.commitments.reports import report_section
from onboarding_phases.commitments.services import keep_commitment, refuse_commitment, renegotiate_commitment
from portal.levels import Level
from portal.people import Role
from portal.tenancy import Scope
from tests.browsing import statements
from tests.factories.commitments import commitments_now, make_commitment, with_commitment
from tests.factories.people import make_user, principal
from tests.factories.rooms import come_in, invite, mailed_token
from tests.world import unit

TODAY = date(2026, 11, 24)
PAST = {"said_on": date(2026, 11, 10), "due_on": date(2026, 11, 20)}


def test_a_commitment_is_entered_then_shared_in_a_second_step_then_kept(onboarding, vendor, firm, browse):
    said = {"text": "two lectures", "said_by": "Sato", "said_to": "Tanaka", "source": "meeting"}
    days = {"said_on": "2026-11-20", "due_on": "2026-12-10", "level": "customer"}
    mine = browse(vendor)
    answer = mine.send(f"/onboardings/{onboarding.code}/commitments/new", data={**said, **days})
    (row,) = commitments_now(onboarding)
    assert answer.location == f"/commitments/{row.code}/share?level=customer"
    assert row.level is Level.VENDOR
    assert "two lectures" in mine.get(answer.location).text
    mine.send(f"/commitments/{row.code}/share", data={"level": "customer", "version": "1"})
    assert commitments_now(onboarding)[0].level is Level.CUSTOMER

    theirs, keep = browse(firm), f"/commitments/{row.code}/keep"
    refused = theirs.send(keep, data={"proof": "", "on": "2026-11-24", "told_on": "", "version": "2"})
    stale = theirs.send(keep, data={"proof": "a mail", "on": "2026-11-24", "told_on": "", "version": "1"})
    assert (refused.status_code, stale.status_code) == (422, 409)
    assert "Somebody else changed this" in stale.text and "a mail" in stale.text
    theirs.send(keep, data={"proof": "a mail", "on": "2026-11-24", "told_on": "", "version": "2"})
    assert commitments_now(onboarding)[0].state is State.KEPT


def test_the_owner_is_asked_for_consent_on_the_start_page_and_gives_it(onboarding, vendor, firm, browse):
    code = make_commitment(onboarding, principal(firm), text="a third lecture")
    mine = browse(vendor)
    assert "a third lecture" in mine.get("/").text
    mine.send(f"/commitments/{code}/consent", page=f"/commitments/{code}", data={"version": "1"})
    assert commitments_now(onboarding)[0].state is State.OPEN
    assert "a third lecture" not in mine.get("/").text


@pytest.mark.parametrize("role", [Role.PARTNER_MANAGER, Role.CS_MANAGER])
def test_a_broken_commitment_stands_on_the_start_page_of_those_who_answer_for_it(
    onboarding, vendor, firm, browse, role
):
    make_commitment(onboarding, principal(vendor), level=Level.BOTH, text="the broken one", **PAST)
    reader = firm if role is Role.PARTNER_MANAGER else vendor
    assert "the broken one" in browse(reader).get("/").text
    assert "the broken one" not in browse(make_user(Role.CS_MANAGER)).get("/").text


def test_the_list_shows_what_is_past_its_day_and_asks_the_same_at_any_number(app, onboarding, vendor, browse):
    make_commitment(onboarding, principal(vendor), text="on plan")
    late = make_commitment(onboarding, principal(vendor), text="late one", **PAST)
    mine = browse(vendor)
    page = mine.get("/commitments?tab=overdue").text
    assert "late one" in page and "on plan" not in page
    assert "on plan" in mine.get("/commitments").text
    asked = []
    for _ in range(2):
        with statements(app) as found:
            mine.get("/commitments")
            mine.get(f"/onboardings/{onboarding.code}/commitments")
            mine.get(f"/commitments/{late}")
        asked.append(len(found))
        for number in range(12):
            make_commitment(onboarding, principal(vendor), text=f"more {number}")
    assert asked[0] == asked[1]
    assert asked[0] <= 3 * 12


def test_a_customer_reads_what_was_shared_with_it_and_neither_proof_nor_reason(app, onboarding, vendor):
    actor = principal(vendor)
    for text in ("kept one", "open one", "late one", "moved one", "refused one"):
        make_commitment(onboarding, actor, level=Level.CUSTOMER, text=text, **(PAST if text == "late one" else {}))
    make_commitment(onboarding, actor, level=Level.BOTH, text="between us")
    by = {"onboarding": onboarding, "actor": actor}
    rows = {row.text: row.code for row in commitments_now(onboarding)}
    with with_commitment(rows["kept one"], actor) as found:
        keep_commitment(found, proof="secret proof", on=TODAY, told_on=None, **by)
    with with_commitment(rows["refused one"], actor) as found:
        refuse_commitment(found, reason="secret reason", told_on=None, **by)
    with with_commitment(rows["moved one"], actor) as found:
        renegotiate_commitment(found, text="other one", due_on=date(2026, 12, 20), told_on=TODAY, **by)
    invite(onboarding)
    page = come_in(app, mailed_token()).get("/room").text
    for said in (
        "What we promised you",
        "Kept on",
        "We cannot do this",
        "Late: it was planned by",
        "other one",
        "Before: moved one",
    ):
        assert said in page
    assert "between us" not in page and "secret" not in page


def test_a_firms_report_counts_what_was_owed_and_names_what_is_broken(onboarding, partner, vendor):
    actor, by = principal(vendor), {"onboarding": onboarding, "actor": principal(vendor)}
    assert collected(partner) is None
    for text, level in (
        ("broken", Level.BOTH),
        ("kept late", Level.BOTH),
        ("no longer", Level.BOTH),
        ("price", None),
    ):
        make_commitment(onboarding, actor, level=level, text=text, **PAST)
    rows = {row.text: row.code for row in commitments_now(onboarding)}
    with with_commitment(rows["kept late"], actor) as found:
        keep_commitment(found, proof="mail", on=TODAY, told_on=None, **by)
    with with_commitment(rows["no longer"], actor) as found:
        refuse_commitment(found, reason="no", told_on=None, **by)
    found = collected(partner)
    assert (found["due"], found["kept"], found["on_time"], found["broken_count"]) == (2, 1, 0, 1)
    assert found["broken"] == ["broken"]


def collected(partner):
    with unit(Scope(partner.id), write=False):
        found = report_section(partner, date(2026, 11, 1))
        return found and {**found, "broken": [row.text for row, _name in found["broken"]]}
