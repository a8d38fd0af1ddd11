"""Passwords as they are kept: argon2id with 19 MiB, two passes, one lane (OWASP's second choice)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.rules import LONGEST_PASSWORD, clean_password

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Nobody's password: checked where there is no account, so that the answer takes as long as if there were one.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$+acrqX3jsKLIcuTPj3287g$gPoJ/4dWOBPIJ6jJR2o7GXTWDIOgzOy5UPgHWrUoX0E"


def hash_password(password: str) -> str:
    """The form in which a password is kept: it cannot be turned back."""
    return HASHER.hash(clean_password(password))


def is_password(password: str, kept: str | None) -> bool:
    """Whether this is the password that is kept; takes as long, and says no, where none is."""
    try:
        HASHER.verify(kept or NOBODY, clean_password(password[:LONGEST_PASSWORD]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a password was kept with weaker settings than ours are today."""
    return HASHER.check_needs_rehash(kept)
