"""What this room brings to the pages of an onboarding and of a phase."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.conversations.forms import comment_form, file_form
from onboarding_phases.conversations.permissions import ADD_FILE, READ_CONVERSATION, READ_FILES, WRITE_COMMENT
from onboarding_phases.conversations.queries import newest_comments, newest_documents, withdraw_minutes
from onboarding_phases.conversations.rules import may_take_back
from onboarding_phases.onboardings.models import Onboarding, Phase
from portal import clock
from portal.access import person
from portal.defaults.queries import numbers
from portal.feature import Panel
from portal.files.defaults import NUMBERS as FILES
from portal.levels import Level

FIRST_COMMENTS = 3
FIRST_FILES = 5


def conversation_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """The newest comments, and a place to write one."""
    found = newest_comments(onboarding.id, most=FIRST_COMMENTS + 1)
    return {
        "onboarding": onboarding,
        "comments": found[:FIRST_COMMENTS],
        "more": len(found) > FIRST_COMMENTS,
        "form": comment_form(person(), formdata=None) if WRITE_COMMENT.allows(person()) else None,
        **at_hand(),
    }


def files_panel(onboarding: Onboarding) -> Mapping[str, Any]:
    """The newest files of an onboarding, and a place to add one."""
    return _files(onboarding, None)


def phase_files_panel(phase: Phase) -> Mapping[str, Any]:
    """The newest files of a phase, and a place to add one: what shows its outcome."""
    return _files(phase.onboarding, phase.position)


def _files(onboarding: Onboarding, position: int | None) -> Mapping[str, Any]:
    found = newest_documents(onboarding.id, most=FIRST_FILES + 1, position=position)
    return {
        "onboarding": onboarding,
        "position": position,
        "documents": found[:FIRST_FILES],
        "more": len(found) > FIRST_FILES,
        "form": file_form(person(), position=position, formdata=None) if ADD_FILE.allows(person()) else None,
        **at_hand(),
    }


def at_hand() -> dict[str, Any]:
    """What templates ask of each comment and file: whose it is, and whether it can still be taken back."""
    me, now, minutes = person().id, clock.now(), withdraw_minutes()
    return {
        "is_mine": lambda author_id: me is not None and author_id == me,
        "may_take_back": lambda row: may_take_back(row.level, shown_at=row.shown_at, now=now, minutes=minutes),
        "most": int(numbers(FILES)["file_megabytes"]),
        "may_widen": lambda row: row.level is not Level.CUSTOMER,
    }


PANELS = [
    Panel(
        "onboarding", "conversations/conversation_panel.html", READ_CONVERSATION, conversation_panel, 20, wide=True
    ),
    Panel("onboarding", "conversations/files_panel.html", READ_FILES, files_panel, order=20),
    Panel("phase", "conversations/files_panel.html", READ_FILES, phase_files_panel, order=5),
]
