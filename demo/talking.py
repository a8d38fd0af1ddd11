"""What both sides say about the latest onboardings and where they met, each in its own scope."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from demo.people import FirmPeople
from onboarding_phases.conversations.services import add_document, share_comment, share_document, write_comment
from onboarding_phases.meetings.services import Words, agree_action, enter_meeting, share_meeting
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import TaskSide
from partners.models import Partner
from portal import clock
from portal.database import db
from portal.levels import Level
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

TALKED_ABOUT = 24
QUESTIONS = (
    "@owner 旧システムの補助科目の桁数が新システムと合いません。統合してよいか、顧客に確認いただけますか。",
    "@owner 銀行連携の承認が顧客の社内で止まっています。来週の打ち合わせで議題に入れたいと考えています。",
    "@owner 試算表の突き合わせが終わりました。差異は1件で、理由を添付の一覧に書きました。",
)
ANSWERS = (
    "@firm 統合で問題ありません。顧客の経理責任者の方に確認しました。",
    "@firm 承知しました。議題に入れておきます。",
    "@firm 確認しました。このまま次のフェーズに進めてください。",
)
FIRMS_NOTES = (
    "次回の訪問は二人体制で行く。移行データの量が見積もりより多い。",
    "月末は先方が忙しいため、講義は来月の第1週に回す案で社内調整する。",
)
VENDORS_NOTES = (
    "契約更新の時期と重なるため、期限に遅れそうな場合は早めに営業へ共有する。",
    "決裁者は社長。経理責任者の方は前向きだが、IT部門の合意がまだ取れていない。",
)
MET = "1. 移行データの残りは、今週中に顧客から受け取る。\n2. 操作の講義は2回に分けて行う。"
BALANCES = (
    "科目,旧システム,新システム,差異\n現金,120000,120000,0\n普通預金,3480000,3480000,0\n売掛金,910000,898000,12000\n"
)
CHECKED = "確認結果\n\n1. 開始残高は一致しました。\n2. 売掛金の差異12,000円は締め日後の入金です。\n"


def talk(vendor: Mapping[str, Principal], firms: Mapping[str, FirmPeople]) -> None:
    """Let firms ask and the vendor answer about the running onboardings, an hour apart."""
    with unit_of_work(EVERY_TENANT, write=False) as session:
        running = (
            select(Onboarding.id, Partner.code, Onboarding.owner_id)
            .join(Partner, Partner.id == Onboarding.partner_id)
            .where(Onboarding.state == OnboardingState.RUNNING, Onboarding.start_on < clock.today())
            .order_by(Onboarding.start_on.desc(), Onboarding.id)
            .limit(TALKED_ABOUT)
        )
        found = [(id_, code, owner_id) for id_, code, owner_id in session.execute(running)]
    for number, (onboarding_id, code, owner_id) in enumerate(found):
        owner = next((one for one in vendor.values() if one.id == owner_id), vendor["manager"])
        with clock.at(clock.now() - timedelta(hours=3)):
            _ask(onboarding_id, firms[code].consultants[0], number)
        with clock.at(clock.now() - timedelta(hours=1)):
            _answer(onboarding_id, owner, number)
            if number % 4 == 1:
                _meet(onboarding_id, owner)


def _ask(onboarding_id: int, consultant: Principal, number: int) -> None:
    with unit_of_work(consultant.scope):
        onboarding = _one(onboarding_id)
        files = [_file("残高突き合わせ一覧.csv", BALANCES)] if number % 3 == 2 else []
        asked = write_comment(
            onboarding,
            text=QUESTIONS[number % 3],
            position=onboarding.current_position,
            uploads=files,
            actor=consultant,
        )
        share_comment(asked, onboarding=onboarding, level=Level.BOTH, actor=consultant)
        if number % 2 == 0:
            write_comment(onboarding, text=FIRMS_NOTES[number // 2 % 2], actor=consultant)
        evidence = add_document(
            onboarding, _file("確認結果.txt", CHECKED), position=onboarding.current_position, actor=consultant
        )
        if number % 2 == 0:
            share_document(evidence, onboarding=onboarding, level=Level.BOTH, actor=consultant)


def _answer(onboarding_id: int, owner: Principal, number: int) -> None:
    with unit_of_work(owner.scope):
        onboarding = _one(onboarding_id)
        if number % 4 != 3:
            answer = write_comment(onboarding, text=ANSWERS[number % 3], actor=owner)
            share_comment(answer, onboarding=onboarding, level=Level.BOTH, actor=owner)
        if number % 2 == 1:
            write_comment(onboarding, text=VENDORS_NOTES[number // 2 % 2], actor=owner)


def _meet(onboarding_id: int, owner: Principal) -> None:
    """A meeting of last week that both read and that led to a task, and one to come that is still a plan."""
    today = clock.today()
    with unit_of_work(owner.scope):
        onboarding = _one(onboarding_id)
        words = Words(
            today - timedelta(days=5), "顧客の経理責任者の方、パートナー、当社CS", "移行と講義の進め方", MET
        )
        held = enter_meeting(onboarding, words, actor=owner)
        share_meeting(held, onboarding=onboarding, level=Level.BOTH, actor=owner)
        agree_action(
            held,
            onboarding=onboarding,
            text="移行データの残りを受け取り、件数を確認する",
            side=TaskSide.CUSTOMER,
            position=onboarding.current_position,
            due_on=today + timedelta(days=3),
            actor=owner,
        )
        plan = Words(today + timedelta(days=7), "顧客の経理責任者の方、パートナー、当社CS", "講義の結果と未解決事項")
        enter_meeting(onboarding, plan, actor=owner)


def _one(onboarding_id: int) -> Onboarding:
    return db.session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()


def _file(name: str, text: str) -> FileStorage:
    return FileStorage(BytesIO(text.encode("utf-8-sig")), filename=name)
