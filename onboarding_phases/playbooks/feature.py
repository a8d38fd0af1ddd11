"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.playbooks import models, views
from onboarding_phases.playbooks.permissions import PERMISSIONS, VIEW_PLAYBOOKS
from onboarding_phases.playbooks.services import load_default_playbooks
from portal.feature import Feature, NavItem

feature = Feature(
    name="onboarding_phases.playbooks",
    models=models,
    blueprints=[views.bp],
    navigation=[
        NavItem(_l("Playbooks"), "playbooks.index", VIEW_PLAYBOOKS, order=25, group=_l("Onboardings")),
    ],
    permissions=PERMISSIONS,
    shipped=[load_default_playbooks],
)
