"""Who reads the KPIs: the programme's, or the own firm's."""

from __future__ import annotations

from portal.access import permission
from portal.people import Role

VIEW_KPIS = permission("kpis.figures.view", Role.CS_MANAGER, Role.AUDITOR, Role.PARTNER_MANAGER)
VIEW_PROGRAMME = permission("kpis.programme.view", Role.CS_MANAGER, Role.AUDITOR)
VIEW_OWN_KPIS = permission("kpis.own_figures.view", Role.PARTNER_MANAGER)
IMPORT_HISTORY = permission("kpis.history.import", Role.CS_MANAGER)
PERMISSIONS = [VIEW_KPIS, VIEW_PROGRAMME, VIEW_OWN_KPIS, IMPORT_HISTORY]
