"""The words of escalations."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l


class EscalationKind(StrEnum):
    """What kind of problem it is; the routing table says which role owns it."""

    PRODUCT = "product"
    CONTRACT = "contract"
    SCOPE = "scope"
    FIRM = "firm"
    LEGAL = "legal"


class Severity(StrEnum):
    """How much harm waiting does; each has its hours to an answer."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class EscalationState(StrEnum):
    """Where an escalation stands."""

    OPEN = "open"
    ANSWERED = "answered"
    HANDED_BACK = "handed_back"
    RESOLVED = "resolved"


class EscalationAction(StrEnum):
    """What people do with an escalation."""

    WRITE = "write"
    ANSWER = "answer"
    TRANSFER = "transfer"
    HAND_BACK = "hand_back"
    SEND_AGAIN = "send_again"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    SHARE = "share"
    TAKE_OVER = "take_over"
    REVIEW = "review"


class Part(StrEnum):
    """What somebody is to an escalation. A reader is whoever sees it and may act on escalations at all."""

    OWNER = "owner"
    RAISER = "raiser"
    MANAGER = "manager"
    READER = "reader"


class EntryKind(StrEnum):
    """What an entry of a thread says."""

    RAISED = "raised"
    MESSAGE = "message"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    HANDED_BACK = "handed_back"
    SENT_AGAIN = "sent_again"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    SHARED = "shared"
    TAKEN_OVER = "taken_over"
    HAPPENED = "happened"
    HELPED = "helped"
    CHANGES = "changes"


KIND_LABELS: dict[EscalationKind, LazyString] = {
    EscalationKind.PRODUCT: _l("Product fault"),
    EscalationKind.CONTRACT: _l("Contract or commercial terms"),
    EscalationKind.SCOPE: _l("Scope or schedule"),
    EscalationKind.FIRM: _l("Performance or complaint"),
    EscalationKind.LEGAL: _l("Legal or security"),
}
SEVERITY_LABELS: dict[Severity, LazyString] = {
    Severity.URGENT: _l("Urgent: the customer's work stands still"),
    Severity.HIGH: _l("High: a due day is in danger"),
    Severity.NORMAL: _l("Normal: there is a way round it"),
    Severity.LOW: _l("Low: a question"),
}
SEVERITY_WORDS: dict[Severity, LazyString] = {
    Severity.URGENT: lazy_pgettext("severity", "Urgent"),
    Severity.HIGH: lazy_pgettext("severity", "High"),
    Severity.NORMAL: lazy_pgettext("severity", "Normal"),
    Severity.LOW: lazy_pgettext("severity", "Low"),
}
STATE_LABELS: dict[EscalationState, LazyString] = {
    EscalationState.OPEN: _l("Awaiting an answer"),
    EscalationState.ANSWERED: lazy_pgettext("escalation", "Answered"),
    EscalationState.HANDED_BACK: lazy_pgettext("escalation", "Handed back"),
    EscalationState.RESOLVED: lazy_pgettext("escalation", "Resolved"),
}
