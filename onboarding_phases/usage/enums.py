"""The words of usage."""

from __future__ import annotations

from enum import StrEnum


class UsageWay(StrEnum):
    """How usage came in."""

    FILE = "file"
    API = "api"
    WEBHOOK = "webhook"
