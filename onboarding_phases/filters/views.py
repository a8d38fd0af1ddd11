"""Pages: a person's saved filters."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.filters.forms import ChooseDefaultForm, DeleteFilterForm, NameFilterForm, SaveFilterForm
from onboarding_phases.filters.models import SavedFilter
from onboarding_phases.filters.permissions import SAVE_FILTERS
from onboarding_phases.filters.queries import saved_filters
from onboarding_phases.filters.services import choose_default, delete_filter, rename_filter, save_filter
from onboarding_phases.filters.values import text_of
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

bp = Blueprint("filters", __name__, url_prefix="/onboardings/filters", template_folder="templates")


@bp.get("")
@requires(SAVE_FILTERS)
def index() -> ResponseReturnValue:
    form = SaveFilterForm(formdata=None, query=text_of(request.args.to_dict()))
    return _page(form)


@bp.post("")
@requires(SAVE_FILTERS)
def save() -> ResponseReturnValue:
    form, status = SaveFilterForm(), 422
    if form.validate_on_submit():
        given = {"name": form.name.data, "query": form.query.data or "", "is_default": form.is_default.data}
        with attempt(form) as tried:
            kept = save_filter(**given, actor=person())
        if tried.done:
            flash(_("Saved as “%(name)s”. You find it under “Saved filters”.", name=kept.name), "ok")
            return redirect(url_for("onboardings.index", **kept.words), 303)
        status = tried.status
    return _page(form), status


@bp.route("/<code:kept>/rename", methods=["GET", "POST"])
@requires(SAVE_FILTERS)
def rename(kept: str) -> ResponseReturnValue:
    found, status = fetch_or_404(SavedFilter, code=kept), 200
    form = NameFilterForm(name=found.name)
    if form.validate_on_submit():
        with attempt(form) as tried:
            rename_filter(found, name=form.name.data, actor=person())
        if tried.done:
            flash(_("Renamed."), "ok")
            return redirect(url_for("filters.index"), 303)
        status = tried.status
    elif form.errors:
        status = 422
    return render_template("filters/rename.html", form=form), status


@bp.post("/<code:kept>/default")
@requires(SAVE_FILTERS)
def default(kept: str) -> ResponseReturnValue:
    found, form = fetch_or_404(SavedFilter, code=kept), ChooseDefaultForm()
    if not form.validate_on_submit():
        abort(400)
    chosen = form.chosen.data == "yes"
    choose_default(found, chosen=chosen, actor=person())
    told = (
        _("The list opens with “%(name)s”.", name=found.name) if chosen else _("The list opens with all that runs.")
    )
    flash(told, "ok")
    return redirect(url_for("filters.index"), 303)


@bp.post("/<code:kept>/delete")
@requires(SAVE_FILTERS)
def delete(kept: str) -> ResponseReturnValue:
    found = fetch_or_404(SavedFilter, code=kept)
    if not DeleteFilterForm().validate_on_submit():
        abort(400)
    delete_filter(found, actor=person())
    flash(_("“%(name)s” was deleted.", name=found.name), "ok")
    return redirect(url_for("filters.index"), 303)


def _page(form: SaveFilterForm) -> str:
    return render_template("filters/list.html", saved=saved_filters(), form=form)
