"""Inviting guests; the list stands on the page of the onboarding."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from onboarding_phases.room.enums import InvitationState
from onboarding_phases.room.invitations.forms import ActOnInvitationForm, InviteGuestForm
from onboarding_phases.room.invitations.permissions import SEND_INVITATION
from onboarding_phases.room.invitations.queries import language_of_customer
from onboarding_phases.room.invitations.services import invite_guest, revoke_invitation, send_invitation_again
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.room.queries import onboarding_of_invitation
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

bp = Blueprint("invitations", __name__, template_folder="templates")


@bp.route("/onboardings/<code:code>/room/invite", methods=["GET", "POST"])
@requires(SEND_INVITATION)
def invite(code: str) -> ResponseReturnValue:
    onboarding, status = onboarding_or_404(code), 200
    form = InviteGuestForm(locale=language_of_customer(onboarding) or current_app.config["DEFAULT_LOCALE"])
    if form.validate_on_submit():
        with attempt(form) as tried:
            invite_guest(
                onboarding,
                name=form.name.data,
                email=form.email.data,
                locale=form.locale.data,
                actor=person(),
            )
        if tried.done:
            flash(_("%(name)s is invited. The letter with the link is on its way.", name=form.name.data), "ok")
            return _back(onboarding)
        status = tried.status
    elif form.errors:
        status = 422
    return render_template("room_invitations/invite.html", form=form, onboarding=onboarding), status


@bp.post("/rooms/<code:invitation>/send-again")
@requires(SEND_INVITATION)
def send_again(invitation: str) -> ResponseReturnValue:
    found = fetch_or_404(RoomInvitation, code=invitation)
    onboarding = onboarding_of_invitation(found)
    if ActOnInvitationForm().validate_on_submit():
        send_invitation_again(found, onboarding=onboarding, actor=person())
        flash(_("A new link is on its way to %(name)s. The one before is good no more.", name=found.name), "ok")
    return _back(onboarding)


@bp.route("/rooms/<code:invitation>/revoke", methods=["GET", "POST"])
@requires(SEND_INVITATION)
def revoke(invitation: str) -> ResponseReturnValue:
    found = fetch_or_404(RoomInvitation, code=invitation)
    onboarding, form = onboarding_of_invitation(found), ActOnInvitationForm()
    if form.validate_on_submit():
        revoke_invitation(found, onboarding=onboarding, actor=person())
        flash(_("The invitation of %(name)s is revoked. The link opens nothing any more.", name=found.name), "ok")
        return _back(onboarding)
    is_open = found.state(clock.now()) is not InvitationState.REVOKED
    return render_template(
        "room_invitations/revoke.html", form=form, invitation=found, onboarding=onboarding, is_open=is_open
    )


def _back(onboarding: Onboarding) -> ResponseReturnValue:
    return redirect(url_for("onboardings.show", code=onboarding.code, _anchor="h-room"), 303)
