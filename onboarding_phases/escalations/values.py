"""What is handed between files of this room, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onboarding_phases.escalations.enums import EntryKind, EscalationKind, EscalationState, Severity
from portal.levels import Level
from portal.people import Role


@dataclass(frozen=True)
class Words:
    """What somebody writes: the text, who reads it, and whether the customer was told the same."""

    text: str
    level: Level
    told_customer: bool = False


@dataclass(frozen=True)
class Review:
    """A review without blame: of the matter, not of a person."""

    happened: str
    helped: str
    changes: str


@dataclass(frozen=True)
class ThreadEntry:
    """One entry of a thread as its reader sees it."""

    place: int
    kind: EntryKind
    at: datetime
    by: str
    by_role: Role
    text: str
    to_role: Role | None
    told_customer: bool
    level: Level


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty field narrows nothing."""

    tab: str = "open"
    text: str = ""
    severity: Severity | None = None
    kind: EscalationKind | None = None
    owner_role: Role | None = None
    sort: str = "due"
    descending: bool = False


@dataclass(frozen=True)
class Line:
    """An escalation as a list, a panel or a start page shows it."""

    code: str
    subject: str
    kind: EscalationKind
    severity: Severity
    state: EscalationState
    owner_role: Role
    owner_id: int | None
    due_at: datetime | None
    raised_at: datetime
    level: Level
    is_taken_over: bool
    onboarding_code: str
    customer_name: str


@dataclass(frozen=True)
class Told:
    """What the customer was told last by one role, on any escalation of an onboarding."""

    by: str
    by_role: Role
    at: datetime
    text: str


@dataclass(frozen=True)
class Route:
    """A line of the routing table as it stands: who owns a kind, since when and why."""

    kind: EscalationKind
    role: Role
    set_at: datetime | None = None
    set_by: str = ""
    reason: str = ""
