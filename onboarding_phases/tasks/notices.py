"""Whom to tell of what a customer did, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.notices import audience_of_firm, audience_of_vendor
from onboarding_phases.tasks.events import TaskDoneByCustomer
from onboarding_phases.tasks.models import Task
from portal.database import db
from portal.events import Subscription
from portal.i18n import localized
from portal.inbox.services import notify
from portal.inbox.values import NoticeKind
from portal.jobs.services import enqueue

DONE_BY_CUSTOMER = "tasks.done_by_customer"
TELL = "tasks.tell_of_customer"


def plan_telling(event: TaskDoneByCustomer) -> None:
    """A guest does not know who works on the case: a job of the firm finds them."""
    enqueue(TELL, task=event.task)


def tell_of_customer(*, task: str) -> None:
    """The firm's contact, those whom the firm put on it, and the vendor's owner."""
    done = db.session.scalars(select(Task).where(Task.code == task)).one()
    onboarding = db.session.scalars(select(Onboarding).where(Onboarding.id == done.onboarding_id)).one()
    told = {"customer": onboarding.customer_name, "task": dict(done.text)}
    href = f"/onboardings/{onboarding.code}"
    for audience in (audience_of_firm(onboarding.partner_id, onboarding.id), audience_of_vendor(onboarding)):
        notify(audience, DONE_BY_CUSTOMER, href=href, **told)


def _done(values: Mapping[str, Any]) -> str:
    told = {"customer": values["customer"], "task": localized(values["task"])}
    return str(_("%(customer)s: the customer ticked off “%(task)s”.", **told))


NOTICES = [NoticeKind(DONE_BY_CUSTOMER, _done)]
SUBSCRIPTIONS = [Subscription(TaskDoneByCustomer, plan_telling)]
