"""Everybody reads of escalations what reaches them: ours, a teammate, a stranger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from onboarding_phases.escalations.enums import EscalationKind
from onboarding_phases.escalations.services import answer, hand_back, share, transfer, write_message
from onboarding_phases.escalations.values import Words
from portal import clock
from portal.levels import Level
from portal.people import Role
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.escalations import BOTH, FIRMS, OURS, act, at_work, escalate, make_cast
from tests.factories.partners import make_consultant_user
from tests.factories.people import make_user


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def cast(app):
    return make_cast()


def write(cast, code: str, role: Role, text: str, level: Level, *, told: bool = False) -> None:
    actor = cast.of(role)
    with at_work(code, actor) as escalation:
        write_message(escalation, Words(text, level, told_customer=told), actor=actor)


def status(browse, user, code: str) -> int:
    return browse(user).get(f"/escalations/{code}").status_code


def test_each_side_reads_its_own_level_and_what_is_for_both(browse, cast):
    code = escalate(cast, Role.CONSULTANT, text="for both sides")
    write(cast, code, Role.CONSULTANT, "among the firm", FIRMS)
    write(cast, code, Role.CS_MEMBER, "among the vendor", OURS)

    firm = browse(cast.users[Role.PARTNER_MANAGER]).get(f"/escalations/{code}").text
    vendor = browse(cast.users[Role.SALES]).get(f"/escalations/{code}").text

    assert ("for both sides" in firm, "among the firm" in firm, "among the vendor" in firm) == (True, True, False)
    assert ("for both sides" in vendor, "among the firm" in vendor, "among the vendor" in vendor) == (
        True,
        False,
        True,
    )


def test_the_auditor_reads_no_note_of_a_firm_and_writes_none(browse, cast):
    code = escalate(cast, Role.CONSULTANT)
    write(cast, code, Role.CONSULTANT, "among the firm", FIRMS)
    auditor = browse(cast.users[Role.AUDITOR])

    assert "among the firm" not in auditor.get(f"/escalations/{code}").text
    assert 'name="text"' not in auditor.get(f"/escalations/{code}").text
    assert auditor.get(f"/escalations/{code}/write").status_code == 403


def test_what_the_vendor_keeps_to_itself_does_not_exist_for_the_firm(browse, cast):
    code = escalate(cast, Role.SALES, subject="only for the vendor", kind=EscalationKind.FIRM)
    firm = browse(cast.users[Role.PARTNER_MANAGER])

    assert firm.get(f"/escalations/{code}").status_code == 404
    for page in ("/escalations?tab=all", f"/onboardings/{cast.onboarding.code}", "/", "/inbox"):
        assert "only for the vendor" not in firm.get(page).text


def test_once_shared_the_firm_reads_from_then_on_and_nothing_from_before(browse, cast):
    code = escalate(cast, Role.SALES, kind=EscalationKind.FIRM, text="said before")
    act(share, code, cast.of(Role.CS_MANAGER), BOTH)

    page = browse(cast.users[Role.CONSULTANT]).get(f"/escalations/{code}").text

    assert "Shared with the firm" in page
    assert "said before" not in page


def test_a_consultant_sees_those_of_the_onboardings_that_the_firm_put_them_on(browse, cast):
    code = escalate(cast, Role.PARTNER_MANAGER)
    teammate, _ = make_consultant_user(cast.partner)

    assert status(browse, cast.users[Role.CONSULTANT], code) == 200
    assert status(browse, teammate, code) == 404


def test_another_firm_and_other_owners_find_nothing(browse, cast):
    code, other = escalate(cast, Role.CONSULTANT), make_cast()

    for role in (Role.PARTNER_MANAGER, Role.CONSULTANT, Role.CS_MEMBER, Role.SALES):
        assert status(browse, other.users[role], code) == 404
        assert "Scope unclear" not in browse(other.users[role]).get("/escalations?tab=all").text
    assert status(browse, cast.users[Role.SALES], code) == 200


@pytest.mark.parametrize(
    ("role", "kind"), [(Role.SUPPORT, EscalationKind.PRODUCT), (Role.ADMIN, EscalationKind.LEGAL)]
)
def test_support_and_administrators_see_what_was_ever_with_them_and_keep_it(browse, cast, role, kind):
    theirs, others = escalate(cast, Role.CONSULTANT, kind=kind), escalate(cast, Role.CONSULTANT)
    act(transfer, theirs, cast.of(role), OURS, to_role=Role.CS_MANAGER)

    assert status(browse, cast.users[role], theirs) == 200
    assert status(browse, cast.users[role], others) == 404


def test_sales_and_support_read_each_others_last_answer_to_the_customer(browse, cast):
    product = escalate(cast, Role.CONSULTANT, kind=EscalationKind.PRODUCT)
    contract = escalate(cast, Role.CONSULTANT, kind=EscalationKind.CONTRACT)
    write(cast, product, Role.SUPPORT, "support said old", OURS, told=True)
    with clock.at(NOW + timedelta(hours=1)):
        write(cast, product, Role.SUPPORT, "support said new", OURS, told=True)
        write(cast, contract, Role.SALES, "sales said", BOTH, told=True)

    support = browse(cast.users[Role.SUPPORT]).get(f"/escalations/{product}").text
    sales = browse(cast.users[Role.SALES]).get(f"/escalations/{contract}").text
    firm = browse(cast.users[Role.CONSULTANT]).get(f"/escalations/{contract}").text

    assert "sales said" in support
    assert ("support said new" in sales, "support said old" in sales) == (True, False)
    assert ("sales said" in firm, "support said new" in firm) == (True, False)


def test_a_firms_own_note_of_what_it_told_the_customer_stays_the_firms(browse, cast):
    code = escalate(cast, Role.CONSULTANT)
    write(cast, code, Role.CONSULTANT, "we told them ourselves", FIRMS, told=True)

    assert "we told them ourselves" in browse(cast.users[Role.CONSULTANT]).get(f"/escalations/{code}").text
    assert "we told them ourselves" not in browse(cast.users[Role.SALES]).get(f"/escalations/{code}").text


def test_the_routing_table_is_everybodys_and_its_history_the_vendors(browse, cast):
    for role in Role:
        answer_ = browse(cast.users[role]).get("/escalations/routing")
        assert answer_.status_code == 200
        assert ("as delivered" in answer_.text) == (role not in (Role.PARTNER_MANAGER, Role.CONSULTANT))


def test_it_waits_on_the_start_page_of_whoever_owns_it_and_of_nobody_else(browse, cast):
    code = escalate(cast, Role.CONSULTANT, subject="rounding of tax")
    assert "rounding of tax" in browse(cast.users[Role.CS_MEMBER]).get("/").text
    for role in (Role.CS_MANAGER, Role.SALES, Role.SUPPORT, Role.PARTNER_MANAGER):
        assert "Answer the escalation" not in browse(cast.users[role]).get("/").text

    act(hand_back, code, cast.of(Role.CS_MEMBER))

    assert "Complete the escalation" in browse(cast.users[Role.CONSULTANT]).get("/").text
    assert "rounding of tax" not in browse(cast.users[Role.CS_MEMBER]).get("/").text


def test_support_has_an_entry_of_its_own_and_others_find_it_under_onboardings(browse, cast):
    def entries(role: Role) -> list[str]:
        page = browse(cast.users[role]).get("/").text
        top = page[page.index("<nav") : page.index("</nav>")]
        return [word for word in ("Onboardings", "Escalations") if f">{word}<" in top]

    assert entries(Role.SUPPORT) == ["Onboardings", "Escalations"]
    assert entries(Role.CS_MANAGER) == ["Onboardings"]
    assert entries(Role.ADMIN) == ["Onboardings"]


def test_an_answer_to_a_firm_reaches_it(browse, cast):
    code = escalate(cast, Role.CONSULTANT)
    act(answer, code, cast.of(Role.CS_MEMBER))

    assert "Answered by its owner" in browse(cast.users[Role.PARTNER_MANAGER]).get(f"/escalations/{code}").text


def test_other_sales_people_are_strangers(browse, cast):
    assert status(browse, make_user(Role.SALES), escalate(cast, Role.CONSULTANT)) == 404
