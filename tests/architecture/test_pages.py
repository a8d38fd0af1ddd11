"""Every page as every role that may open it: it answers, only reads, stays in its firm and speaks its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from portal.database import Model, db
from portal.tenancy import TenantOwned, VendorOwned
from tests.architecture.sweeping import Address, addresses
from tests.architecture.test_access import READERS, opens
from tests.architecture.test_house import ROOT
from tests.factories.three_firms import ThreeFirms

pytestmark = pytest.mark.one_database
FIRMS_PEOPLE = tuple(name for name in READERS if name[0].isupper())
FROM = re.compile(r'(?:FROM|JOIN) "?(\w+)"?(?: AS "?(\w+)"?)?')
# Printing is slow and has tests of its own.
PAPER = ".pdf"
# What a firm may know of all firms together, by one reading that gives out medians of five firms at least.
ACROSS_FIRMS = {
    "kpis.overview",
    "kpis.overview_csv",
    "kpis.cases",
    "kpis.cases_csv",
    "kpis.phases",
    "reports.partner",
}
MOST_STATEMENTS = 12


def pages(made: ThreeFirms, name: str) -> Iterator[tuple[Address, str]]:
    """The pages that a person may open, each with one row that is theirs to open."""
    person = made.people[name]
    for address in addresses(made.app, made):
        if address.method != "GET" or address.roles is None or address.rule.endswith(PAPER):
            continue
        row = next((row for row in address.rows(made) if opens(person, row)), None)
        if row is not None and person.role in address.roles:
            yield address, address.path(row.value)


class Words(HTMLParser):
    """The texts that a reader of a page sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._skipped += tag in ("script", "style", "textarea") or given.get("lang") not in (None, "ja")
        for name in ("aria-label", "title", "placeholder", "alt", "data-l"):
            self.handle_data(given.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag in ("script", "style", "textarea", "button", "option", "html", "span", "a"):
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipped and (text := " ".join(data.split())):
            self.found.add(text)


def english_sources() -> dict[str, re.Pattern[str]]:
    """Every English source string that has another Japanese text, as a pattern of what it looks like on a page."""
    found = {}
    for file in (ROOT / "translations").glob("*/ja/LC_MESSAGES/messages.po"):
        for message in read_po(BytesIO(file.read_bytes())):
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            for source in sources:
                plain = re.sub(r"%\(\w+\)s|%\(num\)d", "", source)
                if re.search("[A-Za-z]{2}", plain) and source not in texts:
                    pattern = ".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]", source))
                    found[source] = re.compile(pattern.replace("%%", "%"))
    return found


def untranslated(text: str, sources: dict[str, re.Pattern[str]]) -> set[str]:
    words = Words()
    words.feed(text)
    return {
        said
        for said in words.found
        if re.search("[A-Za-z]{2}", said) and not re.search("[ぁ-んァ-ヶ一-龠]", said)
        if any(pattern.fullmatch(said) for pattern in sources.values())
    }


# The trail shows the values of events under their names in the code.
NAMES_IN_CODE = {"/audit"}


def said_in_english(made: ThreeFirms) -> set[str]:
    """What stands in English on Japanese pages too: the language's own name, and the columns of files."""
    exchanges = made.app.extensions["bansou_exchanges"].values()
    return {"English"} | {column for exchange in exchanges for column in exchange.columns}


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("name", READERS)
def test_every_page_opens_and_only_reads(made, watch, name, locale):
    client, sources, faults, looked = made.browser(name, locale=locale), english_sources(), [], 0
    for _, path in pages(made, name):
        watch.clear()
        answer = client.get(path)
        looked += 1
        if answer.status_code not in (200, 302, 303):
            faults.append(f"{path}: {answer.status_code}")
        if watch.writes or not watch.reads:
            faults.append(f"{path}: wrote {watch.writes}")
        if answer.status_code == 200 and answer.mimetype == "text/html" and path not in NAMES_IN_CODE:
            if f'<html lang="{locale}"' not in answer.text:
                faults.append(f"{path}: lang")
            left = untranslated(answer.text, sources) - said_in_english(made) if locale == "ja" else set()
            faults += [f"{path}: {text!r} is not translated" for text in sorted(left)]

    assert "\n".join(faults) == ""
    assert looked >= 6


def test_a_page_that_writes_is_refused_by_the_database(made, monkeypatch):
    def writing(*_given, **_named):
        db.session.connection().exec_driver_sql("UPDATE users SET name = 'x'")

    monkeypatch.setattr("portal.start.views.needs_of", writing)

    assert made.browser("admin").get("/").status_code in (500, 503)


def owners() -> dict[str, str | None]:
    """The column by which each table belongs to a firm; None where it is the vendor's alone."""
    found: dict[str, str | None] = {}
    for mapper in Model.registry.mappers:
        name = str(mapper.local_table.name)
        if issubclass(mapper.class_, TenantOwned):
            found[name] = "partner_id" if "partner_id" in mapper.local_table.c else "id"
        elif issubclass(mapper.class_, VendorOwned):
            found[name] = None
    return found


def unconfined(statement: str, owned: dict[str, str | None]) -> list[str]:
    """The tables of a firm or of the vendor that a statement reads without saying whose rows it means."""
    loose = []
    for table, alias in FROM.findall(statement):
        column, name = owned.get(table, ""), alias or table
        if column == "":
            continue
        said = f"{name}.{column} = " in statement if column else re.search(r"0 = 1|false", statement)
        if not said:
            loose.append(table)
    return loose


@pytest.mark.parametrize("name", FIRMS_PEOPLE)
def test_every_statement_of_a_firm_says_whose_rows_it_means(made, watch, name):
    client, owned, faults, looked = made.browser(name), owners(), [], 0
    for address, path in pages(made, name):
        watch.clear()
        client.get(path)
        for statement, _ in watch.reads:
            looked += 1
            scope = watch.scopes[statement]
            loose = unconfined(statement, owned)
            across = scope is None or scope.is_every_tenant
            if loose and not (across and address.endpoint in ACROSS_FIRMS):
                faults.append(f"{path}: {loose} in {statement[:200]}")

    assert "\n".join(dict.fromkeys(faults)) == ""
    assert looked > 30


def test_a_statement_without_its_tenant_is_found():
    owned = owners()
    assert len(owned) > 15
    assert unconfined("SELECT * FROM offers WHERE offers.code = ?", owned) == ["offers"]
    assert unconfined("SELECT * FROM offers AS o JOIN users ON 1 WHERE o.partner_id = ?", owned) == []
    assert unconfined("SELECT * FROM customers", owned) == ["customers"]


@pytest.mark.parametrize("name", READERS)
def test_no_page_asks_the_database_more_than_a_dozen_times(made, watch, name):
    client, asked = made.browser(name), {}
    for _, path in pages(made, name):
        watch.clear()
        client.get(path)
        asked[path] = len(watch.reads)

    assert {path: count for path, count in asked.items() if count > MOST_STATEMENTS} == {}
    assert len(asked) >= 6
