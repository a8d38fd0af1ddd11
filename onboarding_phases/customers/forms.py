"""Forms of the customer pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.rules import (
    EFFORTS,
    HIGHEST_PRIORITY,
    HIGHEST_VALUE,
    HIGHEST_WEIGHT,
    MOST_EMPLOYEES,
    CustomerFacts,
)
from onboarding_phases.customers.suggesting import Profile
from partners.enums import LANGUAGE_LABELS, PREFECTURE_LABELS, STRENGTH_LABELS, TIER_LABELS
from partners.industries import INDUSTRIES
from partners.products.queries import product_labels
from portal.accounts.queries import people
from portal.forms import Form, choices_of
from portal.i18n import localized
from portal.people import Role

NEED = "need_"
CODES_HINT = _l("Codes of partners, split by ; such as P0001;P0002")


class CustomerForm(Form):
    """What is known of a customer. One field is added to it for each need."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=200)])
    industry = SelectField(_l("Industry"), [InputRequired()])
    employees = IntegerField(_l("Employees"), [Optional(), NumberRange(0, MOST_EMPLOYEES)])
    prefecture = SelectField(_l("Prefecture"), [InputRequired()], choices=choices_of(PREFECTURE_LABELS.items()))
    language = SelectField(_l("Language"), [InputRequired()], choices=choices_of(LANGUAGE_LABELS.items()))
    product = SelectField(_l("Product"), [InputRequired()])
    plan = StringField(_l("Plan"), [Optional(), Length(max=60)])
    contract_start = DateField(_l("Start of the contract"), [Optional()])
    onboarding_start = DateField(_l("Start of the onboarding"), [InputRequired()])
    annual_value = IntegerField(
        _l("Annual value"),
        [InputRequired(), NumberRange(0, HIGHEST_VALUE)],
        description=_l("In yen, without tax"),
        default=0,
    )
    effort = SelectField(
        _l("Effort"),
        [InputRequired()],
        choices=choices_of((str(slots), str(slots)) for slots in EFFORTS),
        description=_l("Slots that the onboarding takes"),
    )
    required_tier = SelectField(
        _l("Required tier"),
        [InputRequired()],
        choices=choices_of((str(tier), str(tier)) for tier in TIER_LABELS),
        default="1",
    )
    priority = IntegerField(
        _l("Priority"),
        [InputRequired(), NumberRange(0, HIGHEST_PRIORITY)],
        description=_l("0 is usual; higher ones are placed first"),
        default=0,
    )
    preferred_partners = StringField(_l("Preferred partners"), [Length(max=1000)], description=CODES_HINT)
    excluded_partners = StringField(_l("Excluded partners"), [Length(max=1000)], description=CODES_HINT)
    version = HiddenField()
    suggest = SubmitField(_l("Suggest the effort"))

    @property
    def need_fields(self) -> list[Any]:
        return [field for field in self if field.name.startswith(NEED)]

    @property
    def profile(self) -> Profile:
        """What the form says of the customer so far, filled in or not."""
        return Profile(
            product=self.product.data or "",
            industry=self.industry.data or "",
            employees=self.employees.data,
            plan=self.plan.data or "",
            needs=sum(bool(field.data) for field in self.need_fields),
        )

    def facts(self) -> CustomerFacts:
        """What the form says of the customer."""
        needs = {field.name.removeprefix(NEED): field.data for field in self.need_fields if field.data}
        return CustomerFacts(
            name=self.name.data.strip(),
            industry=self.industry.data,
            employees=self.employees.data,
            prefecture=self.prefecture.data,
            language=self.language.data,
            product=self.product.data,
            plan=(self.plan.data or "").strip() or None,
            contract_start=self.contract_start.data,
            onboarding_start=self.onboarding_start.data,
            annual_value=self.annual_value.data,
            effort=int(self.effort.data),
            needs=needs,
            required_tier=int(self.required_tier.data),
            priority=self.priority.data,
            preferred_partners=_codes(self.preferred_partners.data),
            excluded_partners=_codes(self.excluded_partners.data),
        )


def _codes(text: str | None) -> list[str]:
    return [code.strip() for code in (text or "").split(";") if code.strip()]


class NewCustomerForm(CustomerForm):
    """What is known of a customer that is not entered yet."""

    code = StringField(
        _l("Code"), [InputRequired(), Length(max=20)], description=_l("Your own number, such as C000181")
    )


def customer_form(kind: type[CustomerForm], customer: Customer | None = None) -> CustomerForm:
    """A form with a field for every need that is known or that the customer has."""
    held: Mapping[str, int] = customer.needs if customer else {}
    weight = [Optional(), NumberRange(1, HIGHEST_WEIGHT)]
    fields: dict[str, Any] = {
        NEED + tag: IntegerField(STRENGTH_LABELS.get(tag, tag), weight)
        for tag in (*STRENGTH_LABELS, *(tag for tag in held if tag not in STRENGTH_LABELS))
    }
    form: CustomerForm = type("WeightedCustomerForm", (kind,), fields)(data=_data_of(customer) if customer else None)
    industries = [(division, f"{division} {localized(names)}") for division, names in INDUSTRIES.items()]
    form.industry.choices = choices_of(industries)
    offered = product_labels()
    own = {} if customer is None or customer.product in offered else {customer.product: customer.product}
    form.product.choices = choices_of({**offered, **own}.items())
    return form


def _data_of(customer: Customer) -> dict[str, Any]:
    facts = customer.facts.columns()
    texts = {name: str(facts[name]) for name in ("effort", "required_tier")}
    codes = {name: ";".join(facts[name]) for name in ("preferred_partners", "excluded_partners")}
    weights = {NEED + tag: weight for tag, weight in customer.needs.items()}
    return {**facts, **texts, **codes, **weights, "version": str(customer.version)}


class AssignOwnersForm(Form):
    """Who of sales and of CS owns a customer."""

    sales_owner = SelectField(_l("Owner in sales"))
    cs_owner = SelectField(_l("Owner in CS"))

    def ids(self) -> tuple[int | None, int | None]:
        return (
            int(self.sales_owner.data) if self.sales_owner.data else None,
            int(self.cs_owner.data) if self.cs_owner.data else None,
        )


def owners_form(customer: Customer) -> AssignOwnersForm:
    """A form that offers the people of the vendor who can own a customer."""
    owners = {"sales_owner": customer.sales_owner_id, "cs_owner": customer.cs_owner_id}
    form = AssignOwnersForm(data={name: str(owner or "") for name, owner in owners.items()})
    nobody = ("", _l("Nobody yet"))
    sellers = [(str(seller.id), seller.name) for seller in people([Role.SALES])]
    members = [(str(member.id), member.name) for member in people([Role.CS_MEMBER, Role.CS_MANAGER])]
    form.sales_owner.choices = choices_of([nobody, *sellers])
    form.cs_owner.choices = choices_of([nobody, *members])
    return form
