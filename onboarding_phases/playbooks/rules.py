"""What a playbook must be before it can be published. Needs no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.playbooks.values import Condition, PhaseText, PlaybookText
from portal.i18n import localized

POSITIONS = range(1, 7)
EFFORTS = range(1, 4)  # the slots that a customer takes, by which segments are told apart
PHASE_TEXTS = ("name", "outcome", "evidence", "acceptance")
METRIC = re.compile(r"[a-z][a-z0-9_]{0,79}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field, and what would be right."""

    field: str
    text: LazyString


def day_field(position: int, effort: int | None = None) -> str:
    """The field of a due day: that of all segments, or that of one."""
    return f"day_{position}" if effort is None else f"day_{position}_{effort}"


def faults_of_schedule(text: PlaybookText) -> list[Fault]:
    """Due days rise from phase to phase and end on X; those of a segment rise too and end on X or before it."""
    found = list(_rising(text.phases, None))
    last = text.phases[-1].due_day
    if last != text.x_days:
        right = _l("The last phase is due on day X: %(x)s is right, or another X.", x=text.x_days)
        found.append(Fault(day_field(len(text.phases)), right))
    for effort in EFFORTS:
        if any(effort in phase.due_days for phase in text.phases):
            found += _rising(text.phases, effort)
            found += _in_time(text, effort)
    return found


def _rising(phases: Sequence[PhaseText], effort: int | None) -> Iterator[Fault]:
    days = [phase.due_day if effort is None else phase.due_day_for(effort) for phase in phases]
    own = [effort is None or effort in phase.due_days for phase in phases]
    for position, (before, day) in enumerate(zip([0, *days], days, strict=False), 1):
        if day > before:
            continue
        if own[position - 1]:
            later = _l("Later than the phase before: more than day %(day)s is right.", day=before)
            yield Fault(day_field(position, effort), later)
        elif position > 1 and own[position - 2]:
            earlier = _l("Earlier than the phase after: less than day %(day)s is right.", day=day)
            yield Fault(day_field(position - 1, effort), earlier)


def _in_time(text: PlaybookText, effort: int) -> Iterator[Fault]:
    last = text.phases[-1]
    if last.due_day_for(effort) > text.x_days:
        yield Fault(day_field(len(text.phases), effort), _l("On day X or before: at most %(x)s.", x=text.x_days))


def faults_of_rule(rule: Sequence[Condition]) -> list[Fault]:
    """At least one condition; each metric once, named as usage names it, with a value above 0 and a name to read."""
    found = [] if rule else [Fault("metric_0", _l("At least one condition: activation is measured, not declared."))]
    for number, item in enumerate(rule):
        if not METRIC.fullmatch(item.metric):
            right = _l("The name that usage has for it: small letters, digits and _, such as bank_feeds.")
            found.append(Fault(f"metric_{number}", right))
        if item.metric in [other.metric for other in rule[:number]]:
            found.append(Fault(f"metric_{number}", _l("This metric stands above already.")))
        if not item.at_least > 0:
            found.append(Fault(f"at_least_{number}", _l("More than 0: every customer meets 0 without the product.")))
        found += [Fault(f"label_{number}_{locale}", _required()) for locale in empty_locales(item.label)]
    return found


def faults_of_texts(phase: PhaseText) -> list[Fault]:
    """A phase says its name, outcome, evidence and acceptance rule in each language."""
    return [
        Fault(f"{what}_{locale}", _required())
        for what in PHASE_TEXTS
        for locale in empty_locales(getattr(phase, what))
    ]


def empty_locales(text: Mapping[str, str]) -> list[str]:
    """The languages in which a text says nothing."""
    return [locale for locale, words in text.items() if not words.strip()] if text else ["ja"]


def _required() -> LazyString:
    return _l("Readers of this language find nothing here. Write it in each language.")


def faults_of_name(text: PlaybookText) -> list[Fault]:
    """A product that the vendor added has a name in each language; what shipped has none of its own."""
    return [Fault(f"name_{locale}", _required()) for locale in empty_locales(text.name)] if text.name else []


def folded(product: str) -> str:
    """A product's word as readers take it, whatever its width and case."""
    return unicodedata.normalize("NFKC", product).casefold().strip()


def circle_of(depends_on: Mapping[str, Sequence[str]]) -> list[str]:
    """Tasks that wait for each other, each before the one that it waits for, the first again at the end; else empty.

    What is waited for and is none of the keys waits for nothing.
    """
    done: set[str] = set()
    for start in depends_on:
        path: list[str] = []
        waiting = [(start, iter(depends_on[start]))] if start not in done else []
        while waiting:
            key, others = waiting[-1]
            if not path or path[-1] != key:
                path.append(key)
            other = next((one for one in others if one in depends_on and one not in done), None)
            if other is None:
                done.add(path.pop())
                waiting.pop()
            elif other in path:
                return [*path[path.index(other) :], other]
            else:
                waiting.append((other, iter(depends_on[other])))
    return []


def circle_fault(text: PlaybookText) -> LazyString | None:
    """The tasks that wait for each other, by name; None where there are none."""
    circle = circle_of({task.key: task.depends_on for _position, _place, task in text.tasks()})
    if not circle:
        return None
    numbers, titles = text.numbers(), text.titles()
    names = " → ".join(f"{numbers[key]} {localized(titles[key])}" for key in circle)
    return _l("These tasks wait for each other: %(names)s. Take one of these dependencies out.", names=names)


def blocking_faults(text: PlaybookText) -> list[tuple[str, Any]]:
    """All that keeps a playbook from being published: the part that it stands in, and what is wrong."""
    found: list[tuple[str, Any]] = [("name", fault.text) for fault in faults_of_name(text)]
    found += [("schedule", fault.text) for fault in faults_of_schedule(text)]
    found += [("rule", fault.text) for fault in faults_of_rule(text.rule)]
    for position, phase in enumerate(text.phases, 1):
        found += [(str(position), fault.text) for fault in faults_of_texts(phase)]
        if not phase.tasks:
            found.append((str(position), _l("A phase needs at least one task.")))
    circle = circle_fault(text)
    return [*found, ("1", circle)] if circle else found
