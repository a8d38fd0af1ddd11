"""Inviting a firm's first contact. Whoever comes after is the firm's to name."""

from __future__ import annotations

from flask_babel import gettext as _

from partners.contacts.queries import contacts_of
from partners.enums import PartnerStatus
from partners.models import Partner
from portal.accounts.queries import Person, find_user
from portal.accounts.users.services import invite_again, invite_user
from portal.errors import RuleViolation
from portal.people import Principal, Role


def invite_contact(partner: Partner, *, email: str, name: str, locale: str, actor: Principal) -> None:
    """Give a firm its first account, and mail the link that opens it.

    Raises:
        RuleViolation: the firm has a contact or has left us, the address is none or taken, or the actor may not.
    """
    if partner.status is PartnerStatus.ENDED:
        raise RuleViolation(_("This partnership has ended: nobody of the firm can log in."))
    if contacts_of(partner.id):
        raise RuleViolation(_("This firm has a contact already, who invites its further people."))
    invite_user(email=email, name=name, role=Role.PARTNER_MANAGER, partner_id=partner.id, locale=locale, actor=actor)


def invite_contact_again(partner: Partner, *, actor: Principal) -> list[Person]:
    """Mail new links to the contacts who have chosen no password yet; gives who they are.

    Raises:
        RuleViolation: nobody waits for a link, or the actor may not.
    """
    waiting = [contact for contact in contacts_of(partner.id) if contact.is_invited]
    found = [user for contact in waiting if (user := find_user(contact.email)) is not None]
    if not found:
        raise RuleViolation(_("Nobody of this firm waits for an invitation."))
    for user in found:
        invite_again(user, actor=actor)
    return waiting
