"""A guest of one customer before every address: their own room opens, all else is as if they were nobody.

A broken twin below: a scope that leaves the case out.
"""

from __future__ import annotations

import re

import pytest
from flask import g
from sqlalchemy import false, func, select

from onboarding_phases.commitments.models import Commitment
from onboarding_phases.conversations.models import Comment, Document
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.room import views
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.surveys.models import Survey
from onboarding_phases.tasks.models import Blocker, Task
from portal import access
from portal.database import Model, db
from portal.files.models import StoredFile
from portal.schema import tables_open_to_guests, walled_tables
from portal.tenancy import OpenToGuests, Scope, ScopeError, TenantOwned, VendorOwned, scope_of
from tests.architecture.conftest import fingerprint
from tests.architecture.policy import GUESTS, policy
from tests.architecture.sweeping import Address, addresses, csrf_of, sent, text_of, unmarked, without
from tests.factories.three_firms import ThreeFirms
from tests.world import unit

GUEST_NAMES = ("Anzu_guest", "Biwa_guest", "Cassis_guest")
MOST_STATEMENTS = 12


def opened(address: Address) -> bool:
    return str(address) in policy()[GUESTS].routes


def own_words(made: ThreeFirms, name: str) -> set[str]:
    """What of their own firm and onboarding a guest may read."""
    firm = made.guests[name].firm
    files = {row.value for row in made.rows["room/files/file"] if row.only and name in row.only}
    return files | {
        f"{firm}annai",
        f"{firm}chikai",
        f"{firm}kaikei",
        f"{firm}Hiraku",
        f"{firm}kyaku",
        f"{firm}hito",
        f"{firm.lower()}-manager@firm.example",
    }


def foreign_words(made: ThreeFirms, name: str) -> set[str]:
    """Everything that is secret of anybody, but for what is their own to read."""
    words = {word for found in made.secrets.values() for word in found}
    return words - own_words(made, name)


def scope_of_guest(made: ThreeFirms, name: str) -> Scope:
    invitation = made.guests[name].invitation
    return Scope(invitation.partner_id, case_id=invitation.onboarding_id)


@pytest.mark.parametrize("name", GUEST_NAMES)
def test_a_guest_opens_the_own_room_and_is_nobody_elsewhere(made, watch, nothing_stays, name):
    guest, stranger = made.room(name), made.browser(None)
    tokens, before, faults, seen = (csrf_of(made.app, guest), csrf_of(made.app, stranger)), fingerprint(made), [], 0
    for address in addresses(made.app, made):
        if address.roles is None or opened(address):
            continue
        for path in {address.path(row.value) for row in address.rows(made)[:3]} | {address.missing}:
            theirs, nobodys = sent(guest, address, path, tokens[0]), sent(stranger, address, path, tokens[1])
            seen += 1
            if (theirs.status_code, without(text_of(theirs))) != (nobodys.status_code, without(text_of(nobodys))):
                faults.append(f"{address}: {theirs.status_code}")

    assert faults == []
    assert seen > 150
    assert fingerprint(made) == before


@pytest.mark.parametrize("name", GUEST_NAMES)
def test_a_room_opens_what_is_its_own_and_foreign_tasks_are_as_if_missing(made, watch, nothing_stays, name):
    client = made.room(name)
    token, faults, seen = csrf_of(made.app, client), [], {}
    for address in filter(opened, addresses(made.app, made)):
        missing = sent(client, address, address.missing, token)
        for row in address.rows(made):
            mine = row.only is None or name in row.only
            watch.clear()
            answer = sent(client, address, address.path(row.value), token)
            seen[str(address), mine] = answer.status_code
            faults += [f"{address} lacks {mark}" for mark in unmarked(answer)]
            if not mine and (answer.status_code, without(text_of(answer), row.value)) != (
                missing.status_code,
                without(text_of(missing), address.nobody),
            ):
                faults.append(f"{address}: {row} is not like missing")
            if not mine and watch.writes:
                faults.append(f"{address}: {row} was written")
            read = sorted(word for word in foreign_words(made, name) if word in text_of(answer))
            faults += [f"{address} reads {read}"] if read else []

    assert faults == []
    assert seen == {
        ("GET /room", True): 200,
        ("GET /room/files/<code:file>", True): 200,
        ("GET /room/files/<code:file>", False): 404,
        ("POST /room/tasks/<code:task>/done", True): 400,  # without the version that the page holds
        ("POST /room/tasks/<code:task>/done", False): 404,
    }


@pytest.mark.parametrize("name", GUEST_NAMES)
def test_a_room_asks_the_database_a_dozen_times_at_most_and_never_writes(made, watch, name):
    client = made.room(name)
    watch.clear()

    assert client.get("/room").status_code == 200
    assert watch.writes == []
    assert 5 <= len(watch.reads) <= MOST_STATEMENTS


