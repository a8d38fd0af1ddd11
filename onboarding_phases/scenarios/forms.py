"""What people fill in around the what-if board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, Field, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from onboarding_phases.allocation.matching.values import COMPONENTS
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.scenarios.values import Changes, Wave
from partners.enums import PREFECTURE_LABELS
from partners.geography import PREFECTURES
from partners.products.queries import product_labels
from portal.forms import Form, choices_of

ROWS = (1, 2, 3)
KIND = ("product", "prefecture", "effort")
MOST_SLOTS = 50
MOST_CUSTOMERS = 200


def _firm() -> SelectField:
    return SelectField(_l("Firm"), validators=[Optional()])


def _slots() -> IntegerField:
    return IntegerField(_l("Slots more or fewer"), [Optional(), NumberRange(-MOST_SLOTS, MOST_SLOTS)])


def _weight(label: Any) -> DecimalField:
    return DecimalField(label, [Optional(), NumberRange(0, 1)])


class WhatIfForm(Form):
    """A name, and what is different."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    firm_1, firm_2, firm_3 = _firm(), _firm(), _firm()
    slots_1, slots_2, slots_3 = _slots(), _slots(), _slots()
    exit_1 = SelectField(_l("Firm that is gone"), validators=[Optional()])
    exit_2 = SelectField(_l("Another firm that is gone"), validators=[Optional()])
    strengths = _weight(_l("Strengths"))
    industry = _weight(_l("Industry"))
    tier = _weight(_l("Tier"))
    region = _weight(_l("Region"))
    outcome = _weight(_l("Results"))
    preference = _weight(_l("Preference"))
    wave = IntegerField(_l("More customers"), [Optional(), NumberRange(1, MOST_CUSTOMERS)])
    product = SelectField(_l("Of this product"), validators=[Optional()])
    prefecture = SelectField(_l("In this prefecture"), validators=[Optional()])
    effort = SelectField(
        _l("Of this effort"),
        validators=[Optional()],
        choices=choices_of([("", _l("Any")), *((str(n), str(n)) for n in (1, 2, 3))]),
    )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """As a form does; and nothing that was half filled in is left out in silence."""
        right: bool = super().validate(extra_validators)
        return not self._named_halves() and right

    def _named_halves(self) -> bool:
        """Say beside the other half what is missing of rows of firms and of the wave."""
        halves: list[tuple[Field, Any]] = []
        for firm, slots in ((self[f"firm_{row}"], self[f"slots_{row}"]) for row in ROWS):
            if firm.data and not slots.data and not slots.errors:
                halves.append((slots, _("Enter how many slots more or fewer.")))
            if slots.data and not firm.data:
                halves.append((firm, _("Choose the firm whose slots these are.")))
        if not self.wave.data and not self.wave.errors and any(self[name].data for name in KIND):
            halves.append((self.wave, _("Enter how many customers more there are.")))
        for field, missing in halves:
            field.errors = [*field.errors, missing]
        return bool(halves)

    def told(self, run: AllocationRun) -> Changes:
        """What the form changes; a weight that is left as it is changes nothing."""
        rows = [(self[f"firm_{row}"].data, self[f"slots_{row}"].data) for row in ROWS]
        slots: dict[str, int] = {}
        for firm, more in rows:
            if firm and more:
                slots[firm] = slots.get(firm, 0) + more
        given = {name: self[name].data for name in COMPONENTS}
        weights = {
            name: float(weight)
            for name, weight in given.items()
            if weight is not None and abs(float(weight) - float(run.policy[name])) > 1e-9
        }
        wave = None
        if self.wave.data:
            where = {"product": self.product.data or "", "prefecture": self.prefecture.data or ""}
            wave = Wave(self.wave.data, effort=int(self.effort.data or 0), **where)
        exits = tuple(dict.fromkeys(code for code in (self.exit_1.data, self.exit_2.data) if code))
        return Changes(slots, exits, weights, wave)


class RenameForm(Form):
    """Another name."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])


class DeleteForm(Form):
    """Forget a scenario."""


def what_if_form(run: AllocationRun, firms: dict[str, str]) -> WhatIfForm:
    """A form that begins with the run's own weights and offers its firms."""
    form = WhatIfForm(data={name: run.policy[name] for name in COMPONENTS})
    of_run = [row["code"] for row in run.frozen["partners"]]
    choices = choices_of([("", _l("None")), *((code, firms.get(code, code)) for code in of_run)])
    for name in ("firm_1", "firm_2", "firm_3", "exit_1", "exit_2"):
        form[name].choices = choices
    form.product.choices = choices_of([("", _l("Any")), *product_labels().items()])
    places = [(name, PREFECTURE_LABELS[name]) for name in PREFECTURES]
    form.prefecture.choices = choices_of([("", _l("Any")), *places])
    return form
