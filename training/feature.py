"""What this room brings to the portal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.events import Subscription
from portal.feature import Card, Feature, NavItem, NeedSource, Panel, ReportSection
from portal.jobs.values import JobKind
from portal.people import Principal
from training import reports, views
from training.courses import notices
from training.courses.events import ConsultantEnrolled, EnrolmentClosed
from training.courses.permissions import (
    ENROL_CONSULTANT,
    LOAD_COURSES,
    READ_LESSON,
    VIEW_COUNTS,
    VIEW_PEOPLE,
    VIEW_TRAINING,
)
from training.courses.rules import CERTIFICATE_DEFAULTS
from training.quizzes import models
from training.quizzes import views as quiz_views
from training.quizzes.permissions import TAKE_QUIZ
from training.quizzes.rules import QUIZ_DEFAULTS
from training.quizzes.services import CLOSE_JOB, close_overdue_attempt
from training.services import load_courses


def enter_courses(actor: Principal) -> None:
    """Enter the courses that come with the product, new or changed."""
    load_courses(actor=actor)


feature = Feature(
    name="training",
    models=models,
    blueprints=[views.bp, quiz_views.bp],
    navigation=[
        NavItem(_l("Training"), "training.index", VIEW_TRAINING, order=60, group=_l("Training and certification"))
    ],
    permissions=[
        VIEW_TRAINING,
        VIEW_COUNTS,
        VIEW_PEOPLE,
        ENROL_CONSULTANT,
        READ_LESSON,
        LOAD_COURSES,
        TAKE_QUIZ,
    ],
    subscriptions=[
        Subscription(ConsultantEnrolled, notices.tell_consultant),
        Subscription(EnrolmentClosed, notices.tell_manager),
    ],
    jobs=[
        JobKind(CLOSE_JOB, close_overdue_attempt, _l("Close papers whose time is up")),
    ],
    panels=[
        Panel("partner", "training/panel.html", VIEW_COUNTS, reports.partner_panel, order=60),
        Panel("partner", "training/panel.html", VIEW_PEOPLE, reports.partner_panel, order=60),
    ],
    cards=[
        Card("training/card_mine.html", READ_LESSON, reports.my_card, order=40),
        Card("training/card_lapsing.html", VIEW_PEOPLE, reports.lapsing_card, order=40),
    ],
    needs=[NeedSource(READ_LESSON, reports.my_needs)],
    report_sections=[ReportSection("partner", "training/report.html", reports.report_section, order=45)],
    notices=notices.KINDS,
    shipped=[enter_courses],
    defaults=[CERTIFICATE_DEFAULTS, QUIZ_DEFAULTS],
)
