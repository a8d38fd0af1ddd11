"""Who has an inbox: everybody with an account."""

from __future__ import annotations

from portal.access import permission
from portal.people import ALL_ROLES

READ_INBOX = permission("inbox.notice.read", *ALL_ROLES)
