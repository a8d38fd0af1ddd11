"""The words of a playbook."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class TaskSide(StrEnum):
    """Whose a task is: the partner's, the customer's or the vendor's."""

    PARTNER = "partner"
    CUSTOMER = "customer"
    VENDOR = "vendor"


class StepKind(StrEnum):
    """What a task binds: a reference shows one way to the outcome, an acceptance step must be there to accept it.

    Phases bind outcomes. How a firm's people get there is the firm's to say.
    """

    REFERENCE = "reference"
    ACCEPTANCE = "acceptance"


TASK_SIDE_LABELS: dict[TaskSide, LazyString] = {
    TaskSide.PARTNER: _l("Partner"),
    TaskSide.CUSTOMER: _l("Customer"),
    TaskSide.VENDOR: _l("Vendor"),
}
STEP_KIND_LABELS: dict[StepKind, LazyString] = {
    StepKind.REFERENCE: _l("Reference"),
    StepKind.ACCEPTANCE: _l("Needed for acceptance"),
}


class Prescription(StrEnum):
    """What a text prescribes to a firm's staff, which a contract for work leaves to the firm (Notice 37)."""

    ORDER = "order"
    METHOD = "method"
    COMMAND = "command"
    HOURS = "hours"
    PLACE = "place"
    PEOPLE = "people"


PRESCRIPTION_LABELS: dict[Prescription, LazyString] = {
    Prescription.ORDER: _l("an order of the work"),
    Prescription.METHOD: _l("a method of the work"),
    Prescription.COMMAND: _l("instructions to the firm's staff"),
    Prescription.HOURS: _l("working hours or attendance"),
    Prescription.PLACE: _l("a place of work"),
    Prescription.PEOPLE: _l("who of the firm does it"),
}
