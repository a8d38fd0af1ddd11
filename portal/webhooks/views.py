"""The page of webhooks: their addresses, secrets, and what was delivered."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.api.permissions import MANAGE_ACCESS
from portal.mail.services import base_url
from portal.paging import paginate
from portal.webhooks.forms import EndSecretForm, MakeSecretForm
from portal.webhooks.models import WebhookSecret
from portal.webhooks.queries import kinds_by_name, newest_deliveries, valid_secrets
from portal.webhooks.services import end_secret, make_secret

bp = Blueprint("webhooks", __name__, url_prefix="/tokens/webhooks", template_folder="templates")


@bp.get("")
@requires(MANAGE_ACCESS)
def index() -> ResponseReturnValue:
    secrets = valid_secrets()
    return render_template(
        "webhooks/webhooks.html",
        kinds=[(kind, [one for one in secrets if one.kind == kind.name]) for kind in kinds_by_name().values()],
        titles={kind.name: kind.title for kind in kinds_by_name().values()},
        people=names_of(secret.made_by_id for secret in secrets),
        page=paginate(newest_deliveries()),
        base=base_url(),
    )


@bp.post("")
@requires(MANAGE_ACCESS)
def make() -> ResponseReturnValue:
    form = MakeSecretForm()
    form.offer()
    if not form.validate_on_submit():
        return redirect(url_for("webhooks.index"), 303)
    secret = make_secret(form.kind.data, actor=person())
    # On this answer and nowhere else: a redirect would have to carry the secret with it.
    kind = kinds_by_name()[form.kind.data]
    return render_template("webhooks/made.html", kind=kind, secret=secret, base=base_url())


@bp.post("/<code:secret>/end")
@requires(MANAGE_ACCESS)
def end(secret: str) -> ResponseReturnValue:
    found = fetch_or_404(WebhookSecret, code=secret)
    if EndSecretForm().validate_on_submit():
        end_secret(found, actor=person())
        flash(_("What is signed with this secret is refused from now on."), "ok")
    return redirect(url_for("webhooks.index"), 303)
