"""The large demo: the told history many times over, with other firms, people, customers and days.

What would take days through the services is inserted in bulk here, and only here: see decision 33.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any, TypeVar, overload

import click
from sqlalchemy import delete, func, insert, select

from certification.rules import quarter_ends
from certification.services import decide_all_as_proposed, evaluate_all
from demo.copies import Copy, numbered, plan
from demo.copying import TABLES, Ends, Rewrite
from demo.founding import Likeness, ToldFirm, found_firms, told_firms
from demo.names import person
from demo.people import principal_of
from demo.scale import SPAN_DAYS, Scale
from demo.slots import slots_of
from demo.stories import MONTHS
from demo.studying import Studies
from demo.templates import Case, read_cases, rows, table
from demo.trails import in_order, length
from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.offers.models import Offer
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity
from portal import clock
from portal.accounts.models import User
from portal.accounts.users.services import create_user
from portal.audit.models import AuditEntry
from portal.database import Model, db
from portal.people import PORTAL, Principal, Role
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from training.quizzes.models import Attempt

TOGETHER = 500  # copies that are written in one transaction
AT_ONCE = 5_000  # entries of the trail that are sent in one statement
DECIDED = "評価の結果どおりに決定します。"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Told:
    """The history that is multiplied, by the firms' ids; `onboardings` counts those that are told only once too."""

    firms: dict[int, ToldFirm]
    cases: dict[int, list[Case]]
    ends: Ends
    codes: set[str]
    onboardings: int

    def roles(self, firm: Likeness) -> dict[int, int]:
        """Which part the people of the told firm play in its cases: 0 its manager, 1 a consultant."""
        model = self.firms[firm.told_id]
        return {model.manager_user: 0} | dict.fromkeys(model.consultants, 1)


@dataclass(frozen=True)
class Written(Sequence[Rewrite]):
    """The copies as they are written; each is made when it is asked for, for all at once take much memory."""

    copies: Sequence[Copy]
    ends: Ends
    roles: dict[int, dict[int, int]]

    def __len__(self) -> int:
        return len(self.copies)

    @overload
    def __getitem__(self, place: int) -> Rewrite: ...

    @overload
    def __getitem__(self, place: slice) -> Written: ...

    def __getitem__(self, place: int | slice) -> Rewrite | Written:
        if isinstance(place, slice):
            return Written(self.copies[place], self.ends, self.roles)
        copy = self.copies[place]
        return Rewrite(copy, self.ends, self.roles[copy.firm.id])


def multiply(scale: Scale, *, seed: int, password_hash: str) -> None:
    """Bring a told demo to the size of `scale`."""
    dice = random.Random(seed + 1)
    with unit_of_work(EVERY_TENANT, write=False):
        told, manager = _read_told(), _manager()
    founded = datetime.combine(
        clock.today() - timedelta(days=SPAN_DAYS * (scale.eras - 1) + MONTHS * 30 + 60), time(9), clock.zone()
    )
    models = [firm for firm in told.firms.values() if told.cases[firm.id]]
    firms = list(
        found_firms(
            scale, list(told.firms.values()), models, at=founded, secret=password_hash, dice=dice, actor=manager
        )
    )
    owners = _make_members(scale.members, at=founded, secret=password_hash, dice=dice)
    wanted = plan(told.cases, firms, scale, missing=scale.onboardings - told.onboardings, dice=dice)
    copies = numbered(wanted, owners=owners, taken=told.codes, dice=dice)
    roles = {firm.id: told.roles(firm) for firm in firms}
    written = Written(copies, told.ends, roles)
    _write_rows(written)
    others = _write_firms(told, firms, copies, founded, dice)
    _count_on()
    _evaluate(manager)
    _write_trail(written, others, scale.audit_rows)


def _read_told() -> Told:
    firms = {firm.id: firm for firm in told_firms()}
    cases: dict[int, list[Case]] = defaultdict(list)
    for case in read_cases():
        cases[case.firm].append(case)
    columns = (Customer.public_code, Offer.code, Onboarding.code, Handoff.code, Attempt.code)
    codes = {code for column in columns for code in db.session.scalars(select(column))}
    begun = db.session.scalar(select(func.count(Onboarding.id))) or 0
    return Told(firms, cases, Ends.read(), codes, begun)


