"""Whom to tell of what happens to escalations, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding_phases.customers.models import Customer
from onboarding_phases.escalations.events import (
    EscalationAnswered,
    EscalationCaseGivenBack,
    EscalationCaseTakenOver,
    EscalationClockMissed,
    EscalationEvent,
    EscalationHandedBack,
    EscalationMessageWritten,
    EscalationRaised,
    EscalationReopened,
    EscalationResolved,
    EscalationSentAgain,
    EscalationShared,
    EscalationTransferred,
)
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.services import turn_to_tell
from onboarding_phases.escalations.services.steps import open_turn
from portal import clock
from portal.accounts.queries import person_of
from portal.database import db
from portal.events import Subscription
from portal.i18n import current_locale
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.jobs.services import enqueue, opens_own_units
from portal.levels import Level
from portal.people import PARTNER_ROLES, ROLE_LABELS, Role
from portal.tenancy import EVERY_TENANT
from portal.ui.formatting import format_instant
from portal.units import unit_of_work

WAITS = "escalations.waits"
HANDED_BACK = "escalations.handed_back"
MOVED = "escalations.moved"
ANSWERED = "escalations.answered"
RESOLVED = "escalations.resolved"
MESSAGE = "escalations.message"
MISSED = "escalations.missed"
SHARED = "escalations.shared"
TAKEN_OVER = "escalations.taken_over"
GIVEN_BACK = "escalations.given_back"
TELL_SALES = "escalations.tell_sales"


def tell_owner(event: EscalationEvent) -> None:
    """Whoever owns it now. A firm does not know who sells to its customer: a job of the vendor finds them."""
    escalation = _escalation(event)
    if escalation.owner_role is Role.SALES and escalation.owner_id is None:
        turn = open_turn(escalation)
        if turn is not None:
            enqueue(TELL_SALES, turn_id=turn.id)
        return
    kind = HANDED_BACK if isinstance(event, EscalationHandedBack) else WAITS
    _tell(_owner(escalation), kind, event, escalation)


@opens_own_units
def tell_sales(*, turn_id: int) -> None:
    """Tell the customer's sales owner, or the CS managers where there is none; once."""
    with unit_of_work(EVERY_TENANT):
        turn = turn_to_tell(turn_id)
        if turn is None:
            return
        escalation = turn.escalation
        owner_id = db.session.scalar(
            select(Customer.sales_owner_id).where(Customer.id == escalation.onboarding.customer_id)
        )
        turn.user_id = owner_id
        audience = Audience(user_id=owner_id) if owner_id else Audience(roles=(Role.CS_MANAGER,))
        notify(audience, WAITS, href=f"/escalations/{escalation.code}", **_values(escalation))


def tell_of_transfer(event: EscalationTransferred) -> None:
    """The new owner, and whoever raised it."""
    tell_owner(event)
    escalation = _escalation(event)
    _tell(_raiser(escalation), MOVED, event, escalation)


def tell_of_answer(event: EscalationAnswered) -> None:
    """Whoever raised it, and the firm where it may read the answer."""
    escalation = _escalation(event)
    _tell(_readers(escalation, event.level), ANSWERED, event, escalation)


def tell_of_resolution(event: EscalationResolved) -> None:
    """Whoever raised it, the firm where it may read what was done, and the last owner where another ended it."""
    escalation = _escalation(event)
    _tell([*_readers(escalation, event.level), *_owner(escalation)], RESOLVED, event, escalation)


def tell_of_message(event: EscalationMessageWritten) -> None:
    """Owner and raiser, as far as they may read it; a firm's own notes are nobody's news."""
    if event.level == Level.FIRM:
        return
    escalation = _escalation(event)
    known = [*_readers(escalation, event.level), *_owner(escalation)]
    inside = [audience for audience in known if audience.partner_id is None]
    _tell(known if event.level == Level.BOTH else inside, MESSAGE, event, escalation)


def tell_managers(event: EscalationClockMissed) -> None:
    """The CS managers: nobody answered in time."""
    _tell([Audience(roles=(Role.CS_MANAGER,))], MISSED, event, _escalation(event))


def tell_firm_of_sharing(event: EscalationShared) -> None:
    """The firm's contact."""
    _tell([_firm(event.partner_id)], SHARED, event, _escalation(event))


def tell_firm_of_case(event: EscalationCaseTakenOver | EscalationCaseGivenBack) -> None:
    """The firm's contact, with the way to the onboarding: the escalation may be the vendor's own."""
    kind = TAKEN_OVER if isinstance(event, EscalationCaseTakenOver) else GIVEN_BACK
    customer = _escalation(event).onboarding.customer_name
    notify(_firm(event.partner_id), kind, href=f"/onboardings/{event.code}", customer=customer)


def _escalation(event: EscalationEvent) -> Escalation:
    statement = (
        select(Escalation).where(Escalation.code == event.escalation).options(joinedload(Escalation.onboarding))
    )
    return db.session.scalars(statement).one()


def _firm(partner_id: int) -> Audience:
    return Audience(partner_id=partner_id, roles=(Role.PARTNER_MANAGER,))


