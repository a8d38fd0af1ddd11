"""Onboardings, their six phases, what happened to them and when the clock stood still."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings import clock as days
from onboarding_phases.onboardings.defaults import NUMBERS
from onboarding_phases.onboardings.enums import ChangeKind, ExcludedReason, HoldCause, OnboardingState, PhaseState
from onboarding_phases.onboardings.standing import Run, Step
from onboarding_phases.onboardings.values import kept_of
from onboarding_phases.playbooks.models import Playbook, PlaybookPhase
from partners.models import Consultant, Partner
from portal import clock
from portal.database import Model, public_code
from portal.defaults.queries import numbers
from portal.people import PARTNER_ROLES, Principal, Role
from portal.tenancy import OpenToGuests, TenantOwned, same_tenant, tenant_key


class Onboarding(OpenToGuests, TenantOwned, Model):
    """One customer's run through a playbook, bound to the firm that accepted it; `partner_id` never changes.

    What the firm must know of the customer is copied here when it accepts: customers are the vendor's own rows.
    """

    __tablename__ = "onboardings"
    case_column: ClassVar[str] = "id"
    __table_args__ = (
        tenant_key(),
        CheckConstraint("effort BETWEEN 1 AND 3", name="effort"),
        # Lists count and order those that run by where they stand: the index alone answers.
        Index("ix_onboardings_standing", "state", "current_position", "high_from", "medium_from", "late_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    offer_id: Mapped[int | None] = mapped_column(unique=True)
    customer_name: Mapped[str]
    product: Mapped[str]
    industry: Mapped[str]
    prefecture: Mapped[str]
    effort: Mapped[int]
    playbook_id: Mapped[int] = mapped_column(ForeignKey("playbooks.id"))
    x_days: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    owner_name: Mapped[str | None] = query_expression()  # read where a page asks for it
    state: Mapped[OnboardingState]
    start_on: Mapped[date] = mapped_column(index=True)
    activated_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]
    excluded_reason: Mapped[ExcludedReason | None]
    # Entered from records of the past: its dates are as stated, its phases are not known.
    is_recorded: Mapped[bool] = mapped_column(default=False, server_default=false())
    # How usage stands against the activation rule, copied for the firm: usage itself is the vendor's.
    activation_progress: Mapped[dict[str, Any] | None]
    # What the room of risks foresees and sees, what a person set instead, the open plays: for lists and the firm.
    outlook: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    risk_override: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    open_plays: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    # As the clock and the phases stand, for lists: see standing.Watch. Empty days once it has ended.
    current_position: Mapped[int] = mapped_column(default=1)
    # Since when something has stopped a step, as the room of tasks says; None while nothing does.
    blocked_since: Mapped[date | None]
    late_from: Mapped[date | None]
    medium_from: Mapped[date | None]
    high_from: Mapped[date | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    partner: Mapped[Partner] = relationship(
        primaryjoin="foreign(Onboarding.partner_id) == Partner.id", viewonly=True
    )
    playbook: Mapped[Playbook] = relationship()
    phases: Mapped[list[Phase]] = relationship(order_by="Phase.position", back_populates="onboarding")
    holds: Mapped[list[Hold]] = relationship(order_by="Hold.started_on", back_populates="onboarding")
    staffings: Mapped[list[Staffing]] = relationship(back_populates="onboarding")
    changes: Mapped[list[OnboardingChange]] = relationship(
        order_by="OnboardingChange.id", back_populates="onboarding"
    )

    @property
    def ended_on(self) -> date | None:
        return self.completed_on or self.withdrawn_on

    @property
    def run(self) -> Run:
        """The onboarding as clock and risk take it; loads phases and holds."""
        steps = tuple(phase.step for phase in self.phases)
        holds = tuple(hold.span for hold in self.holds)
        kept = kept_of(self.activation_progress, self.outlook, self.risk_override)
        return Run(self.start_on, self.x_days, steps, holds, self.activated_on, self.blocked_since, *kept)

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Consultants see where they are put, CS members and sales their own customers'.

        A firm's people stop seeing one some days after it ended.
        """
        if reader.role in PARTNER_ROLES:
            mine = true() if reader.role == Role.PARTNER_MANAGER else cls._staffed_with(reader)
            return mine & cls._is_fresh()
        if reader.role == Role.SALES:
            return cls.customer_id.in_(select(Customer.id).where(Customer.sales_owner_id == reader.id))
        return cls.owner_id == reader.id if reader.role == Role.CS_MEMBER else true()

    @classmethod
    def seen_with(cls, onboarding_id: Any, reader: Principal) -> ColumnElement[bool]:
        """Narrow rows that hang on an onboarding; whoever sees all needs no list of all, made for each statement."""
        seen = cls.visible_to(reader)
        return seen if seen is true() else onboarding_id.in_(select(cls.id).where(seen))

    @classmethod
    def _staffed_with(cls, reader: Principal) -> ColumnElement[bool]:
        mine = select(Staffing.onboarding_id).join(Consultant, Consultant.id == Staffing.consultant_id)
        return cls.id.in_(mine.where(Consultant.user_id == reader.id, Staffing.until_on.is_(None)))

    @classmethod
    def _is_fresh(cls) -> ColumnElement[bool]:
        ended_on = func.coalesce(cls.completed_on, cls.withdrawn_on)
        last = clock.today() - timedelta(days=int(numbers(NUMBERS)["access_days"]))
        return or_(ended_on.is_(None), ended_on >= last)


