"""The words of commitments."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l


class CommitmentState(StrEnum):
    """How far a commitment is: one that was added after the handoff waits for consent before it is open."""

    PROPOSED = "proposed"
    OPEN = "open"
    KEPT = "kept"
    RENEGOTIATED = "renegotiated"
    REFUSED = "refused"


class CommitmentSource(StrEnum):
    """Where a commitment is known from."""

    HANDOFF = "handoff"
    MEETING = "meeting"
    PERSON = "person"


STATE_LABELS: Mapping[CommitmentState, LazyString] = {
    CommitmentState.PROPOSED: _l("Waits for consent"),
    CommitmentState.OPEN: lazy_pgettext("commitment", "Open"),
    CommitmentState.KEPT: _l("Kept"),
    CommitmentState.RENEGOTIATED: _l("Renegotiated"),
    CommitmentState.REFUSED: lazy_pgettext("commitment", "Refused"),
}
SOURCE_LABELS: Mapping[CommitmentSource, LazyString] = {
    CommitmentSource.HANDOFF: _l("Handoff"),
    CommitmentSource.MEETING: _l("In a meeting"),
    CommitmentSource.PERSON: _l("Said by a person"),
}
