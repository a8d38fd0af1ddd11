"""The letters to a customer's people, in their language. Links and codes in them stand in no database."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.room.defaults import NUMBERS
from onboarding_phases.room.events import InvitationEvent, RoomCodeSent
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.room.queries import onboarding_of_invitation
from onboarding_phases.room.rules import CODE, LINK
from onboarding_phases.room.services import make_code, make_link
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.mail.sealing import place_for_secret, sealed_digits, sealed_token
from portal.mail.services import link_to, post_letter
from portal.tenancy import Tenant
from portal.ui.formatting import format_day


def mail_invitation(event: InvitationEvent) -> None:
    """Write to somebody of a customer that its room is open, with the link."""
    invitation = _invitation(event)
    onboarding, place = onboarding_of_invitation(invitation), place_for_secret()
    firm = db.session.scalars(select(Tenant.name).where(Tenant.id == invitation.partner_id)).one()
    with force_locale(invitation.locale):
        until = format_day(clock.day_of(invitation.expires_at), invitation.locale)
        parts = [
            _("Dear %(name)s,", name=invitation.name),
            _(
                "Together with %(firm)s we are bringing %(customer)s into operation. Your room shows where we stand,"
                " what is next and whom to ask.",
                firm=firm,
                customer=onboarding.customer_name,
            ),
            _("Open your room:") + "\n" + link_to("room.enter", token=place),
            _(
                "You need neither an account nor a password: when you open it, we mail a short code to this address."
                " The link is for you alone and works until %(day)s.",
                day=until,
            ),
        ]
        subject = _("Your room for the onboarding of %(customer)s", customer=onboarding.customer_name)
        sealed = {place: sealed_token(LINK, make_link(invitation))}
        post_letter(invitation.email, subject, _text(parts), invitation.locale, sealed=sealed)


def mail_code(event: RoomCodeSent) -> None:
    """Mail the short code that opens the room."""
    invitation, place = _invitation(event), place_for_secret()
    minutes = int(numbers(NUMBERS)["code_minutes"])
    with force_locale(invitation.locale):
        parts = [
            _("Dear %(name)s,", name=invitation.name),
            _("Your code is:") + "\n" + place,
            _(
                "It works once, for %(minutes)s minutes. Enter it on the page on which you asked for it.",
                minutes=minutes,
            ),
            _("If you did not ask for it, do nothing. Never give the code to anybody; we do not ask for it."),
        ]
        sealed = {place: sealed_digits(CODE, make_code(invitation))}
        post_letter(invitation.email, _("Your code for the room"), _text(parts), invitation.locale, sealed=sealed)


def _invitation(event: InvitationEvent) -> RoomInvitation:
    return db.session.scalars(select(RoomInvitation).where(RoomInvitation.code == event.invitation)).one()


def _text(parts: list[str]) -> str:
    return "\n\n".join([*parts, "Bansou"]) + "\n"
