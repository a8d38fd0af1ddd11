"""A manager acts against the solver: with a price and a reason, and never against a hard rule."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from onboarding_phases.allocation.enums import OverrideKind, RunState
from onboarding_phases.allocation.models import AllocationOverride, AllocationRuling, AllocationRun
from onboarding_phases.allocation.overrides.services import lift_ruling, override
from onboarding_phases.allocation.runs import total_of
from onboarding_phases.allocation.services import approve_run, request_run, run_again
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from partners.models import Partner
from portal.errors import RuleViolation, Stale
from portal.jobs.services import carry_out_all
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.allocations import MONTH, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")
REASON = "They worked together before."


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


class Month:
    """Two firms, the better one with a slot for one of two customers, and a draft."""

    def __init__(self) -> None:
        self.better = make_partner(name="青葉会計", stated_outcome=0.9)
        self.other = make_partner(name="若葉会計", stated_outcome=0.4)
        make_capacity(self.better, stated=2)
        make_capacity(self.other, stated=2)
        self.one, self.two = make_customer(name="一ノ瀬商事"), make_customer(name="二宮商事")
        self.draft = make_solved_run().code

    def do(self, kind: str, customer: Customer, firm: Partner, draft: str | None = None) -> str:
        with unit() as session:
            run = run_of(session, draft or self.draft)
            made = override(
                run, kind=OverrideKind(kind), customer=customer, firm=firm, reason=REASON, actor=PORTAL
            ).code
        with the_app().app_context():
            carry_out_all()
        return made


def run_of(session: Any, code: str) -> AllocationRun:
    return session.scalars(select(AllocationRun).where(AllocationRun.code == code)).one()


def look(code: str) -> AllocationRun:
    with unit(write=False) as session:
        run = run_of(session, code)
        session.expunge(run)
        return run


def placed(code: str) -> dict[str, str | None]:
    return {customer: entry["partner"] for customer, entry in look(code).result["customers"].items()}


def kept() -> AllocationOverride:
    with unit(write=False) as session:
        found = session.scalars(select(AllocationOverride)).one()
        session.expunge(found)
        return found


def test_a_pin_holds_in_the_next_plan_and_puts_the_draft_aside():
    month = Month()
    assert placed(month.draft) == {month.one.code: month.better.code, month.two.code: month.better.code}

    made = month.do("pin", month.one, month.other)

    assert placed(made) == {month.one.code: month.other.code, month.two.code: month.better.code}
    assert (look(month.draft).state, look(made).state) == (RunState.DISCARDED, RunState.DRAFT)
    assert look(made).result["objective"]["optimal"]


def test_a_ban_takes_the_pair_away():
    month = Month()

    made = month.do("ban", month.one, month.better)

    assert placed(made)[month.one.code] == month.other.code
    override = kept()
    assert (override.proposed_id, override.chosen_id) == (month.better.id, month.other.id)
    assert (override.proposed_outcome, override.chosen_outcome) == (0.9, 0.4)


def test_a_move_by_hand_moves_nobody_else():
    month = Month()

    made = month.do("move", month.one, month.other)

    assert placed(made) == {month.one.code: month.other.code, month.two.code: month.better.code}
    run = look(made)
    assert not run.result["objective"]["optimal"]
    assert run.result["objective"]["gap"] > 0
    with unit(write=False) as session:
        assert session.scalars(select(AllocationRuling)).all() == []


@pytest.mark.parametrize("kind", ["pin", "move"])
def test_what_an_override_costs_is_kept_with_what_was_foreseen(kind):
    month = Month()

    made = month.do(kind, month.one, month.other)

    override = kept()
    assert override.points_lost == pytest.approx(total_of(look(month.draft)) - total_of(look(made)))
    assert override.points_lost == pytest.approx(100 * 0.25 * 0.5)
    assert (override.weight_lost, override.reason) == (0, REASON)
    assert (override.proposed_id, override.chosen_id) == (month.better.id, month.other.id)
    assert (override.proposed_outcome, override.chosen_outcome) == (0.9, 0.4)


def test_pins_and_bans_survive_into_the_next_run_until_they_are_lifted():
    month = Month()
    month.do("pin", month.one, month.other)

    assert placed(make_solved_run().code)[month.one.code] == month.other.code

    with unit() as session:
        lift_ruling(session.scalars(select(AllocationRuling)).one(), actor=PORTAL)
    assert placed(make_solved_run().code)[month.one.code] == month.better.code


def test_a_ruling_is_lifted_once():
    month = Month()
    month.do("ban", month.one, month.better)
    with unit() as session:
        lift_ruling(session.scalars(select(AllocationRuling)).one(), actor=PORTAL)

    with pytest.raises(Stale), unit() as session:
        lift_ruling(session.scalars(select(AllocationRuling)).one(), actor=PORTAL)


@pytest.mark.parametrize("kind", ["pin", "move"])
@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"products": ["payroll"]}, "製品を扱っていない"),
        ({"languages": ["en"]}, "言語に対応していない"),
        ({"prefectures": ["北海道"], "is_remote": False}, "都道府県に対応していない"),
    ],
)
def test_an_override_never_breaks_a_hard_rule_and_the_rule_is_named(kind, values, word):
    unfit = make_partner(**values)
    make_capacity(unfit, stated=3)
    month = Month()

    with pytest.raises(RuleViolation, match=word):
        month.do(kind, month.one, unfit)

    assert look(month.draft).state == RunState.DRAFT
    with unit(write=False) as session:
        assert session.scalar(select(func.count()).select_from(AllocationRun)) == 1


def test_a_move_needs_free_slots_where_a_pin_makes_them():
    month = Month()
    third = make_customer(name="三輪商事", effort=2)
    draft = make_solved_run().code
    assert placed(draft)[third.code] == month.other.code

    with pytest.raises(RuleViolation, match="空き枠が足りない"):
        month.do("move", month.one, month.other, draft)
    made = month.do("pin", third, month.better, draft)
    assert placed(made)[third.code] == month.better.code
    assert placed(made)[month.one.code] == month.other.code


def test_pins_of_a_firm_fit_into_its_slots_together():
    month = Month()
    third = make_customer(name="三輪商事", effort=2)
    draft = month.do("pin", month.one, month.better, make_solved_run().code)

    with pytest.raises(RuleViolation, match="空き枠が足りない"):
        month.do("pin", third, month.better, draft)


def test_a_run_is_not_made_with_a_pin_that_holds_no_longer():
    month = Month()
    month.do("pin", month.one, month.other)
    with unit() as session:
        firm = session.scalars(select(Partner).where(Partner.code == month.other.code)).one()
        firm.products = ["payroll"]

    with (
        pytest.raises(RuleViolation, match=r"一ノ瀬商事.*若葉会計.*製品を扱っていない"),
        unit(),
    ):
        request_run(month=MONTH, actor=PORTAL)


def test_a_pinned_customer_is_neither_moved_nor_banned_nor_pinned_again():
    month = Month()
    made = month.do("pin", month.one, month.other)

    for kind in OverrideKind:
        with pytest.raises(RuleViolation, match="固定を解除"):
            month.do(str(kind), month.one, month.better, made)


def test_a_firm_that_is_banned_for_a_customer_does_not_get_it_by_hand():
    month = Month()
    made = month.do("ban", month.one, month.better)

    for kind in OverrideKind:
        with pytest.raises(RuleViolation, match="除外を解除"):
            month.do(str(kind), month.one, month.better, made)


def test_only_a_draft_is_changed():
    month = Month()
    month.do("pin", month.one, month.other)

    with pytest.raises(Stale):
        month.do("pin", month.two, month.other)


def test_a_plan_changed_by_hand_is_approved_and_its_offers_go_where_the_manager_put_them():
    month = Month()
    made = month.do("move", month.one, month.other)

    with unit() as session:
        approve_run(run_of(session, made), actor=PORTAL)

    with unit(write=False) as session:
        sent = {offer.customer_id: offer.partner_id for offer in session.scalars(select(Offer))}
    assert sent == {month.one.id: month.other.id, month.two.id: month.better.id}


def test_a_plan_that_is_at_odds_with_a_ban_of_today_sends_nothing():
    month = Month()
    with unit() as session:
        pair = {"customer_id": month.one.id, "firm_id": month.better.id}
        when = look(month.draft).created_at
        session.add(AllocationRuling(kind=OverrideKind.BAN, **pair, reason=REASON, made_at=when))

    with pytest.raises(RuleViolation, match="一ノ瀬商事は青葉会計に割り当てられません"), unit() as session:
        approve_run(run_of(session, month.draft), actor=PORTAL)


def test_a_plan_that_is_at_odds_with_a_pin_of_today_sends_nothing():
    month = Month()
    with unit() as session:
        older = run_again(run_of(session, month.draft), actor=PORTAL).code
    with the_app().app_context():
        carry_out_all()
    pinned = month.do("pin", month.one, month.other)

    with pytest.raises(RuleViolation, match="一ノ瀬商事は若葉会計に固定されましたが"), unit() as session:
        approve_run(run_of(session, older), actor=PORTAL)
    with unit(write=False) as session:
        assert session.scalars(select(Offer)).all() == []
        assert run_of(session, older).state == RunState.DRAFT

    with unit() as session:
        assert len(approve_run(run_of(session, pinned), actor=PORTAL)) == 2


def test_a_plan_holds_whose_pin_was_lifted_since():
    month = Month()
    made = month.do("pin", month.one, month.other)
    with unit() as session:
        lift_ruling(session.scalars(select(AllocationRuling)).one(), actor=PORTAL)

    with unit() as session:
        offers = {offer.customer_id: offer.partner_id for offer in approve_run(run_of(session, made), actor=PORTAL)}
    assert offers == {month.one.id: month.other.id, month.two.id: month.better.id}


def address(month: Month, customer: Customer, firm: Partner, kind: str) -> str:
    return f"/allocations/{month.draft}/change?customer={customer.public_code}&firm={firm.code}&kind={kind}"


def test_the_price_stands_on_the_page_before_anything_is_confirmed(manager):
    month = Month()

    page = manager.get(address(month, month.one, month.other, "move")).text

    assert "−12.5 points" in page
    assert "Nobody else moves" in page
    with unit(write=False) as session:
        assert session.scalar(select(func.count()).select_from(AllocationRun)) == 1


def test_the_firms_of_a_customer_stand_with_score_and_rule(manager):
    make_partner(name="遠方会計", products=["payroll"])
    month = Month()

    page = manager.get(f"/allocations/{month.draft}/change?customer={month.one.public_code}").text

    assert page.index("青葉会計") < page.index("若葉会計") < page.index("遠方会計")
    assert "does not know the product" in page


def test_an_override_needs_a_reason_and_what_was_typed_is_kept(manager):
    month = Month()
    where = {"path": f"/allocations/{month.draft}/change", "page": address(month, month.one, month.other, "pin")}
    given = {"customer": month.one.public_code, "firm": month.other.code, "kind": "pin"}

    assert manager.send(**where, data={**given, "reason": ""}).status_code == 422
    assert manager.send(**where, data={**given, "kind": "no", "reason": REASON}).status_code in (200, 422)
    answer = manager.send(**where, data={**given, "reason": REASON})

    assert answer.status_code == 303
    with unit(write=False) as session:
        assert session.scalars(select(AllocationRuling)).one().reason == REASON


@pytest.mark.parametrize("forged", [{"kind": "zzz"}, {"kind": "BAN"}, {"firm": ""}])
def test_a_forged_override_is_refused_and_changes_nothing(manager, forged):
    month = Month()
    where = address(month, month.one, month.other, "pin")
    told = {"customer": month.one.public_code, "firm": month.other.code, "kind": "pin", "reason": REASON, **forged}

    answer = manager.send(where.partition("?")[0], page=where, data=told)

    assert answer.status_code == 422
    with unit(write=False) as session:
        assert session.scalars(select(AllocationRuling)).all() == []
    assert look(month.draft).state == RunState.DRAFT


def test_what_breaks_a_rule_is_refused_on_the_page_by_its_name(manager):
    unfit = make_partner(products=["payroll"])
    month = Month()

    answer = manager.get(address(month, month.one, unfit, "pin"))

    assert answer.status_code == 409
    assert "does not know the product" in answer.text
    given = {"customer": month.one.public_code, "firm": unfit.code, "kind": "pin", "reason": REASON}
    assert manager.send(f"/allocations/{month.draft}/change", page="/allocations", data=given).status_code == 409


def test_pins_and_bans_are_listed_with_reason_and_lifted_there(manager):
    month = Month()
    month.do("pin", month.one, month.other)
    with unit(write=False) as session:
        code = session.scalars(select(AllocationRuling)).one().code

    page = manager.get("/allocations/rulings").text
    assert REASON in page
    assert manager.send(f"/allocations/rulings/{code}/lift").status_code == 303
    assert "No pin and no ban is in force" in manager.get("/allocations/rulings").text
    assert REASON in manager.get("/allocations/rulings?show=lifted").text


def test_the_plan_says_what_led_to_it_and_an_auditor_reads_it(login, app):
    month = Month()
    made = month.do("move", month.one, month.other)
    auditor = Browser(app, login(make_user(Role.AUDITOR)))

    page = auditor.get(f"/allocations/{made}").text

    assert "Move 一ノ瀬商事 to 若葉会計" in page
    assert "−12.5 points" in page
    assert f"/allocations/{made}/change" not in page
