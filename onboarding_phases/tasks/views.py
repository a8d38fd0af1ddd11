"""Pages of tasks and blockers; the lists stand on the page of their onboarding."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from onboarding_phases.playbooks.enums import TASK_SIDE_LABELS, TaskSide
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.forms import (
    ActOnTaskForm,
    AddTaskForm,
    FinishTasksForm,
    LeaveOutTaskForm,
    RaiseBlockerForm,
    ResolveBlockerForm,
)
from onboarding_phases.tasks.models import Blocker, Task
from onboarding_phases.tasks.permissions import CHANGE_TASKS, RAISE_BLOCKER, RESOLVE_BLOCKER
from onboarding_phases.tasks.queries import onboarding_of, tasks_of
from onboarding_phases.tasks.rules import may_close
from onboarding_phases.tasks.services import (
    add_task,
    finish_tasks,
    leave_out_task,
    raise_blocker,
    reopen_task,
    resolve_blocker,
)
from portal.access import fetch_or_404, person, requires
from portal.database import db
from portal.errors import Stale
from portal.forms import Form, attempt, choices_of
from portal.i18n import localized
from portal.request_keys import multiple
from portal.web.context import vendor_word

bp = Blueprint("tasks", __name__, template_folder="templates")


@bp.post("/onboardings/<code:code>/tasks/done")
@requires(CHANGE_TASKS)
@multiple("tasks")
def finish(code: str) -> ResponseReturnValue:
    onboarding, status = onboarding_or_404(code), 422
    known = {task.code: task for task in tasks_of(onboarding.id)}
    form = FinishTasksForm()
    form.tasks.choices = choices_of((key, localized(task.text)) for key, task in known.items())
    if form.validate_on_submit():
        with attempt(form) as tried:
            rescued = finish_tasks(onboarding, [known[key] for key in form.tasks.data], actor=person())
        if tried.done:
            flash(_finished(len(form.tasks.data), helped=bool(rescued)), "ok")
            return _back(onboarding)
        status = tried.status
    # Once more with what was ticked, and only what this reader can still tick.
    db.session.expire_all()
    form.tasks.choices = choices_of((task.code, localized(task.text)) for task in _open_tasks(onboarding.id))
    return render_template("tasks/finish.html", form=form, onboarding=onboarding_or_404(code)), status


def _open_tasks(onboarding_id: int) -> list[Task]:
    by_vendor = person().is_vendor
    found = tasks_of(onboarding_id)
    return [task for task in found if task.state is TaskState.OPEN and may_close(task.side, by_vendor=by_vendor)]


def _finished(count: int, *, helped: bool) -> str:
    told = str(ngettext("%(num)s task is done.", "%(num)s tasks are done.", count))
    return told + _("A task of the partner that we do counts as our help.") if helped else told


@bp.route("/onboardings/<code:code>/tasks/new", methods=["GET", "POST"])
@requires(CHANGE_TASKS)
def new(code: str) -> ResponseReturnValue:
    onboarding = onboarding_or_404(code)
    form = AddTaskForm(position=onboarding.current_position)
    form.side.choices = _sides()
    return _page(
        "tasks/new.html",
        form,
        onboarding,
        lambda: add_task(
            onboarding,
            position=form.position.data,
            text=form.text.data,
            side=TaskSide(form.side.data),
            due_on=form.due_on.data,
            actor=person(),
        ),
        done=_("The task is added."),
    )


@bp.route("/tasks/<code:task>/leave-out", methods=["GET", "POST"])
@requires(CHANGE_TASKS)
def leave_out(task: str) -> ResponseReturnValue:
    found = fetch_or_404(Task, code=task)
    onboarding, form = onboarding_of(found), LeaveOutTaskForm(version=found.version)

    def change() -> None:
        _check_version(found.version, form)
        leave_out_task(found, onboarding=onboarding, reason=form.reason.data, actor=person())

    return _page("tasks/leave_out.html", form, onboarding, change, task=found, done=_("The task is left out."))


@bp.post("/tasks/<code:task>/reopen")
@requires(CHANGE_TASKS)
def reopen(task: str) -> ResponseReturnValue:
    found = fetch_or_404(Task, code=task)
    onboarding, form = onboarding_of(found), ActOnTaskForm()
    if form.validate_on_submit():
        _check_version(found.version, form)
        reopen_task(found, onboarding=onboarding, actor=person())
        flash(_("The task is open again."), "ok")
    return _back(onboarding)


@bp.route("/onboardings/<code:code>/blockers/new", methods=["GET", "POST"])
@requires(RAISE_BLOCKER)
def block(code: str) -> ResponseReturnValue:
    onboarding, form = onboarding_or_404(code), RaiseBlockerForm()
    form.side.choices = _sides()
    return _page(
        "tasks/block.html",
        form,
        onboarding,
        lambda: raise_blocker(
            onboarding,
            text=form.text.data,
            side=TaskSide(form.side.data),
            position=form.position.data,
            actor=person(),
        ),
        done=_("The blocker is raised. Whoever has to act sees it on the start page."),
    )


@bp.route("/blockers/<code:blocker>/resolve", methods=["GET", "POST"])
@requires(RESOLVE_BLOCKER)
def resolve(blocker: str) -> ResponseReturnValue:
    found = fetch_or_404(Blocker, code=blocker)
    onboarding, form = onboarding_of(found), ResolveBlockerForm(version=found.version)

    def change() -> None:
        _check_version(found.version, form)
        resolve_blocker(found, onboarding=onboarding, resolution=form.resolution.data, actor=person())

    return _page("tasks/resolve.html", form, onboarding, change, blocker=found, done=_("The blocker is resolved."))


def _sides() -> list[SelectChoice]:
    """The sides as this reader calls them."""
    words = {**TASK_SIDE_LABELS, TaskSide.VENDOR: vendor_word()}
    return choices_of((side.value, word) for side, word in words.items())


def _check_version(present: int, form: ActOnTaskForm) -> None:
    if form.version.data != present:
        raise Stale(_("Somebody else changed this in the meantime. What you typed is still here; look again."))


def _page(
    template: str,
    form: Form,
    onboarding: Onboarding,
    change: Callable[[], object],
    *,
    done: str,
    task: Task | None = None,
    blocker: Blocker | None = None,
) -> ResponseReturnValue:
    """A form of its own page: what it asks for is done, or it stands there again with the reason and the input."""
    status = 200
    if form.validate_on_submit():
        with attempt(form) as tried:
            change()
        if tried.done:
            flash(done, "ok")
            return _back(onboarding)
        status = tried.status
        if "version" in form:
            present = task or blocker
            form["version"].raw_data, form["version"].data = None, present.version if present else None
    elif request.method == "POST":
        status = 422
    return render_template(template, form=form, onboarding=onboarding, task=task, blocker=blocker), status


def _back(onboarding: Onboarding) -> ResponseReturnValue:
    return redirect(url_for("onboardings.show", code=onboarding.code, _anchor="h-tasks"), 303)
