"""The pages of the door."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import public
from portal.accounts.cookies import drop_token, keep_token, token_of_cookie
from portal.accounts.entry.forms import ChooseLanguageForm, LogInForm, LogOutForm
from portal.accounts.entry.services import Entry, choose_language, sign_in, sign_out
from portal.accounts.rules import own_path
from portal.people import Principal

bp = Blueprint("accounts", __name__, template_folder="../templates")


@bp.route("/login", methods=["GET", "POST"])
@public(reason="people sign in here")
def login() -> ResponseReturnValue:
    target = own_path(request.args.get("next")) or "/"
    if g.reader is not None and request.method == "GET":
        return redirect(target)
    form = LogInForm()
    if form.validate_on_submit():
        entry = sign_in(
            form.email.data,
            form.password.data,
            address=request.remote_addr,
            user_agent=request.user_agent.string,
        )
        if entry is not None:
            _enter(entry)
            return redirect(target, 303)
        form.form_errors.append(_("The mail address or the password is wrong."))
    return render_template("accounts/login.html", form=form), 422 if form.errors else 200


@bp.post("/logout")
@public(reason="whoever is signed out already is none the worse for it")
def logout() -> ResponseReturnValue:
    if LogOutForm().validate_on_submit():
        sign_out(token_of_cookie())
        drop_token()
        flash(_("You are logged out."), "ok")
    return redirect(url_for("accounts.login"), 303)


@bp.post("/language")
@public(reason="people choose a language before they sign in too")
def language() -> ResponseReturnValue:
    form = ChooseLanguageForm()
    if not form.validate_on_submit():
        abort(400)
    locale = str(form.locale.data)
    session["locale"] = locale
    if isinstance(g.reader, Principal):
        choose_language(locale, reader=g.reader)
    return redirect(_page_before(), 303)


def _enter(entry: Entry) -> None:
    sign_out(token_of_cookie())
    keep_token(entry.token, locale=entry.locale)


def _page_before() -> str:
    """The page of ours from which the reader came, else the start page."""
    parts = urlsplit(request.referrer or "")
    if parts[:2] != urlsplit(request.host_url)[:2]:
        return "/"
    return own_path(parts.path + (f"?{parts.query}" if parts.query else "")) or "/"
