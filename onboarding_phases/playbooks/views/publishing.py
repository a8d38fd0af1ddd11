"""Publishing a draft, after a look at what changes, and discarding it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.forms import DraftForm, PublishForm
from onboarding_phases.playbooks.permissions import EDIT_PLAYBOOKS
from onboarding_phases.playbooks.queries import version_of
from onboarding_phases.playbooks.rules import blocking_faults
from onboarding_phases.playbooks.services import discard_draft, publish_draft
from onboarding_phases.playbooks.views.blueprint import bp
from onboarding_phases.playbooks.views.requests import draft_or_none, no_draft
from onboarding_phases.playbooks.wording import warnings_of
from portal.access import person, requires
from portal.forms import attempt


@bp.route("/<word:product>/draft/publish", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def publish(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    base = version_of(found.base.product, found.base.version) or abort(404)
    form, status = PublishForm(version=found.version), 200
    if form.validate_on_submit():
        with attempt(form) as tried:
            playbook = publish_draft(found, reason=form.reason.data, seen=form.version.data, actor=person())
        if tried.done:
            number = playbook.version
            flash(_("Version %(number)s is published. New onboardings begin with it.", number=number), "ok")
            return redirect(url_for("playbooks.show", product=product), 303)
        status = tried.status
        form.version.raw_data, form.version.data = None, found.version
    elif request.method == "POST":
        status = 422
    text = found.text
    return render_template(
        "playbooks/publish.html",
        draft=found,
        base=base,
        text=text,
        form=form,
        found=differences(base.text, text),
        names={**base.text.titles(), **text.titles()},
        numbers=text.numbers(),
        faults=blocking_faults(text),
        warnings=warnings_of(text),
    ), status


@bp.route("/<word:product>/draft/discard", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def discard(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    form = DraftForm(version=found.version)
    if form.validate_on_submit():
        is_first = found.is_first
        discard_draft(found, seen=form.version.data, actor=person())
        if is_first:
            flash(_("The draft is discarded. The product has no playbook."), "ok")
            return redirect(url_for("playbooks.index"), 303)
        flash(_("The draft is discarded. The newest version stays as it is."), "ok")
        return redirect(url_for("playbooks.show", product=product), 303)
    base = version_of(found.base.product, found.base.version) or abort(404)
    count = differences(base.text, found.text).count
    status = 422 if request.method == "POST" else 200
    return render_template("playbooks/discard.html", draft=found, form=form, count=count), status
