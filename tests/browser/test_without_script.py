"""The portal with scripts switched off in the browser: forms and links alone do the job."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.services import send_offer
from partners.models import Partner
from portal.accounts.models import User
from portal.people import Principal
from tests.browser.conftest import Meet
from tests.browser.serving import Served

pytestmark = pytest.mark.browser

FIRM = "P0001"
PARTNERS = Path(__file__).resolve().parents[2] / "docs" / "samples" / "partners.csv"


def test_a_list_is_filtered_and_sorted(lived_in_portal: Served, meet: Meet) -> None:
    manager = meet(lived_in_portal, "manager@vendor.example", script=False)
    manager.choose("顧客・引き継ぎ")
    manager.page.select_option("select[name=product]", "accounting")
    manager.press("絞り込む")
    assert set(manager.page.locator("td[data-l=製品]").all_inner_texts()) == {"会計"}

    days = []
    for _ in range(2):
        manager.page.locator("th a.sort", has_text="開始").click()
        assert "product=accounting" in manager.path
        days.append(manager.page.locator("td[data-l=開始日]").first.inner_text())
    assert days[0] != days[1]


def test_a_file_is_checked_and_imported(lived_in_portal: Served, meet: Meet) -> None:
    manager = meet(lived_in_portal, "manager@vendor.example", script=False)
    manager.choose("パートナー")
    manager.follow("取り込む")
    manager.send_file(PARTNERS)
    manager.press("24行を取り込む")

    manager.is_told("24行を取り込みました")


def test_an_offer_is_accepted(lived_in_portal: Served, meet: Meet) -> None:
    customer = make_offer(lived_in_portal)
    firm_manager = meet(lived_in_portal, "manager@p0001.example", script=False)
    firm_manager.choose("受託依頼")
    firm_manager.follow(customer)
    firm_manager.press("受託する")

    firm_manager.is_told(f"{customer}を受託しました。")


def make_offer(portal: Served) -> str:
    """Have the firm asked to take one of the customers who wait; gives the customer's name."""
    with portal.unit() as session:
        firm = session.scalars(select(Partner).where(Partner.code == FIRM)).one()
        waiting = select(Customer).where(
            Customer.code.startswith("C0"), Customer.product.in_(firm.products), Customer.effort == 1
        )
        customer = session.scalars(waiting.order_by(Customer.code)).first()
        assert customer
        send_offer(customer=customer, partner=firm, actor=vendor_manager(session))
        return customer.name


def vendor_manager(session: Session) -> Principal:
    user = session.scalars(select(User).where(User.email == "manager@vendor.example")).one()
    return Principal(id=user.id, name=user.name, role=user.role)


def test_a_phase_is_submitted(lived_in_portal: Served, meet: Meet) -> None:
    consultant = meet(lived_in_portal, "consultant@p0001.example", script=False, width=375)
    consultant.follow("提出する")
    consultant.fill("レビューする人へのひとこと", "設定一覧を添えます。")
    consultant.press("提出する")

    consultant.is_told("提出しました。")
