"""Giving accounts, closing them and changing what they may do. Rooms may call these for the people of a firm."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.events import RoleChanged, UserDisabled, UserEnabled, UserInvited, UserInvitedAgain
from portal.accounts.links.notices import post_invitation
from portal.accounts.models import User
from portal.accounts.queries import find_user
from portal.accounts.rules import check_address, clean_address, roles_to_give
from portal.accounts.services import end_sessions
from portal.accounts.users.queries import count_open
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import PARTNER_ROLES, Principal, Role

# Without one of these a side could let nobody in any more.
NEEDED = {Role.ADMIN: _l("administrator"), Role.PARTNER_MANAGER: _l("partner manager")}


def create_user(
    *,
    email: str,
    name: str,
    role: Role,
    actor: Principal,
    partner_id: int | None = None,
    locale: str | None = None,
    password_hash: str | None = None,
) -> User:
    """An account without a letter, for commands and the demo; the rest invites.

    `password_hash` comes from `portal.accounts.hashing.hash_password`.

    Raises:
        RuleViolation: the address is none, is taken, or role and side do not fit.
    """
    address = clean_address(email)
    check_address(address)
    if (role in PARTNER_ROLES) != (partner_id is not None):
        raise RuleViolation(_l("This role belongs to the other side."), field="role")
    if not name.strip():
        raise RuleViolation(_l("Enter a name."), field="name")
    user = User(
        email=address,
        name=" ".join(name.split()),
        role=role,
        partner_id=partner_id,
        locale=locale,
        password_hash=password_hash,
        created_at=clock.now(),
    )
    _store(user, actor)
    publish(UserInvited(actor_id=actor.id, user_id=user.id, partner_id=partner_id, role=role.value))
    return user


def invite_user(
    *,
    email: str,
    name: str,
    role: Role,
    actor: Principal,
    partner_id: int | None = None,
    locale: str | None = None,
) -> User:
    """Give somebody an account, and mail a link by which to choose a password.

    A partner manager invites the own firm's people; an administrator the vendor's, and a firm's first contact;
    a CS manager a firm's first contact.

    Raises:
        RuleViolation: the actor may not give this role there, or the address is none or taken.
    """
    _check_may_give(role, partner_id, actor)
    user = create_user(email=email, name=name, role=role, partner_id=partner_id, locale=locale, actor=actor)
    post_invitation(user, inviter=actor.name)
    return user


def invite_again(user: User, *, actor: Principal) -> None:
    """Mail a new link to somebody who has not yet chosen a password.

    Raises:
        RuleViolation: not the actor's to invite, or there is a password already.
    """
    _check_may_invite_again(user, actor)
    if not user.is_invited:
        raise RuleViolation(_l("%(name)s has an open account already.", name=user.name))
    post_invitation(user, inviter=actor.name)
    publish(UserInvitedAgain(actor_id=actor.id, user_id=user.id, partner_id=user.partner_id))


def disable_user(user: User, *, actor: Principal) -> None:
    """Close an account; its open browsers are refused from now on.

    Raises:
        RuleViolation: not the actor's to close, the actor's own, or the last one that its side needs.
    """
    _check_may_manage(user, actor)
    if user.disabled_at is not None:
        return
    _check_not_last(user)
    user.disabled_at = clock.now()
    end_sessions(user)
    publish(UserDisabled(actor_id=actor.id, user_id=user.id, partner_id=user.partner_id))


def enable_user(user: User, *, actor: Principal) -> None:
    """Open a closed account again, with the password that it had.

    Raises:
        RuleViolation: not the actor's to open.
    """
    _check_may_manage(user, actor)
    if user.disabled_at is None:
        return
    user.disabled_at = None
    publish(UserEnabled(actor_id=actor.id, user_id=user.id, partner_id=user.partner_id))


def change_role(user: User, role: Role, *, actor: Principal) -> None:
    """Let a person do other things than before; the person signs in anew.

    Raises:
        RuleViolation: not the actor's to change or to give, the actor's own, or the last one that its side needs.
    """
    _check_may_manage(user, actor)
    _check_may_give(role, user.partner_id, actor)
    if user.role is role:
        return
    _check_not_last(user)
    before, user.role = user.role, role
    end_sessions(user)
    publish(
        RoleChanged(
            actor_id=actor.id,
            user_id=user.id,
            partner_id=user.partner_id,
            before=before.value,
            after=role.value,
        )
    )


def _store(user: User, actor: Principal) -> None:
    taken = find_user(user.email)
    if taken is None:
        try:
            with db.session.begin_nested():
                db.session.add(user)
        except IntegrityError:
            taken = find_user(user.email)
    if taken is not None:
        raise RuleViolation(_taken(taken, actor), field="email")


def _taken(user: User, actor: Principal) -> object:
    # A firm does not learn who has an account elsewhere.
    if actor.partner_id is not None and user.partner_id != actor.partner_id:
        return _l("This address cannot be invited. Use another one, or ask us.")
    return _l("%(name)s has an account with this address already.", name=user.name)


def _check_may_give(role: Role, partner_id: int | None, actor: Principal) -> None:
    elsewhere = actor.partner_id is not None and actor.partner_id != partner_id
    if elsewhere or role not in roles_to_give(actor, of_firm=partner_id is not None):
        raise RuleViolation(_l("You may not give this role."), field="role")


def _check_may_manage(user: User, actor: Principal) -> None:
    if user.id == actor.id:
        raise RuleViolation(_l("You cannot do this to your own account. Ask somebody with your role."))
    own_people = actor.role is Role.PARTNER_MANAGER and user.partner_id == actor.partner_id
    if actor.role is not Role.ADMIN and not own_people:
        raise RuleViolation(_l("You may not change this account."))


def _check_may_invite_again(user: User, actor: Principal) -> None:
    # A CS manager gives a firm its first contact, and manages no account beyond that.
    if actor.role is Role.CS_MANAGER:
        _check_may_give(user.role, user.partner_id, actor)
    else:
        _check_may_manage(user, actor)


def _check_not_last(user: User) -> None:
    if user.role in NEEDED and count_open(user.role, partner_id=user.partner_id) <= 1:
        text = _l(
            "%(name)s is the last %(role)s. Appoint another one first.", name=user.name, role=NEEDED[user.role]
        )
        raise RuleViolation(text)
