"""Reading how an onboarding stands before its end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from onboarding_phases.closing.enums import PointKind
from onboarding_phases.closing.models import CompletionReview
from onboarding_phases.closing.rules import Standing, standing_of
from onboarding_phases.commitments.enums import CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.rules import PENDING
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.queries import handoff_of
from onboarding_phases.onboardings import clock as days
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.onboardings.standing import Bounds
from onboarding_phases.playbooks.enums import StepKind
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Blocker, Task
from portal import clock
from portal.access import person, select_visible
from portal.database import db
from portal.levels import Level
from portal.needs import need_columns
from portal.people import Role

GOALS = ("goal", "success_criteria", "first_benefit")
"""The fields of the handoff beside which it is said what was reached; none of them is hidden from the firm."""
MOST_NEEDS = 20


def review_of(onboarding_id: int) -> CompletionReview | None:
    """What was said of an onboarding's end so far."""
    statement = select(CompletionReview).where(CompletionReview.onboarding_id == onboarding_id)
    return db.session.scalars(statement).one_or_none()


def standing(onboarding: Onboarding) -> Standing:
    """What is open of an onboarding, as far as the session sees it; what hangs on it is counted at once."""
    today, mine = clock.today(), onboarding.id
    in_force = (Hold.started_on <= today) & (Hold.ended_on > today)
    asked = {
        PointKind.COMMITMENTS: _count(Commitment, mine, Commitment.state.in_(PENDING)),
        PointKind.TASKS: _count(Task, mine, Task.state == TaskState.OPEN, Task.kind == StepKind.ACCEPTANCE),
        PointKind.BLOCKERS: _count(Blocker, mine, Blocker.resolved_at.is_(None)),
        PointKind.ESCALATIONS: _count(Escalation, mine, Escalation.resolved_at.is_(None)),
        PointKind.HOLDS: _count(Hold, mine, or_(in_force, Hold.is_waiting)),
    }
    counted = db.session.execute(select(*asked.values())).one()
    return standing_of(
        [
            (PointKind.PHASES, sum(1 for phase in onboarding.phases if phase.state not in CLOSED)),
            (PointKind.ACTIVATION, 0 if onboarding.activated_on else 1),
            *zip(asked, counted, strict=True),
        ]
    )


def _count(model: Any, onboarding_id: int, *which: ColumnElement[bool]) -> Any:
    return select(func.count(model.id)).where(model.onboarding_id == onboarding_id, *which).scalar_subquery()


def goals_of(onboarding: Onboarding) -> dict[str, str]:
    """What the handoff says that the customer wants to reach; nothing in a firm's session, which has no handoff."""
    handoff = handoff_of(onboarding.customer_id)
    answers = handoff.answers if handoff is not None else {}
    return {key: answers[key].value for key in GOALS if key in answers and answers[key].state is FieldState.FILLED}


def ready_to_complete() -> Select[Any]:
    """Running onboardings whose phases are all closed, of those for whom the reader answers; the longest first."""
    reader = person()
    mine = or_(Onboarding.owner_id == reader.id, Onboarding.owner_id.is_(None))
    statement = _all_closed().where(mine) if reader.role is Role.CS_MANAGER else _all_closed()
    return statement.limit(MOST_NEEDS)


def without_lessons() -> Select[Any]:
    """Running onboardings whose phases are all closed, of which the firm has not written what it learned."""
    written = exists().where(CompletionReview.onboarding_id == Onboarding.id, CompletionReview.firm_lessons != "")
    return _all_closed().where(~written).limit(MOST_NEEDS)


def _all_closed() -> Select[Any]:
    """The last phase is the one at which an onboarding stands, and it is closed."""
    told = need_columns(code=Onboarding.code, name=Onboarding.customer_name, on=Phase.completed_on)
    return (
        select_visible(Onboarding)
        .join(Phase, Phase.onboarding_id == Onboarding.id)
        .where(
            Onboarding.state == OnboardingState.RUNNING,
            Onboarding.current_position == 6,
            Phase.position == 6,
            Phase.state.in_(CLOSED),
        )
        .order_by(Phase.completed_on, Onboarding.id)
        .with_only_columns(*told)
    )


def phases_on_time(onboarding: Onboarding, bounds: Bounds) -> tuple[int, int]:
    """How many phases were submitted by their due day, net, and how many were submitted at all."""
    spans = [hold.span for hold in onboarding.holds]
    sent = [(phase.due_day, phase.submitted_on) for phase in onboarding.phases if phase.submitted_on]
    kept = [
        1 for due_day, on in sent if days.is_on_time(onboarding.start_on, due_day, spans, on, limits=bounds.limits)
    ]
    return len(kept), len(sent)


def shared_with_customer(onboarding_id: int) -> list[Commitment]:
    """The commitments that the customer reads, but for those that others took the place of."""
    statement = (
        select(Commitment)
        .where(
            Commitment.onboarding_id == onboarding_id,
            Commitment.level == Level.CUSTOMER,
            Commitment.state != CommitmentState.RENEGOTIATED,
        )
        .order_by(Commitment.due_on, Commitment.id)
    )
    return list(db.session.scalars(statement))
