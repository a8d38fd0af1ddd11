"""The permissions of the running portal are those that were reviewed, and every guard is one of them."""

from __future__ import annotations

import re

import pytest

from portal.access import Permission, guard_of
from portal.people import PARTNER_ROLES, Role
from tests.architecture.policy import reviewed_policy

READING = re.compile(r"\.(view|list|read|export|open)$")


@pytest.fixture(scope="module")
def permissions(world) -> dict[str, Permission]:
    rooms = world.app.extensions["bansou_rooms"]
    return {one.name: one for room in rooms for one in room.permissions}


def test_every_permission_is_held_by_the_roles_of_the_reviewed_table(permissions):
    policy = reviewed_policy()

    assert len(policy) > 60
    assert {name: one.roles for name, one in permissions.items()} == policy


def test_every_guard_is_a_permission_that_its_room_declares(world, permissions):
    guards = {guard_of(view) for view in world.app.view_functions.values()}
    used = {guard.name: guard for guard in guards if isinstance(guard, Permission)}

    assert len(used) > 40
    assert {name for name, guard in used.items() if permissions.get(name) is not guard} == set()


def test_the_auditor_changes_nothing():
    own = {"accounts.own.edit", "inbox.notice.read"}
    held = {name for name, roles in reviewed_policy().items() if Role.AUDITOR in roles}

    assert {name for name in held - own if not READING.search(name)} == set()


def test_a_firm_holds_nothing_that_reads_the_programme():
    vendors_own = ("customers.", "handoff.", "usage.", "audit.", "defaults.", "allocation.run.", "mail.")
    held = {name for name, roles in reviewed_policy().items() if roles & PARTNER_ROLES}

    assert {name for name in held if name.startswith(vendors_own) or ".programme." in name} == set()


def test_what_an_auditor_reads_is_what_a_cs_manager_reads_and_the_trail():
    policy = reviewed_policy()
    managers = {name for name, roles in policy.items() if Role.CS_MANAGER in roles and READING.search(name)}
    auditors = {name for name, roles in policy.items() if Role.AUDITOR in roles and READING.search(name)}

    assert auditors - managers == {"audit.entry.view"}
    assert managers - auditors == set()


def test_a_guard_with_one_role_more_is_noticed(permissions):
    name = "allocation.run.approve"
    wider = {**permissions, name: Permission(name, permissions[name].roles | {Role.SALES})}

    assert {one.name: one.roles for one in wider.values()} != reviewed_policy()
