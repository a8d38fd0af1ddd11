"""The words of accounts."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """Why a link was mailed."""

    INVITATION = "invitation"
    RESET = "reset"
