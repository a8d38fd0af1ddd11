"""Forms of the partner pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from partners.enums import (
    KIND_LABELS,
    LANGUAGE_LABELS,
    PREFECTURE_LABELS,
    STATUS_LABELS,
    STRENGTH_LABELS,
    PartnerKind,
)
from partners.industries import INDUSTRIES
from partners.models import Partner
from partners.numbers import is_corporate_number, is_invoice_number
from partners.products.queries import product_labels
from partners.rules import (
    CODE,
    CODE_FAULT,
    CORPORATE_NUMBER_FAULT,
    INVOICE_NUMBER_FAULT,
    LEVELS,
    TRANSITIONS,
    PartnerFacts,
)
from portal import clock
from portal.forms import Form, choices_of, choose_several
from portal.i18n import localized

INDUSTRY, STRENGTH = "industry_", "strength_"


def choose_level(label: Any, *, highest: int = LEVELS[-1]) -> SelectField:
    """A level, or none."""
    levels = [(str(level), str(level)) for level in range(1, highest + 1)]
    return SelectField(label, choices=choices_of([("", "–"), *levels]), validators=[Optional()])


class PartnerForm(Form):
    """The profile of a firm. Levels are added to it, one field for each industry and strength."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=200)])
    kind = SelectField(_l("Kind"), [InputRequired()], choices=choices_of(KIND_LABELS.items()))
    corporate_number = StringField(_l("Corporate number"), [Optional()], description=_l("13 digits"))
    invoice_number = StringField(_l("Invoice number"), [Optional()], description=_l("T and 13 digits"))
    contract_until = DateField(_l("Contract until"), [Optional()])
    min_volume = IntegerField(
        _l("Promised minimum"), [InputRequired(), NumberRange(0, 10_000)], default=0, description=_l("Slots a month")
    )
    stated_outcome = DecimalField(
        _l("Result known so far"),
        [Optional(), NumberRange(0, 1)],
        places=None,
        description=_l("A share from 0 to 1, used until results of its own are measured"),
    )
    prefectures = choose_several(_l("Prefectures served on site"), PREFECTURE_LABELS.items())
    is_remote = BooleanField(_l("Works remotely, anywhere in Japan"))
    languages = choose_several(_l("Languages"), LANGUAGE_LABELS.items(), default=["ja"])
    products = choose_several(_l("Products"), ())
    version = HiddenField()

    def validate_corporate_number(self, field: StringField) -> None:
        _refuse(field, CORPORATE_NUMBER_FAULT, is_corporate_number)

    def validate_invoice_number(self, field: StringField) -> None:
        _refuse(field, INVOICE_NUMBER_FAULT, is_invoice_number)

    def level_fields(self, prefix: str) -> list[Any]:
        return [field for field in self if field.name.startswith(prefix)]

    @property
    def industry_fields(self) -> list[Any]:
        return self.level_fields(INDUSTRY)

    @property
    def strength_fields(self) -> list[Any]:
        return self.level_fields(STRENGTH)

    def facts(self) -> PartnerFacts:
        """What the form says of the firm."""
        return PartnerFacts(
            name=self.name.data.strip(),
            kind=PartnerKind(self.kind.data),
            corporate_number=(self.corporate_number.data or "").strip() or None,
            invoice_number=(self.invoice_number.data or "").strip() or None,
            contract_until=self.contract_until.data,
            min_volume=self.min_volume.data,
            stated_outcome=None if self.stated_outcome.data is None else float(self.stated_outcome.data),
            prefectures=self.prefectures.data,
            is_remote=self.is_remote.data,
            languages=self.languages.data,
            products=self.products.data,
            industries=self._levels(INDUSTRY),
            strengths=self._levels(STRENGTH),
        )

    def _levels(self, prefix: str) -> dict[str, int]:
        chosen = self.level_fields(prefix)
        return {field.name.removeprefix(prefix): int(field.data) for field in chosen if field.data}


def _refuse(field: StringField, fault: LazyString, is_right: Callable[[str], bool]) -> None:
    number = (field.data or "").strip()
    if number and not is_right(number):
        raise ValidationError(fault)


class NewPartnerForm(PartnerForm):
    """The profile of a firm that is not entered yet."""

    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=20)],
        description=_l("Such as P0025; it cannot be changed later"),
    )

    def validate_code(self, field: StringField) -> None:
        _refuse(field, CODE_FAULT, lambda code: CODE.fullmatch(code) is not None)


def partner_form(kind: type[PartnerForm], partner: Partner | None = None) -> PartnerForm:
    """A form with a field for every industry, and for every strength that is known or that the firm has."""
    held: Mapping[str, int] = partner.strengths if partner else {}
    fields: dict[str, Any] = {
        INDUSTRY + division: choose_level(f"{division} {localized(names)}") for division, names in INDUSTRIES.items()
    }
    for tag in (*STRENGTH_LABELS, *(tag for tag in held if tag not in STRENGTH_LABELS)):
        fields[STRENGTH + tag] = choose_level(STRENGTH_LABELS.get(tag, tag))
    form: PartnerForm = type("LevelledPartnerForm", (kind,), fields)(data=_data_of(partner) if partner else None)
    offered = product_labels()
    known = {word: word for word in partner.products if word not in offered} if partner else {}
    form.products.choices = choices_of({**offered, **known}.items())
    return form


def _data_of(partner: Partner) -> dict[str, Any]:
    levels = {INDUSTRY + key: str(level) for key, level in partner.industries.items()}
    levels |= {STRENGTH + key: str(level) for key, level in partner.strengths.items()}
    return {**partner.facts.columns(), **levels, "kind": partner.kind.value, "version": str(partner.version)}


class MovePartnerStatusForm(Form):
    """The next step of a firm's life."""

    status = SelectField(_l("Next status"), [InputRequired()])
    on = DateField(_l("Day"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [InputRequired(), Length(max=2000)])


def move_status_form(partner: Partner) -> MovePartnerStatusForm:
    """A form that offers only the steps that follow."""
    form = MovePartnerStatusForm(data={"on": clock.today()})
    form.status.choices = choices_of((step, STATUS_LABELS[step]) for step in TRANSITIONS[partner.status])
    return form
