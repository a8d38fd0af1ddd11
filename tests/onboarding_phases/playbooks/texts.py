"""Playbooks as values, small enough to be read: six phases of one task each, chained."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.values import Condition, PhaseText, PlaybookText, TaskText


def make_task(key: str, **values: Any) -> TaskText:
    plain: dict[str, Any] = {
        "side": TaskSide.PARTNER,
        "kind": StepKind.REFERENCE,
        "title": {"ja": f"作業{key}", "en": f"Work {key}"},
        "depends_on": (),
        "is_optional": False,
    }
    return TaskText(key=key, **{**plain, **values})


def make_phase(position: int, **values: Any) -> PhaseText:
    plain: dict[str, Any] = {
        "due_day": position * 10,
        "tasks": (make_task(f"{position}.1"),),
        **{
            what: {"ja": f"{what}{position}です", "en": f"The {what} {position}"}
            for what in ("name", "outcome", "evidence", "acceptance")
        },
    }
    return PhaseText(**{**plain, **values})


def make_text(**values: Any) -> PlaybookText:
    rule = (Condition("bank_feeds", 1, {"ja": "口座連携", "en": "Bank feeds"}),)
    phases = tuple(make_phase(position) for position in range(1, 7))
    return PlaybookText(**{"x_days": 60, "rule": rule, "phases": phases, **values})


WORDS = st.text("abcあいう ", min_size=1, max_size=6)
TEXTS = st.fixed_dictionaries({"ja": WORDS, "en": WORDS})


@st.composite
def playbooks(draw: st.DrawFn) -> PlaybookText:
    """Any playbook that keeps the rules: due days that rise to X, tasks that wait for earlier ones."""
    days = sorted(draw(st.lists(st.integers(1, 200), min_size=6, max_size=6, unique=True)))
    keys: list[str] = []
    phases = []
    for position, day in enumerate(days, 1):
        tasks = []
        for place in range(1, draw(st.integers(1, 3)) + 1):
            before = draw(st.lists(st.sampled_from(keys), max_size=3, unique=True)) if keys else []
            key = f"{position}.{place}"
            side, kind = draw(st.sampled_from(TaskSide)), draw(st.sampled_from(StepKind))
            title, optional = draw(TEXTS), draw(st.booleans())
            tasks.append(TaskText(key, side, kind, title, tuple(before), optional))
            keys.append(key)
        low, high = days[position - 2] + 1 if position > 1 else 1, day
        own = draw(st.dictionaries(st.integers(1, 3), st.integers(low, high), max_size=2)) if position < 6 else {}
        texts = [draw(TEXTS) for _ in range(4)]
        phases.append(PhaseText(day, *texts, tuple(tasks), {e: one for e, one in own.items() if one != day}))
    metrics = draw(st.lists(st.sampled_from(["bank_feeds", "journals_30d", "invoices"]), min_size=1, unique=True))
    rule = tuple(Condition(metric, draw(st.integers(1, 99)), draw(TEXTS)) for metric in metrics)
    return PlaybookText(days[-1], rule, tuple(phases))
