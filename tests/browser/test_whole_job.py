"""The whole job in Japanese, as those do it who run it: from the sample files to the firm's report."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from certification.services import load_default_policy
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import complete_phase, start_phase, submit_phase
from onboarding_phases.playbooks.services import load_default_playbooks
from partners.models import Capacity, Partner
from partners.queries import tiers_in_force
from partners.services import state_capacity
from portal import clock
from portal.accounts.hashing import hash_password
from portal.accounts.models import User
from portal.accounts.users.services import create_user
from portal.people import PORTAL, Principal, Role
from tests.browser.conftest import Meet
from tests.browser.inviting import invite
from tests.browser.serving import Served
from tests.browser.visitors import PASSWORD, Visitor
from tests.factories.allocations import make_issuer
from tests.portal.reports.pdf import text_of
from training.services import load_courses

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"
FIRM_MANAGER, CONSULTANT = "矢部 千夏", "大友 周"
MISSING = "議事録に、決まったことと期限を書き足してください。"
PHONE = 375
REVIEWED = 2  # up to this tier the vendor looks at every submission


def test_a_customer_goes_from_the_sample_file_to_the_report_of_its_firm(
    empty_portal: Served, meet: Meet, tmp_path: Path
) -> None:
    portal = empty_portal
    open_for_business(portal)

    manager = meet(portal, "manager@vendor.example")
    import_the_samples(manager)
    run_and_approve(portal, manager)
    firm, customers = busiest_firm(portal)
    firm_manager = let_in_the_firm(portal, meet, firm)
    onboarding = answer_the_offers(firm_manager, customers)
    ask_the_next_candidate(portal, meet, manager, customers[1])
    name_the_consultant(portal, meet, firm_manager, onboarding)

    portal.go_to(start_of(portal, onboarding))
    first_phase(portal, meet, onboarding)
    other_phases(portal, onboarding)
    manager = meet(portal, "manager@vendor.example")
    sees_all_six_accepted(manager, onboarding)
    bring_in_usage(manager, portal, onboarding, tmp_path)
    portal.go_to(start_of(portal, onboarding) + timedelta(days=100))
    manager = meet(portal, "manager@vendor.example")
    look_at_the_rate(manager, firm)
    certify(portal, manager, firm)
    read_the_report(manager, firm)


def open_for_business(portal: Served) -> None:
    """What a new portal has after its first commands: playbooks, courses, a policy and two accounts."""
    with portal.unit():
        load_default_playbooks(PORTAL)
        load_courses(actor=PORTAL)
        load_default_policy(PORTAL)
        for word, name, role in (("admin", "三田村 修", Role.ADMIN), ("manager", "蓮見 由紀", Role.CS_MANAGER)):
            create_user(
                email=f"{word}@vendor.example",
                name=name,
                role=role,
                actor=PORTAL,
                password_hash=hash_password(PASSWORD),
            )


def import_the_samples(manager: Visitor) -> None:
    manager.choose("パートナー")
    manager.follow("パートナーを取り込む")
    manager.send_file(SAMPLES / "partners.csv")
    assert manager.heading == "24行すべてに誤りはありません。まだ何も書き込んでいません"
    manager.press("24行を取り込む")
    manager.is_told("24行を取り込みました（新規24行、上書き0行、変更なし0行）。")
    manager.sees("青葉システムコンサルティング")

    manager.choose("顧客・引き継ぎ")
    manager.follow("顧客を取り込む")
    manager.send_file(SAMPLES / "customers.csv")
    assert manager.heading == "180行すべてに誤りはありません。まだ何も書き込んでいません"
    manager.press("180行を取り込む")
    manager.is_told("180行を取り込みました（新規180行、上書き0行、変更なし0行）。")
    manager.sees("180件中1〜25件")


def run_and_approve(portal: Served, manager: Visitor) -> None:
    """Have a plan computed, look at why, and send its offers."""
    manager.choose("割り当て")
    assert manager.heading == "180社がパートナーの割り当てを待っています"
    manager.press("割り当てを計算する")
    assert manager.heading == "案を計算しています"
    portal.work()
    # The page opens the plan by itself.
    manager.page.wait_for_selector("#why")
    manager.sees("最適と証明済み")

    why = manager.page.locator("#why")
    expect(why).to_contain_text(re.compile(r"を[\d.]+点で提案します。"))
    # A cell may say before its points where its value comes from.
    parts = [float(text.split()[-1]) for text in why.locator("tbody tr:not(.sum) td:nth-child(2)").all_inner_texts()]
    score = float(why.locator("tr.sum td").first.inner_text())
    assert sum(parts) == pytest.approx(score, abs=0.06 * len(parts))
    expect(why).to_contain_text("にしない理由")

    placed = placed_of(manager)
    enter_who_orders(portal)
    manager.press(f"{placed}社の案を承認して依頼を送る")
    manager.is_told(f"受託依頼を{placed}件送りました。")
    assert manager.heading == f"回答待ちの受託依頼が{placed}件あります"


def enter_who_orders(portal: Served) -> None:
    """Without it no order could be written, and no offer is sent."""
    with portal.unit():
        make_issuer()


def overrule_the_plan(portal: Served, manager: Visitor) -> None:
    """Pin a customer to another firm than the plan's: its price is seen first, and the reason stays with it."""
    customer = manager.page.inner_text("#why h2")
    manager.follow("別のパートナーに替える")
    row = manager.page.locator("tr", has=manager.page.get_by_role("link", name="固定する")).nth(1)
    firm = row.locator("th").inner_text().split("\n")[0].strip()
    with manager.page.expect_navigation():
        row.get_by_role("link", name="固定する").click()
    assert manager.heading == f"{customer}を{firm}に固定する"
    expect(manager.page.locator("#price tbody tr").last).to_contain_text(re.compile(r"−[\d.]+点"))
    manager.press("固定して計算し直す")
    manager.sees("「理由」を入力してください。")
    manager.fill("理由", "以前の導入でも担当し、先方の希望があります。")
    manager.press("固定して計算し直す")
    portal.work()
    manager.page.wait_for_selector("#why")
    manager.open("/allocations/rulings")
    for told in (customer, firm, "以前の導入でも担当し、先方の希望があります。"):
        manager.sees(told)
    manager.choose("割り当て")
    manager.page.locator("main table a").first.click()
    manager.page.wait_for_selector("#why")


