"""What a shipped playbook is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Condition:
    """A metric of usage and the least value that it must have."""

    metric: str
    at_least: int
    label: dict[str, str]


@dataclass(frozen=True)
class PhaseText:
    """One of the six phases: the day by which it is due, what it is called, what it brings and what shows it."""

    due_day: int
    name: dict[str, str]
    outcome: dict[str, str]
    evidence: dict[str, str]


@dataclass(frozen=True)
class PlaybookText:
    """A product's playbook as it ships."""

    x_days: int
    rule: tuple[Condition, ...]
    phases: tuple[PhaseText, PhaseText, PhaseText, PhaseText, PhaseText, PhaseText]


def phase(due_day: int, *, ja: tuple[str, str, str], en: tuple[str, str, str]) -> PhaseText:
    """A phase from its name, outcome and evidence in Japanese and in English."""
    name, outcome, evidence = ({"ja": japanese, "en": english} for japanese, english in zip(ja, en, strict=True))
    return PhaseText(due_day, name, outcome, evidence)


def condition(metric: str, at_least: int, *, ja: str, en: str) -> Condition:
    return Condition(metric, at_least, {"ja": ja, "en": en})
