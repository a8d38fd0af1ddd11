"""Asking the next candidate."""

from __future__ import annotations

from flask_babel import gettext as _

from onboarding_phases.candidates.permissions import ASK_CANDIDATE
from onboarding_phases.candidates.queries import proposal_for
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import send_offer
from portal.errors import RuleViolation, Stale
from portal.people import Principal


def ask_candidate(customer: Customer, *, partner_code: str, actor: Principal) -> Offer:
    """Send the offer of a customer to its next candidate, which the actor has seen named; publishes as sending does.

    Raises:
        RuleViolation: nobody can be asked, or the slots are gone.
        Stale: by now another firm comes next, or somebody sent an offer.
    """
    if not ASK_CANDIDATE.allows(actor):
        raise RuleViolation(_("A CS manager sends offers."))
    proposal = proposal_for(customer)
    if proposal is None:
        raise Stale(_("%(name)s does not wait for another firm any more.", name=customer.name))
    if proposal.partner is None:
        raise RuleViolation(_("By today's facts no firm can take %(name)s.", name=customer.name))
    if proposal.partner.code != partner_code:
        raise Stale(_("By now %(partner)s comes next. Look at it, then send.", partner=proposal.partner.name))
    return send_offer(customer=customer, partner=proposal.partner, actor=actor, run_code=proposal.run_code)