def placed_of(manager: Visitor) -> int:
    found = re.search(r"(\d+)社の案を承認", manager.page.inner_text(".head"))
    assert found
    return int(found[1])


def busiest_firm(portal: Served) -> tuple[str, list[str]]:
    """Of the firms whose every submission is reviewed, the one with most offers and the customers they are about."""
    with portal.unit(write=False) as session:
        every = session.scalars(select(Offer).options(selectinload(Offer.brief), selectinload(Offer.partner))).all()
        tiers = tiers_in_force(clock.today())
        offers = [offer for offer in every if tiers.get(offer.partner_id, 1) <= REVIEWED]
        code, _count = Counter(sorted(offer.partner.code for offer in offers)).most_common(1)[0]
        mine = [offer for offer in offers if offer.partner.code == code]
        return mine[0].partner.name, [str(offer.brief.facts["customer_name"]) for offer in mine if offer.brief]


def let_in_the_firm(portal: Served, meet: Meet, firm: str) -> Visitor:
    admin = meet(portal, "admin@vendor.example")
    admin.open("/users/new")
    admin.page.select_option("[name=firm]", label=firm)
    return invite(portal, meet, admin, FIRM_MANAGER, "manager@firm.example", "パートナー管理者")


def answer_the_offers(firm_manager: Visitor, customers: list[str]) -> str:
    """Decline one offer and accept another; gives the code of the onboarding that begins."""
    firm_manager.choose("受託依頼")
    assert firm_manager.heading == f"回答待ちの受託依頼が{len(customers)}件あります"
    firm_manager.follow(customers[1])
    firm_manager.press("辞退する")
    firm_manager.sees("理由がまだありません。次の候補を選ぶために使います。")
    firm_manager.fill("辞退の理由", "この時期は決算の支援で手が足りません。")
    firm_manager.press("辞退する")
    firm_manager.is_told("辞退しました。枠は空きに戻りました。")
    firm_manager.open("/offers?state=declined")
    firm_manager.sees("この時期は決算の支援で手が足りません。")

    firm_manager.choose("受託依頼")
    firm_manager.follow(customers[0])
    firm_manager.press("受託する")
    firm_manager.is_told(f"{customers[0]}を受託しました。続けて担当者を決めてください。")
    return firm_manager.path.removeprefix("/onboardings/")


