"""Whom a comment calls, and whose names it holds."""

from __future__ import annotations

import pytest

from onboarding_phases.conversations.rules import Mention, mentions_in, named_in, reached
from portal.levels import Level

FIRM, TEAM, OWNER, CS = Mention.FIRM, Mention.TEAM, Mention.OWNER, Mention.CS
NAMES = ["佐藤 健", "Anna Berg", "李 明"]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@firm please look", {FIRM}),
        ("＠ＦＩＲＭ ご確認ください", {FIRM}),
        ("@パートナー様、ご確認ください", {FIRM}),
        ("@CS担当さん @cs", {OWNER, CS}),
        ("@owner,@team", {OWNER, TEAM}),
        ("manager@firm.example", set()),
        ("write to x @firm.example", set()),
        ("@firmware", set()),
        ("firm", set()),
        ("終わりました。@cs", {CS}),
    ],
)
def test_a_call_is_a_word_of_its_own(text, called):
    assert mentions_in(text) == called


@pytest.mark.parametrize(
    ("level", "by_vendor", "told"),
    [
        (Level.VENDOR, True, {OWNER, CS}),
        (Level.FIRM, False, {FIRM, TEAM}),
        (Level.BOTH, True, {OWNER, CS, FIRM}),  # never the firm's people
        (Level.BOTH, False, {OWNER, CS, FIRM, TEAM}),
        (Level.CUSTOMER, True, {OWNER, CS, FIRM}),
    ],
)
def test_who_does_not_read_it_is_not_called(level, by_vendor, told):
    assert reached(set(Mention), level, by_vendor=by_vendor) == told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("佐藤さん、明日までにお願いします", ["佐藤 健"]),
        ("佐藤健の資料", ["佐藤 健"]),
        ("佐藤　健 様", ["佐藤 健"]),
        ("佐藤商店の請求書", []),
        ("Ask anna berg to do it", ["Anna Berg"]),
        ("Ms. Berg does it", ["Anna Berg"]),
        ("The iceberg and bergamot", []),
        ("@firm ご確認ください", []),
        ("説明さん", []),
    ],
)
def test_a_name_of_the_firms_people_is_found(text, found):
    assert named_in(text, NAMES) == found
