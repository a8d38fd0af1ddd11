"""What happens to qualifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class QualificationGranted(Event):
    """A consultant passed something that counts until a day."""

    partner_id: int
    consultant_id: int
    qualification_id: int
    subject: str
    valid_until: date
