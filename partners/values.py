"""What is said of a firm, as forms, files and services pass it on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from partners.enums import PartnerKind

if TYPE_CHECKING:
    from partners.models import Partner


@dataclass(frozen=True, kw_only=True)
class PartnerFacts:
    """The profile of a firm; industries and strengths are levels from 1 to 5 by division and by tag."""

    name: str
    kind: PartnerKind
    corporate_number: str
    contract_until: date
    invoice_number: str | None = None
    prefectures: Sequence[str] = ()
    is_remote: bool = False
    languages: Sequence[str] = ("ja",)
    products: Sequence[str] = ()
    industries: Mapping[str, int] = field(default_factory=dict)
    strengths: Mapping[str, int] = field(default_factory=dict)
    min_volume: int = 0
    stated_outcome: float | None = None

    def columns(self) -> dict[str, Any]:
        """The values by column, in the types that the database keeps."""
        return {item.name: _stored(getattr(self, item.name)) for item in fields(self)}

    @classmethod
    def of(cls, partner: Partner) -> PartnerFacts:
        """The facts of a firm as they stand."""
        return cls(**{item.name: getattr(partner, item.name) for item in fields(cls)})


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, list | tuple) else value
