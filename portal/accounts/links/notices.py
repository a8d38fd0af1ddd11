"""The letters that carry a link, each in its reader's language."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.accounts.enums import LinkPurpose
from portal.accounts.models import User
from portal.accounts.rules import LOG_IN
from portal.accounts.services import make_link
from portal.defaults.queries import numbers
from portal.mail.sealing import place_for_secret, sealed_token
from portal.mail.services import link_to, post_letter


def post_invitation(user: User, *, inviter: str) -> None:
    """Write to a person that an account waits, with the link that opens it."""
    address, sealed = _sealed_link("links.invitation", user, LinkPurpose.INVITATION)
    days = int(numbers(LOG_IN.key)["invitation_days"])
    locale = _locale_of(user)
    with force_locale(locale):
        parts = [
            _("Dear %(name)s,", name=user.name),
            _(
                "%(inviter)s has invited you to Bansou, where customer onboarding is run together with partners.",
                inviter=inviter,
            ),
            _("Open this address and choose a password:") + "\n" + address,
            _("The address works once, for %(days)s days. After that, ask for a new invitation.", days=days),
        ]
        post_letter(user.email, _("Your invitation to Bansou"), _text(parts), locale, sealed=sealed)


def post_password_link(user: User) -> None:
    """Write to a person how to choose a new password."""
    address, sealed = _sealed_link("links.reset", user, LinkPurpose.RESET)
    minutes = int(numbers(LOG_IN.key)["reset_minutes"])
    locale = _locale_of(user)
    with force_locale(locale):
        parts = [
            _("Dear %(name)s,", name=user.name),
            _("Somebody, probably you, asked for a new password for Bansou."),
            _("Open this address and choose one:") + "\n" + address,
            _("The address works once, for %(minutes)s minutes.", minutes=minutes),
            _("If it was not you, do nothing: your password stays as it is."),
        ]
        post_letter(user.email, _("Choose a new password for Bansou"), _text(parts), locale, sealed=sealed)


def _sealed_link(endpoint: str, user: User, purpose: LinkPurpose) -> tuple[str, dict[str, str]]:
    """An address with a mark where its secret belongs, and what that is made of."""
    place = place_for_secret()
    return link_to(endpoint, token=place), {place: sealed_token(purpose.value, make_link(user, purpose))}


def _locale_of(user: User) -> str:
    return user.locale or str(current_app.config["DEFAULT_LOCALE"])


def _text(parts: list[str]) -> str:
    return "\n\n".join([*parts, "Bansou"]) + "\n"
