"""Who sees the next candidate, and who asks it."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_CANDIDATES = permission("candidates.candidate.view", Role.CS_MANAGER, Role.AUDITOR)
ASK_CANDIDATE = permission("candidates.candidate.ask", Role.CS_MANAGER)

PERMISSIONS = [VIEW_CANDIDATES, ASK_CANDIDATE]
