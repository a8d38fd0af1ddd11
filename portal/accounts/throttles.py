"""How guessing is slowed down: what counts is written before the guess is looked at, under a lock of its row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.exceptions import TooManyRequests

from portal import clock
from portal.accounts.models import Throttle
from portal.accounts.rules import LOG_IN
from portal.database import db
from portal.defaults.queries import numbers

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """A guess that was counted and may now be looked at."""

    keys: tuple[str, ...]
    at: int

    def forgive(self) -> None:
        """Take it off the counts: it was no guess."""
        for key in self.keys:
            row = _locked(key)
            kept = list(row.tried_at)
            if self.at in kept:
                kept.remove(self.at)
            row.tried_at = kept
        db.session.flush()


def take_attempt(kind: str, *, address: str | None, account: str | None = None) -> Attempt:
    """Count a guess by network address and by account, in any window of the set length.

    Two workers share the counts: the row stays locked until the transaction ends. A refusal is not counted.

    Raises:
        TooManyRequests: the address or the account has no guess left; says after how many seconds it has.
    """
    limits = numbers(LOG_IN.key)
    window = int(limits["window_minutes"]) * 60
    now = int(clock.now().timestamp())
    counted = [("address", address or "unknown", int(limits["failures_per_address"]))]
    if account is not None:
        counted.append(("account", account, int(limits["attempts_per_account"])))
    keys = tuple(_key(kind, by, value) for by, value, _ in counted)
    for key, (_, _, most) in zip(keys, counted, strict=True):
        row = _locked(key)
        recent = [at for at in row.tried_at if at > now - window]
        if len(recent) >= most:
            raise TooManyRequests(retry_after=max(1, recent[0] + window - now))
        row.tried_at, row.last_at = [*recent, now], clock.now()
    db.session.flush()
    return Attempt(keys, now)


def refuse_exhausted(kind: str, *, address: str | None) -> None:
    """Refuse an address that has no guess left, and count nothing: for requests that only read.

    Raises:
        TooManyRequests: says after how many seconds it has one.
    """
    limits = numbers(LOG_IN.key)
    window, now = int(limits["window_minutes"]) * 60, int(clock.now().timestamp())
    mine = select(Throttle.tried_at).where(Throttle.key == _key(kind, "address", address or "unknown"))
    recent = [at for at in db.session.scalars(mine).first() or [] if at > now - window]
    if len(recent) >= int(limits["failures_per_address"]):
        raise TooManyRequests(retry_after=max(1, recent[0] + window - now))


def forget_old_attempts() -> None:
    """Drop the counts of yesterday; they decide nothing any more."""
    db.session.execute(delete(Throttle).where(Throttle.last_at < clock.now() - KEPT))


def _key(kind: str, by: str, value: str) -> str:
    digest = hashlib.sha256(f"{by}:{value}".encode()).hexdigest()
    return f"{kind}:{by}:{digest}"


def _locked(key: str) -> Throttle:
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # The update changes nothing: it is there to lock the row, and to give it back if it was there already.
    statement = (
        insert(Throttle)
        .values(key=key, tried_at=[], last_at=clock.now())
        .on_conflict_do_update(index_elements=["key"], set_={"key": key})
        .returning(Throttle)
    )
    return db.session.scalars(statement, execution_options={"populate_existing": True}).one()
