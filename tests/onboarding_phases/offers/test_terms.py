"""What an offer asks and gives is written down when it is sent, and the firm is reminded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from sqlalchemy import select

from onboarding_phases.offers.defaults import OFFERS
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.queries import phases_of
from onboarding_phases.offers.rules import fee_of
from onboarding_phases.offers.services import accept_offer, remind_of_offer, withdraw_offer
from onboarding_phases.playbooks.queries import playbook_for
from onboarding_phases.playbooks.services.shipping import new_version
from partners.services import grant_tier
from portal import clock
from portal.defaults.services import change_default
from portal.inbox.models import Notice
from portal.jobs.models import Job
from portal.mail.models import Letter
from portal.people import PORTAL, Role
from portal.tenancy import Scope
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
SHIPPED = OFFERS.values()
TERMS = {"phases", "playbook_version", "fee", "order"}


def the_offer(session, code: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.code == code)).one()


@pytest.mark.parametrize("tier", range(1, 10))
@pytest.mark.parametrize("slots", [1, 2, 3])
@pytest.mark.parametrize("per_slot", [180_000, 99_999, 1, 0, 33_335])
def test_the_fee_is_slots_times_fee_times_factor_rounded_half_up(tier, slots, per_slot):
    factor = {1: "1.0", 2: "1.0", 3: "1.1", 4: "1.2"}.get(tier, "1.35")

    fee = fee_of(slots, tier=tier, numbers={**SHIPPED, "fee_per_slot": per_slot})

    assert fee.yen == int((Decimal(per_slot) * slots * Decimal(factor)).to_integral_value(ROUND_HALF_UP))
    assert (fee.per_slot, fee.tier) == (per_slot, tier)


def test_a_half_yen_is_rounded_up_though_binary_numbers_would_fall_short():
    assert fee_of(1, tier=3, numbers={**SHIPPED, "fee_per_slot": 5}).yen == 6  # 5.5
    assert fee_of(1, tier=5, numbers={**SHIPPED, "fee_per_slot": 10}).yen == 14  # 13.5


def test_an_offer_keeps_its_fee_when_tier_and_settings_change():
    partner = make_partner()
    make_capacity(partner, stated=6)
    with unit():
        grant_tier(partner.id, level=3, effective_on=clock.today(), reason="seen", actor=PORTAL)
    offer = make_offer(partner, make_customer(effort=2))
    assert offer.fee == 396_000

    with unit():
        grant_tier(partner.id, level=5, effective_on=clock.today(), reason="seen", actor=PORTAL)
        values = {**SHIPPED, "fee_per_slot": 250_000}
        change_default("offers", values, effective_on=clock.today(), reason="dearer", seen=0, actor=PORTAL)

    with unit(Scope(partner.id), write=False) as session:
        found = the_offer(session, offer.code)
        assert found.fee == 396_000
        assert found.brief is not None
        assert found.brief.facts is not None
        assert found.brief.facts["fee"] == {"per_slot": 180_000, "factor": "1.1", "tier": 3}
    assert make_offer(partner, make_customer(effort=2)).fee == 675_000


def publish_another_version() -> None:
    """Another version of the playbook: its first phase is due later, and asks something else."""
    with unit() as session:
        text = playbook_for("accounting").text
        first = replace(text.phases[0], due_day=9, due_days={}, outcome={"ja": "別の成果", "en": "Something else"})
        session.add(new_version("accounting", 2, replace(text, phases=(first, *text.phases[1:]))))


def test_what_was_offered_stays_when_another_version_of_the_playbook_comes():
    partner = make_partner()
    make_capacity(partner)
    offer = make_offer(partner, make_customer())
    with unit(write=False) as session:
        before = phases_of(the_offer(session, offer.code))
    assert [phase.due_day for phase in before] == [7, 21, 40, 60, 75, 90]
    assert [phase.due_on for phase in before] == [date(2026, 12, 10) + timedelta(days=p.due_day) for p in before]

    publish_another_version()

    with unit(Scope(partner.id)) as session:
        found = the_offer(session, offer.code)
        assert phases_of(found) == before
        onboarding = accept_offer(found, actor=PORTAL)
        assert onboarding.playbook.version == 1
        assert [phase.due_day for phase in onboarding.phases] == [phase.due_day for phase in before]


def test_an_offer_from_before_its_terms_were_written_down_is_read_and_accepted_by_the_playbook_of_today():
    partner = make_partner()
    make_capacity(partner)
    offer = make_offer(partner, make_customer())
    with unit() as session:
        found = the_offer(session, offer.code)
        assert found.brief is not None
        assert found.brief.facts is not None
        kept = {key: value for key, value in found.brief.facts.items() if key not in TERMS}
        found.brief.facts, found.fee = kept, None
    publish_another_version()

    with unit(Scope(partner.id)) as session:
        found = the_offer(session, offer.code)
        assert phases_of(found)[0].due_day == 9
        assert accept_offer(found, actor=PORTAL).playbook.version == 2


def reminders() -> tuple[int, list[tuple[str, str]]]:
    with unit(write=False) as session:
        notices = session.scalars(select(Notice).where(Notice.kind == "offers.reminded")).all()
        letters = session.execute(select(Letter.recipient, Letter.body)).all()
        return len(notices), [(recipient, body) for recipient, body in letters]


def test_the_firm_is_reminded_once_a_business_day_before_the_answer_is_due():
    partner, other = make_partner(), make_partner()
    manager, _stranger = make_partner_manager(partner), make_partner_manager(other)
    make_capacity(partner)
    offer = make_offer(partner, make_customer(effort=2))  # on a Tuesday, due on Thursday at five
    due = datetime(2026, 11, 25, 17, tzinfo=clock.zone())

    with clock.at(due - timedelta(minutes=1)), unit():
        remind_of_offer(offer=offer.code)
    assert reminders() == (0, [])

    with clock.at(due):
        for _ in range(2):
            with unit():
                remind_of_offer(offer=offer.code)
    count, letters = reminders()
    assert count == 1
    assert [recipient for recipient, _body in letters] == [manager.email]
    assert f"/offers/{offer.code}" in letters[0][1]


def test_nobody_is_reminded_of_what_is_answered_or_over():
    partner = make_partner()
    make_partner_manager(partner)
    make_capacity(partner)
    offer, over = make_offer(partner, make_customer()), make_offer(partner, make_customer())
    with unit() as session:
        withdraw_offer(the_offer(session, offer.code), reason="postponed", actor=PORTAL)

    with clock.at(offer.reply_by - timedelta(hours=1)), unit():
        remind_of_offer(offer=offer.code)
    with clock.at(over.reply_by), unit():
        remind_of_offer(offer=over.code)

    assert reminders() == (0, [])


def test_a_setting_turns_reminders_off():
    with unit():
        values = {**SHIPPED, "remind_days": 0}
        change_default("offers", values, effective_on=clock.today(), reason="quiet", seen=0, actor=PORTAL)
    partner = make_partner()
    make_partner_manager(partner)
    make_capacity(partner)

    offer = make_offer(partner, make_customer())

    with unit(write=False) as session:
        assert "offers.remind" not in session.scalars(select(Job.kind)).all()
    with clock.at(offer.reply_by - timedelta(hours=1)), unit():
        remind_of_offer(offer=offer.code)
    assert reminders() == (0, [])


def test_firm_and_vendor_read_the_terms_on_the_page_and_the_fee_in_the_list(login):
    partner = make_partner(tier=3)
    make_capacity(partner)
    offer = make_offer(partner, make_customer(effort=2))
    for reader in (make_partner_manager(partner), make_user(Role.CS_MANAGER)):
        browser = login(reader)
        page = browser.get(f"/offers/{offer.code}").text
        assert "¥396,000 without tax" in page
        assert "factor 1.1 of tier 3" in page
        assert "17 Dec 2026" in page  # the first phase
        assert "¥396,000" in browser.get("/offers").text


def test_an_offer_without_a_fee_says_so(login):
    partner = make_partner()
    make_capacity(partner)
    offer = make_offer(partner, make_customer())
    with unit() as session:
        the_offer(session, offer.code).fee = None

    page = login(make_partner_manager(partner)).get(f"/offers/{offer.code}").text

    assert "No fee was written down" in page
