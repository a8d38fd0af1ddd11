"""What the views of the editor share: the draft that an address names, and one way to change a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.forms import DraftForm
from onboarding_phases.playbooks.models import PlaybookDraft
from onboarding_phases.playbooks.queries import draft_of, newest_version_of
from onboarding_phases.playbooks.rules import Fault
from onboarding_phases.playbooks.services import change_draft
from onboarding_phases.playbooks.values import PlaybookText
from onboarding_phases.playbooks.wording import warnings_of
from portal.access import person
from portal.forms import attempt


def draft_or_none(product: str) -> PlaybookDraft | None:
    """The draft of an address; None where it was published or discarded in the meantime."""
    draft = draft_of(product)
    if draft is None and not newest_version_of(product):
        abort(404)
    return draft


def no_draft(product: str) -> ResponseReturnValue:
    """Where the way leads when there is no draft any more."""
    flash(
        _("There is no draft of this playbook now: it was published or discarded. Here is the newest version."),
        "warn",
    )
    return redirect(url_for("playbooks.show", product=product), 303)


def edit_part(
    template: str,
    form: DraftForm,
    draft: PlaybookDraft,
    *parts: str,
    make: Callable[[PlaybookText], PlaybookText],
    faults: Callable[[PlaybookText], Iterable[Fault]],
    back: str,
    **values: Any,
) -> ResponseReturnValue:
    """A form of one part, or of two where a task changes its phase.

    It is saved, or shown again with what is wrong, or beside what somebody else wrote meanwhile.
    """
    status, others = 200, None
    if form.validate_on_submit():
        status = 422
        if not form.show_faults(faults(make(draft.text))):
            with attempt(form) as tried:
                change_draft(draft, *parts, change=make, seen=form.version.data, actor=person())
            if tried.done:
                _flash_saved(draft)
                return redirect(back, 303)
            status = tried.status
            others = _others(draft, parts, form, make)
    elif request.method == "POST":
        status = 422
    text = draft.text
    shown = {"draft": draft, "text": text, "form": form, "others": others, "names": text.titles(), "back": back}
    return render_template(template, **shown, **values), status


def _others(
    draft: PlaybookDraft, parts: Sequence[str], form: DraftForm, make: Callable[[PlaybookText], PlaybookText]
) -> Any:
    """What the form would change of what stands now, where somebody else changed a part; the next try may."""
    touched = max(draft.touched.get(part, {"version": 0})["version"] for part in parts)
    if form.version.data is None or touched <= form.version.data:
        return None
    form.version.raw_data, form.version.data = None, draft.version
    return differences(draft.text, make(draft.text))


def _flash_saved(draft: PlaybookDraft) -> None:
    flash(_("Saved in the draft. Onboardings see nothing of it before it is published."), "ok")
    found = len(warnings_of(draft.text))
    if found:
        told = ngettext(
            "%(num)s text reads like an order to the firm's staff; it is marked in the draft.",
            "%(num)s texts read like orders to the firm's staff; they are marked in the draft.",
            found,
        )
        flash(told, "warn")
