"""What the sub-rooms bring to the portal, from the ground up."""

from __future__ import annotations

from onboarding_phases.allocation.feature import feature as allocation
from onboarding_phases.customers.feature import feature as customers
from onboarding_phases.handoff.feature import feature as handoff
from onboarding_phases.kpis.feature import feature as kpis
from onboarding_phases.onboardings.feature import feature as onboardings
from onboarding_phases.playbooks.feature import feature as playbooks
from onboarding_phases.room.feature import feature as room
from onboarding_phases.tasks.feature import feature as tasks
from onboarding_phases.usage.feature import feature as usage

features = [customers, playbooks, onboardings, tasks, room, handoff, allocation, usage, kpis]
