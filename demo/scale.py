"""How large a large demo is."""

from __future__ import annotations

from dataclasses import dataclass

SPAN_DAYS = 546  # eighteen months in whole weeks: what is moved by it keeps its weekdays


@dataclass(frozen=True)
class Scale:
    """What the whole portal holds once it is multiplied; what was told before is a part of it.

    `eras` is over how many spans of eighteen months the onboardings are spread; `members` is how many people of the
    vendor share the customers.
    """

    firms: int = 300
    consultants: int = 5_000
    onboardings: int = 100_000
    audit_rows: int = 1_000_000
    eras: int = 4
    members: int = 40


LARGE = Scale()
