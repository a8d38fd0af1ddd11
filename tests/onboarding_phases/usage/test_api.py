"""Usage reported and read by other systems."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from onboarding_phases.usage import api
from onboarding_phases.usage.models import UsageRecord
from onboarding_phases.usage.services import record_usage
from onboarding_phases.usage.values import UsageRow
from portal.api.openapi import document, operations
from portal.api.problems import MIMETYPE
from portal.audit.models import AuditEntry
from portal.people import PORTAL, Role
from tests.browsing import statements
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding, make_served_customer, reload
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.factories.tokens import ask, make_token, record, tell
from tests.world import the_app, unit

DAY = date(2026, 11, 20)
EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "60"))


@pytest.fixture
def secret(app) -> str:
    make_customer(code="C1")
    return make_token(make_user(Role.CS_MANAGER))[1]


def kept() -> int:
    with unit(write=False) as session:
        return session.scalar(select(func.count()).select_from(UsageRecord))


def fill(count: int) -> None:
    with unit():
        rows = [UsageRow("C1", DAY - timedelta(days=place), "journals_30d", place) for place in range(count)]
        record_usage(rows, PORTAL)


def test_reported_usage_activates_and_says_by_whom_and_how(app):
    user = make_user(Role.CS_MANAGER)
    secret = make_token(user)[1]
    onboarding = make_onboarding(make_partner(), customer=make_served_customer(code="C1"))
    metrics = {"bank_feeds": 1, "journals_30d": 60, "monthly_closes": 1}

    answer = tell(app.test_client(), secret, *(record(metric=name, value=value) for name, value in metrics.items()))

    assert answer.json == {"created": 3, "changed": 0, "unchanged": 0}
    assert reload(onboarding.id).activated_on == DAY
    with unit(write=False) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "UsageRecorded")).one()
        assert (entry.actor_id, entry.values["way"]) == (user.id, "api")


def test_one_wrong_record_keeps_all_out_and_each_is_named(app, secret):
    answer = tell(
        app.test_client(),
        secret,
        record(),
        record("C9"),
        record(date="2026/11/20"),
        record(value="64"),
        record(value=-1),
        record(metric=""),
        record(note="x"),
        {"customer_code": "C1"},
        [],
        record(),
    )

    assert (answer.status_code, answer.mimetype) == (422, MIMETYPE)
    places = {error["pointer"] for error in answer.json["errors"]}
    assert {f"/records/{place}" for place in (2, 3, 5, 6, 7, 8)} <= {place[:10] for place in places}
    assert "/records/6/note" in places
    assert kept() == 0


def test_unknown_customers_and_repeated_lines_are_named(app, secret):
    answer = tell(app.test_client(), secret, record(), record("C9"), record(value=1))

    assert [error["pointer"] for error in answer.json["errors"]] == ["/records/1/customer_code", "/records/2"]
    assert "C9" in answer.json["errors"][0]["detail"]
    assert kept() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[1", 400),
        (b"\xff\xfe", 400),
        (b'{"records": [], "records": []}', 400),
        (b'{"records": NaN}', 400),
        (b'{"records": 1e99999999999999999999}', 400),
        (b"[" * 100_000, 400),
        (b"[]", 422),
        (b'{"records": []}', 422),
        (b'{"records": [], "dry_run": true}', 422),
        (json.dumps({"records": [record(value=1)]}).replace("1}", "1e400}").encode(), 422),
        (json.dumps({"records": [record("C\0")]}).encode(), 422),
        (json.dumps({"records": [record("C\ud800")]}).encode(), 422),
        (b" " * (1024 * 1024 + 1), 413),
        (json.dumps({"records": [{}] * 5001}).encode(), 413),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_problem(app, secret, body, status):
    answer = tell(app.test_client(), secret, body=body)

    assert (answer.status_code, answer.mimetype, answer.json["status"]) == (status, MIMETYPE, status)
    assert kept() == 0


def test_only_json_is_read(app, secret):
    sent = {"Authorization": f"Bearer {secret}"}

    assert app.test_client().post("/api/v1/usage", data={"records": "x"}, headers=sent).status_code == 415


@pytest.mark.parametrize(("path", "status"), [("/api/v1/nothing", 404), ("/api/v1/usage/1", 404)])
def test_an_unknown_address_is_a_problem_too(app, path, status):
    answer = app.test_client().get(path)

    assert (answer.status_code, answer.mimetype) == (status, MIMETYPE)
    assert app.test_client().delete("/api/v1/usage").mimetype == MIMETYPE


def test_a_refusal_speaks_the_language_that_was_asked_for(app, secret):
    titles = {
        language: app.test_client().get("/api/v1/usage", headers={"Accept-Language": language}).json["title"]
        for language in ("ja", "en")
    }

    assert titles == {"ja": "トークンが必要です", "en": "A token is needed"}


def test_a_list_comes_in_parts_and_nothing_is_lost_or_said_twice(app, secret):
    fill(25)
    client, cursor, seen, parts = app.test_client(), "", [], 0
    while cursor is not None:
        answer = ask(
            client, "/api/v1/usage", secret, query_string={"limit": 10} | ({"cursor": cursor} if cursor else {})
        )
        seen += [item["date"] for item in answer.json["data"]]
        cursor, parts = answer.json["next_cursor"], parts + 1

    assert (len(seen), len(set(seen)), parts) == (25, 25, 3)


def test_a_list_is_narrowed_by_its_filters(app, secret):
    make_customer(code="C2")
    fill(5)
    with unit():
        record_usage([UsageRow("C2", DAY, "bank_feeds", 1.5)], PORTAL)
    client = app.test_client()

    def found(**asked) -> list[tuple[str, str, str]]:
        data = ask(client, "/api/v1/usage", secret, query_string=asked).json["data"]
        return [(item["customer_code"], item["date"], item["metric"]) for item in data]

    assert found(customer="C2") == found(metric="bank_feeds") == [("C2", "2026-11-20", "bank_feeds")]
    assert len(found(customer="C1", **{"from": "2026-11-18", "to": "2026-11-19"})) == 2
    assert found(customer="C9") == []


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=1&limit=2",
        "cursor=x",
        "cursor=%E9",
        "from=2026-13-01",
        "to=tomorrow",
        "metric=",
        "sort=on",
        "customer_id=1",
    ],
)
def test_a_list_is_asked_for_in_declared_words_only(app, secret, query):
    answer = ask(app.test_client(), f"/api/v1/usage?{query}", secret)

    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_list_asks_the_database_as_often_at_ten_rows_as_at_a_thousand(app, secret):
    client, counts = app.test_client(), []
    for more in (10, 1000):
        fill(more)
        with statements(app) as asked:
            assert len(ask(client, "/api/v1/usage?limit=1000", secret).json["data"]) == more
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 5


def test_the_description_is_complete_and_its_example_is_taken(app, secret):
    described = app.test_client().get("/api/v1/openapi.json").json

    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) >= {"/api/v1/usage", "/webhooks/usage"}
    post = described["paths"]["/api/v1/usage"]["post"]
    assert post["security"] == [{"token": ["usage:write"]}]
    assert "Idempotency-Key" in {parameter["name"] for parameter in post["parameters"]}
    schema = post["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"]["records"]["items"]["additionalProperties"] is False
    assert set(schema["properties"]["records"]["items"]["properties"]) == {
        "customer_code",
        "date",
        "metric",
        "value",
    }
    make_customer(code="C000001")
    assert tell(app.test_client(), secret, body=schema["example"]).status_code == 200


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
KEYS = st.sampled_from(["records", "customer_code", "date", "metric", "value", "id"]) | st.text(max_size=6)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=12
)
NEARLY = st.fixed_dictionaries(
    {
        "customer_code": st.sampled_from(["C1", "C2", "Ｃ１"]) | LEAVES,
        "date": st.dates().map(str) | LEAVES,
        "metric": st.text(max_size=90) | LEAVES,
        "value": st.floats() | st.integers() | LEAVES,
    }
)
BODIES = st.lists(NEARLY | ANYTHING, max_size=4).map(lambda items: {"records": items}) | ANYTHING
TEXTS = BODIES.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=60)


@pytest.mark.usefixtures("app")
def test_no_body_makes_it_fail_and_every_answer_is_described(secret):
    client, seen = the_app().test_client(), set()
    with the_app().app_context():
        described = document("0")["paths"]["/api/v1/usage"]["post"]["responses"]
        assert any(operation.path == "/api/v1/usage" for operation in operations())

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(TEXTS)
    def fuzz(body: bytes) -> None:
        answer = tell(client, secret, body=body)
        seen.add(answer.status_code)
        assert str(answer.status_code) in described
        assert answer.mimetype in ("application/json", MIMETYPE)
        assert "Traceback" not in answer.text

    fuzz()
    assert {400, 422} <= seen


@pytest.mark.usefixtures("app")
def test_no_query_makes_it_fail(secret):
    client = the_app().test_client()

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(
            st.sampled_from([*api.FILTERS, "limit", "cursor"]) | st.text(max_size=5), st.text(max_size=30)
        )
    )
    def fuzz(query: dict[str, str]) -> None:
        assert ask(client, "/api/v1/usage", secret, query_string=query).status_code in (200, 400)

    fuzz()
