"""Whatever an address says after its question mark: it is a word to look for, never a failure and never SQL."""

from __future__ import annotations

import os
import re

import pytest

from tests.architecture.sweeping import addresses, csrf_of
from tests.architecture.test_house import sources
from tests.architecture.test_keys import forms_of
from tests.architecture.test_pages import pages

pytestmark = pytest.mark.one_database
READERS = ("cs_manager", "admin", "Anzu_manager", "Anzu_one")
PAYLOADS = (
    "' OR '1'='1",
    "1; DROP TABLE users; --",
    '"); SELECT pg_sleep(9); --',
    "-name') UNION SELECT password_hash FROM users --",
    "%",
    "\x00",
    "\ud7ff\u202e𠮷",
    "９９",
    "-1",
    "99999999999999999999",
    "2026-13-45",
    "0001-01",
    "9999-12-31",
    "a" * 5_000,
)
# The long form, in script/soak, tries every payload and every name by itself.
IS_LONG = bool(os.environ.get("BANSOU_LONG"))
WORDS = ("a" * 20_000, "９９", "99999999999999999999", "0001-01-01", "9" * 400, "sNaN")
SHORT = ("' OR '1'='1", "\x00", "9999-12-31", "99999999999999999999")
# Those by which `url_for` is told how to write an address; one that a page took over from its own would end there.
WRITING = {"endpoint", "form", "_anchor", "_external", "_method", "_scheme"}
ASKED = re.compile(r"""(?:args|values)(?:\.get\(|\[)\s*["'](\w+)["']""")


def names() -> list[str]:
    """Every name that some view looks up in its address."""
    found = {name for file in sources() for name in ASKED.findall(file.read_text(encoding="utf-8"))}
    listed = {"q", "role", "state", "product", "industry", "prefecture", "owner", "status", "kind", "tab", "partner"}
    ordered = {"sort", "dir", "page", "by", "month", "since", "until", "phase", "tier", "effort"}
    return sorted(found | listed | ordered | WRITING)


@pytest.mark.parametrize("name", READERS)
def test_no_parameter_of_any_page_makes_it_fail(made, watch, name):
    client, asked, faults = made.browser(name), names(), []
    assert len(asked) > 20
    for address, path in pages(made, name):
        for payload in PAYLOADS if IS_LONG else SHORT[: 1 if address.kind else None]:
            watch.clear()
            answer = client.get(path, query_string=dict.fromkeys(asked, payload))
            if answer.status_code >= 500 or "DROP TABLE" in " ".join(text for text, _ in watch.statements):
                faults.append(f"{path} {payload[:30]!r}: {answer.status_code}")

    assert "\n".join(faults) == ""


@pytest.mark.skipif(not IS_LONG, reason="part of script/soak")
@pytest.mark.parametrize("name", READERS)
def test_no_parameter_by_itself_makes_a_list_fail(made, name):
    client, faults = made.browser(name), []
    for address, path in pages(made, name):
        if address.kind or "export" in path:
            continue
        for parameter in names():
            for payload in ("\x00", "99999999999999999999", "2026-13-45", "0001-01", "9999-12"):
                status = client.get(path, query_string={parameter: payload}).status_code
                if status >= 500:
                    faults.append(f"{path}?{parameter}={payload!r}: {status}")

    assert "\n".join(faults) == ""


@pytest.mark.parametrize("payload", ["%00", "'%20OR%201=1", "%FF%FE", "..%2f..%2fetc"])
def test_no_part_of_an_address_makes_it_fail(made, payload):
    client, faults = made.browser("admin"), []
    manager = made.browser("cs_manager")
    for address in addresses(made.app, made):
        if "<" in address.rule and address.method == "GET":
            path = re.sub(r"<[^>]*>", payload, address.rule)
            for browser in (client, manager):
                if browser.get(path).status_code >= 500:
                    faults.append(path)

    assert faults == []


@pytest.mark.parametrize("payload", ["\x00", *(WORDS if IS_LONG else ())])
@pytest.mark.parametrize("name", READERS)
def test_no_word_in_a_form_makes_it_fail(made, nothing_stays, name, payload):
    client, faults, sent = made.browser(name), [], 0
    token = csrf_of(made.app, client)
    for form in list(forms_of(made, name)):
        sent += 1
        data = {key: payload for key in form.names if key} | {"csrf_token": token}
        status = client.post(form.action, data=data).status_code
        if status >= 500:
            faults.append(f"{form.action}: {status}")

    assert "\n".join(faults) == ""
    assert sent > 3
