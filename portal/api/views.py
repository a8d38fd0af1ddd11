"""The pages on which tokens are made and revoked, and the description of the interface."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access import fetch_or_404, person, public, requires
from portal.accounts.queries import names_of
from portal.api.defaults import NUMBERS
from portal.api.forms import EndForm, MakeTokenForm
from portal.api.models import ApiToken
from portal.api.openapi import document
from portal.api.permissions import MANAGE_ACCESS
from portal.api.queries import is_over, newest_tokens, scopes_by_name
from portal.api.services import make_token, revoke_token
from portal.defaults.queries import numbers
from portal.forms import attempt
from portal.paging import paginate
from portal.request_keys import multiple

bp = Blueprint("tokens", __name__, url_prefix="/tokens", template_folder="templates")
described = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.get("")
@requires(MANAGE_ACCESS)
def index() -> ResponseReturnValue:
    page, now = paginate(newest_tokens()), clock.now()
    return render_template(
        "api/tokens.html",
        page=page,
        scopes=scopes_by_name(),
        over={token.id for token in page.items if is_over(token, now)},
        people=names_of(token.made_by_id for token in page.items),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE_ACCESS)
@multiple("scopes")
def make() -> ResponseReturnValue:
    most, status = int(numbers(NUMBERS)["token_days"]), 200
    form = MakeTokenForm(last_on=clock.today() + timedelta(days=most))
    form.offer()
    if form.validate_on_submit():
        with attempt(form) as tried:
            token, secret = make_token(
                name=form.name.data,
                user_id=int(form.user.data),
                scopes=form.scopes.data,
                last_on=form.last_on.data,
                actor=person(),
            )
        if tried.done:
            # On this answer and nowhere else: a redirect would have to carry the secret with it.
            return render_template("api/made.html", token=token, secret=secret)
        status = tried.status
    elif form.errors:
        status = 422
    return render_template("api/new.html", form=form, most=most), status


@bp.post("/<code:code>/revoke")
@requires(MANAGE_ACCESS)
def revoke(code: str) -> ResponseReturnValue:
    token = fetch_or_404(ApiToken, code=code)
    if EndForm().validate_on_submit():
        revoke_token(token, actor=person())
        flash(_("“%(name)s” is revoked. Its next request is refused.", name=token.name), "ok")
    return redirect(url_for("tokens.index"), 303)


@described.get("/openapi.json")
@public(reason="it describes the interface to whoever builds against it, and holds no data")
def openapi() -> ResponseReturnValue:
    return document(_version())


def _version() -> str:
    try:
        return version("bansou")
    except PackageNotFoundError:
        return "0"
