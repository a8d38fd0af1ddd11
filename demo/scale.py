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

    def shrunk(self, divisor: int) -> Scale:
        """The same world with so many times fewer of everything, for tests."""
        return Scale(
            firms=self.firms // divisor,
            consultants=self.consultants // divisor,
            onboardings=self.onboardings // divisor,
            audit_rows=self.audit_rows // divisor,
            eras=self.eras,
            members=max(2, self.members // divisor),
        )


LARGE = Scale()
