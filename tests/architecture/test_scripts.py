"""What people write is shown as they wrote it, and never run: every text column of every table, on every page."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from playwright.sync_api import sync_playwright
from sqlalchemy import JSON, Enum, String, Table, select, update
from werkzeug.serving import make_server

from portal import clock
from portal.database import db
from tests.architecture.test_access import READERS
from tests.architecture.test_house import ROOMS, ROOT
from tests.architecture.test_pages import pages
from tests.conftest import NOW
from tests.factories.three_firms import ThreeFirms, make_three_firms
from tests.world import unit

pytestmark = pytest.mark.on_sqlite

PAYLOAD = (
    "<script>window.__pwned=1</script>\"'><img src=x onerror=window.__pwned=1>{{7*191}}javascript:window.__pwned=1"
)
OPENED = ("cs_manager", "Anzu_manager", "admin", "Anzu_one")
RUNS = ("<script>window", "<img src=x", "1337")
# Columns whose words are the portal's own: nobody types them. Each is checked where it is written.
OWN_WORDS = {
    "code": "made by the portal",
    "public_code": "made by the portal",
    "key": "names a setting, a lesson or a question",
    "token_hash": "a hash",
    "password_hash": "a hash",
    "kind": "names a class of ours",
    "event": "names a class of ours",
    "field": "names a field of the template",
    "product": "a key to playbooks; as a word that somebody chose it stands in its own test",
    "industry": "chosen from a list",
    "prefecture": "chosen from a list",
    "language": "chosen from a list",
    "locale": "chosen from a list",
    "module": "names a part of a course",
    "tolerance": "a number",
    "source": "a policy file, parsed before it is kept",
    "metric": "names a measure of ours",
    "subject": "names a certificate, or a letter of ours",
    "href": "built by the portal",
    "error": "written by the portal",
    "email": "checked to be an address, and a key to accounts",
    "recipient": "checked to be an address",
    "run_code": "made by the portal",
    "word": "made by the portal",
    "invitation": "made by the portal",
}
# Stored JSON that holds what people wrote, by table, and under which names; a handoff's free texts say "About …".
WRITTEN = {
    "briefs": {"customer_name", "goals", "plan"},
    "notices": {"customer", "customer_name", "name", "reason", "missing", "partner", "consultant"},
    "onboarding_changes": {"reason", "note", "name", "missing", "cause"},
    "audit_entries": {"reason", "note", "name", "missing", "browser", "file_name", "before", "after"},
    "handoffs": {"value", "reason"},
    "survey_versions": {"ja", "en"},
    "products": {"ja", "en"},
    "playbooks": {"ja", "en"},
    "playbook_drafts": {"ja", "en"},
    "survey_answers": {"worries", "remarks"},
    "survey_periods": {"text"},
}


def text_columns(table: Table) -> list[Any]:
    return [
        column
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum) and column.name not in OWN_WORDS
    ]


def infected(value: Any, keys: set[str], key: str = "") -> Any:
    """Stored JSON with the payload behind everything that somebody wrote."""
    if isinstance(value, dict):
        return {name: infected(item, keys, name) for name, item in value.items()}
    if isinstance(value, list):
        return [infected(item, keys, key) for item in value]
    is_free = isinstance(value, str) and key in keys and (key != "value" or value.startswith("About"))
    return value + PAYLOAD if is_free else value


def infect(made: ThreeFirms) -> int:
    """Put the payload into every text that people write; gives the number of columns."""
    columns = 0
    with unit() as session:
        connection = session.connection()
        for table in db.metadata.sorted_tables:
            texts = text_columns(table)
            columns += len(texts)
            for column in texts:
                said = column.concat(PAYLOAD) if not column.unique else column
                connection.execute(update(table).where(column.is_not(None)).values({column.name: said}))
            for column in table.columns:
                if isinstance(column.type, JSON) and table.name in WRITTEN:
                    for row_id, value in connection.execute(select(table.c.id, column)).all():
                        changed = infected(value, WRITTEN[table.name])
                        if changed != value:
                            connection.execute(
                                update(table).where(table.c.id == row_id).values({column.name: changed})
                            )
    return columns


@pytest.fixture(scope="module")
def infected_firms(world) -> Iterator[ThreeFirms]:
    world.empty()
    with clock.at(NOW):
        made = make_three_firms(world.app)
        for name in READERS:
            made.browser(name)
        assert infect(made) >= 25
        yield made
    world.empty()


class Injected(HTMLParser):
    """Elements and attributes of a page that no template of ours writes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "").startswith("/static/"):
            self.found.append("script")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or "window" in name]
        self.found += [f"{tag} {name}={value[:40]}" for name, value in given.items() if leads_astray(name, value)]


