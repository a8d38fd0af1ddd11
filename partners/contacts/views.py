"""The page on which a CS manager invites a firm's first contact."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from partners.contacts.forms import InviteContactAgainForm, InviteContactForm
from partners.contacts.services import invite_contact, invite_contact_again
from partners.models import Partner
from partners.permissions import INVITE_CONTACT
from portal.access import fetch_or_404, person, requires
from portal.database import db
from portal.errors import RuleViolation
from portal.forms import show_refusal
from portal.i18n import current_locale

bp = Blueprint("contacts", __name__, url_prefix="/partners", template_folder="../templates")


@bp.route("/<partner_code:partner>/contact", methods=["GET", "POST"])
@requires(INVITE_CONTACT)
def invite(partner: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    form = InviteContactForm(locale=current_locale())
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if _invited(found, form):
            flash(_("%(name)s is invited. The letter is on its way.", name=form.name.data), "ok")
            return redirect(url_for("partners.show", partner=partner), 303)
        status = 409
    return render_template("partners/contact.html", form=form, partner=found), status


@bp.post("/<partner_code:partner>/contact/again")
@requires(INVITE_CONTACT)
def again(partner: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    if InviteContactAgainForm().validate_on_submit():
        invite_contact_again(found, actor=person())
        flash(_("A new invitation is on its way."), "ok")
    return redirect(url_for("partners.show", partner=partner), 303)


def _invited(partner: Partner, form: InviteContactForm) -> bool:
    try:
        with db.session.begin_nested():
            invite_contact(
                partner,
                email=form.email.data,
                name=form.name.data,
                locale=form.locale.data,
                actor=person(),
            )
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return False
    return True
