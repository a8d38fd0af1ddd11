"""What a line of a handoff promises, and how commitments are counted."""

from __future__ import annotations

from datetime import date, timedelta

from onboarding_phases.commitments.enums import CommitmentState as State
from onboarding_phases.commitments.rules import promises_in, tally_of

TODAY = date(2026, 11, 24)


def test_each_line_of_an_answer_is_a_commitment_without_its_bullet():
    answer = "・初月の講義を2回\n\n2. 移行は当社が行う\n- 問い合わせは翌営業日まで\n①導入後の訪問\n2027年4月に開始"
    assert promises_in(answer) == [
        "初月の講義を2回",
        "移行は当社が行う",
        "問い合わせは翌営業日まで",
        "導入後の訪問",
        "2027年4月に開始",
    ]
    assert promises_in(" \n・\n") == []


def test_a_commitment_is_broken_from_the_day_after_its_day_while_it_is_open():
    late = TODAY - timedelta(days=1)
    rows = [(State.OPEN, late), (State.OPEN, TODAY), (State.OPEN, None), (State.KEPT, late), (State.PROPOSED, late)]
    found = tally_of(rows, on=TODAY)
    assert (found.broken, found.open, found.proposed, found.pending, found.kept) == (1, 3, 1, 4, 1)
