"""Asking for a link by mail, and using one."""

from __future__ import annotations

from portal.accounts.enums import LinkPurpose
from portal.accounts.models import MailedLink
from portal.accounts.queries import usable_link
from portal.accounts.rules import clean_address, is_address
from portal.accounts.services import set_password
from portal.accounts.throttles import take_attempt
from portal.jobs.services import enqueue

MAIL_PASSWORD_LINK = "accounts.mail_password_link"  # noqa: S105 - the name of a job


def request_password_link(email: str, *, address: str | None) -> None:
    """Have a link mailed to whoever has this address; the same is done, in the same time, where nobody has.

    Raises:
        TooManyRequests: asked too often for this account or from this address.
    """
    cleaned = clean_address(email)
    take_attempt("password_link", address=address, account=cleaned)
    enqueue(MAIL_PASSWORD_LINK, email=cleaned if is_address(cleaned) else "")


def find_link(token: str, purpose: LinkPurpose, *, address: str | None) -> MailedLink | None:
    """The link behind a secret that was sent with a form; wrong secrets count as guesses.

    Raises:
        TooManyRequests: too many wrong secrets from this address.
    """
    attempt = take_attempt("link", address=address)
    found = usable_link(token, purpose)
    if found is not None:
        attempt.forgive()
    return found


def choose_password(link: MailedLink, password: str) -> None:
    """Keep the password that a person chose behind a link, which is then good no more.

    Raises:
        RuleViolation: the password is easily guessed.
    """
    set_password(link.user, password, how=link.purpose.value, actor_id=link.user_id)
