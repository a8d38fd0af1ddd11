"""Reading customers, for this room and for those above. None of it exists in a firm's session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import has_request_context, request
from sqlalchemy import ColumnElement, Select, select

from onboarding_phases.customers.defaults import NUMBERS
from onboarding_phases.customers.models import Customer, EffortEvidence
from onboarding_phases.customers.rules import CustomerFacts
from onboarding_phases.customers.suggesting import Evidence, Profile, Suggestion, size_of, suggest
from partners.geography import PREFECTURES
from partners.industries import INDUSTRIES
from portal.access import select_visible
from portal.database import db
from portal.defaults.queries import numbers
from portal.tables.writing import joined, paired

EVIDENCE = "effort_evidence"
CUSTOMER_ORDERS = ("code", "name", "start", "value", "effort", "priority")


def customer_by_code(code: str) -> Customer | None:
    """The customer with the vendor's own number, such as `C000001`."""
    return db.session.scalars(select(Customer).where(Customer.code == code)).one_or_none()


def customers_by_code(codes: Iterable[str]) -> dict[str, Customer]:
    """The customers with these numbers; one that is unknown is left out."""
    found = db.session.scalars(select(Customer).where(Customer.code.in_(set(codes))))
    return {customer.code: customer for customer in found}


def customer_by_public_code(public_code: str) -> Customer | None:
    """The customer with the random code that stands in addresses."""
    return db.session.scalars(select(Customer).where(Customer.public_code == public_code)).one_or_none()


@dataclass(frozen=True)
class CustomerFilter:
    """What a list of customers is narrowed to; an empty value leaves all in. `owner` is `none` or `some`."""

    search: str = ""
    product: str = ""
    industry: str = ""
    prefecture: str = ""
    owner: str = ""


def customer_filter(asked: Mapping[str, str]) -> CustomerFilter:
    """What an address narrows the list to; a word that is no filter leaves all in."""
    known: dict[str, Collection[str]] = {
        "industry": INDUSTRIES,
        "prefecture": PREFECTURES,
        "owner": ("none", "some"),
    }
    chosen = {name: asked[name] for name, words in known.items() if asked.get(name) in words}
    return CustomerFilter(search=asked.get("q", "").strip()[:100], product=asked.get("product", "")[:60], **chosen)


def listed_customers(filters: CustomerFilter, *, order: str, descending: bool) -> Select[Customer]:
    """The customers that the reader may see, by one of `CUSTOMER_ORDERS`."""
    statement = select_visible(Customer)
    if filters.search:
        named = Customer.name.icontains(filters.search, autoescape=True)
        statement = statement.where(named | Customer.code.icontains(filters.search, autoescape=True))
    for column, value in (
        (Customer.product, filters.product),
        (Customer.industry, filters.industry),
        (Customer.prefecture, filters.prefecture),
    ):
        if value:
            statement = statement.where(column == value)
    if filters.owner:
        nobody = Customer.cs_owner_id.is_(None)
        statement = statement.where(nobody if filters.owner == "none" else ~nobody)
    by = _order(order)
    return statement.order_by(by.desc() if descending else by.asc(), Customer.code)


def _order(order: str) -> ColumnElement[Any]:
    columns: dict[str, ColumnElement[Any]] = {
        "code": Customer.code.expression,
        "name": Customer.name.expression,
        "start": Customer.onboarding_start.expression,
        "value": Customer.annual_value.expression,
        "effort": Customer.effort.expression,
        "priority": Customer.priority.expression,
    }
    return columns[order]


def known_products() -> list[str]:
    """Every product that a customer of the reader's bought, in order."""
    return sorted(db.session.scalars(select_visible(Customer).with_only_columns(Customer.product).distinct()))


def customer_rows() -> Iterator[list[Any]]:
    """Every customer that the reader may see and the filters of the request leave, as rows of the customers file."""
    filters = customer_filter(request.args if has_request_context() else {})
    for customer in db.session.scalars(listed_customers(filters, order="code", descending=False)):
        yield [
            customer.code,
            customer.name,
            customer.industry,
            customer.employees,
            customer.prefecture,
            customer.language,
            customer.product,
            customer.plan,
            customer.contract_start,
            customer.onboarding_start,
            customer.annual_value,
            customer.effort,
            paired(customer.needs),
            customer.required_tier,
            customer.priority,
            joined(customer.preferred_partners),
            joined(customer.excluded_partners),
        ]


def suggested_effort(profile: Profile) -> Suggestion | None:
    """What effort is suggested for a profile; None while not even the product is known."""
    if not profile.product:
        return None
    in_force = numbers(NUMBERS)
    size = size_of(profile.employees, in_force)
    return suggest(profile, in_force, None if size is None else _evidence().get((profile.product, size)))


def suggested_for(facts: CustomerFacts) -> Suggestion | None:
    """What effort is suggested for what is known of a customer."""
    return suggested_effort(
        Profile(facts.product, facts.industry, facts.employees, facts.plan or "", len(facts.needs))
    )


def _evidence() -> Mapping[tuple[str, int], Evidence]:
    """How long similar onboardings took, read once in a unit of work: an import asks for every row."""
    known: dict[str, Mapping[tuple[str, int], Evidence]] = db.session.info
    if EVIDENCE not in known:
        found = db.session.scalars(select(EffortEvidence))
        known[EVIDENCE] = {(row.product, row.size): Evidence(row.cases, row.days) for row in found}
    return known[EVIDENCE]
