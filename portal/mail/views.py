"""The outbox as a page: where no mail server is set, letters are read here."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from portal.access import requires
from portal.mail.permissions import VIEW_LETTERS
from portal.mail.queries import newest_letters
from portal.paging import paginate

bp = Blueprint("letters", __name__, url_prefix="/letters", template_folder="templates")


@bp.get("")
@requires(VIEW_LETTERS)
def index() -> ResponseReturnValue:
    sends = current_app.extensions["bansou_settings"].mail_url is not None
    return render_template("mail/letters.html", page=paginate(newest_letters()), sends=sends)
