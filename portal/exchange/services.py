"""Taking files in: all of it or nothing, and a dry run that is the real run, undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import SessionTransaction

from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.exchange.events import TableImported
from portal.exchange.models import ImportDraft
from portal.exchange.queries import outcome_of
from portal.exchange.values import Exchange, Outcome
from portal.people import Principal
from portal.tables.problems import InputProblems, Problem
from portal.tables.reading import Table, read_table
from portal.tables.schema import Parsed

DRAFT_LIFE = timedelta(hours=24)
Change = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True)
class Trial:
    """What a dry run found: the file is without faults and would do this."""

    outcome: Outcome
    warnings: tuple[Problem, ...]


def apply_each(parsed: Parsed, write: Callable[[Mapping[str, Any]], Change]) -> Outcome:
    """Let `write` bring every record in, and tell what became of them.

    Raises:
        InputProblems: every rule that a record breaks, by row and column, not only the first.
    """
    problems: list[Problem] = []
    done: Counter[Change] = Counter()
    for record, number in zip(parsed.records, parsed.numbers, strict=True):
        try:
            done[write(record)] += 1
        except RuleViolation as broken:
            remedy = _l("Correct this row and check the file again.")
            problems.append(Problem("", number, broken.field, str(broken), remedy))
    if problems:
        raise InputProblems(problems)
    return Outcome(done["created"], done["changed"], done["unchanged"])


@contextmanager
def columns_named(columns: Mapping[str, str]) -> Iterator[None]:
    """Let what a rule says of a field be said of the column in which a file holds it."""
    try:
        yield
    except RuleViolation as broken:
        raise RuleViolation(broken.text, field=columns.get(broken.field or "", broken.field)) from broken


def try_out(exchange: Exchange, table: Table, *, actor: Principal) -> Trial:
    """Do what an import would do, and undo it.

    Raises:
        InputProblems: everything that is wrong with the file.
    """
    parsed = _parsed(exchange, table, actor)
    with _provisional():
        outcome = _apply(exchange, table, parsed, actor)
    hints = exchange.hints(parsed) if exchange.hints else ()
    named = [replace(hint, where=hint.where or table.name) for hint in hints]
    return Trial(outcome, (*parsed.warnings, *named))


def import_table(exchange: Exchange, table: Table, *, actor: Principal) -> Trial:
    """Take every row of a table in, or none.

    Raises:
        InputProblems: everything that is wrong with the file; the caller's unit of work must end without a commit.
    """
    parsed = _parsed(exchange, table, actor)
    outcome = _apply(exchange, table, parsed, actor)
    publish(
        TableImported(
            actor_id=actor.id,
            kind=exchange.kind,
            file_name=table.name,
            created=outcome.created,
            changed=outcome.changed,
            unchanged=outcome.unchanged,
        )
    )
    return Trial(outcome, parsed.warnings)


def _parsed(exchange: Exchange, table: Table, actor: Principal) -> Parsed:
    """The records of a table; where cells do not fit, the other rows are tried too, so that all is told at once."""
    schema = exchange.schema()
    try:
        return schema.parse(table)
    except InputProblems as found:
        unfit = {problem.row for problem in found.problems}
        rest = replace(table, rows=tuple(row for row in table.rows if row.number not in unfit))
        if None in unfit or not rest.rows:
            raise
        more = _broken_rules(exchange, rest, schema.parse(rest), actor)
        raise InputProblems(sorted((*found.problems, *more), key=lambda problem: problem.row or 0)) from found


def _broken_rules(exchange: Exchange, table: Table, parsed: Parsed, actor: Principal) -> tuple[Problem, ...]:
    try:
        with _provisional():
            _apply(exchange, table, parsed, actor)
    except InputProblems as found:
        return found.problems
    return ()


def _apply(exchange: Exchange, table: Table, parsed: Parsed, actor: Principal) -> Outcome:
    if exchange.apply is None:
        raise RuleViolation(_l("This table cannot be imported."))
    try:
        return exchange.apply(parsed, actor)
    except InputProblems as found:
        # Rules know rows and columns, but not the file's name.
        named = [replace(problem, where=problem.where or table.name) for problem in found.problems]
        raise InputProblems(named) from found


@contextmanager
def _provisional() -> Iterator[SessionTransaction]:
    """Undo what happens inside, unless it is committed; what was to follow a commit is forgotten with it."""
    info = db.session.info
    afterwards = list(info.get("afterwards", []))
    step = db.session.begin_nested()
    try:
        yield step
    finally:
        if step.is_active:
            step.rollback()
            info["afterwards"] = afterwards


def keep_draft(exchange: Exchange, *, content: bytes, file_name: str, trial: Trial, actor: Principal) -> ImportDraft:
    """Keep a checked file for a day, so that its reader can import exactly what was checked."""
    now = clock.now()
    db.session.execute(delete(ImportDraft).where(ImportDraft.expires_at <= now))
    draft = ImportDraft(
        user_id=actor.id,
        kind=exchange.kind,
        file_name=file_name,
        content=content,
        created=trial.outcome.created,
        changed=trial.outcome.changed,
        unchanged=trial.outcome.unchanged,
        warnings=[warning.as_line() for warning in trial.warnings],
        created_at=now,
        expires_at=now + DRAFT_LIFE,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def import_draft(exchange: Exchange, draft: ImportDraft, *, actor: Principal) -> bool:
    """Import a checked file; False where it would now do something else than was shown: look again.

    Raises:
        InputProblems: the file has become wrong since it was checked.
    """
    table = read_table(draft.content, name=draft.file_name)
    with _provisional() as step:
        trial = import_table(exchange, table, actor=actor)
        as_shown = trial.outcome == outcome_of(draft)
        if as_shown:
            step.commit()
    if as_shown:
        db.session.delete(draft)
    else:
        draft.created, draft.changed = trial.outcome.created, trial.outcome.changed
        draft.unchanged = trial.outcome.unchanged
    return as_shown
