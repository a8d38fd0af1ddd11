"""What the sub-rooms bring to the portal, from the ground up."""

from __future__ import annotations

from onboarding_phases.allocation.feature import feature as allocation
from onboarding_phases.allocation.overrides.feature import feature as overrides
from onboarding_phases.calibration.feature import feature as calibration
from onboarding_phases.candidates.feature import feature as candidates
from onboarding_phases.closing.feature import feature as closing
from onboarding_phases.closing.support.feature import feature as support
from onboarding_phases.commitments.feature import feature as commitments
from onboarding_phases.conversations.feature import feature as conversations
from onboarding_phases.customers.feature import feature as customers
from onboarding_phases.efforts.feature import feature as efforts
from onboarding_phases.escalations.feature import feature as escalations
from onboarding_phases.extensions.feature import feature as extensions
from onboarding_phases.filters.feature import feature as filters
from onboarding_phases.forecast.feature import feature as forecast
from onboarding_phases.handoff.feature import feature as handoff
from onboarding_phases.kpis.feature import feature as kpis
from onboarding_phases.meetings.feature import feature as meetings
from onboarding_phases.moves.feature import feature as moves
from onboarding_phases.offers.feature import feature as offers
from onboarding_phases.offers.orders.feature import feature as orders
from onboarding_phases.onboardings.feature import feature as onboardings
from onboarding_phases.playbooks.feature import feature as playbooks
from onboarding_phases.rehearsals.feature import feature as rehearsals
from onboarding_phases.risks.feature import feature as risks
from onboarding_phases.room.feature import feature as room
from onboarding_phases.scenarios.feature import feature as scenarios
from onboarding_phases.surveys.feature import feature as surveys
from onboarding_phases.tasks.feature import feature as tasks
from onboarding_phases.together.feature import feature as together
from onboarding_phases.transfers.feature import feature as transfers
from onboarding_phases.usage.feature import feature as usage

features = [
    customers,
    playbooks,
    filters,
    onboardings,
    efforts,
    tasks,
    escalations,
    extensions,
    room,
    conversations,
    meetings,
    surveys,
    handoff,
    commitments,
    offers,
    orders,
    allocation,
    forecast,
    overrides,
    candidates,
    rehearsals,
    calibration,
    scenarios,
    transfers,
    usage,
    kpis,
    moves,
    together,
    risks,
    closing,
    support,
]