def _owner(escalation: Escalation) -> list[Audience]:
    """Whoever owns it; of sales the one who was found for this turn, and nobody else."""
    if escalation.owner_role in PARTNER_ROLES:
        return [_firm(escalation.partner_id)]
    if escalation.owner_id is not None:
        return [Audience(user_id=escalation.owner_id)]
    if escalation.owner_role is not Role.SALES:
        return [Audience(roles=(escalation.owner_role,))]
    turn = open_turn(escalation)
    return [Audience(user_id=turn.user_id)] if turn is not None and turn.user_id is not None else []


def _raiser(escalation: Escalation) -> list[Audience]:
    """The person who raised it; for a firm its contact too."""
    person = Audience(user_id=escalation.raised_by_id)
    if not escalation.raised_by_firm:
        return [person]
    contact = _firm(escalation.partner_id)
    return [contact, person] if escalation.raised_role is Role.CONSULTANT else [contact]


def _readers(escalation: Escalation, level: str) -> list[Audience]:
    """Whoever raised it, and the firm's contact where both sides read what was written."""
    firm = [_firm(escalation.partner_id)] if level == Level.BOTH and escalation.is_shared else []
    return [*_raiser(escalation), *firm]


def _tell(audiences: Iterable[Audience], kind: str, event: EscalationEvent, escalation: Escalation) -> None:
    """Tell each once, and nobody of what they did themselves."""
    actor = person_of(event.actor_id) if event.actor_id is not None else None
    for audience in dict.fromkeys(audiences):
        mine = actor is not None and (
            audience.user_id == actor.id
            or (audience.partner_id == actor.partner_id and actor.role in audience.roles)
        )
        if not mine:
            notify(audience, kind, href=f"/escalations/{escalation.code}", **_values(escalation))


def _values(escalation: Escalation) -> dict[str, Any]:
    return {
        "customer": escalation.onboarding.customer_name,
        "subject": escalation.subject,
        "role": escalation.owner_role.value,
        "due": escalation.due_at.isoformat() if escalation.due_at else "",
    }


def _words(values: Mapping[str, Any]) -> dict[str, str]:
    due = datetime.fromisoformat(values["due"]) if values.get("due") else None
    return {
        "customer": values["customer"],
        "subject": values.get("subject", ""),
        "role": str(ROLE_LABELS[Role(values["role"])]) if "role" in values else "",
        "due": format_instant(due, current_locale(), clock.zone()),
    }


def _waits(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: “%(subject)s” waits for your answer until %(due)s.", **_words(values)))


def _handed_back(values: Mapping[str, Any]) -> str:
    told = _words(values)
    if values["role"] in PARTNER_ROLES:
        return str(_("%(customer)s: we ask your firm to complete “%(subject)s” by %(due)s.", **told))
    return str(_("%(customer)s: “%(subject)s” was handed back to you; complete it by %(due)s.", **told))


def _moved(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: “%(subject)s” is now with: %(role)s. Answer by %(due)s.", **_words(values)))


def _answered(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: “%(subject)s” was answered.", **_words(values)))


def _resolved(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: “%(subject)s” was resolved.", **_words(values)))


def _message(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: a message was written on “%(subject)s”.", **_words(values)))


def _missed(values: Mapping[str, Any]) -> str:
    told = _words(values)
    return str(_("%(customer)s: “%(subject)s” was due on %(due)s, is not answered, and is with: %(role)s.", **told))


def _shared(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: the escalation “%(subject)s” was shared with your firm.", **_words(values)))


def _taken_over(values: Mapping[str, Any]) -> str:
    told = {"customer": values["customer"]}
    return str(_("%(customer)s: the client takes over the case for the time being. Its history says why.", **told))


def _given_back(values: Mapping[str, Any]) -> str:
    return str(_("%(customer)s: the case is with your firm again.", customer=values["customer"]))


_TEXTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    WAITS: _waits,
    HANDED_BACK: _handed_back,
    MOVED: _moved,
    ANSWERED: _answered,
    RESOLVED: _resolved,
    MESSAGE: _message,
    MISSED: _missed,
    SHARED: _shared,
    TAKEN_OVER: _taken_over,
    GIVEN_BACK: _given_back,
}
NOTICES = [NoticeKind(name, text) for name, text in _TEXTS.items()]
SUBSCRIPTIONS = [
    Subscription(EscalationRaised, tell_owner),
    Subscription(EscalationSentAgain, tell_owner),
    Subscription(EscalationReopened, tell_owner),
    Subscription(EscalationHandedBack, tell_owner),
    Subscription(EscalationTransferred, tell_of_transfer),
    Subscription(EscalationAnswered, tell_of_answer),
    Subscription(EscalationResolved, tell_of_resolution),
    Subscription(EscalationMessageWritten, tell_of_message),
    Subscription(EscalationClockMissed, tell_managers),
    Subscription(EscalationShared, tell_firm_of_sharing),
    Subscription(EscalationCaseTakenOver, tell_firm_of_case),
    Subscription(EscalationCaseGivenBack, tell_firm_of_case),
]
