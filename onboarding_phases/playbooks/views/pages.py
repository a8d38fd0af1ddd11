"""Reading playbooks: all of them, one version, the difference of two."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.forms import CompareForm
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.permissions import VIEW_PLAYBOOKS
from onboarding_phases.playbooks.queries import (
    draft_of,
    first_drafts,
    newest_playbooks,
    newest_version_of,
    rows_of,
    version_of,
    versions_of,
)
from onboarding_phases.playbooks.views.blueprint import bp
from onboarding_phases.playbooks.wording import warnings_of
from portal.access import requires
from portal.database import db
from portal.forms import choices_of
from portal.paging import paginate

VERSIONS_SHOWN = 10
MOST_CHOICES = 100


@bp.get("")
@requires(VIEW_PLAYBOOKS)
def index() -> ResponseReturnValue:
    page = paginate(newest_playbooks())
    return render_template("playbooks/list.html", page=page, rows=rows_of(page.items), firsts=first_drafts())


@bp.get("/<word:product>")
@requires(VIEW_PLAYBOOKS)
def show(product: str) -> ResponseReturnValue:
    return _version_page(version_of(product) or abort(404))


@bp.get("/<word:product>/versions/<int:version>")
@requires(VIEW_PLAYBOOKS)
def show_version(product: str, version: int) -> ResponseReturnValue:
    return _version_page(version_of(product, version) or abort(404))


def _version_page(playbook: Playbook) -> str:
    text = playbook.text
    return render_template(
        "playbooks/version.html",
        playbook=playbook,
        text=text,
        numbers=text.numbers(),
        newest=newest_version_of(playbook.product),
        draft=draft_of(playbook.product),
        history=paginate(versions_of(playbook.product), size=VERSIONS_SHOWN),
        warnings=warnings_of(text),
    )


@bp.get("/<word:product>/difference")
@requires(VIEW_PLAYBOOKS)
def compare(product: str) -> ResponseReturnValue:
    newest = newest_version_of(product) or abort(404)
    form = CompareForm(request.args, before=max(newest - 1, 1), after=newest)
    known = db.session.scalars(versions_of(product).limit(MOST_CHOICES)).all()
    form.before.choices = form.after.choices = choices_of(
        (str(one.version), _("Version %(number)s", number=one.version)) for one in known
    )
    asked = bool(request.args)
    good = form.validate() if asked else True
    numbers = (form.before.data, form.after.data) if good else (max(newest - 1, 1), newest)
    before, after = (version_of(product, number) or abort(404) for number in numbers)
    texts = (before.text, after.text)
    return render_template(
        "playbooks/difference.html",
        product=product,
        form=form,
        before=before,
        after=after,
        names={**texts[0].titles(), **texts[1].titles()},
        found=differences(*texts),
    ), 200 if good else 422
