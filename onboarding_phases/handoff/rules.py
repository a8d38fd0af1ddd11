"""Completeness of a handoff, what an answer may be, and how it stands in a cell of a file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from flask_babel import lazy_gettext as _l

from onboarding_phases.handoff.enums import FieldKind, FieldLevel, FieldState, HandoffState
from onboarding_phases.handoff.template.fields import Category, Field
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal.business_calendar import BusinessCalendar
from portal.errors import RuleViolation, Stale
from portal.people import Role
from portal.tables.problems import Misfit
from portal.tables.values import day as parse_day
from portal.tables.values import integer, text

UNKNOWN_MARK = "?"
NOT_APPLICABLE_MARK = "n/a:"
LONGEST_TEXT, LONGEST_LONG_TEXT, LONGEST_REASON = 200, 4_000, 500
OPEN_STATES = frozenset({HandoffState.DRAFT, HandoffState.RETURNED})


@dataclass(frozen=True)
class Answer:
    """What is known of one field. `reason` says why it does not apply, or who is to be asked what is unknown."""

    state: FieldState = FieldState.EMPTY
    value: str = ""
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether it adds its weight: filled, or not applicable with a reason."""
        if self.state is FieldState.FILLED:
            return bool(self.value.strip())
        return self.state is FieldState.NOT_APPLICABLE and bool(self.reason.strip())

    def stored(self) -> dict[str, str]:
        """The answer as the database keeps it."""
        return {**asdict(self), "state": self.state.value}


EMPTY = Answer()


