"""Offers and runs, made as people make them."""

from __future__ import annotations

from datetime import date

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.services import request_run
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.orders.models import Issuer
from onboarding_phases.offers.orders.queries import issuer_in_force
from onboarding_phases.offers.orders.services import enter_issuer
from onboarding_phases.offers.services import send_offer
from onboarding_phases.playbooks.queries import draft_of, playbook_for
from onboarding_phases.playbooks.services import begin_product, load_default_playbooks, publish_draft
from onboarding_phases.rehearsals.models import Rehearsal
from onboarding_phases.rehearsals.services import request_rehearsal
from partners.models import Partner
from portal.defaults.queries import numbers
from portal.jobs.services import carry_out_all
from portal.people import PORTAL, Principal, Role
from tests.world import the_app, unit

MONTH = date(2026, 12, 1)
ISSUER = {
    "name": "株式会社ソラノベ",
    "address": "東京都千代田区見本町1-2-3",
    "place": "オンラインおよび顧客の事業所。成果はポータルで提出する",
    "payment_method": "銀行振込",
}


def make_playbooks() -> None:
    """The playbooks that ship, and the company that orders: without either no offer is sent."""
    with unit():
        load_default_playbooks(PORTAL)
        if issuer_in_force() is None:
            make_issuer()


def make_issuer() -> Issuer:
    """Who orders, entered by a CS manager; inside a unit of work."""
    return enter_issuer(**ISSUER, actor=Principal(None, "Vendor manager", Role.CS_MANAGER))


def make_products() -> None:
    """Two products of the vendor's own: one with a playbook, one whose first draft is being written."""
    with unit():
        for word, name in (("year_end", "Year-end"), ("tax_filing", "Tax filing")):
            begin_product(word, name={"ja": name, "en": name}, base=playbook_for("accounting"), actor=PORTAL)
    with unit():
        draft = draft_of("year_end")
        assert draft is not None
        publish_draft(draft, reason="sold now", seen=draft.version, actor=PORTAL)


def make_offer(partner: Partner, customer: Customer) -> Offer:
    """An open offer; the firm has stated slots already."""
    make_playbooks()
    with unit():
        return send_offer(customer=customer, partner=partner, actor=PORTAL)


def make_rehearsal(**draft: float) -> Rehearsal:
    """Other numbers tried on the runs that there are, the preference five times as heavy unless told."""
    with unit():
        tried = {**numbers("allocation"), "preference": 0.25, **draft}
        made = request_rehearsal(draft=tried, months=6, actor=PORTAL)
    with the_app().app_context():
        carry_out_all()
    return made


def make_solved_run(month: date = MONTH) -> AllocationRun:
    """A run whose plan is ready to be approved."""
    make_playbooks()
    with unit():
        run = request_run(month=month, actor=PORTAL)
    with the_app().app_context():
        carry_out_all()
    return run
