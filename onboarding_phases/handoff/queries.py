"""Reading handoffs, for this room's pages and for rooms above. None of it exists in a firm's session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload
from sqlalchemy.sql.elements import ColumnElement

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.defaults import HANDOFF
from onboarding_phases.handoff.enums import FieldKind, FieldState, HandoffState
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import OPEN_STATES, Completeness, completeness
from onboarding_phases.handoff.template.sales_to_cs import FIELDS, SALES_TO_CS
from portal.access import person, select_visible
from portal.database import db
from portal.defaults.queries import numbers
from portal.i18n import current_locale
from portal.people import Principal, Role
from portal.ui.formatting import format_day

MINE = "mine"
WAITING = "handoff.waiting"
MOST_WAITING = 20
TABS = (MINE, HandoffState.DRAFT, HandoffState.SUBMITTED, HandoffState.RETURNED, HandoffState.ACCEPTED)
ORDERS = {
    "code": Customer.code,
    "name": Customer.name,
    "completeness": Handoff.completeness,
    "missing": Handoff.missing_required,
    "signed": Handoff.signed_at,
    "age": Handoff.state_since,
}


@dataclass(frozen=True)
class HandoffFilter:
    """What a list of handoffs is narrowed to; an empty text narrows nothing."""

    search: str = ""
    tab: str = ""
    missing: str = ""
    product: str = ""


def handoff_filter(asked: Mapping[str, str]) -> HandoffFilter:
    """What an address narrows the list to; a word that is no filter leaves all in."""
    return HandoffFilter(
        search=asked.get("q", "").strip()[:100],
        tab=asked.get("tab", "") if asked.get("tab") in TABS else "",
        missing=asked.get("missing", "") if asked.get("missing") in ("yes", "no") else "",
        product=asked.get("product", "")[:60],
    )


def listed_handoffs(filters: HandoffFilter, *, order: str = "code", descending: bool = False) -> Select[Handoff]:
    """The handoffs that the reader may see, narrowed and ordered."""
    statement = select_visible(Handoff).join(Handoff.customer).options(contains_eager(Handoff.customer))
    if filters.tab:
        statement = statement.where(_in_tab(filters.tab, person()))
    statement = _narrowed(statement, filters)
    column = ORDERS[order]
    # The longest in a state comes first where ages fall.
    falling = descending != (order == "age")
    ordered = column.desc() if falling else column.asc()
    return statement.order_by(*([column.is_(None)] if column.expression.nullable else []), ordered, Customer.code)


def _narrowed(statement: Select[Handoff], filters: HandoffFilter) -> Select[Handoff]:
    if filters.search:
        statement = statement.where(_named(filters.search))
    if filters.missing:
        lacks = Handoff.missing_required > 0
        statement = statement.where(lacks if filters.missing == "yes" else ~lacks)
    if filters.product:
        statement = statement.where(Customer.product == filters.product)
    return statement


def _named(search: str) -> ColumnElement[bool]:
    return or_(Customer.name.icontains(search, autoescape=True), Customer.code.icontains(search, autoescape=True))


def _in_tab(tab: str, reader: Principal) -> ColumnElement[bool]:
    return waits_for(reader) if tab == MINE else Handoff.state == tab


def waits_for(reader: Principal) -> ColumnElement[bool]:
    """Whose turn it is: sales writes drafts and what came back; CS answers what is submitted.

    A manager answers for a customer whom nobody of CS owns.
    """
    if reader.role is Role.SALES:
        return and_(Handoff.state.in_(OPEN_STATES), Customer.sales_owner_id == reader.id)
    mine = Customer.cs_owner_id == reader.id
    if reader.role is Role.CS_MANAGER:
        mine = or_(mine, Customer.cs_owner_id.is_(None))
    return and_(Handoff.state == HandoffState.SUBMITTED, mine)


def tab_counts(filters: HandoffFilter) -> dict[str, int]:
    """How many handoffs each tab holds under the same filters; the empty key stands for all."""
    visible = _narrowed(select_visible(Handoff).join(Handoff.customer), filters)
    rows = db.session.execute(visible.with_only_columns(Handoff.state, func.count()).group_by(Handoff.state))
    counts = {str(state): count for state, count in rows}
    mine = visible.where(waits_for(person())).with_only_columns(func.count(Handoff.id))
    return {"": sum(counts.values()), MINE: db.session.scalar(mine) or 0, **counts}


def products_with_handoffs() -> list[str]:
    """The products of the customers whose handoffs the reader sees."""
    statement = select_visible(Handoff).join(Handoff.customer).with_only_columns(Customer.product).distinct()
    return sorted(db.session.scalars(statement))


def waiting_handoffs() -> list[Handoff]:
    """What waits for the reader, the longest wait first; read once a page."""
    known: dict[str, list[Handoff]] = db.session.info
    if WAITING not in known:
        statement = select_visible(Handoff).join(Handoff.customer).options(contains_eager(Handoff.customer))
        waiting = statement.where(waits_for(person())).order_by(Handoff.state_since, Handoff.id)
        known[WAITING] = list(db.session.scalars(waiting.limit(MOST_WAITING)))
    return known[WAITING]


def customers_without_handoff(search: str) -> Select[Customer]:
    """The reader's customers whose handoff nobody has begun, the next start first."""
    begun = select(Handoff.customer_id)
    statement = select_visible(Customer).where(Customer.id.not_in(begun))
    if search:
        statement = statement.where(_named(search))
    return statement.order_by(Customer.onboarding_start, Customer.code)


def handoff_of(customer_id: int) -> Handoff | None:
    """The handoff of a customer, if it was begun."""
    statement = select(Handoff).where(Handoff.customer_id == customer_id)
    return db.session.scalars(statement.options(selectinload(Handoff.returns))).one_or_none()


def completeness_of(handoff: Handoff) -> Completeness:
    """How complete a handoff is as it stands."""
    return completeness(SALES_TO_CS, handoff.answers)


def target_percent() -> float:
    """The completeness, in per cent, that is needed to accept a handoff."""
    return numbers(HANDOFF)["target"]


def brief_of(customer_id: int) -> dict[str, str]:
    """The part of a submitted or accepted handoff that a partner may read: `{field key: value}`.

    Price, politics and personal notes stay out, and so does what is unknown or not applicable. Dates and choices
    stand as they are kept; `text_of` says them in the reader's language.
    """
    handoff = handoff_of(customer_id)
    if handoff is None or handoff.state not in (HandoffState.SUBMITTED, HandoffState.ACCEPTED):
        return {}
    answers = handoff.answers
    return {
        key: answers[key].value
        for key, item in FIELDS.items()
        if not item.hidden and key in answers and answers[key].state is FieldState.FILLED
    }


def label_of(field_key: str) -> str:
    """How a field is called in the reader's language; a key of an older template names itself."""
    item = FIELDS.get(field_key)
    return str(item.label) if item else field_key


def text_of(field_key: str, value: str) -> str:
    """A field's value as its reader writes dates and choices."""
    item = FIELDS.get(field_key)
    if item is None or not value:
        return value
    if item.kind is FieldKind.DATE:
        return format_day(date.fromisoformat(value), current_locale())
    return str(item.choices.get(value, value))
