"""The forms of onboardings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from onboarding_phases.onboardings.enums import EXCLUDED_REASON_LABELS, HOLD_CAUSE_LABELS
from portal.forms import Form, choices_of

LONGEST = 2000


class PhaseForm(Form):
    """A step of a phase; `version` is that of the phase when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class StartPhaseForm(PhaseForm):
    """Begin a phase."""


class SubmitPhaseForm(PhaseForm):
    """Say that a phase is done."""

    note = TextAreaField(_l("A word to the reviewer"), validators=[Optional(), Length(max=LONGEST)], default="")


class CompletePhaseForm(PhaseForm):
    """Accept a submission."""


class ReturnPhaseForm(PhaseForm):
    """Send a submission back."""

    missing = TextAreaField(_l("What the submission lacks"), validators=[DataRequired(), Length(max=LONGEST)])


class SkipPhaseForm(PhaseForm):
    """Leave a phase out."""

    reason = TextAreaField(_l("Reason for skipping"), validators=[DataRequired(), Length(max=LONGEST)])


class PlaceHoldForm(Form):
    """Let the clock stand still."""

    cause = RadioField(
        _l("Cause"),
        choices=choices_of(HOLD_CAUSE_LABELS.items()),
        validators=[InputRequired()],
    )
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])
    evidence = TextAreaField(_l("What shows it"), validators=[Optional(), Length(max=LONGEST)], default="")
    from_on = DateField(_l("From"), validators=[InputRequired()])
    expected_end_on = DateField(_l("Clock runs again on"), validators=[InputRequired()])


class DecideHoldForm(Form):
    """Confirm a hold that a firm entered, or refuse it with a reason; `started_on` names the one that was seen."""

    started_on = DateField(widget=HiddenInput(), validators=[InputRequired()])
    decision = HiddenField(validators=[AnyOf(["confirm", "refuse"])])
    reason = TextAreaField(_l("Reason for refusing"), validators=[Optional(), Length(max=LONGEST)], default="")


class AskExclusionForm(Form):
    """Ask to leave an onboarding out of every rate."""

    reason = RadioField(
        _l("Reason"), choices=choices_of(EXCLUDED_REASON_LABELS.items()), validators=[InputRequired()]
    )
    note = TextAreaField(_l("Why it is so"), validators=[DataRequired(), Length(max=LONGEST)])


class AskLiftingForm(Form):
    """Ask that an onboarding which is left out of every rate count again."""

    note = TextAreaField(_l("Why it counts again"), validators=[DataRequired(), Length(max=LONGEST)])


class DecideExclusionForm(Form):
    """Agree to what somebody else asked for, or refuse it; `seen` names what was seen."""

    seen = HiddenField(validators=[InputRequired(), Length(max=40)])
    decision = HiddenField(validators=[AnyOf(["approve", "refuse"])])
    answer = TextAreaField(_l("Reason for refusing"), validators=[Optional(), Length(max=LONGEST)], default="")


class EndHoldForm(Form):
    """Let the clock run again; `started_on` names the hold that was seen."""

    started_on = DateField(widget=HiddenInput(), validators=[InputRequired()])


class WithdrawForm(Form):
    """End an onboarding because the customer stopped."""

    on = DateField(_l("Day of withdrawal"), validators=[InputRequired()])
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])


class NameConsultantsForm(Form):
    """Say who works on an onboarding; `seen` are those who were named when the page was opened."""

    consultants = SelectMultipleField(
        _l("People on this onboarding"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("At least one person works on an onboarding."))],
    )
    seen = HiddenField(default="")
