"""The pages of an import, and the files of an export, made for each kind of table that a room brings."""

from __future__ import annotations

from pathlib import PureWindowsPath

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.access import Permission, person, requires
from portal.exchange.forms import ImportDraftForm, ImportFileForm
from portal.exchange.models import ImportDraft
from portal.exchange.queries import draft_of, exported, outcome_of
from portal.exchange.services import import_draft, keep_draft, try_out
from portal.exchange.values import Exchange, Outcome
from portal.tables.problems import InputProblems
from portal.tables.reading import Table, read_table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_SHOWN = 200
LONGEST_NAME = 120


def exchange_pages(exchange: Exchange) -> Blueprint:
    """The pages of one kind of table, guarded by its own permissions."""
    bp = Blueprint(
        f"exchange_{exchange.kind}", __name__, url_prefix=f"/{exchange.kind}", template_folder="templates"
    )
    if exchange.import_permission is not None:
        _add_import(bp, exchange, exchange.import_permission)
    if exchange.export_permission is not None:
        _add_export(bp, exchange, exchange.export_permission)
    return bp


def _add_export(bp: Blueprint, exchange: Exchange, needed: Permission) -> None:
    @bp.route("/export.<any(csv, xlsx):form>")
    @requires(needed)
    def export(form: str) -> ResponseReturnValue:
        answer = Response(exported(exchange, form), content_type=TYPES[form])
        name = f"{exchange.kind}-{clock.today():%Y%m%d}.{form}"
        answer.headers["Content-Disposition"] = f"attachment; filename={name}"
        return answer


def _add_import(bp: Blueprint, exchange: Exchange, needed: Permission) -> None:
    @bp.route("/import", methods=["GET", "POST"])
    @requires(needed)
    def import_file() -> ResponseReturnValue:
        form = ImportFileForm()
        if form.validate_on_submit():
            return _checked(exchange, form)
        return _start(exchange, form), 422 if form.errors else 200

    @bp.route("/import/<code:draft>", methods=["GET", "POST"])
    @requires(needed)
    def confirm_import(draft: str) -> ResponseReturnValue:
        found = draft_of(person(), kind=exchange.kind, code=draft)
        if found is None:
            abort(404)
        form = ImportDraftForm()
        if form.validate_on_submit():
            return _imported(exchange, found)
        return render_template(
            "exchange/confirm_import.html", exchange=exchange, draft=found, outcome=outcome_of(found), form=form
        )


def _start(exchange: Exchange, form: ImportFileForm) -> str:
    required = {column.name for column in exchange.schema().columns if column.present}
    return render_template("exchange/import_file.html", exchange=exchange, form=form, required=required)


def _checked(exchange: Exchange, form: ImportFileForm) -> ResponseReturnValue:
    upload: FileStorage = form.file.data
    content, name = upload.read(), _plain_name(upload.filename)
    table: Table | None = None
    try:
        table = read_table(content, name=name)
        trial = try_out(exchange, table, actor=person())
    except InputProblems as found:
        return _refused(exchange, found, name, table, form), 422
    if trial.outcome.total == 0:
        form.file.errors = [_("The file has no rows below its header.")]
        return _start(exchange, form), 422
    draft = keep_draft(exchange, content=content, file_name=name, trial=trial, actor=person())
    return redirect(url_for(".confirm_import", draft=draft.code), 303)


def _plain_name(name: str | None) -> str:
    """The file's own name, whatever path a browser sent with it."""
    return PureWindowsPath(name or "file").name[:LONGEST_NAME] or "file"


def _refused(exchange: Exchange, found: InputProblems, name: str, table: Table | None, form: ImportFileForm) -> str:
    rows = {row.number: row.cells for row in table.rows} if table else {}
    shown = [
        (problem, rows.get(problem.row or 0, {}).get(problem.column or ""))
        for problem in found.problems[:MOST_SHOWN]
    ]
    wrong = len({problem.row for problem in found.problems if problem.row in rows})
    return render_template(
        "exchange/refused_file.html",
        exchange=exchange,
        form=form,
        file_name=name,
        shown=shown,
        hidden=len(found.problems) - len(shown),
        total=len(rows),
        wrong=wrong,
    )


def _imported(exchange: Exchange, draft: ImportDraft) -> ResponseReturnValue:
    outcome = outcome_of(draft)
    try:
        done = import_draft(exchange, draft, actor=person())
    except InputProblems as found:
        table = read_table(draft.content, name=draft.file_name)
        return _refused(exchange, found, draft.file_name, table, ImportFileForm(formdata=None)), 409
    if not done:
        flash(_("The data has changed since this file was checked. Look at the new figures."), "warn")
        return redirect(url_for(".confirm_import", draft=draft.code), 303)
    flash(_told(outcome), "ok")
    return redirect(url_for(exchange.back), 303)


def _told(outcome: Outcome) -> str:
    rows: str = ngettext("%(num)s row was imported", "%(num)s rows were imported", outcome.total)
    parts: str = _(
        "created %(created)s, changed %(changed)s, unchanged %(unchanged)s",
        created=outcome.created,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
    )
    text: str = _("%(rows)s: %(parts)s.", rows=rows, parts=parts)
    return text
