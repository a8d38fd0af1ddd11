"""The pages that a mailed link opens. Opening one changes nothing, so that a mail scanner uses nothing up."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import public
from portal.accounts.enums import LinkPurpose
from portal.accounts.links.forms import ChoosePasswordForm, RequestPasswordLinkForm
from portal.accounts.links.services import choose_password, find_link, request_password_link
from portal.accounts.models import MailedLink
from portal.accounts.queries import usable_link
from portal.accounts.rules import SHORTEST_PASSWORD
from portal.database import db
from portal.errors import RuleViolation

bp = Blueprint("links", __name__, template_folder="../templates")


@bp.route("/password/forgot", methods=["GET", "POST"])
@public(reason="whoever forgot the password cannot sign in")
def forgot() -> ResponseReturnValue:
    form = RequestPasswordLinkForm()
    if form.validate_on_submit():
        request_password_link(form.email.data, address=request.remote_addr)
        return redirect(url_for("links.sent"), 303)
    return render_template("accounts/forgot.html", form=form), 422 if form.errors else 200


@bp.get("/password/sent")
@public(reason="says the same to everybody who asked for a link")
def sent() -> ResponseReturnValue:
    return render_template("accounts/sent.html")


@bp.route("/password/reset/<token>", methods=["GET", "POST"])
@public(reason="the secret in the address stands for the person")
def reset(token: str) -> ResponseReturnValue:
    return _choose(token, LinkPurpose.RESET)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@public(reason="the secret in the address stands for the person")
def invitation(token: str) -> ResponseReturnValue:
    return _choose(token, LinkPurpose.INVITATION)


def _choose(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    form = ChoosePasswordForm()
    posted = request.method == "POST"
    link = find_link(token, purpose, address=request.remote_addr) if posted else usable_link(token, purpose)
    if link is None:
        return render_template("accounts/spent.html", purpose=purpose.value), 404
    if form.validate_on_submit() and _keep(link, form):
        flash(_("Your password is set. Log in with it."), "ok")
        return redirect(url_for("accounts.login"), 303)
    page = render_template(
        "accounts/choose_password.html", form=form, link=link, purpose=purpose.value, shortest=SHORTEST_PASSWORD
    )
    return page, 422 if form.errors else 200


def _keep(link: MailedLink, form: ChoosePasswordForm) -> bool:
    try:
        with db.session.begin_nested():
            choose_password(link, form.password.data)
    except RuleViolation as refusal:
        form.password.errors = [str(refusal)]
        return False
    return True
