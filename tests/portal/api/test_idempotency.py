"""The same request under the same key: one effect, one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from onboarding_phases.usage.models import UsageRecord
from portal import clock
from portal.api.models import KeptAnswer
from portal.people import Role
from tests.conftest import NOW
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.tokens import make_token, record, tell
from tests.world import unit


@pytest.fixture
def secret(app) -> str:
    make_customer(code="C1")
    return make_token(make_user(Role.CS_MANAGER))[1]


def count(kind) -> int:
    with unit(write=False) as session:
        return session.scalar(select(func.count()).select_from(kind))


def test_the_same_key_gives_the_same_answer_without_a_second_effect(app, secret):
    client = app.test_client()

    first, again = (tell(client, secret, record(), key="a-1") for _ in range(2))
    plain = tell(client, secret, record())

    assert first.json == again.json == {"created": 1, "changed": 0, "unchanged": 0}
    assert plain.json == {"created": 0, "changed": 0, "unchanged": 1}
    assert (count(UsageRecord), count(KeptAnswer)) == (1, 1)


def test_the_same_key_with_another_body_is_refused_and_does_nothing(app, secret):
    client = app.test_client()
    tell(client, secret, record(), key="a-1")

    answer = tell(client, secret, record(value=1), key="a-1")

    assert answer.status_code == 422
    assert answer.json["type"] == "urn:bansou:problem:invalid"
    with unit(write=False) as session:
        assert session.scalars(select(UsageRecord.value)).all() == [64.0]


def test_what_was_refused_may_be_sent_again_under_its_key(app, secret):
    client = app.test_client()

    refused = tell(client, secret, record("C2"), key="a-1")
    make_customer(code="C2")
    taken = tell(client, secret, record("C2"), key="a-1")

    assert (refused.status_code, taken.status_code) == (422, 200)


def test_a_key_belongs_to_its_token(app, secret):
    other, client = make_token(make_user(Role.CS_MANAGER))[1], app.test_client()

    tell(client, secret, record(), key="a-1")

    assert tell(client, other, record(value=1), key="a-1").json == {"created": 0, "changed": 1, "unchanged": 0}


def test_a_key_is_forgotten_after_a_day(app, secret):
    client = app.test_client()
    tell(client, secret, record(), key="a-1")

    with clock.at(NOW + timedelta(hours=25)):
        assert tell(client, secret, record(value=1), key="a-1").status_code == 200
    assert count(KeptAnswer) == 1


@pytest.mark.parametrize("key", [" ", "a b", "鍵", "x" * 256])
def test_a_key_that_cannot_be_used_is_refused(app, secret, key):
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}

    assert tell(app.test_client(), secret, record(), **headers).status_code == 400
    assert count(UsageRecord) == 0
