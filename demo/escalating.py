"""Problems that were passed on: settled ones of the past, and yesterday's that wait for today's reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from demo.people import FirmPeople
from onboarding_phases.escalations.enums import EscalationKind as Kind
from onboarding_phases.escalations.enums import EscalationState, Severity
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.services import (
    answer,
    hand_back,
    raise_escalation,
    resolve,
    review,
    take_over,
    transfer,
    write_message,
)
from onboarding_phases.escalations.values import Review, Words
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding, Phase
from portal import clock
from portal.database import db
from portal.levels import Level
from portal.people import Principal, Role

RAISED = 13  # one onboarding of so many passes a problem on when it sends in its second phase
REVIEWED = 3  # and of these one of so many is looked at again
ACCOUNTS = {
    Role.SUPPORT: "support",
    Role.SALES: "sales",
    Role.CS_MEMBER: "member",
    Role.CS_MANAGER: "manager",
    Role.ADMIN: "admin",
}


@dataclass(frozen=True)
class Problem:
    """What was passed on, and how it ended."""

    kind: Kind
    severity: Severity
    subject: str
    text: str
    answer: str
    done: str


PAST = (
    Problem(
        Kind.PRODUCT,
        Severity.NORMAL,
        "銀行明細の取り込みが途中で止まる",
        "外貨口座の明細だけ取り込みに失敗します。再現手順を添えます。",
        "外貨口座の明細形式に対応していない版でした。明日の更新で直ります。それまでは手入力をお願いします。",
        "更新後に取り込みを確認しました。",
    ),
    Problem(
        Kind.CONTRACT,
        Severity.LOW,
        "追加拠点の利用料の扱い",
        "契約書にない拠点を追加したいとのご相談です。料金の扱いをご確認ください。",
        "現契約の範囲内で追加できます。覚書をお送りします。",
        "覚書を取り交わしました。",
    ),
    Problem(
        Kind.SCOPE,
        Severity.NORMAL,
        "過去データの移行範囲",
        "五期分の移行を希望されていますが、計画では二期分です。",
        "二期分までとし、残りは帳票の保管で合意しました。",
        "議事録に残し、顧客の了承を得ました。",
    ),
)
REVIEW = Review(
    "受付から回答まで、確認する相手が二度変わりました。",
    "再現手順が最初から揃っていたこと。",
    "同じ種類の相談には、確認済みの回答例を担当表に添えます。",
)


def keep_up(phase: Phase, deed: str, *, consultant: Principal, vendor: Mapping[str, Principal]) -> None:
    """Let a few onboardings pass a problem on, and the one who owns it settle it with the next step."""
    onboarding = phase.onboarding
    if onboarding.id % RAISED or phase.position != 2 or onboarding.state is not OnboardingState.RUNNING:
        return
    problem = PAST[onboarding.id // RAISED % len(PAST)]
    found = db.session.scalars(select(Escalation).where(Escalation.onboarding_id == onboarding.id)).first()
    if deed == "submit" and found is None:
        _raise(onboarding, problem, consultant)
    elif deed in ("return", "complete") and found is not None and found.state is EscalationState.OPEN:
        owner = _owner(found, vendor)
        answer(found, Words(problem.answer, Level.BOTH, told_customer=True), actor=owner)
        resolve(found, Words(problem.done, Level.BOTH), actor=owner)
        if onboarding.id // RAISED % REVIEWED == 0:
            review(found, REVIEW, level=Level.VENDOR, actor=vendor["manager"])


def leave_escalations(firms: Mapping[str, FirmPeople], vendor: Mapping[str, Principal]) -> None:
    """Yesterday's: one in each state and with each owner, the first firm's before the others'."""
    free = _free()
    deeds: tuple[Callable[[Onboarding, Principal, Mapping[str, Principal]], None], ...] = (
        _waits_for_support,
        _waits_for_the_firm,
        _answered,
        _waits_for_sales,
        _taken_over,
        _passed_to_cs,
        _about_law,
    )
    for onboarding, deed in zip(free, deeds, strict=False):
        deed(onboarding, firms[onboarding.partner.code].consultants[0], vendor)


