"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.kpis.cli import kpi
from onboarding_phases.kpis.permissions import PERMISSIONS
from onboarding_phases.kpis.rules import DEFAULT
from portal.feature import Feature

feature = Feature(name="onboarding_phases.kpis", commands=[kpi], permissions=PERMISSIONS, defaults=[DEFAULT])
