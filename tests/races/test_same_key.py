"""Twenty requests at once with one key, or one id: one effect, one answer."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from onboarding_phases.usage.models import UsageRecord
from portal.audit.models import AuditEntry
from portal.people import Role
from portal.webhooks.models import Delivery
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.tokens import make_secret, make_token, record, report, tell
from tests.races.racing import Racers
from tests.world import OwnContextClient, the_app, unit

AT_ONCE, SOME = 20, 6


class Answered(Exception):
    """What came back, told to whoever counts."""


def send(task: tuple[str, str, str | None]) -> None:
    """Ask as another system does, outside the context that a racer runs in."""
    kind, secret, key = task
    client = the_app().test_client()
    client.open = super(OwnContextClient, client).open
    answer = report(client, secret, record()) if kind == "webhook" else tell(client, secret, record(), key=key)
    raise Answered(f"{answer.status_code} {answer.json}")


@pytest.fixture
def systems(app, request):
    racers = Racers(app, send, request.param)
    yield racers
    racers.close()


def count(statement) -> int:
    with unit(write=False) as session:
        return session.scalar(statement)


RECORDED = select(func.count()).select_from(AuditEntry).where(AuditEntry.event == "UsageRecorded")


@pytest.mark.parametrize("systems", [AT_ONCE], indirect=True)
def test_twenty_posts_at_once_with_one_key_have_one_effect_and_one_answer(systems):
    make_customer(code="C1")
    secret = make_token(make_user(Role.CS_MANAGER))[1]

    answers = systems.race([("api", secret, "the-key")] * AT_ONCE)

    assert answers == {"Answered: 200 {'changed': 0, 'created': 1, 'unchanged': 0}": AT_ONCE}
    assert count(RECORDED) == 1


@pytest.mark.parametrize("systems", [SOME], indirect=True)
def test_posts_at_once_without_a_key_keep_one_record(systems):
    make_customer(code="C1")
    secret = make_token(make_user(Role.CS_MANAGER))[1]

    answers = systems.race([("api", secret, None)] * SOME)

    assert {answer.split()[1] for answer in answers} == {"200"}
    assert count(select(func.count()).select_from(UsageRecord)) == 1


@pytest.mark.parametrize("systems", [SOME], indirect=True)
def test_reports_at_once_with_one_id_are_one_delivery(systems):
    make_customer(code="C1")
    secret = make_secret()[1]

    answers = systems.race([("webhook", secret, None)] * SOME)

    assert answers == {"Answered: 202 {'status': 'accepted'}": SOME}
    assert count(select(func.count()).select_from(Delivery)) == 1
