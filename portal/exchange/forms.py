"""The forms of an import."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, ValidationError

from portal.forms import Form


class ImportFileForm(Form):
    """A file to check; nothing is written by sending it."""

    file = FileField(
        _l("File"),
        description=_l("CSV in UTF-8 or Shift_JIS (CP932), or XLSX. The first row names the columns."),
    )

    def validate_file(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose a CSV or XLSX file."))


class ImportDraftForm(Form):
    """The decision to import a file that was checked."""
