"""Words that prescribe order and method to a firm's staff are found, in Japanese and in English; others are not."""

from __future__ import annotations

import pytest

from onboarding_phases.playbooks.enums import Prescription, TaskSide
from onboarding_phases.playbooks.shipped import SHIPPED
from onboarding_phases.playbooks.wording import prescriptions, warnings_of
from tests.onboarding_phases.playbooks.texts import make_phase, make_task, make_text

PRESCRIBES = [
    ("勘定科目、部門、税区分の順に設定する", Prescription.ORDER),
    ("必ず要件を確認してから設定を始める", Prescription.ORDER),
    ("次の順序で進める", Prescription.ORDER),
    ("Set up accounts in the following order", Prescription.ORDER),
    ("You must call the customer before the set-up", Prescription.ORDER),
    ("手順書どおりに移行する", Prescription.METHOD),
    ("マニュアルに従って設定する", Prescription.METHOD),
    ("必ず当社のひな型を使用する", Prescription.METHOD),
    ("Follow the manual", Prescription.METHOD),
    ("Consultants must use our template", Prescription.METHOD),
    ("担当CSの指示に従って作業する", Prescription.COMMAND),
    ("許可を得て設定を変更する", Prescription.COMMAND),
    ("Work under the client’s direction", Prescription.COMMAND),
    ("Change it as instructed by the CS manager", Prescription.COMMAND),
    ("１０時までに出社する", Prescription.HOURS),
    ("9:00から作業を開始する", Prescription.HOURS),
    ("Be online by 9 am", Prescription.HOURS),
    ("Work from 9 to 17", Prescription.HOURS),
    ("顧客先に常駐して進める", Prescription.PLACE),
    ("当社の会議室で作業する", Prescription.PLACE),
    ("Work at our office", Prescription.PLACE),
    ("担当者を交代させる", Prescription.PEOPLE),
    ("佐藤さんが説明会を担当する", Prescription.PEOPLE),
    ("Replace the consultant", Prescription.PEOPLE),
]
LEAVES_FREE = [
    "開始残高が旧システムと一致している",
    "就業規則、手当、控除、締め日を整理する",
    "従業員が打刻し、勤務体系が登録されている",
    "要件一覧を顧客が承認している",
    "出勤簿の移行を終えている",
    "The opening balances match the old system",
    "Work rules and shifts are registered",
    "Close a month the new way alone",
    "The customer has confirmed the order of approval routes",
]


@pytest.mark.parametrize(("text", "kind"), PRESCRIBES)
def test_an_order_to_the_staff_is_found(text, kind):
    assert kind in [finding.kind for finding in prescriptions(text)]


@pytest.mark.parametrize("text", LEAVES_FREE)
def test_an_outcome_is_no_order(text):
    assert prescriptions(text) == ()


@pytest.mark.parametrize("product", SHIPPED)
def test_what_ships_prescribes_nothing(product):
    assert warnings_of(SHIPPED[product]) == []


def test_only_tasks_of_the_partner_are_looked_at():
    title = {"ja": "手順書どおりに移行する", "en": "Migrate"}
    tasks = [make_task(f"1.{n}", side=side, title=title) for n, side in enumerate(TaskSide, 1)]
    text = make_text(phases=(make_phase(1, tasks=tuple(tasks)), *make_text().phases[1:]))

    found = warnings_of(text)

    assert [(one.key, one.locale) for one in found] == [("1.1", "ja")]
    assert tasks[0].side is TaskSide.PARTNER


def test_what_a_phase_asks_for_is_looked_at_too():
    outcome = {"ja": "成果", "en": "Done as instructed by the vendor"}
    text = make_text(phases=(make_phase(1, outcome=outcome), *make_text().phases[1:]))

    assert [(one.what, one.key) for one in warnings_of(text)] == [("outcome", None)]