def rows_seen(scope: Scope, kind: type[Model]) -> int:
    with unit(scope, write=False) as session:
        return int(session.scalar(select(func.count()).select_from(kind)) or 0)


def test_in_a_guests_scope_every_table_holds_one_case_or_nothing(made):
    scope, looked = scope_of_guest(made, "Anzu_guest"), {}
    for mapper in Model.registry.mappers:
        kind = mapper.class_
        if issubclass(kind, TenantOwned | VendorOwned):
            looked[kind] = rows_seen(scope, kind)

    assert len(looked) > 20
    assert {kind for kind, count in looked.items() if count} == {
        Onboarding,
        Phase,
        Task,
        Comment,
        Commitment,
        Document,
        StoredFile,
        Survey,
    }
    assert (looked[Comment], looked[Document], looked[StoredFile]) == (1, 2, 2)
    assert (looked[Onboarding], looked[Phase], looked[Survey]) == (1, 6, 3)
    assert issubclass(Hold, OpenToGuests)
    assert not issubclass(RoomInvitation, OpenToGuests)


def test_a_guest_changes_nothing_but_tasks(made):
    scope = scope_of_guest(made, "Anzu_guest")

    with pytest.raises(ScopeError), unit(scope) as session:
        session.scalars(select(Onboarding)).one().customer_name = "another"
        session.flush()
    with pytest.raises(ScopeError), unit(scope) as session:
        session.add(Task(partner_id=scope.partner_id, onboarding_id=scope.case_id + 1))
        session.flush()


def test_plain_sql_of_a_guest_finds_one_case(made, world):
    if not world.postgresql:
        pytest.skip("SQLite has no walls of its own")
    scope, found = scope_of_guest(made, "Anzu_guest"), {}
    open_tables = {table: column for table, column, _ in tables_open_to_guests()}
    with unit(scope, write=False) as session:
        for table, _ in walled_tables():
            but = f' WHERE "{open_tables[table]}" <> {scope.case_id}' if table in open_tables else ""
            found[table] = session.connection().exec_driver_sql(f'SELECT count(*) FROM "{table}"{but}').scalar()
        mine = session.connection().exec_driver_sql("SELECT count(*) FROM phases").scalar()
    with unit(scope) as session:
        refused = session.connection().exec_driver_sql("UPDATE onboardings SET effort = 3").rowcount

    assert {table: count for table, count in found.items() if count} == {}
    assert (mine, refused) == (6, 0)


def test_postgresql_lets_guests_into_the_tables_that_say_so(world, made):
    if not world.postgresql:
        pytest.skip("SQLite has no walls of its own")
    with unit(write=False) as session:
        rows = session.connection().exec_driver_sql(
            "SELECT tablename, cmd FROM pg_policies WHERE policyname = 'one_case'"
        )
        kept = sorted((table, verb == "ALL") for table, verb in rows)

    assert kept == [(table, writes) for table, _, writes in tables_open_to_guests()]


def test_a_scope_that_forgets_the_case_is_found_and_held_up_by_the_second_wall(made, world, monkeypatch):
    def careless(kind, scope):
        return kind.partner_id == scope.partner_id if issubclass(kind, TenantOwned) else false()

    monkeypatch.setattr("portal.tenancy._seen_by_guest", careless)

    seen = rows_seen(scope_of_guest(made, "Anzu_guest"), Blocker)
    assert (seen == 0) if world.postgresql else (seen > 0)


def test_somebody_with_an_account_is_no_guest(made, watch):
    answer = made.browser("cs_manager").get("/room")

    assert answer.status_code == 403
    assert not re.search("AnzuHiraku|Day 22", answer.text)


def test_whoever_has_an_account_and_a_room_is_a_guest_in_the_room(made, monkeypatch):
    readers, room = [], views.room_of
    monkeypatch.setattr(views, "room_of", lambda guest: readers.append(g.reader) or room(guest))
    client = made.room("Anzu_guest")
    with client.session_transaction() as cookie:
        cookie["_token"] = made._tokens["Biwa_manager"]

    page = client.get("/room").text

    assert readers == [None]
    assert "AnzuHiraku" in page
    assert "Biwa" not in page


def test_outside_a_guests_view_there_is_no_guest(made):
    with made.app.test_request_context(), pytest.raises(RuntimeError):
        access.guest()


def test_the_view_of_a_room_runs_in_the_scope_of_its_case(made, monkeypatch):
    seen = []
    monkeypatch.setattr("onboarding_phases.room.views.room_of", lambda _guest: seen.append(scope_of(db.session)))
    made.room("Anzu_guest").get("/room")

    assert seen == [scope_of_guest(made, "Anzu_guest")]