def ask_the_next_candidate(portal: Served, meet: Meet, manager: Visitor, customer: str) -> None:
    """Whoever comes after the firm that declined is proposed, asked by one button, and takes the customer."""
    with portal.unit() as session:
        # By now the firms have found some more room; in the plan's month there was none.
        statement = select(Partner, Capacity).join(Capacity, Capacity.partner_id == Partner.id)
        for partner, slots in session.execute(statement.where(Capacity.month == next_month(clock.today()))).all():
            state_capacity(partner, slots={slots.month: slots.stated + 3}, actor=PORTAL)
    manager.open(f"/customers?q={customer}")
    manager.follow(customer)
    manager.follow("内容を確かめて依頼する")
    asked = re.fullmatch(f"{customer}の次の候補は(.+)です", manager.heading)
    assert asked
    manager.press(f"{asked[1]}に依頼を送る")
    manager.is_told("受託依頼を送りました。")
    with portal.unit() as session:
        partner_id = session.scalars(select(Partner.id).where(Partner.name == asked[1])).one()
        create_user(
            email="manager@second.example",
            name="八木 環",
            role=Role.PARTNER_MANAGER,
            partner_id=partner_id,
            actor=PORTAL,
            password_hash=hash_password(PASSWORD),
        )
    second = meet(portal, "manager@second.example")
    second.choose("受託依頼")
    second.follow(customer)
    second.press("受託する")
    second.is_told(f"{customer}を受託しました。続けて担当者を決めてください。")


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def name_the_consultant(portal: Served, meet: Meet, firm_manager: Visitor, onboarding: str) -> None:
    firm_manager.choose("担当者")
    firm_manager.follow("利用者を招待する")
    invite(portal, meet, firm_manager, CONSULTANT, "consultant@firm.example", "担当者", width=PHONE)

    firm_manager.open(f"/onboardings/{onboarding}")
    firm_manager.follow("担当者を指名する")
    firm_manager.page.get_by_label(CONSULTANT).check()
    firm_manager.press("保存する")
    expect(firm_manager.page.locator("[aria-labelledby=h-people]")).to_contain_text(CONSULTANT)


def start_of(portal: Served, onboarding: str) -> date:
    with portal.unit(write=False) as session:
        return session.scalars(select(Onboarding.start_on).where(Onboarding.code == onboarding)).one()


def first_phase(portal: Served, meet: Meet, onboarding: str) -> None:
    """Begun and sent in on a phone, sent back, mended, accepted."""
    consultant = meet(portal, "consultant@firm.example", width=PHONE)
    consultant.follow("開始する")  # Each step is two clicks from the start page.
    consultant.press("このフェーズを開始する")
    consultant.is_told("開始しました。")
    consultant.follow("ホーム")
    submit(consultant, "キックオフの議事録を添えます。")

    manager = meet(portal, "manager@vendor.example")
    manager.open(f"/onboardings/{onboarding}")
    manager.follow("レビューする")
    manager.sees("キックオフの議事録を添えます。")
    manager.page.get_by_text("差し戻す場合").click()
    manager.fill("不足している内容", MISSING)
    manager.press("差し戻す")
    manager.is_told("差し戻しました。")

    consultant.open("/")
    submit(consultant, "期限を書き足しました。", finds=MISSING)
    manager.open(f"/onboardings/{onboarding}")
    manager.follow("レビューする")
    manager.press("承認する")
    manager.is_told("承認しました。")


