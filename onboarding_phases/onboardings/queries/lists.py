"""Lists of onboardings: one query behind the table, the board, the timeline and the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import LazyString
from sqlalchemy import ColumnElement, Select, and_, case, false, func, null, or_, select, true, type_coerce
from sqlalchemy.orm import joinedload, lazyload, selectinload, with_expression
from sqlalchemy.orm.interfaces import ORMOption

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState, RiskLevel, Side
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.playbooks.models import Playbook, PlaybookPhase
from partners.enums import PRODUCT_LABELS, PartnerStatus
from partners.models import Partner, Product
from partners.products.queries import keep_products, product_labels
from portal import clock
from portal.access import person, select_visible
from portal.accounts.queries import name_by
from portal.database import db

Order = Sequence[Any]
# Of the firm a row shows who it is, and not what it can do.
FIRM = joinedload(Onboarding.partner).load_only(Partner.code, Partner.name)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty field narrows nothing."""

    tab: str = "running"
    text: str = ""
    partner_code: str = ""
    product: str = ""
    owner_id: int | None = None
    phase: int | None = None
    risk: str = ""
    waiting_on: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""
    descending: bool = False
    #: As they stand in the address, for links that keep them.
    given: Mapping[str, str] = field(default_factory=dict)


def tab_conditions(today: date, reader_id: int | None) -> dict[str, ColumnElement[bool]]:
    """The saved views, in their order."""
    running = Onboarding.state == OnboardingState.RUNNING
    waiting = select(Phase.onboarding_id).where(Phase.state == PhaseState.SUBMITTED)
    return {
        "running": running,
        "late": and_(running, Onboarding.late_from <= today),
        "risk": and_(running, Onboarding.medium_from <= today),
        "review": and_(running, Onboarding.id.in_(waiting)),
        "mine": and_(running, Onboarding.owner_id == reader_id),
        "completed": Onboarding.state == OnboardingState.COMPLETED,
        "withdrawn": Onboarding.state == OnboardingState.WITHDRAWN,
        "all": true(),
    }


def tab_counts(filters: Filters, tabs: Sequence[str]) -> dict[str, int]:
    """How many onboardings each saved view has, with the other filters in force."""
    conditions = tab_conditions(clock.today(), person().id)
    chosen = _narrowed(select_visible(Onboarding), filters).with_only_columns(
        func.count(), maintain_column_froms=True
    )
    # Each counts by its own condition, and so by an index: most onboardings have ended long ago.
    counts = [chosen.where(conditions[tab]).scalar_subquery() for tab in tabs]
    return dict(zip(tabs, db.session.execute(select(*counts)).one(), strict=True))


def listed(filters: Filters) -> Select[Onboarding]:
    """The onboardings of a saved view with its filters, in the order asked for, with all that a row shows."""
    condition = tab_conditions(clock.today(), person().id)[filters.tab]
    statement = _narrowed(select_visible(Onboarding), filters).where(condition)
    return with_rows(statement.order_by(*_order(filters), Onboarding.id))


def with_rows(statement: Select[Onboarding]) -> Select[Onboarding]:
    """Load what a row shows beside the onboarding itself."""
    return statement.options(joinedload(Onboarding.partner), phases_by(selectinload), selectinload(Onboarding.holds))


def phases_by(load: Callable[..., Any]) -> ORMOption:
    """The phases, loaded in this way, and of all that the playbook says of each the name alone."""
    named: ORMOption = (
        load(Onboarding.phases).joinedload(Phase.template).load_only(PlaybookPhase.name, raiseload=True)
    )
    return named


def _narrowed(statement: Select[Onboarding], filters: Filters) -> Select[Onboarding]:
    conditions: list[ColumnElement[bool]] = []
    if filters.text:
        name = Onboarding.customer_name.icontains(filters.text, autoescape=True)
        conditions.append(or_(name, Onboarding.code == filters.text.upper()))
    if filters.partner_code:
        partner = select(Partner.id).where(Partner.code == filters.partner_code)
        conditions.append(Onboarding.partner_id.in_(partner))
    return statement.where(*conditions, *_chosen(filters, clock.today()))


def _chosen(filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """The conditions of the filters that are in force."""
    given: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
        (filters.product, lambda: Onboarding.product == filters.product),
        (filters.owner_id, lambda: Onboarding.owner_id == filters.owner_id),
        (filters.phase, lambda: Onboarding.current_position == filters.phase),
        (filters.risk, lambda: _at_risk(filters.risk, today)),
        (filters.waiting_on, lambda: _waits_on(filters.waiting_on, today)),
        (filters.since, lambda: Onboarding.start_on >= filters.since),
        (filters.until, lambda: Onboarding.start_on <= filters.until),
    ]
    return [condition() for value, condition in given if value]


def _at_risk(level: str, today: date) -> ColumnElement[bool]:
    high = func.coalesce(Onboarding.high_from <= today, false())
    any_risk = or_(high, func.coalesce(Onboarding.medium_from <= today, false()))
    runs = Onboarding.state == OnboardingState.RUNNING
    return {RiskLevel.HIGH.value: high, RiskLevel.MEDIUM.value: and_(any_risk, ~high)}.get(
        level, and_(runs, ~any_risk)
    )


