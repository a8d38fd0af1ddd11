"""The numbers that handoffs go by."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

HANDOFF = "handoff"
HANDOFF_DEFAULTS = Default(
    HANDOFF,
    _l("Handoff"),
    (
        DefaultField("target", _l("Completeness needed to accept"), 95, 0, 100, unit="%"),
        DefaultField("meeting_hours", _l("Internal meeting after signing"), 24, 1, 720, unit=_l("hours")),
        DefaultField(
            "introduction_hours", _l("Introduction to the customer after signing"), 48, 1, 720, unit=_l("hours")
        ),
        DefaultField("call_days", _l("Joint call after signing"), 5, 1, 60, unit=_l("business days")),
        DefaultField("kickoff_days", _l("Kickoff after signing"), 7, 1, 120, unit=_l("days")),
        DefaultField("moved_days", _l("Relation moved after signing"), 30, 1, 365, unit=_l("days")),
    ),
)
