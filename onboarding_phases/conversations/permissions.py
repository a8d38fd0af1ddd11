"""Who reads and writes in conversations, beyond whose onboarding it is and what levels let through."""

from __future__ import annotations

from onboarding_phases.onboardings.permissions import CUSTOMER_SUCCESS, FIRM
from portal.access import permission
from portal.people import ALL_ROLES, Role

WRITERS = (*CUSTOMER_SUCCESS, Role.SALES, Role.SUPPORT, *FIRM)

READ_CONVERSATION = permission("conversations.comment.read", *(ALL_ROLES - {Role.ADMIN}))
WRITE_COMMENT = permission("conversations.comment.write", *WRITERS)
READ_FILES = permission("conversations.file.read", *(ALL_ROLES - {Role.ADMIN}))
ADD_FILE = permission("conversations.file.add", *WRITERS)

PERMISSIONS = [READ_CONVERSATION, WRITE_COMMENT, READ_FILES, ADD_FILE]