def _free() -> list[Onboarding]:
    running = select(Onboarding).where(
        Onboarding.state == OnboardingState.RUNNING,
        Onboarding.start_on < clock.today(),
        Onboarding.current_position.between(2, 5),
        Onboarding.blocked_since.is_(None),
    )
    found = db.session.scalars(running.order_by(Onboarding.start_on, Onboarding.id).limit(60)).all()
    return sorted(found, key=lambda one: (one.partner.code != "P0001", one.id))


def _raise(onboarding: Onboarding, problem: Problem, actor: Principal, level: Level = Level.BOTH) -> Escalation:
    return raise_escalation(
        onboarding,
        kind=problem.kind,
        severity=problem.severity,
        subject=problem.subject,
        words=Words(problem.text, level),
        actor=actor,
    )


def _owner(escalation: Escalation, vendor: Mapping[str, Principal]) -> Principal:
    named = (person for person in vendor.values() if person.id == escalation.owner_id)
    return next(named, vendor[ACCOUNTS[escalation.owner_role]])


def _waits_for_support(onboarding: Onboarding, firm: Principal, _vendor: Mapping[str, Principal]) -> None:
    problem = Problem(
        Kind.PRODUCT,
        Severity.URGENT,
        "仕訳の一括登録がエラーになる",
        "本日朝から、CSVの一括登録が途中で止まります。顧客の月次決算が止まっています。",
        "",
        "",
    )
    found = _raise(onboarding, problem, firm)
    write_message(found, Words("顧客には調査中と伝えてあります。", Level.BOTH, told_customer=True), actor=firm)


def _waits_for_the_firm(onboarding: Onboarding, firm: Principal, vendor: Mapping[str, Principal]) -> None:
    found = _raise(onboarding, PAST[2], firm)
    owner = _owner(found, vendor)
    write_message(found, Words("過去の合意は営業に確認中です。", Level.VENDOR), actor=vendor["manager"])
    hand_back(found, Words("希望されている期と、帳票の一覧の共有をお願いいたします。", Level.BOTH), actor=owner)


def _answered(onboarding: Onboarding, firm: Principal, vendor: Mapping[str, Principal]) -> None:
    found = _raise(onboarding, PAST[0], firm)
    answer(found, Words(PAST[0].answer, Level.BOTH, told_customer=True), actor=vendor["support"])


def _waits_for_sales(onboarding: Onboarding, firm: Principal, _vendor: Mapping[str, Principal]) -> None:
    _raise(onboarding, PAST[1], firm)


def _taken_over(onboarding: Onboarding, _firm: Principal, vendor: Mapping[str, Principal]) -> None:
    problem = Problem(
        Kind.FIRM,
        Severity.HIGH,
        "打ち合わせが三週間開かれていない",
        "顧客の部長から、進みが見えないとのお電話がありました。",
        "",
        "",
    )
    found = _raise(onboarding, problem, vendor["sales"], Level.VENDOR)
    words = Words("本日中に日程をご連絡するとお伝えしました。", Level.VENDOR, told_customer=True)
    write_message(found, words, actor=vendor["sales"])
    take_over(
        found,
        to_firm="顧客のご要望により、稼働までの日程調整を一時的に当社で進めます。貴社のご都合も改めて伺います。",
        actor=vendor["manager"],
    )


def _passed_to_cs(onboarding: Onboarding, _firm: Principal, vendor: Mapping[str, Principal]) -> None:
    found = _raise(onboarding, PAST[0], vendor["support"], Level.VENDOR)
    words = Words("製品の不具合ではなく、口座の初期設定の漏れでした。設定の支援が必要です。", Level.VENDOR)
    transfer(found, words, to_role=Role.CS_MEMBER, actor=vendor["support"])


def _about_law(onboarding: Onboarding, _firm: Principal, vendor: Mapping[str, Principal]) -> None:
    problem = Problem(
        Kind.LEGAL,
        Severity.HIGH,
        "退職者のアカウントが残っている",
        "顧客の退職者がログインできる状態でした。経緯の確認をお願いします。",
        "",
        "",
    )
    _raise(onboarding, problem, vendor["manager"], Level.VENDOR)
