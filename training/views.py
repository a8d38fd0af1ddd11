"""The pages of training: courses and lessons, a person's way, a firm's people, counts for the vendor."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markdown_it import MarkdownIt
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from partners.models import Consultant
from partners.products.queries import product_name
from portal.access import fetch_or_404, person, requires
from portal.errors import RuleViolation
from portal.i18n import localized
from portal.paging import chips, paginate
from portal.people import Role
from training.courses.models import Course, Lesson
from training.courses.permissions import ENROL_CONSULTANT, LOAD_COURSES, READ_LESSON, VIEW_TRAINING
from training.courses.queries import consultants, course_titles, courses, latest_enrolment
from training.courses.services import enrol_consultant, mark_lesson_read
from training.forms import EnrolConsultantForm
from training.queries import (
    InForce,
    Progress,
    counts_by_firm,
    firm_progress,
    firms_with_lapsed_passes,
    firms_with_people,
    in_force,
    my_progress,
)
from training.services import load_courses

_LESSONS = MarkdownIt("commonmark", {"html": False}).enable("table")
bp = Blueprint("training", __name__, url_prefix="/training", template_folder="templates")


@bp.app_template_filter("subject_word")
def subject_word(subject: str) -> str:
    """What a skill certificate is of: the title of its course, or the product; for the templates of every room."""
    if "course_titles" not in g:
        g.course_titles = course_titles()
    return str(g.course_titles.get(subject) or product_name(subject))


@bp.app_template_filter("markdown")
def markdown(text: str) -> Markup:
    """A lesson's text as HTML; tags written in it are shown, not obeyed."""
    return Markup(_LESSONS.render(text))  # noqa: S704 - HTML in the text is escaped by the renderer


@bp.get("")
@requires(VIEW_TRAINING)
def index() -> ResponseReturnValue:
    """Training as the reader's role needs it: my way, my people, or the programme's counts."""
    now = in_force()
    if person().role == Role.CONSULTANT:
        return render_template("training/mine.html", progress=my_progress(now))
    if person().role == Role.PARTNER_MANAGER:
        return render_template("training/firm.html", people=firm_progress(now), now=now)
    return _programme(now, request.args.get("q", "").strip()[:100])


def _programme(now: InForce, search: str) -> str:
    """Counts by firm, for the vendor."""
    page = paginate(firms_with_people(search))
    return render_template(
        "training/programme.html",
        page=page,
        firms=counts_by_firm(page.items, now),
        lapsed=firms_with_lapsed_passes(now),
        search=search,
        chips=chips({"q": search} if search else {}),
        now=now,
        may_load=LOAD_COURSES.allows(person()),
    )


@bp.get("/<string:course>")
@requires(VIEW_TRAINING)
def show(course: str) -> ResponseReturnValue:
    """A course: its lessons, its quiz, and how far the reader is."""
    found, now = _course(course), in_force()
    return render_template("training/course.html", course=found, mine=_mine(found, now), now=now)


@bp.get("/<string:course>/lessons/<int(min=1):lesson>")
@requires(VIEW_TRAINING)
def lesson(course: str, lesson: int) -> ResponseReturnValue:
    """A lesson to be read."""
    found = _course(course)
    taught, mine = _lesson(found, lesson), _mine(found, in_force())
    return render_template("training/lesson.html", course=found, lesson=taught, mine=mine)


@bp.post("/<string:course>/lessons/<int(min=1):lesson>/read")
@requires(READ_LESSON)
def read(course: str, lesson: int) -> ResponseReturnValue:
    """Note that the reader has read a lesson, and go on to the next."""
    found = _course(course)
    enrolment = latest_enrolment(found)
    if enrolment is None:
        raise NotFound
    mark_lesson_read(enrolment, _lesson(found, lesson), actor=person())
    if enrolment.unread:
        return redirect(url_for(".lesson", course=course, lesson=enrolment.unread[0].position), 303)
    flash(_("You have read every lesson. Take the quiz when you are ready."), "ok")
    return redirect(url_for(".show", course=course), 303)


@bp.route("/enrol", methods=["GET", "POST"])
@requires(ENROL_CONSULTANT)
def enrol() -> ResponseReturnValue:
    """Let a firm's manager put one of its people on a course."""
    form = EnrolConsultantForm(request.form if request.method == "POST" else request.args)
    form.consultant.choices = [(someone.email, someone.name) for someone in consultants()]
    form.course.choices = [(course.code, localized(course.title)) for course in courses()]
    if request.method == "POST" and form.validate() and _enrolled(form):
        return redirect(url_for(".index"), 303)
    return render_template("training/enrol.html", form=form), 422 if form.errors else 200


@bp.post("/load")
@requires(LOAD_COURSES)
def load() -> ResponseReturnValue:
    """Bring the courses that come with the product up to date."""
    loaded = load_courses(actor=person())
    flash(ngettext("%(num)s course is up to date.", "%(num)s courses are up to date.", len(loaded)), "ok")
    return redirect(url_for(".index"), 303)


def _enrolled(form: EnrolConsultantForm) -> bool:
    someone = fetch_or_404(Consultant, email=form.consultant.data, left_at=None)
    course = _course(str(form.course.data))
    try:
        enrol_consultant(someone, course, due_on=form.due_on.data, actor=person())
    except RuleViolation as refusal:
        form[refusal.field or "consultant"].errors = [str(refusal)]
        return False
    flash(_("%(name)s is enrolled in %(course)s.", name=someone.name, course=localized(course.title)), "ok")
    return True


def _course(code: str) -> Course:
    return fetch_or_404(Course, code=code, retired_at=None)


def _lesson(course: Course, position: int) -> Lesson:
    return fetch_or_404(Lesson, course_id=course.id, position=position, retired_at=None)


def _mine(course: Course, now: InForce) -> Progress | None:
    """The reader's own way through a course, if they have one."""
    if person().role != Role.CONSULTANT:
        return None
    return next((progress for progress in my_progress(now) if progress.course.id == course.id), None)
