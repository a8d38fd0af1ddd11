"""Which language a page speaks to somebody whom nobody knows yet: the one that the browser likes best."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    ("accepts", "spoken"),
    [
        ("zh-CN", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("ko-KR,en;q=0.5", "ko"),
        ("vi;q=0.4,en-US;q=0.6", "en"),
        ("de-DE,en;q=0", "ja"),
        ("fr, ja-JP;q=0.2", "ja"),
    ],
)
def test_a_customers_page_speaks_the_language_that_the_browser_likes_best(app, accepts, spoken):
    page = app.test_client().get("/room", headers={"Accept-Language": accepts}).text

    assert re.findall(r'<html lang="([^"]+)"', page) == [spoken]


def test_people_of_both_sides_are_addressed_in_one_of_their_two_languages(app):
    page = app.test_client().get("/login", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}).text

    assert '<html lang="en">' in page
