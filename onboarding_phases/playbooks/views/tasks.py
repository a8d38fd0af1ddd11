"""The tasks of a draft: added, changed, put in another place, taken out."""

from __future__ import annotations

import re

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.playbooks.editing import free_key, with_task, with_task_in, with_task_moved, without_task
from onboarding_phases.playbooks.forms import DraftForm, MoveTaskForm, task_form
from onboarding_phases.playbooks.models import PlaybookDraft
from onboarding_phases.playbooks.permissions import EDIT_PLAYBOOKS
from onboarding_phases.playbooks.queries import keys_ever_used
from onboarding_phases.playbooks.services import change_draft
from onboarding_phases.playbooks.values import PlaybookText, TaskText
from onboarding_phases.playbooks.views.blueprint import bp
from onboarding_phases.playbooks.views.requests import draft_or_none, edit_part, no_draft
from portal.access import person, requires
from portal.i18n import localized
from portal.request_keys import multiple

KEY = re.compile(r"[1-6]\.[1-9]\d{0,3}")


@bp.route("/<word:product>/draft/phases/<int(min=1,max=6):position>/tasks/new", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
@multiple("depends_on")
def add_task(product: str, position: int) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    key = free_key(position, keys_ever_used(product, found.base.product) | set(found.text.numbers()))
    return _task_page(found, position, key, None)


@bp.route("/<word:product>/draft/tasks/<step>", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
@multiple("depends_on")
def task(product: str, step: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    hit = _find(found, step)
    if hit is None and request.method == "POST" and KEY.fullmatch(step):
        # Somebody took it out meanwhile: what was typed is shown once more, and saved again it comes back.
        return _task_page(found, int(step[0]), step, None)
    position, present = hit or abort(404)
    return _task_page(found, position, step, present)


def _find(draft: PlaybookDraft, key: str) -> tuple[int, TaskText] | None:
    """A task of the draft with the position of its phase."""
    hits = ((position, task) for position, _place, task in draft.text.tasks() if task.key == key)
    return next(hits, None)


def _task_page(draft: PlaybookDraft, position: int, key: str, present: TaskText | None) -> ResponseReturnValue:
    form = task_form(present, position, draft.text, draft.version)
    target = form.position.data or position

    def make(text: PlaybookText) -> PlaybookText:
        return with_task_in(with_task(text, position, form.task(key)), key, target)

    return edit_part(
        "playbooks/task.html",
        form,
        draft,
        *dict.fromkeys((str(position), str(target))),
        make=make,
        faults=lambda _text: [],
        back=_phase_of(draft, target),
        position=position,
        task=present,
    )


@bp.post("/<word:product>/draft/tasks/<step>/move")
@requires(EDIT_PLAYBOOKS)
def move_task(product: str, step: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    position, _present = _find(found, step) or abort(404)
    form = MoveTaskForm()
    if form.validate_on_submit():
        steps = form.steps.data

        def make(text: PlaybookText) -> PlaybookText:
            return with_task_moved(text, position, step, steps)

        change_draft(found, str(position), change=make, seen=form.version.data, actor=person())
    return redirect(_phase_of(found, position), 303)


@bp.post("/<word:product>/draft/tasks/<step>/remove")
@requires(EDIT_PLAYBOOKS)
def remove_task(product: str, step: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    position, present = _find(found, step) or abort(404)
    form = DraftForm()
    if form.validate_on_submit():
        part, seen = str(position), form.version.data
        change_draft(found, part, change=lambda text: without_task(text, step), seen=seen, actor=person())
        flash(_("“%(task)s” is taken out of the draft.", task=localized(present.title)), "ok")
    return redirect(_phase_of(found, position), 303)


def _phase_of(draft: PlaybookDraft, position: int) -> str:
    return url_for("playbooks.phase", product=draft.product, position=position, _anchor="h-tasks")
