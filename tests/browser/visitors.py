"""Somebody before a browser: reads, presses, fills in, and sees every complaint of the browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

PASSWORD = "ichi-go ichi-e 2026"


class Visitor:
    """One person with one browser window."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        width: int = 1280,
        locale: str = "ja",
        script: bool = True,
        touch: bool = False,
    ) -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale="ja-JP" if locale == "ja" else "en-US",
            java_script_enabled=script,
            has_touch=touch,
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def log_in(self, email: str, password: str = PASSWORD) -> None:
        self.open("/login")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation():
            self.page.press("[name=password]", "Enter")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def follow(self, name: str) -> None:
        """Press the first link of this name in the page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def choose(self, entry: str, part: str | None = None) -> None:
        """Go where an entry of the main menu leads, and there to one of the parts that it folds."""
        with self.page.expect_navigation():
            self.page.locator("nav.nav").get_by_role("link", name=entry, exact=True).click()
        if part is not None:
            with self.page.expect_navigation():
                self.page.locator(".subnav").get_by_role("link", name=part, exact=True).click()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the first button of this name, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def send_file(self, path: Path) -> None:
        self.page.set_input_files("input[type=file]", path)
        self.press("ファイルを確認する")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    @property
    def heading(self) -> str:
        return self.page.inner_text("h1")

    def sees(self, text: str) -> None:
        """Assert that the page shows this text."""
        expect(self.page.locator("body")).to_contain_text(text)

    def is_told(self, text: str) -> None:
        """Assert that the page tells what was just done."""
        expect(self.page.locator(".flashes")).to_contain_text(text)

    def leave(self) -> None:
        self.context.close()
