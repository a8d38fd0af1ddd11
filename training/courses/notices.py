"""Who is told what about enrolments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.database import db
from portal.i18n import localized
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role
from training.courses.enums import EnrolmentOutcome
from training.courses.events import ConsultantEnrolled, EnrolmentClosed
from training.courses.models import Enrolment

# Notices are also written by jobs and commands, where no request says how addresses are built.
PAGE = "/training"
ENROLLED = "training.enrolled"
FINISHED = "training.finished"


def tell_consultant(event: ConsultantEnrolled) -> None:
    """Tell the person that their firm put them on a course."""
    enrolment = _enrolment(event.enrolment_id)
    notify(
        Audience(user_id=enrolment.consultant.user_id),
        ENROLLED,
        href=f"{PAGE}/{event.course}",
        title=enrolment.course.title,
    )


def tell_manager(event: EnrolmentClosed) -> None:
    """Tell the firm's managers how one of their people finished a course."""
    enrolment = _enrolment(event.enrolment_id)
    notify(
        Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,)),
        FINISHED,
        href=PAGE,
        title=enrolment.course.title,
        name=enrolment.consultant.name,
        passed=event.outcome == EnrolmentOutcome.PASSED,
    )


def enrolled_text(values: Mapping[str, Any]) -> str:
    return str(_("Your firm enrolled you in %(course)s.", course=localized(values["title"])))


def finished_text(values: Mapping[str, Any]) -> str:
    named = {"name": values["name"], "course": localized(values["title"])}
    if values["passed"]:
        return str(_("%(name)s passed %(course)s.", **named))
    return str(_("%(name)s has no attempt left at %(course)s. You can enrol them again.", **named))


KINDS = [NoticeKind(ENROLLED, enrolled_text), NoticeKind(FINISHED, finished_text)]


def _enrolment(enrolment_id: int) -> Enrolment:
    return db.session.scalars(select(Enrolment).where(Enrolment.id == enrolment_id)).one()
