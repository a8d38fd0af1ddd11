"""The forms of certification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from certification.models import Evaluation
from certification.policies.policy import Policy
from certification.rules import offered_periods, reachable_tiers, tier_words
from portal import clock
from portal.forms import Form
from portal.i18n import current_locale
from portal.ui.formatting import format_day

LONGEST = 1000


class EvaluateForm(Form):
    """Evaluate all firms over the months that end with a quarter."""

    period_end = SelectField(_l("Last day of the period"), validators=[InputRequired()])


class DecideForm(Form):
    """Decide on one firm."""

    tier = RadioField(_l("Tier"), coerce=int, validators=[InputRequired()])
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])


class DecideAllForm(Form):
    """Decide everything as proposed."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])


def evaluate_form(known: Sequence[date]) -> EvaluateForm:
    """The form with the quarters that can be evaluated: none before one that was evaluated already."""
    form = EvaluateForm()
    first = max(known, default=date.min)
    periods = [day for day in offered_periods(clock.today()) if day >= first]
    form.period_end.choices = [(day.isoformat(), format_day(day, current_locale())) for day in periods]
    return form


def decide_form(evaluation: Evaluation, rules: Policy) -> DecideForm:
    """The form with the tiers that a decision may give, the proposed one chosen."""
    form = DecideForm(data={"tier": evaluation.proposed_tier})
    levels = reachable_tiers(rules, evaluation.previous_tier)
    form.tier.choices = [(level, tier_words(rules, level)) for level in reversed(levels)]
    return form
