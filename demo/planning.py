"""What people plan: when firms are closed, due days that move or are asked to, and lists that are come back to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import islice

from sqlalchemy import select

from demo.people import FirmPeople
from onboarding_phases.extensions.rules import movable_positions, shifts_of
from onboarding_phases.extensions.services import move_due_days
from onboarding_phases.extensions.values import digest
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from partners.closings.services import state_closing
from partners.models import Partner
from portal import clock
from portal.database import db
from portal.people import Principal

CLOSED_FIRMS = 5
ASKED = (
    (5, "旧システムからのデータの受け取りが遅れており、移行の確認に日数が必要なため"),
    (14, "顧客の決算作業と重なり、試験運用の期間を確保できないため"),
)
GRANTED = (7, "顧客の担当者の交代に伴い、要件の確認をやり直すため")


def plan_ahead(firms: Mapping[str, FirmPeople], vendor: Mapping[str, Principal]) -> None:
    """New year at some firms, due days moved by the vendor, and requests of firms that wait for their answer."""
    _close_at_new_year(firms)
    today = clock.today()
    running = select(Onboarding).where(
        Onboarding.state == OnboardingState.RUNNING,
        Onboarding.start_on < today,
        Onboarding.current_position < 6,
        Onboarding.late_from > today,
    )
    found = iter(db.session.scalars(running.order_by(Onboarding.start_on.desc(), Onboarding.id).limit(20)).all())
    for onboarding, (days, reason) in zip(islice(found, len(ASKED)), ASKED, strict=False):
        _move(onboarding, days, reason, firms[onboarding.partner.code].manager)
    for onboarding in islice(found, 1):
        _move(onboarding, *GRANTED, vendor["manager"])


def _close_at_new_year(firms: Mapping[str, FirmPeople]) -> None:
    today = clock.today()
    first = date(today.year, 12, 29)
    first = first if first >= today else date(today.year + 1, 12, 29)
    rows = db.session.scalars(select(Partner).order_by(Partner.code).limit(CLOSED_FIRMS))
    for partner in rows.all():
        last = date(first.year + 1, 1, 4)
        state_closing(partner, first_on=first, last_on=last, note="年末年始", actor=firms[partner.code].manager)


def _move(onboarding: Onboarding, days: int, reason: str, actor: Principal) -> None:
    run = onboarding.run
    movable = movable_positions(run)
    if movable:
        seen = digest(shifts_of(run, movable[0], days, on=clock.today(), bounds=bounds_in_force()))
        move_due_days(onboarding, position=movable[0], days=days, reason=reason, seen=seen, actor=actor)
