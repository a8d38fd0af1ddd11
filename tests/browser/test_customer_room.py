"""A customer in its room, on a phone: from the link in the letter to the task that is ticked off, and out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.mail.models import Letter
from portal.settings import GUEST_LOCALES
from tests.browser.conftest import Meet
from tests.browser.serving import Served
from tests.browser.test_roles import unreached, violations
from tests.browser.visitors import Visitor

pytestmark = pytest.mark.browser

PHONE, WIDE = 375, 1280
LINK = re.compile(r"http://localhost(/room/\S+)")
CODE = re.compile(r"^(\d{6})$", re.MULTILINE)
WORDS = {
    "ja": {"send": "コードを送る", "open": "専用ページを開く", "wrong": "コードが違うか、", "next": "次：お客様"}
    | {"done": "完了にする", "thanks": "完了にしました。", "leave": "ログアウトする", "left": "ログアウトしました"},
    "vi": {"send": "Gửi mã", "open": "Mở trang riêng", "wrong": "Mã không đúng", "next": "Tiếp theo: phía quý khách"}
    | {"done": "Đánh dấu đã xong", "thanks": "Đã ghi nhận hoàn thành", "leave": "Đăng xuất"}
    | {"left": "Quý khách đã đăng xuất"},
}


def newest(portal: Served, locale: str, pattern: re.Pattern[str]) -> str:
    """What the newest letter in a language holds."""
    with portal.unit(write=False) as session:
        letters = session.scalars(select(Letter).where(Letter.locale == locale).order_by(Letter.id.desc()))
        return next(match[1] for letter in letters if (match := pattern.search(letter.text)))


def come_in(portal: Served, guest: Visitor, locale: str) -> None:
    guest.open(newest(portal, locale, LINK))
    with guest.page.expect_navigation():
        guest.page.locator("main .btn-1").click()
    guest.page.fill("#code", newest(portal, locale, CODE))
    with guest.page.expect_navigation():
        guest.page.locator("main .btn-1").click()
    assert guest.path == "/room"


@pytest.mark.parametrize("locale", sorted(WORDS))
def test_a_customer_finds_the_next_task_on_a_phone_and_ticks_it_off(
    lived_in_portal: Served, meet: Meet, locale: str
) -> None:
    portal, words = lived_in_portal, WORDS[locale]
    guest = meet(portal, width=PHONE, script=False)
    guest.open(newest(portal, locale, LINK))
    guest.press(words["send"])
    guest.page.fill("#code", "not it")
    guest.press(words["open"])
    guest.sees(words["wrong"])
    guest.page.fill("#code", newest(portal, locale, CODE))
    guest.press(words["open"])

    assert guest.path == "/room"
    assert guest.page.locator("html").get_attribute("lang") == locale
    guest.sees(words["next"])
    task = guest.page.inner_text("#h-next")
    guest.press(words["done"])
    guest.sees(words["thanks"])
    assert guest.page.locator("#h-next").all_inner_texts() != [task]

    guest.press(words["leave"])
    guest.sees(words["left"])
    guest.open("/room")
    expect(guest.page.locator("main .btn-1")).to_have_count(0)


@pytest.mark.parametrize("locale", GUEST_LOCALES)
def test_a_room_can_be_used_by_everybody_in_each_language(lived_in_portal: Served, meet: Meet, locale: str) -> None:
    guest, faults = meet(lived_in_portal, width=PHONE), []
    link = newest(lived_in_portal, locale, LINK)
    come_in(lived_in_portal, guest, locale)
    for path in ("/room", link, f"{link}/code", "/room/left", "/room/unknown"):
        guest.open(path)
        for width in (PHONE, WIDE):
            guest.page.set_viewport_size({"width": width, "height": 800})
            too_wide = guest.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            faults += [f"{path} at {width}: {too_wide} pixels too wide"] if too_wide > 0 else []
        faults += [f"{path}: {said}" for said in [*violations(guest), *unreached(guest)]]

    assert faults == []
    assert [said for said in guest.complaints if "404" not in said] == []
