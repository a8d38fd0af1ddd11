"""What this room brings to the pages of an onboarding and of a phase, and to start pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import ngettext

from onboarding_phases.extensions.permissions import DECIDE_EXTENSIONS, MOVE_DUE_DAYS
from onboarding_phases.extensions.queries import extensions_to_decide
from onboarding_phases.extensions.rules import movable_positions
from onboarding_phases.onboardings.enums import ChangeKind, OnboardingState
from onboarding_phases.onboardings.models import Onboarding, OnboardingChange, Phase
from onboarding_phases.onboardings.rules import WITH_THE_FIRM
from portal import clock
from portal.access import person
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_A_REQUEST = 46.0
COST_OF_SILENCE = 57.0
OVER = frozenset({ChangeKind.EXTENSION_GRANTED, ChangeKind.EXTENSION_REFUSED, ChangeKind.EXTENSION_WITHDRAWN})
MOVING = frozenset({ChangeKind.DUE_DAYS_MOVED, ChangeKind.EXTENSION_GRANTED})


def extensions_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """By how many days due days moved, and what waits: told by the history, which the page has read anyway."""
    moved = [change.values["days"] for change in onboarding.changes if change.kind in MOVING]
    runs = onboarding.state is OnboardingState.RUNNING
    waiting = _waiting(onboarding) if runs else None
    may_move = runs and waiting is None and bool(movable_positions(onboarding.run))
    if not (moved or waiting or may_move):
        return None
    return {
        "onboarding": onboarding,
        "moves": len(moved),
        "days": sum(moved),
        "waiting": waiting,
        "answer_by": date.fromisoformat(waiting.values["answer_by"]) if waiting else None,
        "may_move": may_move and MOVE_DUE_DAYS.allows(person()),
        "may_decide": DECIDE_EXTENSIONS.allows(person()),
        "may_withdraw": waiting is not None and _is_of_own_side(waiting),
    }


def _waiting(onboarding: Onboarding) -> OnboardingChange | None:
    told = [change for change in onboarding.changes if change.kind in OVER | {ChangeKind.EXTENSION_ASKED}]
    return told[-1] if told and told[-1].kind is ChangeKind.EXTENSION_ASKED else None


def _is_of_own_side(asked: OnboardingChange) -> bool:
    """Whether the reader's firm asked, or the reader did; the history says who."""
    reader = person()
    return asked.actor_id == reader.id if reader.is_vendor else bool(asked.values.get("by_firm"))


def phase_panel(phase: Phase) -> Mapping[str, Any] | None:
    """The way to move the due day of a phase that lies with the firm."""
    runs = phase.onboarding.state is OnboardingState.RUNNING
    if not (runs and phase.state in WITH_THE_FIRM and _waiting(phase.onboarding) is None):
        return None
    return {"phase": phase}


def _request(row: NeedRow) -> Need:
    is_late = row.on is not None and row.on < clock.today()
    text = ngettext(
        "Answer whether the due days of %(customer)s move by %(num)s day",
        "Answer whether the due days of %(customer)s move by %(num)s days",
        row.number or 0,
        customer=row.name,
    )
    return Need(
        text=text,
        href=url_for("extensions.decision", code=row.code),
        due_on=row.on,
        cost=COST_OF_SILENCE if is_late else COST_OF_A_REQUEST,
    )


PANELS = [
    Panel("onboarding", "extensions/panel.html", MOVE_DUE_DAYS, extensions_panel, order=15),
    Panel("phase", "extensions/phase.html", MOVE_DUE_DAYS, phase_panel, order=5),
]
NEEDS = [NeedQuery(DECIDE_EXTENSIONS, extensions_to_decide, _request)]
