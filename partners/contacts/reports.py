"""The contact as a part of the firm's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partners.contacts.queries import contacts_of
from partners.enums import PartnerStatus
from partners.models import Partner


def contact_panel(partner: Partner) -> Mapping[str, Any]:
    """Who speaks for the firm, and whether somebody has yet to be invited."""
    contacts = contacts_of(partner.id)
    return {
        "partner": partner,
        "contacts": contacts,
        "may_begin": not contacts and partner.status is not PartnerStatus.ENDED,
        "waits": any(contact.is_invited for contact in contacts),
    }
