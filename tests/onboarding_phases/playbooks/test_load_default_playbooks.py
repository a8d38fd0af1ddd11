from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.queries import playbook_for
from onboarding_phases.playbooks.services import load_default_playbooks
from onboarding_phases.playbooks.shipped import SHIPPED
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PORTAL
from portal.settings import GUEST_LOCALES
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def test_accounting_has_the_published_due_days_and_rule() -> None:
    with unit():
        load_default_playbooks(PORTAL)
        playbook = playbook_for("accounting")

    assert [phase.due_day for phase in playbook.phases] == [7, 21, 40, 60, 75, 90]
    assert playbook.x_days == 90
    assert [(item["metric"], item["at_least"]) for item in playbook.activation_rule] == [
        ("bank_feeds", 1),
        ("journals_30d", 50),
        ("monthly_closes", 1),
    ]


def test_loading_twice_adds_nothing() -> None:
    with unit() as session:
        assert len(load_default_playbooks(PORTAL)) == 4
        assert load_default_playbooks(PORTAL) == []
        assert session.scalar(select(func.count()).select_from(Playbook)) == 4
        events = session.scalars(select(AuditEntry.event)).all()

    assert events == ["PlaybookAdded"] * 4


def test_a_product_without_a_playbook_is_refused_by_name() -> None:
    with unit(), pytest.raises(RuleViolation) as refused:
        playbook_for("submarines")

    assert "submarines" in str(refused.value.text._kwargs)  # the locale does not matter


@pytest.mark.parametrize("product", SHIPPED)
def test_every_text_is_there_in_the_languages_of_its_readers_and_due_days_rise_to_x(
    product: str, app: Flask
) -> None:
    playbook = SHIPPED[product]
    days = [phase.due_day for phase in playbook.phases]

    assert days == sorted(set(days))
    assert days[-1] <= playbook.x_days
    for text in [*(phase.evidence for phase in playbook.phases), *(item.label for item in playbook.rule)]:
        assert set(text) == {"ja", "en"}
        assert all(text.values())
    for text in [text for phase in playbook.phases for text in (phase.name, phase.outcome)]:
        assert set(text) == set(GUEST_LOCALES)
        assert all(text.values())


@pytest.mark.parametrize("product", SHIPPED)
def test_tasks_come_in_an_order_that_can_be_kept(product: str, app: Flask) -> None:
    seen: set[str] = set()
    for position, phase in enumerate(SHIPPED[product].phases, 1):
        assert {item.side for item in phase.tasks} >= {"partner"}
        for item in phase.tasks:
            assert item.key.startswith(f"{position}.")
            assert item.key not in seen
            assert seen.issuperset(item.depends_on)
            assert set(item.title) == (set(GUEST_LOCALES) if item.side == "customer" else {"ja", "en"})
            assert all(item.title.values())
            seen.add(item.key)
    assert len(seen) >= 18


def test_the_tasks_of_a_phase_stand_in_their_order() -> None:
    with unit():
        load_default_playbooks(PORTAL)
        kickoff = playbook_for("accounting").phases[0]

        assert [item.key for item in kickoff.tasks] == ["1.1", "1.2", "1.3", "1.4"]
        assert kickoff.tasks[1].depends_on == ["1.1"]