def answers_of(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """The answers that a handoff's `fields` hold; keys that the template does not know are left out."""
    return {
        key: Answer(FieldState(kept["state"]), kept["value"], kept["reason"])
        for key, kept in stored.items()
        if key in FIELDS
    }


@dataclass(frozen=True)
class Completeness:
    """How complete a handoff is: the weight that counts, of the weight that is asked for."""

    done: int
    total: int
    missing: tuple[Field, ...]
    """Required and recommended fields without an answer that counts: required ones first, then by weight."""

    @property
    def missing_required(self) -> tuple[Field, ...]:
        return tuple(item for item in self.missing if item.level is FieldLevel.REQUIRED)

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that nothing reads as reached that is not."""
        return 100 * self.done // self.total if self.total else 100

    def with_filled(self, fields: Iterable[Field]) -> Completeness:
        """What it would be with these fields filled as well."""
        filled = set(fields)
        gained = sum(item.weight for item in self.missing if item in filled)
        return Completeness(self.done + gained, self.total, tuple(i for i in self.missing if i not in filled))

    def gain(self, item: Field) -> float:
        """The percentage points that a missing field would add."""
        return 100 * item.weight / self.total if self.total else 0.0

    def is_ready(self, target: float) -> bool:
        """Whether it reaches the target (in per cent) with no required field empty."""
        return 100 * self.done >= target * self.total and not self.missing_required


@dataclass(frozen=True)
class Difference:
    """Two answers to one field: what somebody else wrote, and what was to be saved."""

    item: Field
    theirs: Answer
    mine: Answer
    by: int | None


class Outdated(Stale):
    """Somebody else answered the same fields differently since they were read; nothing was written."""

    def __init__(self, text: Any, differences: Iterable[Difference]) -> None:
        super().__init__(text)
        self.differences = tuple(differences)


def may_write(state: HandoffState, role: Role) -> bool:
    """Sales writes while it holds the ball; CS may fill in what it learns until the handoff is accepted."""
    if role is Role.SALES:
        return state in OPEN_STATES
    return state is not HandoffState.ACCEPTED


@dataclass(frozen=True)
class Deadline:
    """A step after signing and when it is due: at a moment, or by the end of a day where the vendor works."""

    step: str
    due_at: datetime | None = None
    due_on: date | None = None


def deadlines(signed_at: datetime, numbers: Mapping[str, float], zone: tzinfo) -> list[Deadline]:
    """The clocks that run from signing."""
    signed_on = signed_at.astimezone(zone).date()
    return [
        Deadline("meeting", due_at=signed_at + timedelta(hours=numbers["meeting_hours"])),
        Deadline("introduction", due_at=signed_at + timedelta(hours=numbers["introduction_hours"])),
        Deadline("call", due_on=BusinessCalendar().add(signed_on, int(numbers["call_days"]))),
        Deadline("kickoff", due_on=signed_on + timedelta(days=numbers["kickoff_days"])),
        Deadline("moved", due_on=signed_on + timedelta(days=numbers["moved_days"])),
    ]


def completeness(categories: Iterable[Category], answers: Mapping[str, Answer]) -> Completeness:
    """Σ weight·state / Σ weight over required and recommended fields.

    Filled counts 1, and so does not applicable with a reason; empty and unknown count 0.
    """
    asked = [item for category in categories for item in category.fields if item.level is not FieldLevel.OPTIONAL]
    done = sum(item.weight for item in asked if answers.get(item.key, EMPTY).counts)
    missing = [item for item in asked if not answers.get(item.key, EMPTY).counts]
    missing.sort(key=lambda item: (item.level is not FieldLevel.REQUIRED, -item.weight))
    return Completeness(done, sum(item.weight for item in asked), tuple(missing))


def checked(item: Field, answer: Answer) -> Answer:
    """The answer as it is kept: trimmed, dates and numbers in one form, an empty text as empty.

    Raises:
        RuleViolation: it is no such date, number or choice, is too long, or lacks the reason why it does not apply.
    """
    value, reason = answer.value.strip().replace("\r\n", "\n"), answer.reason.strip().replace("\r\n", "\n")
    if value:
        value = _parsed(item, value)
    if len(reason) > LONGEST_REASON:
        raise RuleViolation(_l("A reason has at most %(most)s characters.", most=LONGEST_REASON), field=item.key)
    if answer.state is FieldState.NOT_APPLICABLE and not reason:
        raise RuleViolation(_l("Say why this does not apply: without a reason it counts as empty."), field=item.key)
    if answer.state in (FieldState.FILLED, FieldState.EMPTY):
        return Answer(FieldState.FILLED if value else FieldState.EMPTY, value)
    return Answer(answer.state, value, reason)


def _parsed(item: Field, value: str) -> str:
    try:
        return _PARSERS[item.kind](item)(value)
    except Misfit as misfit:
        raise RuleViolation(
            _l("%(what)s %(remedy)s", what=misfit.what, remedy=misfit.remedy), field=item.key
        ) from None


def _day(_item: Field) -> Callable[[str], str]:
    return lambda value: parse_day()(value).isoformat()


def _number(item: Field) -> Callable[[str], str]:
    return lambda value: str(integer(*item.bounds)(value))


def _choice(item: Field) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in item.choices:
            raise Misfit(_l("This is not one of the choices."), _l("One of: %(w)s.", w=", ".join(item.choices)))
        return value

    return parse


def _text(longest: int) -> Callable[[Field], Callable[[str], str]]:
    def parse(value: str) -> str:
        if is_mark(value):
            raise Misfit(_l("This is a mark of files, not an answer."), _l("Choose “not applicable” or “unknown”."))
        return text(longest)(value)

    return lambda _item: parse


_PARSERS: Mapping[FieldKind, Callable[[Field], Callable[[str], str]]] = {
    FieldKind.DATE: _day,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
    FieldKind.TEXT: _text(LONGEST_TEXT),
    FieldKind.LONG_TEXT: _text(LONGEST_LONG_TEXT),
}


def is_mark(cell: str) -> bool:
    """Whether a cell of a file says that a field is unknown or not applicable."""
    plain = cell.strip().lower()
    return plain.startswith(("?", "？", NOT_APPLICABLE_MARK))
