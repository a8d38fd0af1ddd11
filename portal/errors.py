"""The refusals that a service may answer with, and what each becomes on the web."""

from __future__ import annotations

from typing import Any, ClassVar


class RuleViolation(Exception):
    """What was asked is against a rule of the product; becomes a 409 that says which, or an error in the form.

    `text` is for the reader and may be lazily translated; `status` is that of the answer.
    """

    status: ClassVar[int] = 409

    def __init__(self, text: Any, *, field: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.field = field

    def __str__(self) -> str:
        return str(self.text)


class Stale(RuleViolation):
    """Somebody else changed the same thing since it was read."""
