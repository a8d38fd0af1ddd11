"""What happens in an allocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class AllocationRequested(Event):
    """Input and policy of a run were frozen; the solver is to begin."""

    title = _l("Allocation run")

    run: str
    month: date
    customers: int
    partners: int


@dataclass(frozen=True, kw_only=True)
class AllocationSolved(Event):
    """A run has its plan."""

    title = _l("Allocation solved")

    run: str
    placed: int
    unplaced: int
    optimal: bool


@dataclass(frozen=True, kw_only=True)
class AllocationApproved(Event):
    """A plan was approved and its offers were sent."""

    title = _l("Allocation approved")

    run: str
    offers: int


@dataclass(frozen=True, kw_only=True)
class AllocationDiscarded(Event):
    """A plan was put aside."""

    title = _l("Allocation put aside")

    run: str


@dataclass(frozen=True, kw_only=True)
class AllocationStopped(Event):
    """The solver is to end soon; the best plan so far becomes the draft."""

    title = _l("Allocation stopped")

    run: str


@dataclass(frozen=True, kw_only=True)
class AllocationFailed(Event):
    """A plan could not be computed."""

    title = _l("Allocation failed")

    run: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AllocationTriedAgain(Event):
    """A plan that could not be computed is computed once more, from the same input."""

    title = _l("Allocation tried again")

    run: str


@dataclass(frozen=True, kw_only=True)
class AllocationOverridden(Event):
    """A manager pinned a customer to a firm, banned a pair or moved a customer by hand."""

    title = _l("Allocation changed by hand")

    run: str
    made_run: str
    kind: str
    customer_id: int
    partner_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RulingLifted(Event):
    """A pin or a ban is in force no longer."""

    title = _l("Pin or ban lifted")

    kind: str
    customer_id: int
    partner_id: int
