"""The words of tokens."""

from __future__ import annotations

from enum import StrEnum


class TokenEnd(StrEnum):
    """Why a token is good no more before its time."""

    REVOKED = "revoked"
    ACCOUNT_CLOSED = "account_closed"
    ROLE_CHANGED = "role_changed"
    PASSWORD_SET = "password_set"  # noqa: S105 - a word, no password
