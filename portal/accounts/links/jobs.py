"""What is done after somebody asked for a link."""

from __future__ import annotations

from portal.accounts.events import PasswordLinkSent
from portal.accounts.links.notices import post_password_link
from portal.accounts.queries import find_user
from portal.events import publish


def mail_password_link(email: str) -> None:
    """Mail a link to the stored address of the account, if there is one that may enter."""
    user = find_user(email)
    if user is None or not user.may_enter:
        return
    post_password_link(user)
    publish(PasswordLinkSent(actor_id=None, user_id=user.id, partner_id=user.partner_id))
