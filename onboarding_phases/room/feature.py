"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.room import models, notices, views
from onboarding_phases.room.defaults import DEFAULT
from onboarding_phases.room.events import RoomCodeSent
from onboarding_phases.room.invitations import views as invitations
from onboarding_phases.room.invitations.events import GuestInvited, GuestInvitedAgain
from onboarding_phases.room.invitations.permissions import PERMISSIONS
from onboarding_phases.room.invitations.reports import PANELS
from onboarding_phases.room.letters import notices as letters
from onboarding_phases.room.letters.services import MORNING, SEEN, WRITE, keep_seen, look_this_morning, plan_morning
from portal.events import Subscription
from portal.feature import Feature
from portal.jobs.values import JobKind

feature = Feature(
    name="onboarding_phases.room",
    models=models,
    blueprints=[views.bp, invitations.bp],
    permissions=PERMISSIONS,
    subscriptions=[
        Subscription(GuestInvited, notices.mail_invitation),
        Subscription(GuestInvitedAgain, notices.mail_invitation),
        Subscription(RoomCodeSent, notices.mail_code),
        *letters.SUBSCRIPTIONS,
    ],
    jobs=[
        JobKind(MORNING, look_this_morning, _l("Look for what is new in customer rooms")),
        JobKind(WRITE, letters.write_to_case, _l("Write to guests of what is new")),
        JobKind(SEEN, keep_seen, _l("Keep what guests have seen")),
    ],
    panels=PANELS,
    defaults=[DEFAULT],
    shipped=[plan_morning],
)
