"""Who reads the outbox."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_LETTERS = permission("mail.letter.view", Role.ADMIN)
