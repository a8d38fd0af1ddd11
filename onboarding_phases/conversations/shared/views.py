"""The files that people of a customer open from their room."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from onboarding_phases.conversations.shared.queries import file_by_code
from onboarding_phases.room.views import known_guest
from portal.access import for_guests
from portal.files.serving import download
from portal.i18n import answer_guests

bp = Blueprint("shared", __name__, url_prefix="/room/files", template_folder="templates")


@bp.url_value_preprocessor
def _answer_guests(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    answer_guests(error_page="room/error.html")


@bp.get("/<code:file>")
@for_guests(known_guest)
def show(file: str) -> ResponseReturnValue:
    found = file_by_code(file)
    if found is None:
        abort(404)
    return download(found.file)
