"""Who may do what is what people reviewed: the running portal is compared with the table in policy.toml."""

from __future__ import annotations

from collections import Counter

import pytest

from portal.access import guard_of
from portal.people import PARTNER_ROLES, VENDOR_ROLES, Role
from tests.architecture.policy import GUESTS, PUBLIC, WEBHOOKS, differences, policy, running

# What everybody does for oneself, the auditor too.
PERSONAL = {"accounts.own.edit", "inbox.notice.read", "filters.own.change"}
# What only the firm may do about its people, at every tier.
FIRMS_OWN = {
    "onboardings.consultants.name",
    "partners.capacity.state",
    "partners.closing.state",
    "partners.consultant.manage",
    "training.consultant.enrol",
    "training.people.view",
}


def test_the_portal_does_what_the_table_says(world):
    assert "\n".join(differences(world.app)) == ""
    assert len(policy()) >= 60
    assert sum(len(entry.routes) for entry in policy().values()) >= 110


def test_every_permission_says_why_and_no_route_stands_twice():
    routes = Counter(route for entry in policy().values() for route in entry.routes)

    assert [name for name, entry in policy().items() if len(entry.why) < 15] == []
    assert [route for route, count in routes.items() if count > 1] == []
    assert [
        name for name, entry in policy().items() if not entry.roles and name not in (PUBLIC, GUESTS, WEBHOOKS)
    ] == []


def test_the_auditor_reads_what_a_cs_manager_reads_and_changes_nothing():
    shown = {name: entry for name, entry in policy().items() if Role.CS_MANAGER in entry.roles}
    unread = [
        name
        for name, entry in shown.items()
        if entry.routes and not entry.changes and Role.AUDITOR not in entry.roles
    ]
    changed = [name for name, entry in policy().items() if entry.changes and Role.AUDITOR in entry.roles]

    assert len(shown) >= 30
    assert unread == []
    assert set(changed) == PERSONAL


def test_the_vendor_names_enrols_and_schedules_nobody_of_a_firm():
    assert {name: policy()[name].roles & VENDOR_ROLES for name in FIRMS_OWN} == dict.fromkeys(FIRMS_OWN, frozenset())


def test_the_administrator_sees_no_customer_and_runs_no_programme():
    held = {name.split(".")[0] for name, entry in policy().items() if Role.ADMIN in entry.roles}

    # Of escalations those about law and security alone, which the routing table brings to them.
    vendors_own = {"accounts", "api", "audit", "defaults", "inbox", "mail", "start", "upkeep"}
    # Of surveys what they ask, and figures in which no customer is named; of rehearsals what numbers would do.
    assert held == {*vendors_own, "certification", "escalations", "partners", "playbooks", "rehearsals", "surveys"}


def test_a_firm_reads_no_list_of_firms_and_no_customer_of_the_vendor():
    closed = {"partners.partner.list", "partners.partner.export", "allocation.run.view", "kpis.programme.view"}
    closed |= {name for name in policy() if name.split(".")[0] in ("customers", "handoff", "usage", "audit", "mail")}

    assert len(closed) >= 15
    assert {name for name in closed if policy()[name].roles & PARTNER_ROLES} == set()


@pytest.mark.parametrize("role", list(Role))
def test_a_guard_with_another_role_is_found(world, role):
    guard = guard_of(world.app.view_functions["partners.edit"])
    before = guard.roles
    object.__setattr__(guard, "roles", before ^ {role})
    try:
        found = differences(world.app)
    finally:
        object.__setattr__(guard, "roles", before)

    assert len(found) == 1
    assert found[0].startswith(f"partners.partner.change: {role} ")


def test_a_view_behind_the_wrong_permission_is_found(world):
    view, other = world.app.view_functions["users.disable"], world.app.view_functions["users.index"]
    before = view.guard
    view.guard = guard_of(other)
    try:
        found = differences(world.app)
    finally:
        view.guard = before

    assert found == [
        'accounts.user.manage: does not open "POST /users/<code:code>/disable"',
        'accounts.user.view: opens "POST /users/<code:code>/disable", against the table',
    ]


def test_a_permission_that_nobody_reviewed_is_found(world, monkeypatch):
    kept = dict(policy())
    del kept["audit.entry.view"]
    monkeypatch.setattr("tests.architecture.policy.policy", lambda: kept)

    assert differences(world.app) == ["audit.entry.view is not in the table"]
    assert "audit.entry.view" in running(world.app)
