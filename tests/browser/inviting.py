"""How somebody new comes in: by a letter that the administrator can read on a page."""

from __future__ import annotations

import re

from tests.browser.conftest import Meet
from tests.browser.serving import Served
from tests.browser.visitors import PASSWORD, Visitor


def invite(
    portal: Served, meet: Meet, host: Visitor, name: str, email: str, role: str, *, width: int = 1280
) -> Visitor:
    """Have a person invited, who opens the letter, chooses a password and logs in."""
    host.fill("氏名", name)
    host.fill("メールアドレス", email)
    host.page.select_option("[name=role]", label=role)
    host.press("招待する")
    host.is_told(f"{name}さんを招待しました。")
    portal.work()

    admin = meet(portal, "admin@vendor.example")
    admin.open("/letters")
    admin.page.locator(".letters summary").first.click()
    link = re.search(r"http://localhost(/invitation/\S+)", admin.page.inner_text(".letters .letter >> nth=0"))
    assert link

    guest = meet(portal, width=width)
    guest.open(link[1])
    guest.sees(f"{name}")
    for field in guest.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    guest.press("パスワードを設定する")
    guest.log_in(email)
    assert guest.path == "/"
    return guest
