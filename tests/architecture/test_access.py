"""Every rule, method and role against own, foreign and missing rows: what the table says and no more.

Who may do what is read from the reviewed table in policy.toml; whose a row is, from the three firms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from portal.access import Permission
from portal.database import db
from portal.people import Role
from portal.tenancy import widened
from tests.architecture.conftest import Watch, fingerprint
from tests.architecture.policy import GUESTS, policy
from tests.architecture.sweeping import (
    Address,
    NoSample,
    addresses,
    csrf_of,
    kind_of,
    sent,
    text_of,
    unmarked,
    without,
    without_tokens,
)
from tests.factories.three_firms import Person, Row, ThreeFirms

READERS = (
    "admin",
    "cs_manager",
    "cs_member",
    "cs_member_twin",
    "sales",
    "sales_twin",
    "support",
    "auditor",
    "Anzu_manager",
    "Anzu_one",
    "Anzu_two",
    "Biwa_manager",
    "Biwa_one",
)

# Behind these stand the walls of PostgreSQL too; whoever else there is, is asked where there are none.
ON_BOTH = {"cs_manager", "cs_member", "Anzu_manager", "Biwa_one"}
ASKED = [name if name in ON_BOTH else pytest.param(name, marks=pytest.mark.on_sqlite) for name in READERS]
# The trail names whatever an act was about, to those who may read all of it.
TRAILS = {"audit.index"}


def opens(person: Person, row: Row) -> bool:
    """Whether a row is this person's to open, if their role opens rows of its kind at all."""
    if row.only is not None:
        return person.name in row.only
    return person.firm is None or row.firm in (None, person.firm)


def one_of_each(person: Person, rows: list[Row]) -> Iterator[tuple[Row, bool]]:
    """A row that is theirs, one of their firm that is not, and one of others."""
    kinds: dict[str, tuple[Row, bool]] = {}
    for row in rows:
        mine = opens(person, row)
        kind = "own" if mine else "same firm" if row.firm == person.firm else "foreign"
        kinds.setdefault(kind, (row, mine))
    yield from kinds.values()


class Sweep:
    """One person's way through every address; what went wrong on it, and how often it was looked at."""

    def __init__(self, made: ThreeFirms, watch: Watch, name: str) -> None:
        self.made, self.watch, self.person = made, watch, made.people[name]
        self.client = made.browser(name)
        self.token = csrf_of(made.app, self.client)
        # What nobody of the firm may read, and what is not this person's to open.
        self.foreign = made.foreign_words(self.person.firm) if self.person.firm else set()
        self.others = made.others_rows(name)
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()

    def walk(self, every: list[Address]) -> None:
        for address in every:
            if address.roles is None:
                continue
            missing = self.ask(address, address.missing) if address.kind else None
            for row, mine in one_of_each(self.person, address.rows(self.made)):
                self.judge(address, row, mine, missing)
                if self.person.role not in address.roles:
                    break

    def ask(self, address: Address, path: str) -> tuple[int, str]:
        self.watch.clear()
        answer = sent(self.client, address, path, self.token)
        status, text = answer.status_code, without_tokens(text_of(answer))
        self.faults += [f"{self.person.name} {address} {status} lacks {mark}" for mark in unmarked(answer)]
        self.forget_notes(status)
        self.leaks(address, path, text)
        if status in (401, 403, 404) and self.watch.writes:
            self.faults.append(f"{self.person.name} {address} {status} wrote {self.watch.writes[0][:80]}")
        if status >= 500:
            self.faults.append(f"{self.person.name} {address} {status}")
        return status, without(text, path)

    def forget_notes(self, status: int) -> None:
        """Let what an act says on the next page not stand there: that page is compared with another."""
        if status == 303:
            with self.client.session_transaction() as cookie:
                cookie.pop("_flashes", None)

    def judge(self, address: Address, row: Row, mine: bool, missing: tuple[int, str] | None) -> None:
        status, text = self.ask(address, address.path(row.value))
        allowed = address.roles is not None and self.person.role in address.roles
        wanted = "open" if allowed and mine else "404" if allowed else "403"
        self.seen[wanted] += 1
        fits = status not in (401, 403, 404) if wanted == "open" else str(status) == wanted
        if not fits:
            self.faults.append(f"{self.person.name} {address}: {status} instead of {wanted} ({row})")
        if wanted != "open" and missing is not None:
            one, other = without(text, row.value), without(missing[1], address.nobody)
            if status != missing[0] or one != other:
                self.faults.append(f"{self.person.name} {address}: {status} is not like missing, {missing[0]}")

    def leaks(self, address: Address, path: str, text: str) -> None:
        shut = self.foreign if address.endpoint in TRAILS else self.foreign | self.others
        found = [word for word in shut if word in text and word not in path]
        if found:
            self.faults.append(f"{self.person.name} {address}: reads {sorted(found)}")


