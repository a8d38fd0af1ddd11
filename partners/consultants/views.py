"""A firm's own people: who works on onboardings, and what each has passed. Accounts are given on the users page."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from partners.models import Partner
from partners.permissions import MANAGE_CONSULTANTS
from partners.queries import consultants_of, qualifications_held
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import people
from portal.people import Role

SOON = timedelta(days=60)
bp = Blueprint("consultants", __name__, template_folder="../templates")


@bp.route("/consultants")
@requires(MANAGE_CONSULTANTS)
def own() -> ResponseReturnValue:
    return _page(fetch_or_404(Partner, id=person().partner_id))


@bp.route("/partners/<partner_code:partner>/consultants")
@requires(MANAGE_CONSULTANTS)
def show(partner: str) -> ResponseReturnValue:
    return _page(fetch_or_404(Partner, code=partner))


def _page(partner: Partner) -> str:
    today = clock.today()
    return render_template(
        "partners/consultants.html",
        partner=partner,
        consultants=consultants_of(partner.id),
        accounts={account.id: account for account in people([Role.CONSULTANT], partner_id=partner.id)},
        held=qualifications_held(partner.id, today),
        soon=today + SOON,
    )
