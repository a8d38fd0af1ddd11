"""The gallery in Chromium: reachable by keyboard, without violations, and whole without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
WIDE, PHONE = 1280, 375
PATHS = [
    "/?errors",
    "/errors/error.html?anonymous",
    "/errors/error.html?code=404",
    "/report.html",
    "/confirmation.html",
]
Opener = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, gallery_url: str) -> Iterator[Opener]:
    contexts = []

    def opened(path: str = "/", *, width: int = WIDE, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(gallery_url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_the_browser_has_no_complaint(open_page: Opener, path: str, locale: str) -> None:
    page = open_page(f"{path}{'&' if '?' in path else '?'}locale={locale}")

    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert [text for text in page.complaints if "404 (NOT FOUND)" not in text] == []


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_top_bar_stays_on_one_line_at_a_desk(open_page: Opener, locale: str) -> None:
    page = open_page(f"/?locale={locale}")

    assert page.locator(".top").bounding_box()["height"] <= 50


def test_icons_are_drawn_under_a_strict_policy(open_page: Opener) -> None:
    page = open_page("/")

    drawn = page.evaluate(
        "[...document.querySelectorAll('svg.i use')].map(use => use.getBoundingClientRect().width)"
    )
    assert len(drawn) > 10
    assert all(width > 0 for width in drawn if width != 0)
    assert page.locator(".btn-1 svg.i use").first.bounding_box()["width"] > 4


def test_keys_search_help_and_rows(open_page: Opener) -> None:
    page = open_page("/")

    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("#search").blur()
    page.keyboard.press("j")
    expect(page.locator("th a.key").nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("th a.key").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("th a.key").nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_g_and_o_go_to_the_onboardings(open_page: Opener, gallery_url: str) -> None:
    page = open_page("/errors/error.html")

    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("o")

    assert page.url == f"{gallery_url}/onboardings"


def test_a_letter_typed_into_a_field_is_only_a_letter(open_page: Opener) -> None:
    page = open_page("/")

    page.locator("#name").press_sequentially("g o ? /")

    assert page.locator("#name").input_value() == "g o ? /"
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_all_rows_are_chosen_at_once(open_page: Opener) -> None:
    page = open_page("/")
    expect(page.locator("[data-bulk] button").first).to_be_disabled()

    page.locator("[data-select-all]").check()

    expect(page.locator("[data-select]:checked")).to_have_count(4)
    expect(page.locator("[data-bulk-count]")).to_have_text(" 4")
    expect(page.locator("[data-bulk] button").first).to_be_enabled()


def test_unsaved_input_is_not_left_unasked(open_page: Opener) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.locator("#name").press_sequentially("x")
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)

    assert asked == ["beforeunload"]


def test_the_account_menu_closes_with_escape(open_page: Opener) -> None:
    page = open_page("/")
    menu = page.locator("details[data-menu]")

    menu.locator("summary").click()
    expect(page.get_by_role("button", name="English")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="English")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_errors_are_met_first_and_lead_to_their_field(open_page: Opener) -> None:
    page = open_page("/?errors")
    expect(page.locator("#error-summary")).to_be_focused()

    page.locator("#error-summary a").first.click()

    expect(page.locator("#slots")).to_be_focused()


def test_a_definition_opens_on_focus(open_page: Opener) -> None:
    page = open_page("/")

    page.locator("a.fig").first.focus()

    expect(page.locator("a.fig + .tip").first).to_be_visible()


def test_a_part_of_a_page_is_posted_with_its_token_and_a_refusal_is_shown(open_page: Opener) -> None:
    page = open_page("/")

    page.get_by_role("button", name="一部だけ送る").click()

    expect(page.locator("#part")).to_have_text("理由がまだありません")


def test_without_a_script_menus_tables_and_choices_still_work(open_page: Opener) -> None:
    page = open_page("/", java_script_enabled=False)

    page.locator("details[data-menu] summary").click()
    expect(page.get_by_role("button", name="ログアウトする")).to_be_visible()
    page.locator("details.data summary").first.click()
    expect(page.locator("details.data table").first).to_be_visible()
    expect(page.locator("[data-select-all]")).to_be_hidden()
    page.locator("[data-select]").first.check()
    expect(page.locator("[data-bulk] button").first).to_be_enabled()
