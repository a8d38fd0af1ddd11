"""Every role on its own pages: nothing too wide, nothing complained of, everything reached by keyboard."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Meet
from tests.browser.serving import Served
from tests.browser.visitors import Visitor

pytestmark = pytest.mark.browser

WIDE, PHONE = 1280, 375
PEOPLE = [
    "admin@vendor.example",
    "manager@vendor.example",
    "member@vendor.example",
    "sales@vendor.example",
    "support@vendor.example",
    "auditor@vendor.example",
    "manager@p0001.example",
    "consultant@p0001.example",
]
# Who has pages that nobody else has is met in both languages; others, but for the long run, in one each.
IN_BOTH = ("manager@vendor.example", "member@vendor.example", "manager@p0001.example")
MET = [
    (email, locale)
    for place, email in enumerate(PEOPLE)
    for locale in ("ja", "en")
    if email in IN_BOTH or locale == ("ja", "en")[place % 2] or "BANSOU_LONG" in os.environ
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Each language is looked at by axe in one width, so that both languages and both widths are.
AXE_AT = {"ja": WIDE, "en": PHONE}
MOST_TABS = 40


@pytest.mark.parametrize(("email", "locale"), MET)
def test_somebody_of_this_role_can_use_every_entry_of_the_menu(
    lived_in_portal: Served, meet: Meet, email: str, locale: str
) -> None:
    visitor = meet(lived_in_portal, email, locale=locale)
    assert visitor.path == "/", "not logged in"
    assert visitor.page.locator("html").get_attribute("lang") == locale

    found = [fault for path in menu_of(visitor) for fault in faults_of(visitor, path, locale)]

    assert found + visitor.complaints == []


def menu_of(visitor: Visitor) -> list[str]:
    """The addresses of the main menu, the start page first, and those of the account menu."""
    links = visitor.page.locator("nav.nav a, .menu-b a").all()
    paths = [str(link.get_attribute("href")) for link in links]
    assert "/" in paths
    return list(dict.fromkeys(["/", *paths, "/inbox"]))


def faults_of(visitor: Visitor, path: str, locale: str) -> list[str]:
    """What is wrong with a page: its answer, its width, its names and colours, its order by keyboard."""
    answer = visitor.page.goto(visitor.address + path)
    found = [] if answer and answer.ok else [f"{path}: answered {answer and answer.status}"]
    for width in (WIDE, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        too_wide = visitor.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        if too_wide > 0:
            found.append(f"{path}: {too_wide} pixels too wide at {width}")
        if AXE_AT[locale] == width:
            found += [f"{path} at {width}: {said}" for said in violations(visitor)]
            found += [f"{path} at {width}: {said}" for said in unreached(visitor)]
    return found


def violations(visitor: Visitor) -> list[str]:
    rules = Axe().run(visitor.page, options=RULES).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in rules]


def unreached(visitor: Visitor) -> list[str]:
    """Which of the first entry of the menu and the primary button cannot be reached with Tab."""
    wanted = {"nav.nav a": "the first entry of the menu", ".btn-1": "the primary button"}
    missing = {css for css in wanted if visitor.page.locator(f"{css}:visible").count()}
    visitor.page.evaluate("document.activeElement.blur()")
    for _ in range(MOST_TABS):
        if not missing:
            break
        visitor.page.keyboard.press("Tab")
        missing -= {css for css in missing if visitor.page.evaluate(IS_FIRST, css)}
    return [f"Tab does not reach {wanted[css]}" for css in missing]


IS_FIRST = "css => document.activeElement === [...document.querySelectorAll(css)].find(e => e.checkVisibility())"
