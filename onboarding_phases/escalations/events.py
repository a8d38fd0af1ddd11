"""What happens to escalations. What was written stands in the thread, at its level, and not in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class EscalationEvent(OnboardingEvent):
    """Something that happened to one escalation."""

    escalation: str


@dataclass(frozen=True, kw_only=True)
class EscalationRaised(EscalationEvent):
    """Somebody passed a problem to the role that owns it."""

    title = _l("Escalation raised")

    problem: str
    severity: str
    side: str
    level: str
    owner_role: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class EscalationMessageWritten(EscalationEvent):
    """Somebody wrote into the thread; `level` is who reads it."""

    title = _l("Message written to an escalation")

    level: str
    told_customer: bool


@dataclass(frozen=True, kw_only=True)
class EscalationAnswered(EscalationEvent):
    """The owner answered whoever raised it."""

    title = _l("Escalation answered")

    level: str
    told_customer: bool
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class EscalationTransferred(EscalationEvent):
    """It passed to another role, with a summary and its whole thread."""

    title = _l("Escalation transferred")

    from_role: str
    owner_role: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class EscalationHandedBack(EscalationEvent):
    """Its owner gave it back to whoever raised it, and said what is missing."""

    title = _l("Escalation handed back")

    from_role: str
    owner_role: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class EscalationSentAgain(EscalationEvent):
    """Whoever raised it added what was missing."""

    title = _l("Escalation sent again")

    owner_role: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class EscalationResolved(EscalationEvent):
    """What was done about it is written down."""

    title = _l("Escalation resolved")

    level: str
    told_customer: bool


@dataclass(frozen=True, kw_only=True)
class EscalationReopened(EscalationEvent):
    """It was not solved after all."""

    title = _l("Escalation opened again")

    owner_role: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class EscalationShared(EscalationEvent):
    """What the vendor kept to itself was opened to the firm."""

    title = _l("Escalation shared with the firm")


@dataclass(frozen=True, kw_only=True)
class EscalationReviewed(EscalationEvent):
    """What happened, what helped and what changes was written down, without blame."""

    title = _l("Escalation reviewed")

    level: str


@dataclass(frozen=True, kw_only=True)
class EscalationClockMissed(EscalationEvent):
    """The owner did not answer in time; the CS managers are told once."""

    title = _l("Escalation's clock missed")

    owner_role: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class EscalationCaseTakenOver(EscalationEvent):
    """The vendor took the case by an escalation; a rescue of these phases where the firm did not raise it."""

    title = _l("Case taken over")

    is_rescue: bool
    phases: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class EscalationCaseGivenBack(EscalationEvent):
    """With the escalation's end the case is the firm's again."""

    title = _l("Case given back")


@dataclass(frozen=True, kw_only=True)
class EscalationRouteChanged(Event):
    """The routing table names another role for a kind of problem."""

    title = _l("Escalation route changed")

    problem: str
    before: str
    after: str
    reason: str