def leads_astray(name: str, value: str) -> bool:
    return name in ("href", "src", "action", "formaction", "srcdoc", "data") and (
        value.strip().lower().startswith(("javascript:", "data:text", "//")) or value == "x"
    )


def injected(text: str) -> list[str]:
    parser = Injected()
    parser.feed(text)
    return parser.found


def test_markup_that_was_slipped_in_is_found():
    assert injected(f"<p>{PAYLOAD}</p>") == ["script", "img onerror", "img src=x"]
    assert injected("<a href=javascript:alert(1)>x</a>") == ["a href=javascript:alert(1)"]
    assert injected("<a title=x onclick=window.__pwned=1>x</a>") == ["a onclick"]
    assert injected('<a href="/partners">&lt;script&gt;</a><script src="/static/bansou.js"></script>') == []


@pytest.mark.parametrize("name", READERS)
def test_nothing_that_somebody_wrote_is_taken_for_markup(infected_firms, name):
    made, shown, faults = infected_firms, 0, []
    client = made.browser(name)
    for _, path in pages(made, name):
        answer = client.get(path)
        if answer.mimetype != "text/html":
            continue
        shown += "&lt;script&gt;window.__pwned" in answer.text
        faults += [f"{path}: {word}" for word in RUNS if word in answer.text]
        faults += [f"{path}: {answer.status_code}"] * (answer.status_code >= 500)
        faults += [f"{path}: {part}" for part in injected(answer.text)]

    assert faults == []
    assert shown >= 3


@pytest.mark.browser
def test_nothing_runs_in_a_browser(infected_firms):
    made = infected_firms
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    served = threading.Thread(target=server.serve_forever, daemon=True)
    address = f"http://127.0.0.1:{server.port}"
    made.app.config["SERVER_NAME"], before = None, made.app.config["SERVER_NAME"]
    served.start()
    try:
        opened, faults = _walk(made, address)
    finally:
        server.shutdown()
        served.join()
        made.app.config["SERVER_NAME"] = before
    assert faults == []
    assert opened > 40


def _walk(made: ThreeFirms, address: str) -> tuple[int, list[str]]:
    opened, faults = 0, []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name in OPENED if "BANSOU_LONG" in os.environ else OPENED[:2]:
            context = chromium.new_context()
            cookie = made.browser(name).get_cookie("bansou")
            context.add_cookies([{"name": "bansou", "value": cookie.value, "url": address}])
            page = context.new_page()
            page.on("dialog", lambda dialog: faults.append(dialog.message))
            for _, path in pages(made, name):
                is_file = path.endswith((".csv", ".xlsx")) or (path.startswith("/files/") and path.count("/") == 2)
                if is_file:
                    continue
                page.goto(address + path, wait_until="domcontentloaded")
                opened += 1
                if page.evaluate("window.__pwned") or page.locator("img[src='x']").count():
                    faults.append(path)
                if "/login" in page.url:
                    faults.append(f"{path}: signed out")
            context.close()
        chromium.close()
    return opened, faults


def test_a_template_that_trusts_what_it_shows_is_found(infected_firms):
    made = infected_firms
    text = made.app.jinja_env.from_string("{{ name | safe }}").render(name=PAYLOAD)

    assert any(word in text for word in RUNS)


# Where text is declared to be markup, and why it may be.
TRUSTED = {
    "portal/i18n.py": "words of catalogs, part of the program; values are escaped as they are filled in",
    "onboarding_phases/onboardings/gantt.py": "an empty whole, joined from parts that escape",
    "portal/ui/charts/bars.py": "drawings out of numbers; labels pass through escape",
    "portal/ui/charts/elements.py": "the one place that writes elements; names are ours, values are escaped",
    "portal/ui/charts/lines.py": "drawings out of numbers; labels pass through escape",
    "portal/ui/charts/radar.py": "drawings out of numbers; labels pass through escape",
    "portal/reports/composing.py": "what templates made, which escape",
    "training/views.py": "the renderer escapes HTML in lessons",
}


def trusting() -> dict[str, list[str]]:
    """The places that declare text to be markup, or hold a script or a handler of their own."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for file in (ROOT / room).rglob("*"):
            if file.suffix not in (".py", ".html") or "static" in file.parts:
                continue
            text = file.read_text(encoding="utf-8")
            marks = re.findall(r"\|\s*safe\b|\bMarkup\(|autoescape false|render_template_string", text)
            if file.suffix == ".html":
                marks += re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:", text)
            if marks:
                found[file.relative_to(ROOT).as_posix()] = marks
    return found


def test_text_is_declared_to_be_markup_only_where_it_was_reviewed():
    found = trusting()

    assert {place: marks for place, marks in found.items() if place not in TRUSTED} == {}
    assert set(TRUSTED) <= set(found)
