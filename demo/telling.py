"""A story told through the services that pages use: every step by the person whose step it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from demo.escalating import keep_up
from demo.finishing import finish
from demo.handing import hand_over
from demo.people import FirmPeople
from demo.promising import plan_promises
from demo.stories import Pause, Step, Story
from demo.timeline import Timeline
from demo.working import close_tasks, stop_work
from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.queries import customer_by_code
from onboarding_phases.customers.rules import CustomerFacts
from onboarding_phases.customers.services import assign_owners, register_customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer, decline_offer, send_offer
from onboarding_phases.onboardings.enums import HoldCause, OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.services import (
    complete_phase,
    decide_hold,
    name_consultants,
    place_hold,
    return_phase,
    start_phase,
    submit_phase,
    withdraw,
)
from onboarding_phases.usage.values import UsageRow
from partners.models import Consultant, Partner
from partners.queries import partner_by_code
from portal.database import db
from portal.people import Principal

ACCEPTED = 3
PATIENCE = 20  # so many days after the last phase an onboarding ends although nobody uses the product
DECLINED = ("決算期と重なり、担当できる者がおりません。", "必要な業種の経験者が不足しております。")


@dataclass
class Stage:
    """Who acts in the stories, and the usage that waits to be taken in."""

    vendor: Mapping[str, Principal]
    firms: Mapping[str, FirmPeople]
    rules: Mapping[str, list[tuple[str, float]]]  # product → metric and threshold of its activation rule
    finished_until: date  # what closes its phases later waits for its review today
    usage: dict[date, list[UsageRow]] = field(default_factory=dict)
    at_hand: dict[int, Onboarding] = field(default_factory=dict)  # story → its onboarding, while a month is told


def tell(story: Story, stage: Stage, timeline: Timeline) -> None:
    """Put everything that happens in a story on the timeline."""
    start = story.start_on
    timeline.add(start - timedelta(days=21), lambda: _register(story, stage))
    if story.number % 4 == 0:
        timeline.add(start - timedelta(days=20), lambda: _hand_over(story, stage))
    if story.declined_by:
        firm = story.declined_by
        timeline.add(start - timedelta(days=18), lambda: _offer(story, firm, stage))
        timeline.add(start - timedelta(days=17), lambda: _decline(story, firm, stage))
    timeline.add(start - timedelta(days=14), lambda: _offer(story, story.firm, stage))
    timeline.add(start - timedelta(days=12), lambda: _accept(story, stage))
    for pause in story.pauses:
        _add_pause(story, pause, stage, timeline)
    for position, step in enumerate(story.steps, 1):
        _add_step(story, position, step, stage, timeline)
    _add_end(story, stage, timeline)
    if story.withdrawn:
        day, reason = story.withdrawn
        timeline.add(start + timedelta(days=day), lambda: _withdraw(story, reason, stage))
    for row in _usage(story, stage):
        stage.usage.setdefault(row.on, []).append(row)


def code_of(story: Story) -> str:
    """The vendor's own number of a customer of the past."""
    return f"C1{story.number:05}"


def _register(story: Story, stage: Stage) -> None:
    facts = CustomerFacts(
        name=story.name,
        industry=story.industry,
        prefecture=story.prefecture,
        product=story.product,
        onboarding_start=story.start_on,
        effort=story.effort,
        contract_start=story.start_on - timedelta(days=9),
        annual_value=story.annual_value,
        employees=story.employees,
        plan="standard",
    )
    sales, owner = stage.vendor["sales"], _owner(story, stage)
    customer = register_customer(code=code_of(story), facts=facts, actor=sales)
    assign_owners(customer, sales_owner_id=sales.id, cs_owner_id=owner.id, actor=sales)


def _hand_over(story: Story, stage: Stage) -> None:
    customer = customer_by_code(code_of(story))
    if customer is not None:
        hand_over(customer, vendor=stage.vendor, turn=ACCEPTED)


def _offer(story: Story, firm: str, stage: Stage) -> None:
    customer, partner = customer_by_code(code_of(story)), partner_by_code(firm)
    assert customer is not None and partner is not None  # noqa: S101 - both were made before
    send_offer(customer=customer, partner=partner, actor=stage.vendor["manager"])


def _decline(story: Story, firm: str, stage: Stage) -> None:
    reason = DECLINED[story.number % len(DECLINED)]
    decline_offer(_open_offer(story, firm), reason=reason, actor=stage.firms[firm].manager)


def _accept(story: Story, stage: Stage) -> None:
    people = stage.firms[story.firm]
    onboarding = accept_offer(_open_offer(story, story.firm), actor=people.manager)
    chosen = people.consultant_ids[story.number % len(people.consultant_ids)]
    consultants = db.session.scalars(select(Consultant).where(Consultant.id == chosen)).all()
    name_consultants(onboarding, consultants, actor=people.manager)


