"""Many publish one draft, or move one onboarding, at the same moment: it happens once, and the others are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from onboarding_phases.moves.queries import chosen_onboardings, moves_of
from onboarding_phases.moves.services import move_onboardings
from onboarding_phases.moves.values import digest
from onboarding_phases.playbooks.models import Playbook, PlaybookDraft
from onboarding_phases.playbooks.queries import draft_of, playbook_for, version_of
from onboarding_phases.playbooks.services import begin_draft, begin_product, change_draft, publish_draft
from onboarding_phases.playbooks.values import PlaybookText
from onboarding_phases.tasks.models import Task
from portal.audit.models import AuditEntry
from portal.errors import Stale
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.factories.allocations import make_playbooks
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 8


def publish(version: int) -> None:
    """Publish the draft as it was seen."""
    with unit_of_work(EVERY_TENANT):
        draft = draft_of("accounting")
        if draft is None:
            raise Stale("it was published")
        publish_draft(draft, reason="race", seen=version, actor=PORTAL)


def begin(_task: int) -> None:
    """Begin a draft, or come to the one that is there."""
    with unit_of_work(EVERY_TENANT):
        begin_draft(playbook_for("invoicing"), actor=PORTAL)


def begin_new(_task: int) -> None:
    """Begin the playbook of a product that has none."""
    with unit_of_work(EVERY_TENANT):
        name = {"ja": "申告", "en": "Tax filing"}
        begin_product("tax_filing", name=name, base=playbook_for("accounting"), actor=PORTAL)


def move(task: tuple[str, str]) -> None:
    """Move an onboarding as it was seen."""
    code, seen = task
    with unit_of_work(EVERY_TENANT):
        playbook = version_of("accounting")
        assert playbook is not None
        move_onboardings([code], playbook, reason="race", seen=seen, actor=PORTAL)


def racing(app, act) -> Iterator[Racers]:
    racers = Racers(app, act, RACERS)
    yield racers
    racers.close()


@pytest.fixture
def publishers(app) -> Iterator[Racers]:
    yield from racing(app, publish)


@pytest.fixture
def beginners(app) -> Iterator[Racers]:
    yield from racing(app, begin)


@pytest.fixture
def product_beginners(app) -> Iterator[Racers]:
    yield from racing(app, begin_new)


@pytest.fixture
def movers(app) -> Iterator[Racers]:
    yield from racing(app, move)


def draft_a_change() -> int:
    def change(text: PlaybookText) -> PlaybookText:
        first = text.phases[0]
        new = replace(first.tasks[0], key="1.9", depends_on=())
        return replace(text, phases=(replace(first, tasks=(*first.tasks, new)), *text.phases[1:]))

    with unit():
        draft = begin_draft(playbook_for("accounting"), actor=PORTAL)
        change_draft(draft, "1", change=change, seen=draft.version, actor=PORTAL)
        return draft.version


def refused_in_words(results: Counter[str]) -> bool:
    return all(word == DONE or word.startswith("Stale") for word in results)


def test_a_draft_is_published_once(publishers):
    make_playbooks()
    version = draft_a_change()

    results = publishers.race([version] * RACERS)

    assert refused_in_words(results), results
    assert results[DONE] == 1
    with unit(write=False) as session:
        assert session.scalar(select(func.count()).where(Playbook.product == "accounting")) == 2


def test_many_who_begin_a_draft_come_to_one(beginners):
    make_playbooks()

    results = beginners.race(list(range(RACERS)))

    assert results == {DONE: RACERS}
    with unit(write=False) as session:
        assert session.scalar(select(func.count()).select_from(PlaybookDraft)) == 1


def test_of_many_who_begin_a_product_one_does_and_the_others_are_told(product_beginners):
    make_playbooks()

    results = product_beginners.race(list(range(RACERS)))

    assert results[DONE] == 1
    assert all(word == DONE or word.startswith(("Stale", "RuleViolation")) for word in results), results
    with unit(write=False) as session:
        assert session.scalars(select(PlaybookDraft.product)).all() == ["tax_filing"]
        begun = select(func.count()).where(AuditEntry.event == "PlaybookForProductBegun")
        assert session.scalar(begun) == 1


def test_an_onboarding_is_moved_once_and_gets_a_new_task_once(movers):
    onboarding = make_onboarding(make_partner())
    version = draft_a_change()
    with unit():
        draft = draft_of("accounting")
        assert draft is not None
        publish_draft(draft, reason="race", seen=version, actor=PORTAL)
    with unit(write=False):
        playbook = version_of("accounting")
        assert playbook is not None
        seen = digest(moves_of(chosen_onboardings(playbook, [onboarding.code], PORTAL), playbook))

    results = movers.race([(onboarding.code, seen)] * RACERS)

    assert refused_in_words(results), results
    assert results[DONE] == 1
    with unit(write=False) as session:
        assert session.scalar(select(func.count()).where(Task.key == "1.9")) == 1
        moved = select(func.count()).where(AuditEntry.event == "OnboardingMoved")
        assert session.scalar(moved) == 1
