"""Twenty browsers send an answer to one survey at once: one counts, and none is told that it failed.

A broken twin, seen to turn it red: an answer that does not ask whether its survey is still open.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from onboarding_phases.surveys.answering.queries import survey_of_link
from onboarding_phases.surveys.answering.services import answer_survey
from onboarding_phases.surveys.models import SurveyAnswer, SurveyScore
from onboarding_phases.surveys.values import Reply
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.surveys import LOW, ask, mailed_link, recoveries
from tests.races.racing import DONE, Racers
from tests.world import unit

GUESTS = 20


def send(token: str) -> None:
    """Answer the survey of a link."""
    with unit_of_work(EVERY_TENANT):
        survey = survey_of_link(token)
        assert survey is not None
        answer_survey(survey, Reply(LOW, {}, may_share=False), locale="en")


@pytest.fixture
def guests(app) -> Iterator[Racers]:
    racers = Racers(app, send, GUESTS)
    yield racers
    racers.close()


def test_of_twenty_answers_at_once_one_counts(guests, app):
    ask(make_onboarding(make_partner()))

    assert guests.race([mailed_link()] * GUESTS) == {DONE: GUESTS}

    with unit(write=False) as session:
        assert len(session.scalars(select(SurveyAnswer)).all()) == 1
        assert len(session.scalars(select(SurveyScore)).all()) == 2
    assert len(recoveries()) == 1