@pytest.mark.parametrize("name", ASKED)
def test_everybody_gets_what_the_table_says_and_no_more(made, watch, nothing_stays, name):
    before = fingerprint(made)
    sweep = Sweep(made, watch, name)

    sweep.walk(addresses(made.app, made))

    assert "\n".join(sweep.faults) == ""
    assert fingerprint(made) == before
    assert sum(sweep.seen.values()) > 80
    assert sweep.seen["open"] >= 8
    assert sweep.seen["403"] >= 10


def test_a_stranger_is_sent_to_the_door_by_every_page(made, watch):
    client = made.browser(None)
    token = csrf_of(made.app, client)
    answers = {}
    for address in addresses(made.app, made):
        if address.roles is None:
            continue
        for path in {address.path(row.value) for row in address.rows(made)[:2]} | {address.missing}:
            watch.clear()
            answer = sent(client, address, path, token)
            status, text = answer.status_code, text_of(answer)
            door = status == 302 and answer.headers["Location"].startswith("/login?next=")
            door = status == 401 if f"{address}" in policy()[GUESTS].routes else door
            assert unmarked(answer) == []
            answers[f"{address} {path}"] = door if address.method == "GET" else status == 401
            assert watch.writes == []
            assert not any(word in text for word in made.foreign_words("nobody") if word not in path), path

    assert len(answers) > 150
    assert [path for path, right in answers.items() if not right] == []


def test_every_role_has_a_person_and_every_firm_a_twin(made):
    assert {made.people[name].role for name in READERS} == set(Role)
    assert {made.people[name].firm for name in READERS} == {None, "Anzu", "Biwa"}


def test_a_part_of_an_address_without_a_row_is_found_out(made):
    rule = next(rule for rule in made.app.url_map.iter_rules() if rule.rule == "/customers/<code:code>")
    kept = made.rows.pop("customers/code")
    try:
        with pytest.raises(NoSample):
            kind_of(rule, made)
    finally:
        made.rows["customers/code"] = kept


def test_a_view_that_lets_everybody_in_turns_the_sweep_red(made, watch, nothing_stays, monkeypatch):
    every = addresses(made.app, made)
    guarded = next(address for address in every if str(address) == "GET /users")
    monkeypatch.setattr(Permission, "allows", lambda _self, person: True)

    sweep = Sweep(made, watch, "support")
    sweep.walk([guarded])

    assert any("200 instead of 403" in fault for fault in sweep.faults)


def test_a_page_that_fetches_without_asking_whose_it_is_turns_the_sweep_red(made, watch, nothing_stays, monkeypatch):
    def careless(model, **keys):
        with widened(db.session()):
            return db.session.execute(select(model).filter_by(**keys)).scalar_one()

    monkeypatch.setattr("onboarding_phases.offers.views.fetch_or_404", careless)
    page = next(one for one in addresses(made.app, made) if str(one) == "GET /offers/<code:offer>")

    sweep = Sweep(made, watch, "Anzu_manager")
    sweep.walk([page])

    assert any("200 instead of 404" in fault for fault in sweep.faults)
    assert any("Biwa" in fault for fault in sweep.faults)
