"""The pages on which accounts are given, closed and changed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import fetch_or_404, person, requires, select_visible
from portal.accounts.models import User
from portal.accounts.permissions import MANAGE_USERS, VIEW_USERS
from portal.accounts.rules import roles_to_give
from portal.accounts.users.forms import ActOnUserForm, ChangeRoleForm, InviteUserForm
from portal.accounts.users.queries import Filter, filtered, open_firms
from portal.accounts.users.services import change_role, disable_user, enable_user, invite_again, invite_user
from portal.database import db
from portal.errors import RuleViolation
from portal.i18n import current_locale
from portal.paging import paginate
from portal.people import PARTNER_ROLES, ROLE_LABELS, Principal, Role

bp = Blueprint("users", __name__, url_prefix="/users", template_folder="../templates")


@bp.get("")
@requires(VIEW_USERS)
def index() -> ResponseReturnValue:
    chosen = Filter(*(request.args.get(key, "")[:100].strip() for key in ("q", "role", "state")))
    page = paginate(filtered(select_visible(User), chosen))
    return render_template("accounts/users.html", page=page, chosen=chosen, roles=_roles_shown(person()))


@bp.get("/<code:code>")
@requires(VIEW_USERS)
def show(code: str) -> ResponseReturnValue:
    return _page(fetch_or_404(User, code=code))


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE_USERS)
def invite() -> ResponseReturnValue:
    form = InviteUserForm(locale=current_locale())
    _offer(form, person())
    if form.validate_on_submit():
        user = _invite(form)
        if user is not None:
            flash(_("%(name)s is invited. The letter is on its way.", name=user.name), "ok")
            return redirect(url_for("users.show", code=user.code), 303)
    return render_template("accounts/invite.html", form=form), 422 if form.errors else 200


@bp.post("/<code:code>/role")
@requires(MANAGE_USERS)
def role(code: str) -> ResponseReturnValue:
    user = fetch_or_404(User, code=code)
    form = ChangeRoleForm()
    form.offer(_roles_for(user))
    if not form.validate_on_submit():
        return _page(user, form), 422
    return _act(lambda: change_role(user, Role(form.role.data), actor=person()), user, _("The role is changed."))


@bp.post("/<code:code>/disable")
@requires(MANAGE_USERS)
def disable(code: str) -> ResponseReturnValue:
    user = fetch_or_404(User, code=code)
    return _act(
        lambda: disable_user(user, actor=person()), user, _("%(name)s can no longer log in.", name=user.name)
    )


@bp.post("/<code:code>/enable")
@requires(MANAGE_USERS)
def enable(code: str) -> ResponseReturnValue:
    user = fetch_or_404(User, code=code)
    return _act(lambda: enable_user(user, actor=person()), user, _("%(name)s can log in again.", name=user.name))


@bp.post("/<code:code>/invite")
@requires(MANAGE_USERS)
def resend(code: str) -> ResponseReturnValue:
    user = fetch_or_404(User, code=code)
    return _act(lambda: invite_again(user, actor=person()), user, _("A new invitation is on its way."))


def _act(change: Callable[[], None], user: User, done: str) -> ResponseReturnValue:
    if ActOnUserForm().validate_on_submit():
        change()
        flash(done, "ok")
    return redirect(url_for("users.show", code=user.code), 303)


def _invite(form: InviteUserForm) -> User | None:
    actor = person()
    firm = actor.partner_id if form.firm is None else int(form.firm.data or 0) or None
    try:
        with db.session.begin_nested():
            return invite_user(
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data),
                partner_id=firm,
                locale=form.locale.data,
                actor=actor,
            )
    except RuleViolation as refusal:
        form[refusal.field or "email"].errors = [str(refusal)]
        return None


def _offer(form: InviteUserForm, actor: Principal) -> None:
    given = roles_to_give(actor, of_firm=True)
    if actor.partner_id is None:
        form.offer(given | roles_to_give(actor, of_firm=False), open_firms())
    else:
        form.offer(given, [])


def _roles_shown(reader: Principal) -> dict[str, object]:
    wanted = PARTNER_ROLES if reader.partner_id is not None else frozenset(Role)
    return {role.value: ROLE_LABELS[role] for role in Role if role in wanted}


def _roles_for(user: User) -> frozenset[Role]:
    return roles_to_give(person(), of_firm=user.partner_id is not None) | {user.role}


def _page(user: User, form: ChangeRoleForm | None = None) -> str:
    if form is None:
        form = ChangeRoleForm(formdata=None, role=user.role.value)
        form.offer(_roles_for(user))
    return render_template("accounts/user.html", user=user, form=form, is_own=user.id == person().id)
