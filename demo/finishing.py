"""How onboardings of the demo end: a look at what is open, what was reached and learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from demo.people import FirmPeople
from demo.promising import settle_promises
from onboarding_phases.closing.services import complete_after_review, write_lessons
from onboarding_phases.closing.support.services import (
    accept_support_handoff,
    return_support_handoff,
    save_support_handoff,
    submit_support_handoff,
)
from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CLOSED
from portal.database import db
from portal.people import Principal

REACHED = (
    "月次の締めが10営業日から5営業日に短くなり、部門別の損益を翌月の会議で使えるようになりました。",
    "銀行明細の自動取り込みと仕訳のルールが定着し、手入力はおよそ3分の1になりました。",
    "経理の担当者だけで月次の締めを終えられることを、2か月続けて確認しました。",
)
LESSONS = (
    "残高の突き合わせの手順を最初の打ち合わせで示すと、移行が止まりにくくなります。",
    "講義は月末を避け、実際の明細を使うと定着が早まります。",
)
STILL_OPEN = "残っている項目は、稼働後の問い合わせの中で対応することを顧客と確認したためです。"
HANDED_OVER = 7
TEXTS = {
    "in_use": "仕訳の自動取り込み、経費の申請、月次の締めを、経理3名と申請者30名が使っています。",
    "data": "直近2年分の仕訳と取引先を、開始の前月分まで移行しました。",
    "connections_live": "銀行2行と法人カード1種を連携しています。",
    "open_points": "請求書の様式の変更を1件、来月の更新で対応するとお伝えしています。",
    "people": "窓口は経理課長（メール）、決裁は管理本部長です。",
    "firm_people": "設定の経緯は担当者が把握しており、完了後30日まで回答できます。",
    "agreed": "問い合わせには1営業日以内に回答し、決算月は電話でも受け付けます。",
    "told_already": "業種、締めの手順、以前の製品で止まった経緯は、初回の打ち合わせで伺いました。",
}
TOLD = {
    **{key: Answer(FieldState.FILLED, text) for key, text in TEXTS.items()},
    "workarounds": Answer(FieldState.NOT_APPLICABLE, "", "暫定の運用はありません。"),
}
MISSING = {"open_points": "来月の更新の日付と、お客様への伝え方を教えてください。"}
WITH_LESSONS = 6  # one firm of so many writes what it learned


def finish(onboarding: Onboarding, *, consultant: Principal, manager: Principal) -> None:
    """Complete an onboarding whose phases are all closed; leave any other as it is."""
    if onboarding.state is not OnboardingState.RUNNING or any(one.state not in CLOSED for one in onboarding.phases):
        return
    settle_promises(onboarding, owner=manager)
    if onboarding.id % WITH_LESSONS == 0:
        write_lessons(onboarding, text=LESSONS[onboarding.id // WITH_LESSONS % 2], actor=consultant)
    complete_after_review(
        onboarding,
        reached=REACHED[onboarding.id % len(REACHED)],
        lessons=LESSONS[1] if onboarding.id % WITH_LESSONS == 1 else "",
        override_reason=STILL_OPEN,
        actor=manager,
    )


def leave_handovers(firms: Mapping[str, FirmPeople], vendor: Mapping[str, Principal]) -> None:
    """Handoffs to support of those that ended last: some waiting, one returned, the others accepted."""
    ended = select(Onboarding).where(
        Onboarding.state == OnboardingState.COMPLETED, Onboarding.is_recorded.is_(False)
    )
    latest = ended.order_by(Onboarding.completed_on.desc(), Onboarding.id).limit(HANDED_OVER)
    for number, onboarding in enumerate(db.session.scalars(latest)):
        writer = firms[onboarding.partner.code].consultants[0] if number % 2 else vendor["manager"]
        by: dict[str, Any] = {"onboarding": onboarding, "actor": vendor["support"]}
        handoff = save_support_handoff(onboarding, answers=TOLD, actor=writer)
        submit_support_handoff(handoff, onboarding=onboarding, actor=writer)
        if number == 2:
            return_support_handoff(handoff, missing=MISSING, **by)
        elif number > 3:
            accept_support_handoff(handoff, **by)
