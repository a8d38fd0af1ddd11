"""The settings as pages: what is in force, what it was, and how it is changed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access import person, requires
from portal.database import db
from portal.defaults.forms import EditSettingForm, entered, form_of, proposed
from portal.defaults.permissions import EDIT_SETTINGS, VIEW_SETTINGS
from portal.defaults.queries import (
    defaults_by_key,
    history_of,
    latest_versions,
    numbers,
    version_in_force,
    versions_of,
)
from portal.defaults.services import change_default
from portal.defaults.values import Default
from portal.errors import RuleViolation, Stale

bp = Blueprint("settings", __name__, url_prefix="/settings", template_folder="templates")


@bp.get("")
@requires(VIEW_SETTINGS)
def index() -> ResponseReturnValue:
    settings = sorted(defaults_by_key().values(), key=lambda default: str(default.title))
    return render_template("settings/settings.html", settings=settings, latest=latest_versions())


@bp.get("/<key>")
@requires(VIEW_SETTINGS)
def show(key: str) -> ResponseReturnValue:
    default = _fetch(key)
    return render_template(
        "settings/setting.html",
        default=default,
        values=numbers(key),
        version=version_in_force(key),
        history=history_of(key),
    )


@bp.route("/<key>/edit", methods=["GET", "POST"])
@requires(EDIT_SETTINGS)
def edit(key: str) -> ResponseReturnValue:
    default = _fetch(key)
    versions = versions_of(key)
    newest = versions[0].version if versions else 0
    before = {**numbers(key), **proposed(default, request.args)}
    form = form_of(default)(effective_on=clock.today(), seen=newest, **entered(before))
    status = 200
    if form.validate_on_submit():
        status = _change(default, form)
        if status == 303:
            flash(_("The setting is changed. The version before stays in the history."), "ok")
            return redirect(url_for("settings.show", key=key), 303)
    elif request.method == "POST":
        status = 422
    return render_template("settings/edit.html", default=default, form=form), status


def _fetch(key: str) -> Default:
    return defaults_by_key().get(key) or abort(404)


def _change(default: Default, form: EditSettingForm) -> int:
    try:
        with db.session.begin_nested():
            change_default(
                default.key,
                form.numbers(),
                effective_on=form.effective_on.data,
                reason=form.reason.data,
                seen=form.seen.data,
                actor=person(),
            )
    except RuleViolation as refusal:
        field = form.field_of(refusal.field)
        if field is not None:
            field.errors = [str(refusal)]
        else:
            form.form_errors.append(str(refusal))
        return 409 if isinstance(refusal, Stale) or field is None else 422
    return 303