def _manager() -> Principal:
    """The vendor's manager of the told history."""
    first = select(User).where(User.role == Role.CS_MANAGER).order_by(User.id).limit(1)
    return principal_of(db.session.scalars(first).one())


def _make_members(count: int, *, at: datetime, secret: str, dice: random.Random) -> list[int]:
    """The vendor's people who share the customers: the told member and others."""
    with unit_of_work(EVERY_TENANT), clock.at(at):
        known = list(db.session.scalars(select(User.id).where(User.role == Role.CS_MEMBER)))
        added = [
            create_user(
                email=f"member{number}@vendor.example",
                name=person(dice),
                role=Role.CS_MEMBER,
                actor=PORTAL,
                password_hash=secret,
            ).id
            for number in range(len(known) + 1, count + 1)
        ]
    return known + added


def _write_rows(written: Written) -> None:
    with click.progressbar(length=len(written), label="rows") as bar:
        for some in _pieces(written, TOGETHER):
            with unit_of_work(EVERY_TENANT):
                for model, rewritten in TABLES.items():
                    _insert(model, [row for again in some for row in rewritten(again)])
            bar.update(len(some))


def _write_firms(
    told: Told, firms: Sequence[Likeness], copies: Sequence[Copy], founded: datetime, dice: random.Random
) -> list[dict[str, Any]]:
    """Write the slots and the learning of the added firms; gives what the trail says of them."""
    slots = slots_of(copies, firms, today=clock.today(), founded=founded)
    trail = list(slots.trail)
    with unit_of_work(EVERY_TENANT):
        _insert(Capacity, slots.rows)
        studies = Studies(rows(AuditEntry))
        for firm in firms:
            made, said = studies.again(firm, told.firms[firm.told_id], told.codes, dice)
            for model, learnt in made.items():
                _insert(model, learnt)
            trail += said
    return trail


def _write_trail(written: Written, others: list[dict[str, Any]], wanted: int) -> None:
    """Write the trail anew in the order of time: whole for the youngest cases, in outline before them."""
    entries = table(AuditEntry)
    with unit_of_work(EVERY_TENANT), click.progressbar(length=wanted, label="trail") as bar:
        known = [{key: value for key, value in row.items() if key != "id"} for row in rows(AuditEntry)]
        db.session.execute(delete(entries))
        whole_from = _whole_from(written, wanted - len(known) - len(others))
        copies = ((again, place >= whole_from) for place, again in enumerate(written))
        for some in _pieces(in_order(copies, [*known, *others]), AT_ONCE):
            db.session.execute(insert(entries), list(some))
            bar.update(len(some))


def _whole_from(written: Written, room: int) -> int:
    """From which copy on the trail is whole, so that all of it comes to about so many entries."""
    room -= sum(length(again, whole=False) for again in written)
    place = len(written)
    while place and room > 0:
        place -= 1
        room -= length(written[place], whole=True) - length(written[place], whole=False)
    return place


def _insert(model: type[Model], made: Sequence[dict[str, Any]]) -> None:
    if made:
        db.session.execute(insert(table(model)), list(made))


def _pieces(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def _count_on() -> None:
    """Let PostgreSQL number new rows after those that brought their numbers along; SQLite does so by itself."""
    with unit_of_work(EVERY_TENANT) as session:
        if session.get_bind().dialect.name != "postgresql":
            return
        for mapper in Model.registry.mappers:
            own = table(mapper.class_)
            if own.autoincrement_column is not None:
                last = select(func.coalesce(func.max(own.c.id), 1)).scalar_subquery()
                session.execute(select(func.setval(func.pg_get_serial_sequence(own.name, "id"), last)))


def _evaluate(manager: Principal) -> None:
    """Evaluate the added firms for the latest quarter, and decide as proposed."""
    yesterday = clock.today() - timedelta(days=1)
    period_end = next(quarter_ends(yesterday))
    with unit_of_work(EVERY_TENANT), clock.at(datetime.combine(yesterday, time(17), clock.zone())):
        evaluate_all(period_end=period_end, actor=manager)
        decide_all_as_proposed(period_end=period_end, reason=DECIDED, actor=manager)
