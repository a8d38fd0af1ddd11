"""What people fill in around the capacity plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from onboarding_phases.forecast.models import Scenario
from partners.products.queries import product_labels
from portal.forms import Form, choices_of

MONTHS = 12
HIGHEST_SEASON = 500
MOST_EXTRA = 1_000


class ScenarioForm(Form):
    """Growth, and by month the season and the customers on top. Two fields are added to it for each month."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    growth = IntegerField(
        _l("Growth in percent"),
        [InputRequired(), NumberRange(-90, 500)],
        description=_l("On top of the trend: 10 for a tenth more, −10 for a tenth less, 0 for none"),
        default=0,
    )
    product = SelectField(_l("Product of the extra customers"), [InputRequired()])
    effort = SelectField(
        _l("Effort of each extra customer"),
        [InputRequired()],
        choices=choices_of((str(n), str(n)) for n in (1, 2, 3)),
    )
    version = HiddenField(default="0")

    @property
    def rows(self) -> list[tuple[date, Field, Field]]:
        """The months, each with its two fields."""
        return [
            (date.fromisoformat(f"{name.removeprefix('season_')}-01"), field, self[name.replace("season", "extra")])
            for name, field in self._fields.items()
            if name.startswith("season_")
        ]

    def told(self) -> dict[str, Any]:
        """What the form assumes, as the services take it."""
        months = {}
        for month, season, extra in self.rows:
            own = {"season": season.data} if season.data not in (None, 100) else {}
            months[f"{month:%Y-%m}"] = {**own, "extra": extra.data} if extra.data else own
        return {
            "name": self.name.data,
            "growth": self.growth.data,
            "months": months,
            "product": self.product.data,
            "effort": int(self.effort.data),
        }


class DeleteScenarioForm(Form):
    """Forget a scenario."""


def scenario_form(months: Sequence[date], scenario: Scenario | None = None) -> ScenarioForm:
    """A form with the months ahead, filled with what a scenario assumes."""
    fields: dict[str, Any] = {}
    for month in months:
        word = f"{month:%Y-%m}"
        fields[f"season_{word}"] = IntegerField(
            _l("Season in percent"), [Optional(), NumberRange(0, HIGHEST_SEASON)]
        )
        fields[f"extra_{word}"] = IntegerField(_l("Extra customers"), [Optional(), NumberRange(0, MOST_EXTRA)])
    form: ScenarioForm = type("MonthlyScenarioForm", (ScenarioForm,), fields)(
        data=_data_of(scenario) if scenario else None
    )
    form.product.choices = choices_of(product_labels().items())
    return form


def _data_of(scenario: Scenario) -> Mapping[str, Any]:
    kept: Mapping[str, Mapping[str, int]] = scenario.months
    return {
        "name": scenario.name,
        "growth": scenario.growth,
        "product": scenario.product,
        "effort": str(scenario.effort),
        "version": str(scenario.version),
        **{f"season_{month}": told["season"] for month, told in kept.items() if "season" in told},
        **{f"extra_{month}": told["extra"] for month, told in kept.items() if "extra" in told},
    }
