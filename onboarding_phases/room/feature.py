"""What this room brings to the portal."""

from __future__ import annotations

from onboarding_phases.room import models, notices, views
from onboarding_phases.room.defaults import DEFAULT
from onboarding_phases.room.events import RoomCodeSent
from onboarding_phases.room.invitations import views as invitations
from onboarding_phases.room.invitations.events import GuestInvited, GuestInvitedAgain
from onboarding_phases.room.invitations.permissions import PERMISSIONS
from onboarding_phases.room.invitations.reports import PANELS
from portal.events import Subscription
from portal.feature import Feature

feature = Feature(
    name="onboarding_phases.room",
    models=models,
    blueprints=[views.bp, invitations.bp],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(GuestInvited, notices.mail_invitation),
        Subscription(GuestInvitedAgain, notices.mail_invitation),
        Subscription(RoomCodeSent, notices.mail_code),
    ],
    panels=PANELS,
    defaults=[DEFAULT],
)
