"""The words of due days that move."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """By what due days were moved: the tier of the firm, the right of a CS member, a CS manager, or a request."""

    TIER = "tier"
    MEMBER = "member"
    MANAGER = "manager"
    REQUEST = "request"
