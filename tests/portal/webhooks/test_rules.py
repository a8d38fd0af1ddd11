"""Signatures against the published example, and what they may not be."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from portal.webhooks.rules import is_signed, is_timely, signature, written

# The example of the reference libraries of Standard Webhooks.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, TIMESTAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
KEY = base64.b64decode(SECRET.removeprefix("whsec_"))


def test_a_signature_is_that_of_the_published_example():
    assert signature(KEY, ID, TIMESTAMP, BODY) == SIGNED
    assert written(KEY) == SECRET


@pytest.mark.parametrize(
    ("signatures", "right"),
    [
        (SIGNED, True),
        (f"v1,bm9uZQ== {SIGNED}", True),
        (f"v1a,whatever {SIGNED}", True),
        ("", False),
        (SIGNED.removeprefix("v1,"), False),
        (SIGNED.replace("v1,", "v2,"), False),
        (SIGNED[:-2], False),
    ],
)
def test_one_right_signature_among_several_is_enough(signatures, right):
    assert is_signed([b"another", KEY], ID, TIMESTAMP, BODY, signatures=signatures) is right


def test_whatever_is_changed_breaks_the_signature():
    assert not is_signed([KEY], ID + "x", TIMESTAMP, BODY, signatures=SIGNED)
    assert not is_signed([KEY], ID, "1614265331", BODY, signatures=SIGNED)
    assert not is_signed([KEY], ID, TIMESTAMP, BODY + b" ", signatures=SIGNED)
    assert not is_signed([], ID, TIMESTAMP, BODY, signatures=SIGNED)


@pytest.mark.parametrize(("off", "right"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_a_signature_is_good_for_five_minutes_either_way(off, right):
    now = datetime.fromtimestamp(int(TIMESTAMP) + off, UTC)

    assert is_timely(TIMESTAMP, now, tolerance=timedelta(minutes=5)) is right


@pytest.mark.parametrize("text", ["", "-1614265330", "1614265330.0", "１６１４２６５３３０", "9" * 13])
def test_what_is_no_moment_is_not_timely(text):
    assert not is_timely(text, datetime.fromtimestamp(int(TIMESTAMP), UTC), tolerance=timedelta(days=36500))
