"""What this room brings to the page of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.surveys.answering.queries import open_survey_of
from onboarding_phases.surveys.rules import LINK
from portal.feature import Panel
from portal.mail.sealing import token_of
from portal.people import Guest


def survey_panel(guest: Guest) -> Mapping[str, Any] | None:
    """The survey that waits for this guest, with the way to it; nothing where none does."""
    survey = open_survey_of(guest)
    if survey is None or survey.word is None:
        return None
    return {"title": survey.version.title, "token": token_of(LINK, survey.word), "until": survey.expires_at}


PANELS = [Panel("room", "survey_answering/panel.html", None, survey_panel, order=5)]