def submit(consultant: Visitor, note: str, *, finds: str = "") -> None:
    consultant.follow("提出する")
    consultant.sees(finds)
    consultant.fill("レビューする人へのひとこと", note)
    consultant.press("提出する")
    consultant.is_told("提出しました。")


def other_phases(portal: Served, onboarding: str) -> None:
    """Phases two to six, one every twelve days, as their pages would do it."""
    consultant, manager = acting(portal, "consultant@firm.example"), acting(portal, "manager@vendor.example")
    beginning = start_of(portal, onboarding)
    for position in range(2, 7):
        today = beginning + timedelta(days=12 * (position - 1))
        portal.go_to(today)
        with portal.unit() as session:
            found = session.scalars(select(Onboarding).where(Onboarding.code == onboarding)).one()
            phase = found.phases[position - 1]
            start_phase(phase, on=today, actor=consultant)
            submit_phase(phase, on=today, note="", actor=consultant)
            complete_phase(phase, on=today, actor=manager)
    portal.work()


def acting(portal: Served, email: str) -> Principal:
    with portal.unit(write=False) as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        return Principal(id=user.id, name=user.name, role=user.role, partner_id=user.partner_id)


def sees_all_six_accepted(manager: Visitor, onboarding: str) -> None:
    manager.open(f"/onboardings/{onboarding}")
    manager.sees("6つのフェーズがすべて終了しました")


def bring_in_usage(manager: Visitor, portal: Served, onboarding: str, folder: Path) -> None:
    """The product reports what the playbook asks for, and the onboarding is active from that day."""
    with portal.unit(write=False) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.code == onboarding)).one()
        customer = session.scalars(select(Customer.code).where(Customer.id == found.customer_id)).one()
        rule = found.playbook.activation_rule
        on = found.start_on + timedelta(days=50)
    lines = ["customer_code,date,metric,value"]
    lines += [f"{customer},{on.isoformat()},{item['metric']},{item['at_least']}" for item in rule]
    (folder / "usage.csv").write_text("\n".join(lines) + "\n", "utf-8")

    manager.choose("オンボーディング")
    manager.follow("利用データを取り込む")
    manager.send_file(folder / "usage.csv")
    manager.press(f"{len(rule)}行を取り込む")
    manager.is_told(f"{len(rule)}行を取り込みました")
    portal.work()
    manager.open(f"/onboardings/{onboarding}")
    manager.sees(f"{on.year}年{on.month}月{on.day}日から稼働")


def look_at_the_rate(manager: Visitor, firm: str) -> None:
    manager.choose("レポート")
    assert manager.heading == "90日稼働率は50.0%です"  # the customer of the second firm is not active yet
    manager.sees("稼働1／2件")


def certify(portal: Served, manager: Visitor, firm: str) -> None:
    manager.choose("研修・認定", "認定評価")
    assert manager.heading == "まだ認定評価をしていません"
    manager.press("全パートナーを評価する")
    manager.is_told("社を評価しました。")
    manager.follow(firm)
    manager.follow("決定する")
    manager.fill("理由", "件数がそろうまで、いまのランクのままとします。")
    manager.press("ランクを決定する")
    manager.is_told(f"{firm}を")
    manager.is_told("に決定しました。パートナーに通知しました。")


def read_the_report(manager: Visitor, firm: str) -> None:
    manager.choose("レポート")
    manager.page.select_option("select[name=partner]", label=firm)
    manager.press("表示する")
    manager.follow("月次報告を開く")
    assert manager.heading.startswith(firm)
    address = manager.page.get_by_role("link", name="PDFを開く").get_attribute("href")
    answer = manager.context.request.get(f"{manager.address}{address}")
    assert answer.body().startswith(b"%PDF")
    assert firm in text_of(answer.body())
