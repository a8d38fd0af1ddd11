"""Commitments of the demo: given their days, kept, renegotiated or refused, and some that still wait today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from demo.people import FirmPeople
from onboarding_phases.commitments.enums import CommitmentSource, CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.queries import ledger_of
from onboarding_phases.commitments.services import (
    NewCommitment,
    add_commitment,
    keep_commitment,
    plan_commitment,
    refuse_commitment,
    renegotiate_commitment,
    share_commitment,
)
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.database import db
from portal.levels import Level
from portal.people import Principal

DAYS = {"commitment_service": 100, "commitment_timeline": 85}
PROOFS = {
    "commitment_scope": "設定と残高の移行を終え、説明会2回の実施を議事録で確認しました。",
    "commitment_service": "問い合わせの履歴で、1営業日以内の回答を確認しました。",
    "commitment_timeline": "新しい仕組みでの締めを、顧客の経理責任者の方に確認しました。",
    "commitment_commercial": "請求書の金額が契約どおりであることを確認しました。",
}
RENEGOTIATED, REFUSED = 13, 29  # one onboarding of so many
LATER = "操作の説明会は、ご希望により2回目を録画の提供に替えることで合意しました。"
ENTERED = "請求書の様式を1種類、追加で設定することをお伝えしました。"


def plan_promises(onboarding: Onboarding, *, owner: Principal) -> None:
    """Let the owner give two of the handoff's commitments the days that the customer was told."""
    for row in ledger_of(onboarding.id):
        if row.field in DAYS and row.due_on is None:
            due_on = onboarding.start_on + timedelta(days=DAYS[row.field])
            plan_commitment(row, onboarding=onboarding, due_on=due_on, said_to="経理課長", actor=owner)


def settle_promises(onboarding: Onboarding, *, owner: Principal) -> None:
    """Bring every commitment to its end before the onboarding comes to its own."""
    today = clock.today()
    for row in ledger_of(onboarding.id):
        if row.state is not CommitmentState.OPEN:
            continue
        by: dict[str, Any] = {"onboarding": onboarding, "actor": owner}
        kept = row
        if onboarding.id % REFUSED == 0 and row.field == "commitment_service":
            reason = "製品の担当部署の体制上、1営業日以内の回答を続けられないためです。"
            refuse_commitment(row, reason=reason, told_on=today, **by)
            continue
        if onboarding.id % RENEGOTIATED == 0 and row.field == "commitment_scope":
            kept = renegotiate_commitment(row, text=LATER, due_on=today, told_on=today, **by)
        keep_commitment(kept, proof=PROOFS[row.field or "commitment_scope"], on=today, told_on=today, **by)


def leave_promises(firms: Mapping[str, FirmPeople], vendor: Mapping[str, Principal]) -> None:
    """What waits today: shared commitments in the rooms, some past their day, and one that waits for consent."""
    today, owners = clock.today(), {one.id: one for one in vendor.values()}
    running = (
        select(Onboarding)
        .where(Onboarding.state == OnboardingState.RUNNING, Onboarding.start_on < today)
        .where(Onboarding.id.in_(select(Commitment.onboarding_id)))
        .order_by(Onboarding.start_on.desc(), Onboarding.id)
    )
    for number, onboarding in enumerate(db.session.scalars(running.limit(6))):
        owner = owners.get(onboarding.owner_id, vendor["manager"])
        for row in ledger_of(onboarding.id)[:2]:
            if row.level is Level.BOTH:
                share_commitment(row, onboarding=onboarding, level=Level.CUSTOMER, actor=owner)
        if number % 3 == 0:
            words = _entered(today)
            add_commitment(onboarding, words, actor=firms[onboarding.partner.code].consultants[0])


def _entered(today: date) -> NewCommitment:
    return NewCommitment(
        text=ENTERED,
        source=CommitmentSource.MEETING,
        said_by="担当者（パートナー）",
        said_to="経理課長",
        said_on=today,
        due_on=today + timedelta(days=14),
    )
