"""Usage reported by a signed webhook: acknowledged at once, taken in once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import ChangeKind
from onboarding_phases.usage.models import UsageRecord
from onboarding_phases.usage.services import take_delivery
from portal import clock
from portal.api.problems import MIMETYPE
from portal.jobs.models import Job
from portal.people import PORTAL, Role
from portal.webhooks.models import Delivery, WebhookSecret
from portal.webhooks.queries import key_of
from portal.webhooks.rules import written
from portal.webhooks.services import end_secret
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import run_jobs
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding, make_served_customer, reload
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.factories.tokens import make_secret, record, report
from tests.world import unit

MET = [
    record(metric=name, value=value)
    for name, value in {"bank_feeds": 1, "journals_30d": 60, "monthly_closes": 1}.items()
]


@pytest.fixture
def told(app) -> str:
    return make_secret()[1]


def deliveries() -> list[Delivery]:
    with unit(write=False) as session:
        found = list(session.scalars(select(Delivery).order_by(Delivery.id)))
        session.expunge_all()
    return found


def kept(kind=UsageRecord) -> int:
    with unit(write=False) as session:
        return session.scalar(select(func.count()).select_from(kind))


def test_a_report_is_acknowledged_at_once_and_taken_in_by_a_job(app, told):
    onboarding = make_onboarding(make_partner(), customer=make_served_customer(code="C1"))

    answer = report(app.test_client(), told, *MET)

    assert (answer.status_code, answer.json) == (202, {"status": "accepted"})
    assert kept() == 0
    run_jobs()
    assert reload(onboarding.id).activated_on is not None
    (delivery,) = deliveries()
    assert (delivery.state, delivery.rows, delivery.created) == ("taken", 3, 3)


def test_the_same_id_twice_is_one_effect(app, told):
    make_customer(code="C1")
    client = app.test_client()

    first = report(client, told, record())
    with clock.at(NOW + timedelta(hours=3)):
        again = report(client, told, record(value=1))
    run_jobs()

    assert (first.status_code, again.status_code) == (202, 202)
    with unit(write=False) as session:
        assert session.scalars(select(UsageRecord.value)).all() == [64.0]
    with unit(write=False) as session:
        jobs = session.scalars(select(Job.kind).where(Job.kind.startswith("usage."))).all()
    assert (len(deliveries()), len(jobs)) == (1, 1)


def test_a_job_done_twice_takes_in_once(app, told):
    make_customer(code="C1")
    report(app.test_client(), told, record())
    (delivery,) = deliveries()

    for _ in range(2):
        with unit():
            take_delivery(delivery.id)
    run_jobs()

    (delivery,) = deliveries()
    assert (delivery.created, delivery.changed) == (1, 0)
    with unit(write=False) as session:
        assert session.scalars(select(Delivery.contents)).all() == [None]


@pytest.mark.parametrize(
    "broken",
    [
        {"webhook-signature": "v1,bm9uZQ=="},
        {"webhook-signature": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": ""},
    ],
)
def test_what_is_not_signed_is_refused_and_leaves_nothing(app, told, broken):
    make_customer(code="C1")

    answer = report(app.test_client(), told, record(), **broken)

    assert (answer.status_code, answer.mimetype) == (401, MIMETYPE)
    assert (len(deliveries()), kept(Job)) == (0, 0)


@pytest.mark.parametrize(("off", "status"), [(-301, 401), (-299, 202), (299, 202), (301, 401)])
def test_a_report_is_signed_about_now(app, told, off, status):
    make_customer(code="C1")

    assert report(app.test_client(), told, record(), at=int(NOW.timestamp()) + off).status_code == status


def test_without_any_secret_nothing_is_taken(app):
    assert report(app.test_client(), written(b""), record()).status_code == 401


def test_two_secrets_are_valid_while_one_replaces_the_other(app, told):
    make_customer(code="C1")
    client, second = app.test_client(), make_secret()[1]
    assert [report(client, one, record()).status_code for one in (told, second)] == [202, 202]

    third = make_secret()[1]

    assert [report(client, one, record()).status_code for one in (told, second, third)] == [401, 202, 202]
    with clock.at(NOW + timedelta(hours=25)):
        assert [report(client, one, record()).status_code for one in (second, third)] == [401, 202]


def test_a_secret_that_was_ended_signs_nothing_more(app, told):
    with unit() as session:
        end_secret(session.scalars(select(WebhookSecret)).one(), actor=PORTAL)

    assert report(app.test_client(), told, record()).status_code == 401


def test_the_secret_stands_in_no_table_and_follows_from_the_portals_key(app, monkeypatch):
    row, told = make_secret()
    with app.app_context():
        assert written(key_of(row)) == told
        assert told.removeprefix("whsec_") not in repr(vars(row))
        monkeypatch.setitem(app.config, "SECRET_KEY", "another key, 0123456789 abcdefghijklmnop")
        assert written(key_of(row)) != told


def test_a_wrong_report_is_refused_as_by_the_api(app, told):
    make_customer(code="C1")

    answer = report(app.test_client(), told, record(), record("C9"), record(extra=1))

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/records/2/extra"
    assert deliveries() == []


def test_a_customer_that_is_gone_meanwhile_is_said_on_the_page(app, told, login):
    make_customer(code="C1")
    report(app.test_client(), told, record())
    with unit() as session:
        session.execute(delete(Customer))

    run_jobs()

    page = login(make_user(Role.ADMIN)).get("/tokens/webhooks").text
    assert "There is no customer C1." in page or "C1" in page
    assert deliveries()[0].state == "refused"


def test_the_page_shows_a_secret_once_and_ends_it(app, login):
    browser = Browser(app, login(make_user(Role.ADMIN)))
    assert "Make a secret" in browser.get("/tokens/webhooks").text

    made = browser.send("/tokens/webhooks", data={"kind": "usage"}).text

    shown = made.partition('value="whsec_')[2].partition('"')[0]
    listed = browser.get("/tokens/webhooks").text
    assert len(shown) == 44
    assert shown not in listed
    with unit(write=False) as session:
        code = session.scalars(select(WebhookSecret.code)).one()
    ended = browser.send(f"/tokens/webhooks/{code}/end", page="/tokens/webhooks", follow_redirects=True).text
    assert code not in ended


def test_a_late_correction_says_in_the_story_what_changed_and_how(app, told, login):
    onboarding = make_onboarding(make_partner(), customer=make_served_customer(code="C1"))
    client = app.test_client()
    report(client, told, *MET)
    run_jobs()

    report(client, told, record(value=12), message_id="msg_2")
    run_jobs()

    (entry,) = [change for change in reload(onboarding.id).changes if change.kind is ChangeKind.ACTIVATION_WITHDRAWN]
    assert entry.values["corrected"] == [
        {"metric": "journals_30d", "on": "2026-11-20", "before": 60.0, "after": 12.0}
    ]
    report(client, told, record(value=70), message_id="msg_3")
    run_jobs()
    page = login(make_user(Role.CS_MANAGER)).get(f"/onboardings/{onboarding.code}").text
    assert "20 Nov: 12 → 70" in page
    assert "A correction of usage took activation of 20 Nov 2026 back." in page
    assert "20 Nov: 60 → 12" in page
    assert "(by webhook)" in page
