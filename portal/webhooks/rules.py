"""Signatures of Standard Webhooks (standardwebhooks.com, v1): values in, values out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

PREFIX, VERSION = "whsec_", "v1"
MESSAGE_ID = re.compile(r"[\x21-\x7e]{1,255}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
MOST_SIGNATURES = 20


def written(key: bytes) -> str:
    """A secret as its owner keeps it."""
    return PREFIX + base64.b64encode(key).decode()


def signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """What a sender writes into `webhook-signature`."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return f"{VERSION},{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def is_signed(keys: Iterable[bytes], message_id: str, timestamp: str, body: bytes, *, signatures: str) -> bool:
    """Whether one of the signatures is by one of the keys; takes as long whichever it is, or none."""
    sent = [text.encode() for text in signatures.split()[:MOST_SIGNATURES]]
    right = [signature(key, message_id, timestamp, body).encode() for key in keys]
    same = [hmac.compare_digest(one, other) for one in right for other in sent]
    return any(same)


def is_timely(timestamp: str, now: datetime, *, tolerance: timedelta) -> bool:
    """Whether a report was signed about now, so that an old one cannot be sent again by somebody else."""
    if TIMESTAMP.fullmatch(timestamp) is None:
        return False
    return abs(int(timestamp) - now.timestamp()) <= tolerance.total_seconds()
