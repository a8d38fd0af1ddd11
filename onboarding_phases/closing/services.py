"""Writing what was learned, and ending an onboarding after a look at it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from onboarding_phases.closing.enums import PointKind
from onboarding_phases.closing.events import CompletionReviewed, LessonsWritten
from onboarding_phases.closing.models import CompletionReview
from onboarding_phases.closing.permissions import PASS_OPEN_POINTS, WRITE_LESSONS
from onboarding_phases.closing.queries import goals_of, review_of, standing
from onboarding_phases.closing.rules import Standing
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.ending import complete
from onboarding_phases.onboardings.services.history import check_permission, check_text, tell, write
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal


def write_lessons(onboarding: Onboarding, *, text: str, actor: Principal, version: int | None = None) -> None:
    """Write what the actor's side learned; both sides read it.

    Raises:
        RuleViolation: nothing is said.
        Stale: somebody changed it since `version`.
    """
    check_permission(WRITE_LESSONS, actor)
    check_text(text, field="text")
    review = _review(onboarding, version)
    if actor.is_vendor:
        review.vendor_lessons, review.vendor_lessons_by = text.strip(), actor.name
    else:
        review.firm_lessons, review.firm_lessons_by = text.strip(), actor.name
    write()
    tell(LessonsWritten, onboarding, actor, by_vendor=actor.is_vendor)


def complete_after_review(
    onboarding: Onboarding,
    *,
    reached: str,
    actor: Principal,
    lessons: str = "",
    override_reason: str = "",
    version: int | None = None,
) -> None:
    """End an onboarding: nothing is open, or a manager passes it with a reason where that may be.

    Raises:
        RuleViolation: it is not said what was reached, or something is open that keeps it from its end.
        Stale: it has ended already, or somebody changed the review since `version`.
    """
    review = _review(onboarding, version)
    found = standing(onboarding)
    _check_points(found, override_reason, actor)
    check_text(reached, field="reached")
    review.goals, review.reached = goals_of(onboarding), reached.strip()
    left_open = {point.kind.value: point.open for point in found.open}
    # The firm reads this row, but not how many escalations the vendor keeps to itself.
    review.left_open = {key: count for key, count in left_open.items() if key != PointKind.ESCALATIONS}
    review.override_reason = override_reason.strip() or None if found.open else None
    review.completed_at, review.completed_by, review.completed_by_id = clock.now(), actor.name, actor.id
    if lessons.strip():
        review.vendor_lessons, review.vendor_lessons_by = lessons.strip(), actor.name
    write()
    complete(onboarding, actor=actor)
    told = {"left_open": left_open, "override_reason": review.override_reason}
    tell(CompletionReviewed, onboarding, actor, **told)


def _check_points(found: Standing, reason: str, actor: Principal) -> None:
    if found.is_clear:
        return
    if not found.can_be_passed:
        raise RuleViolation(_l("A phase or a commitment is still open. Nobody may pass these: see the list above."))
    if actor != PORTAL and not PASS_OPEN_POINTS.allows(actor):
        raise RuleViolation(
            _l("Something is still open. Settle it, or ask a CS manager to complete it with a reason.")
        )
    if not reason.strip():
        raise RuleViolation(
            _l("Something is still open: give a reason to complete it nevertheless."), field="override_reason"
        )


def _review(onboarding: Onboarding, version: int | None) -> CompletionReview:
    """The review of an onboarding, begun if there is none; `version` 0 stands for none."""
    found = review_of(onboarding.id)
    if version is not None and version != (found.version if found else 0):
        raise Stale(_l("Somebody else changed this in the meantime. What you typed is still here; look again."))
    if found is not None:
        return found
    begun = CompletionReview(partner_id=onboarding.partner_id, onboarding_id=onboarding.id, goals={}, left_open={})
    try:
        with db.session.begin_nested():
            db.session.add(begun)
    except IntegrityError:
        raise Stale(_l("Somebody else changed this at the same moment. Reload and look again.")) from None
    return begun