class Phase(OpenToGuests, TenantOwned, Model):
    """One step of an onboarding, from kickoff to go-live. `due_day` is counted from the start, before holds."""

    __tablename__ = "phases"
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        UniqueConstraint("onboarding_id", "position"),
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
        Index("ix_phases_state_onboarding_id", "state", "onboarding_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int]
    position: Mapped[int]
    due_day: Mapped[int]
    playbook_phase_id: Mapped[int] = mapped_column(ForeignKey("playbook_phases.id"))
    state: Mapped[PhaseState] = mapped_column(default=PhaseState.NOT_STARTED)
    started_on: Mapped[date | None]
    submitted_on: Mapped[date | None]  # of the submission that waits or was accepted
    completed_on: Mapped[date | None]
    returns: Mapped[int] = mapped_column(default=0)
    # Since when the vendor held the case while this phase was under way, by an escalation not raised by the firm.
    rescued_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    onboarding: Mapped[Onboarding] = relationship(back_populates="phases")
    template: Mapped[PlaybookPhase] = relationship(lazy="joined")
    changes: Mapped[list[PhaseChange]] = relationship(order_by="PhaseChange.id", back_populates="phase")

    @property
    def step(self) -> Step:
        return Step(self.position, self.due_day, self.state, self.submitted_on, self.completed_on, self.returns)


class PhaseChange(TenantOwned, Model):
    """One change of a phase: who, when, from, to, why."""

    __tablename__ = "phase_changes"
    __table_args__ = (same_tenant("phase_id", "phases"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phase_id: Mapped[int] = mapped_column(index=True)
    from_state: Mapped[PhaseState]
    to_state: Mapped[PhaseState]
    on: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str]
    reason: Mapped[str]
    version: Mapped[int]  # of the phase, once changed

    phase: Mapped[Phase] = relationship(back_populates="changes")


class OnboardingChange(TenantOwned, Model):
    """One thing that happened to an onboarding beside its phases; `values` are what its sentence is made of."""

    __tablename__ = "onboarding_changes"
    __table_args__ = (same_tenant("onboarding_id", "onboardings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[ChangeKind]
    on: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str]
    values: Mapped[dict[str, Any]]

    onboarding: Mapped[Onboarding] = relationship(back_populates="changes")


class Hold(OpenToGuests, TenantOwned, Model):
    """A time span in which the clock stands still.

    `ended_on` is the day on which it runs again: by itself on the expected day, unless somebody ends it before.
    """

    __tablename__ = "holds"
    __table_args__ = (
        same_tenant("onboarding_id", "onboardings"),
        CheckConstraint("ended_on >= started_on", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(index=True)
    cause: Mapped[HoldCause]
    reason: Mapped[str]
    started_on: Mapped[date]
    expected_end_on: Mapped[date]
    ended_on: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    evidence: Mapped[str] = mapped_column(default="", server_default="")
    by_firm: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The most days that it counts while the vendor has not confirmed it; None where it counts as it is.
    limit_days: Mapped[int | None]
    is_waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    refusal: Mapped[str | None]
    reminded_at: Mapped[datetime | None]

    onboarding: Mapped[Onboarding] = relationship(back_populates="holds")

    @property
    def span(self) -> days.Hold:
        """The hold as the clock takes it."""
        return days.Hold(self.cause, self.started_on, self.ended_on, self.limit_days)

    def is_open(self, *, on: date) -> bool:
        return self.started_on <= on < self.ended_on


class Staffing(TenantOwned, Model):
    """A consultant whom the firm put on an onboarding."""

    __tablename__ = "staffings"
    __table_args__ = (same_tenant("onboarding_id", "onboardings"), same_tenant("consultant_id", "consultants"))

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(index=True)
    consultant_id: Mapped[int] = mapped_column(index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    onboarding: Mapped[Onboarding] = relationship(back_populates="staffings")
    consultant: Mapped[Consultant] = relationship(lazy="joined", viewonly=True)
