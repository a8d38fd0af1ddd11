"""The words of the end of an onboarding."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class PointKind(StrEnum):
    """What is looked at before an onboarding ends."""

    PHASES = "phases"
    COMMITMENTS = "commitments"
    ACTIVATION = "activation"
    TASKS = "tasks"
    BLOCKERS = "blockers"
    ESCALATIONS = "escalations"
    HOLDS = "holds"


POINT_LABELS: Mapping[PointKind, LazyString] = {
    PointKind.PHASES: _l("Phases"),
    PointKind.COMMITMENTS: _l("Commitments to the customer"),
    PointKind.ACTIVATION: _l("Activation"),
    PointKind.TASKS: _l("Tasks that acceptance asks for"),
    PointKind.BLOCKERS: _l("Blockers"),
    PointKind.ESCALATIONS: _l("Escalations"),
    PointKind.HOLDS: _l("Holds"),
}
DONE_WORDS: Mapping[PointKind, LazyString] = {
    PointKind.PHASES: _l("all six are completed or skipped"),
    PointKind.COMMITMENTS: _l("all are kept, renegotiated or refused"),
    PointKind.ACTIVATION: _l("was measured"),
    PointKind.TASKS: _l("all are closed"),
    PointKind.BLOCKERS: _l("none is open"),
    PointKind.ESCALATIONS: _l("all are resolved"),
    PointKind.HOLDS: _l("none is in force or unconfirmed"),
}
