"""What a versioned setting is: named numbers with bounds, and the values they have until somebody changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import LazyString

Number = int | float


@dataclass(frozen=True)
class DefaultField:
    """One number of a setting; `step` below 1 means that fractions are allowed."""

    key: str
    label: str | LazyString
    value: Number
    minimum: Number
    maximum: Number
    step: Decimal = Decimal(1)
    unit: str | LazyString = ""


@dataclass(frozen=True)
class Default:
    """A group of numbers that is changed, dated and versioned together."""

    key: str
    title: str | LazyString
    fields: tuple[DefaultField, ...]

    def values(self) -> Mapping[str, Number]:
        """The numbers as they stand until a first version is written."""
        return {field.key: field.value for field in self.fields}
