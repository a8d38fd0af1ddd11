"""The forms of comments and files. Fields carry the form's name, since several stand on one page."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from onboarding_phases.onboardings.enums import STAGE_LABELS
from portal.forms import Form, choices_of
from portal.levels import Level, narrowest, words_for
from portal.people import Principal

LONGEST = 5000
PHASES = [(str(position), label) for position, label in STAGE_LABELS.items()]
# For pictures a phone offers its camera.
ACCEPTED = {"accept": "image/*,.pdf,.docx,.xlsx,.pptx,.csv,.txt"}


def _position(value: str | None) -> int | None:
    return int(value) if value else None


class LevelledForm(Form):
    """What is written or added, for whom, and about which phase."""

    level = SelectField(_l("Who reads it"), choices=[], validators=[InputRequired()])
    position = SelectField(
        _l("Phase"),
        coerce=_position,
        choices=choices_of([("", _l("The whole onboarding")), *PHASES]),
        validators=[Optional()],
    )

    @property
    def wanted(self) -> Level:
        """The level that was chosen."""
        return Level(self.level.data)


class WriteCommentForm(LevelledForm):
    """A comment."""

    text = TextAreaField(_l("Comment"), validators=[DataRequired(), Length(max=LONGEST)])
    files = MultipleFileField(_l("Files"), validators=[Optional()], render_kw=ACCEPTED)


class AddFileForm(LevelledForm):
    """A file of an onboarding or of one of its phases."""

    file = FileField(_l("File"), validators=[DataRequired(_l("Choose a file to send."))], render_kw=ACCEPTED)


class ShareForm(Form):
    """The second step: more readers, by name."""

    level = RadioField(_l("Who reads it"), choices=[], validators=[InputRequired()])


def levels_for(reader: Principal) -> list[SelectChoice]:
    """The levels that a side may give, the narrowest first."""
    return choices_of((level.value, word) for level, word in words_for(is_vendor=reader.is_vendor).items())


def comment_form(reader: Principal, **values: Any) -> WriteCommentForm:
    """An empty comment, or the one that was sent, at the narrowest level unless told."""
    form = WriteCommentForm(prefix="comment-", level=narrowest(is_vendor=reader.is_vendor).value, **values)
    form.level.choices = levels_for(reader)
    return form


def file_form(reader: Principal, **values: Any) -> AddFileForm:
    """An empty form for a file, or the one that was sent, at the narrowest level unless told."""
    form = AddFileForm(prefix="file-", level=narrowest(is_vendor=reader.is_vendor).value, **values)
    form.level.choices = levels_for(reader)
    return form