def _waits_on(side: str, today: date) -> ColumnElement[bool]:
    """A hold stands before all else; without one a submission or the completion waits for the vendor.

    All else lies with the firm.
    """
    held = Onboarding.id.in_(select(Hold.onboarding_id).where(Hold.started_on <= today, Hold.ended_on > today))
    sent = Onboarding.id.in_(select(Phase.onboarding_id).where(Phase.state == PhaseState.SUBMITTED))
    is_open = select(Phase.id).where(Phase.onboarding_id == Onboarding.id, Phase.state.not_in(CLOSED))
    with_vendor = or_(sent, ~is_open.exists())
    runs = Onboarding.state == OnboardingState.RUNNING
    return {
        Side.HOLD.value: and_(runs, held),
        Side.VENDOR.value: and_(runs, ~held, with_vendor),
    }.get(side, and_(runs, ~held, ~with_vendor))


def by_risk(today: date) -> Order:
    """High before medium before low; of the same, the one that is late the longest."""
    level = case((Onboarding.high_from <= today, 0), (Onboarding.medium_from <= today, 1), else_=2)
    due = func.coalesce(Onboarding.late_from, Onboarding.medium_from, date(9999, 12, 31))
    return (level, due)


def _order(filters: Filters) -> Order:
    columns: dict[str, Order] = {
        "risk": by_risk(clock.today()),
        "customer": (Onboarding.customer_name,),
        "start": (Onboarding.start_on,),
        "due": (func.coalesce(Onboarding.late_from, date(9999, 12, 31)),),
        "phase": (Onboarding.current_position,),
        "ended": (func.coalesce(Onboarding.completed_on, Onboarding.withdrawn_on, date(1, 1, 1)),),
    }
    if filters.sort in columns:
        chosen = columns[filters.sort]
        return [column.desc() for column in chosen] if filters.descending else chosen
    if filters.tab in ("completed", "withdrawn"):
        return [column.desc() for column in columns["ended"]]
    if filters.tab == "all":
        return [Onboarding.start_on.desc()]
    return columns["risk"]


def partners_of_onboardings() -> list[tuple[str, str, PartnerStatus]]:
    """Code, name and state of the firms that have onboardings which the reader sees, for the vendor's filter.

    The names of products are read by the same statement, for the filter beside it.
    """
    has_one = select_visible(Onboarding).where(Onboarding.partner_id == Partner.id).exists()
    nothing = type_coerce(null(), Product.name.type)
    firms = select(Partner.code, Partner.name, Partner.status, nothing.label("called")).where(has_one)
    products = select(Product.word, null(), null(), Product.name)
    rows = db.session.execute(firms.union_all(products)).all()
    keep_products({word: called for word, _name, _status, called in rows if called is not None})
    return sorted((code, name, status) for code, name, status, called in rows if called is None)


def products_offered() -> dict[str, str | LazyString]:
    """The products of the filter, by their words; of what the vendor added a firm is offered only what it has."""
    labels = product_labels()
    added = [word for word in labels if word not in PRODUCT_LABELS]
    if person().is_vendor or not added:
        return labels
    mine = select_visible(Onboarding).where(Onboarding.product.in_(added)).with_only_columns(Onboarding.product)
    begun = set(db.session.scalars(mine.distinct()))
    return {word: label for word, label in labels.items() if word in PRODUCT_LABELS or word in begun}


@dataclass(frozen=True)
class Column:
    """A column of the board: how many stand there, how many are late, and the first of them."""

    position: int
    total: int
    late: int
    onboardings: list[Onboarding]


def board(filters: Filters, *, most: int) -> list[Column]:
    """The running onboardings of a list by the phase they stand at, the riskiest first, at most so many each."""
    today = clock.today()
    condition = tab_conditions(today, person().id)[filters.tab]
    chosen = _narrowed(select_visible(Onboarding), filters).where(condition)
    place = func.row_number().over(
        partition_by=Onboarding.current_position, order_by=[*by_risk(today), Onboarding.id]
    )
    ranked = chosen.with_only_columns(Onboarding.id, place.label("place")).subquery()
    first = select(Onboarding).join(ranked, ranked.c.id == Onboarding.id).where(ranked.c.place <= most)
    shown = db.session.scalars(with_rows(first.order_by(ranked.c.place))).unique().all()
    counts = chosen.with_only_columns(
        Onboarding.current_position, func.count(), func.count(case((Onboarding.late_from <= today, 1)))
    ).group_by(Onboarding.current_position)
    found = {position: (total, late) for position, total, late in db.session.execute(counts)}
    return [
        Column(n, *found.get(n, (0, 0)), [item for item in shown if item.current_position == n]) for n in range(1, 7)
    ]


def one_onboarding(code: str) -> Onboarding | None:
    """An onboarding that the reader may see, with all that its page shows; None where there is none."""
    statement = (
        select_visible(Onboarding)
        .where(Onboarding.code == code)
        .options(
            joinedload(Onboarding.partner),
            joinedload(Onboarding.playbook).options(lazyload(Playbook.phases)),
            # Few rows each: joined, so that rooms above have statements left for their parts of the page.
            selectinload(Onboarding.phases).joinedload(Phase.changes),
            joinedload(Onboarding.holds),
            joinedload(Onboarding.staffings),
            selectinload(Onboarding.changes),
            with_expression(Onboarding.owner_name, name_by(Onboarding.owner_id)),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()