def _open_offer(story: Story, firm: str) -> Offer:
    customer = customer_by_code(code_of(story))
    statement = (
        select(Offer)
        .join(Partner, Partner.id == Offer.partner_id)
        .where(Partner.code == firm, Offer.customer_id == (customer.id if customer else None))
        .order_by(Offer.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one()


def _onboarding(story: Story, stage: Stage) -> Onboarding | None:
    """The story's onboarding while it runs."""
    found = stage.at_hand.get(story.number)
    if found is None:
        statement = (
            select(Onboarding)
            .join(Customer, Customer.id == Onboarding.customer_id)
            .where(Customer.code == code_of(story))
            .options(selectinload(Onboarding.phases), selectinload(Onboarding.holds))
        )
        found = stage.at_hand[story.number] = db.session.scalars(statement).one()
    return found if found.state is OnboardingState.RUNNING else None


def _add_pause(story: Story, pause: Pause, stage: Stage, timeline: Timeline) -> None:
    begins = story.start_on + timedelta(days=pause.begins)
    firm, manager = stage.firms[story.firm].manager, stage.vendor["manager"]
    # Every second hold for the customer's cause is entered by the firm, and confirmed by the vendor the next day.
    asks = pause.cause == HoldCause.CUSTOMER and story.number % 2 == 0
    actor = firm if asks or pause.cause == HoldCause.PARTNER else manager

    def place() -> None:
        onboarding = _onboarding(story, stage)
        if onboarding is not None:
            ends = begins + timedelta(days=pause.length)
            place_hold(
                onboarding,
                cause=HoldCause(pause.cause),
                reason=pause.reason,
                from_on=begins,
                expected_end_on=ends,
                evidence="顧客の担当の方からのメール" if asks else "",
                actor=actor,
            )

    def confirm() -> None:
        onboarding = _onboarding(story, stage)
        waiting = [hold for hold in onboarding.holds if hold.is_waiting] if onboarding else []
        for hold in waiting:
            decide_hold(hold, confirm=True, reason="", actor=manager)

    timeline.add(begins, place)
    if asks:
        timeline.add(begins + timedelta(days=1), confirm)


def _add_step(story: Story, position: int, step: Step, stage: Stage, timeline: Timeline) -> None:
    people, manager = stage.firms[story.firm], stage.vendor["manager"]
    consultant = people.consultants[story.number % len(people.consultants)]

    def day(offset: int) -> date:
        return story.start_on + timedelta(days=offset)

    def on_phase(offset: int, deed: str, text: str = "") -> None:
        def happen() -> None:
            onboarding = _onboarding(story, stage)
            if onboarding is not None:
                _do(onboarding.phases[position - 1], deed, day(offset), text, consultant, manager)
                keep_up(onboarding.phases[position - 1], deed, consultant=consultant, vendor=stage.vendor)
                if (position, deed) == (1, "start"):
                    plan_promises(onboarding, owner=_owner(story, stage))

        timeline.add(day(offset), happen)

    on_phase(step.begun, "start")
    for number, offset in enumerate(step.submissions):
        on_phase(offset, "submit", "成果物を添えて提出します。")
        if number < len(step.missing):
            on_phase(offset + 1, "return", step.missing[number])
    on_phase(step.completed, "complete")


def _owner(story: Story, stage: Stage) -> Principal:
    return stage.vendor["member"] if story.number % 3 == 0 else stage.vendor["manager"]


def _add_end(story: Story, stage: Stage, timeline: Timeline) -> None:
    """The vendor ends what is done once the use of the product shows in Monday's data, or after a while without."""
    closed = max(step.completed for step in story.steps)
    shown = closed + PATIENCE if story.active_on is None else min(story.active_on + 8, closed + PATIENCE)
    day = story.start_on + timedelta(days=max(closed, shown))

    def end() -> None:
        onboarding = _onboarding(story, stage)
        if onboarding is not None:
            people = stage.firms[story.firm]
            consultant = people.consultants[story.number % len(people.consultants)]
            finish(onboarding, consultant=consultant, manager=stage.vendor["manager"])

    if not story.withdrawn and day <= stage.finished_until:
        timeline.add(day, end)


def _do(phase: Phase, deed: str, on: date, text: str, consultant: Principal, manager: Principal) -> None:
    match deed:
        case "start":
            start_phase(phase, on=on, actor=consultant)
            stop_work(phase, consultant=consultant)
        case "submit" if phase.state is PhaseState.COMPLETED:
            pass  # accepted with its first submission, by the right of the firm's tier
        case "submit":
            close_tasks(phase, consultant=consultant, manager=manager)
            submit_phase(phase, on=on, note=text, actor=consultant)
        case "return" | "complete" if phase.state is not PhaseState.SUBMITTED:
            pass
        case "return":
            return_phase(phase, missing=text, actor=manager)
        case "complete":
            complete_phase(phase, on=on, actor=manager)


def _withdraw(story: Story, reason: str, stage: Stage) -> None:
    onboarding = _onboarding(story, stage)
    if onboarding is not None:
        on = story.start_on + timedelta(days=story.withdrawn[0]) if story.withdrawn else story.start_on
        withdraw(onboarding, reason=reason, on=on, actor=stage.vendor["manager"])


def _usage(story: Story, stage: Stage) -> list[UsageRow]:
    """What the customer did with the product: growing, and meeting the rule on the day of activation."""
    rule = stage.rules[story.product]
    last = story.withdrawn[0] if story.withdrawn else 150
    rows = []
    for offset in (20, 40, 60, 80, 100, 120):
        if offset < min(last, story.active_on or last):
            share = offset / ((story.active_on or 150) + 20)
            rows += [_row(story, offset, metric, int(at_least * share * 0.9)) for metric, at_least in rule]
    if story.active_on is not None and story.active_on <= last:
        rows += [_row(story, story.active_on, metric, at_least + story.number % 3) for metric, at_least in rule]
    return rows


def _row(story: Story, offset: int, metric: str, value: float) -> UsageRow:
    return UsageRow(code_of(story), story.start_on + timedelta(days=offset), metric, value)
