"""The inbox."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import fetch_or_404, person, requires
from portal.inbox.forms import MarkReadForm
from portal.inbox.models import Notice
from portal.inbox.permissions import READ_INBOX
from portal.inbox.queries import line_of, notices_of, unread_count
from portal.inbox.services import mark_read
from portal.paging import paginate

bp = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="templates")


@bp.get("")
@requires(READ_INBOX)
def index() -> ResponseReturnValue:
    only_unread = request.args.get("show") == "unread"
    page = paginate(notices_of(person(), only_unread=only_unread))
    return render_template(
        "inbox/inbox.html",
        page=page,
        lines=[line_of(notice) for notice in page.items],
        only_unread=only_unread,
        unread=unread_count(person()),
    )


@bp.post("/<code:code>/read")
@requires(READ_INBOX)
def read(code: str) -> ResponseReturnValue:
    notice = fetch_or_404(Notice, code=code)
    if MarkReadForm().validate_on_submit():
        mark_read(reader=person(), notice_id=notice.id)
    return redirect(_back(), 303)


@bp.post("/read")
@requires(READ_INBOX)
def read_all() -> ResponseReturnValue:
    if MarkReadForm().validate_on_submit():
        mark_read(reader=person())
        flash(_("Every notice is marked as read."), "ok")
    return redirect(_back(), 303)


def _back() -> str:
    return url_for("inbox.index", show="unread") if request.args.get("show") == "unread" else url_for("inbox.index")
