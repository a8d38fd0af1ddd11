"""What happens in certification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificationPolicyIssued(Event):
    """A version of the policy is entered, to be in force from a day on."""

    title = _l("Certification policy issued")

    version: int
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class EvaluationMade(Event):
    """A firm was evaluated over a period, and a tier is proposed."""

    title = _l("Certification evaluation made")

    partner_id: int
    period_end: date
    previous: int
    proposed: int
    below_count: int
    held_by: str | None


@dataclass(frozen=True, kw_only=True)
class EvaluationDecided(Event):
    """The tier that follows from an evaluation was decided."""

    title = _l("Certification evaluation decided")

    partner_id: int
    period_end: date
    previous: int
    proposed: int
    tier: int
    reason: str
