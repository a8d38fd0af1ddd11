"""The page of the own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.access import fetch_or_404, person, requires
from portal.accounts.cookies import keep_token
from portal.accounts.models import LoginSession
from portal.accounts.own.forms import ChangePasswordForm, EditProfileForm, EndSessionForm
from portal.accounts.own.services import change_password, edit_profile, end_other_sessions, end_own_session
from portal.accounts.permissions import OWN_ACCOUNT
from portal.accounts.queries import open_sessions, user_of
from portal.accounts.rules import SHORTEST_PASSWORD
from portal.database import db
from portal.errors import RuleViolation
from portal.i18n import current_locale

bp = Blueprint("own", __name__, url_prefix="/account", template_folder="../templates")


@bp.get("")
@requires(OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/profile")
@requires(OWN_ACCOUNT)
def profile() -> ResponseReturnValue:
    form = EditProfileForm()
    if not form.validate_on_submit():
        return _page(profile=form), 422
    edit_profile(name=form.name.data, locale=form.locale.data, actor=person())
    session["locale"] = form.locale.data
    flash(_("Your account is saved."), "ok")
    return redirect(url_for("own.show"), 303)


@bp.post("/password")
@requires(OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    token = _change(form) if form.validate_on_submit() else None
    if token is None:
        return _page(password=form), 422
    keep_token(token, locale=person().locale)
    flash(_("Your password is changed. Your other browsers are logged out."), "ok")
    return redirect(url_for("own.show"), 303)


@bp.post("/sessions/<code:code>/end")
@requires(OWN_ACCOUNT)
def end(code: str) -> ResponseReturnValue:
    found = fetch_or_404(LoginSession, code=code)
    if EndSessionForm().validate_on_submit():
        end_own_session(found, actor=person())
        flash(_("%(browser)s is logged out.", browser=found.browser), "ok")
    return redirect(url_for("own.show"), 303)


@bp.post("/sessions/end_others")
@requires(OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    if EndSessionForm().validate_on_submit():
        count = end_other_sessions(actor=person())
        flash(
            ngettext("%(num)s other browser is logged out.", "%(num)s other browsers are logged out.", count), "ok"
        )
    return redirect(url_for("own.show"), 303)


def _change(form: ChangePasswordForm) -> str | None:
    try:
        with db.session.begin_nested():
            token = change_password(
                form.current.data,
                form.password.data,
                actor=person(),
                address=request.remote_addr,
                user_agent=request.user_agent.string,
            )
    except RuleViolation as refusal:
        form.password.errors = [str(refusal)]
        return None
    if token is None:
        form.current.errors = [_("This is not your present password.")]
    return token


def _page(*, profile: EditProfileForm | None = None, password: ChangePasswordForm | None = None) -> str:
    user = user_of(person())
    return render_template(
        "accounts/account.html",
        user=user,
        profile=profile or EditProfileForm(formdata=None, name=user.name, locale=user.locale or current_locale()),
        password=password or ChangePasswordForm(formdata=None),
        sessions=open_sessions(user.id),
        here=person().session_id,
        shortest=SHORTEST_PASSWORD,
    )
