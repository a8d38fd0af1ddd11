"""Taking in the partners file and the capacity file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from partners.enums import PartnerKind, PartnerStatus
from partners.models import Partner
from partners.queries import capacities_of, partner_by_code, tier_of
from partners.rules import PartnerFacts, months_from, open_months
from partners.services import change_partner, grant_tier, move_status, register_partner, state_capacity
from partners.tables import REMOTE
from portal import clock
from portal.errors import RuleViolation
from portal.exchange.services import Change, apply_each, columns_named
from portal.exchange.values import Outcome
from portal.people import Principal
from portal.tables.schema import Parsed

Record = Mapping[str, Any]
COLUMNS = {"code": "partner_code", "stated_outcome": "outcome", "level": "tier"}


def import_partners(parsed: Parsed, actor: Principal) -> Outcome:
    """Enter the firms that are new, and bring the others to what the file says.

    `tier` differs: the firm is granted the file's tier from today. `capacity` counts for the next month, and for
    each other open month in which the firm has stated nothing yet. An empty `outcome` leaves the known one.

    Raises:
        InputProblems: every row that breaks a rule.
    """
    return apply_each(parsed, lambda record: _import_partner(record, actor))


def _import_partner(record: Record, actor: Principal) -> Change:
    known = partner_by_code(record["partner_code"])
    status, tier = PartnerStatus(record["status"]), record["tier"]
    facts = _facts(record, known)
    if known is None:
        with columns_named(COLUMNS):
            made = register_partner(code=record["partner_code"], facts=facts, status=status, tier=tier, actor=actor)
        _state(made, record["capacity"], actor)
        return "created"
    with columns_named(COLUMNS):
        changed = change_partner(known, facts, actor=actor)
    reason, today = _("By import"), clock.today()
    if known.status != status:
        move_status(known, status=status, on=today, reason=reason, actor=actor)
        changed = True
    if tier_of(known.id, today) != tier:
        grant_tier(known.id, level=tier, effective_on=today, reason=reason, actor=actor)
        changed = True
    return "changed" if _state(known, record["capacity"], actor) or changed else "unchanged"


def _facts(record: Record, known: Partner | None) -> PartnerFacts:
    outcome = record["outcome"]
    before = known.stated_outcome if known else None
    return PartnerFacts(
        name=record["name"],
        kind=PartnerKind(record["kind"]),
        corporate_number=record["corporate_number"] or None,
        invoice_number=record["invoice_number"] or None,
        prefectures=[name for name in record["prefectures"] if name != REMOTE],
        is_remote=REMOTE in record["prefectures"],
        languages=record["languages"],
        products=record["products"],
        industries=record["industries"],
        strengths=record["strengths"],
        min_volume=record["min_volume"],
        contract_until=record["contract_until"],
        stated_outcome=before if outcome is None else float(outcome),
    )


def _state(partner: Partner, slots: int, actor: Principal) -> bool:
    today = clock.today()
    open_now = open_months(today)
    stated = capacities_of(partner.id, today, months=len(open_now))
    coming = months_from(today, 2)[1]
    wanted = {month: slots for month in open_now if month == coming or stated[month] is None}
    with columns_named({f"{coming:%Y-%m}": "capacity"}):
        return state_capacity(partner, slots=wanted, actor=actor)


def import_capacity(parsed: Parsed, actor: Principal) -> Outcome:
    """State slots by firm and month.

    Raises:
        InputProblems: every row that breaks a rule.
    """
    seen: set[tuple[str, date]] = set()

    def write(record: Record) -> Change:
        code, month = record["partner_code"], record["month"]
        partner = partner_by_code(code)
        if partner is None:
            raise RuleViolation(_("There is no partner %(code)s.", code=code), field="partner_code")
        if (code, month) in seen:
            raise RuleViolation(_("This partner and month stand in the file twice."), field="month")
        seen.add((code, month))
        stated = capacities_of(partner.id, month, months=1)[month]
        column = "month" if month not in open_months(clock.today()) else "slots"
        with columns_named({f"{month:%Y-%m}": column}):
            changed = (stated is None or stated.stated != record["slots"]) and state_capacity(
                partner, slots={month: record["slots"]}, actor=actor
            )
        return "unchanged" if not changed else "changed" if stated else "created"

    return apply_each(parsed, write)
