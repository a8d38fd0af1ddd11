"""The pages of a room, and of its door. Opening one changes nothing, so that a mail scanner uses nothing up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests, Unauthorized

from onboarding_phases.room.defaults import NUMBERS
from onboarding_phases.room.forms import (
    ChooseRoomLanguageForm,
    EnterCodeForm,
    LeaveRoomForm,
    SendCodeForm,
    SwitchLettersForm,
    TickOffForm,
)
from onboarding_phases.room.models import RoomInvitation
from onboarding_phases.room.queries import (
    guest_of,
    invitation_of_letter,
    onboarding_of_guest,
    open_room_session,
    room_of,
    usable_invitation,
)
from onboarding_phases.room.rules import masked
from onboarding_phases.room.services import (
    choose_language,
    enter_room,
    find_invitation,
    leave_room,
    send_code,
    switch_letters,
)
from onboarding_phases.tasks.queries import tasks_of
from onboarding_phases.tasks.services import finish_for_customer
from portal import clock
from portal.access import for_guests, guest, public
from portal.accounts.rules import browser_name
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.i18n import GUEST_LOCALE_NAMES, answer_guests, speak
from portal.people import Guest

bp = Blueprint("room", __name__, url_prefix="/room", template_folder="templates")


@bp.url_value_preprocessor
def _answer_guests(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    answer_guests(error_page="room/error.html")


@bp.context_processor
def _languages() -> dict[str, Any]:
    return {"languages": GUEST_LOCALE_NAMES}


@bp.after_request
def _tell_no_address(response: Response) -> Response:
    """Addresses of the door hold a secret: no page that is opened from here learns more than the host."""
    if "token" in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "strict-origin"
    return response


@bp.errorhandler(Unauthorized)
def _closed(_error: Unauthorized) -> ResponseReturnValue:
    return render_template("room/closed.html"), 401


@bp.errorhandler(TooManyRequests)
def _too_often(error: TooManyRequests) -> ResponseReturnValue:
    title, text = _("Too many attempts"), _("Wait 15 minutes, then ask for a new code and try again.")
    headers = {"Retry-After": str(error.retry_after)}
    return render_template("room/error.html", code=429, title=title, text=text), 429, headers


def cookie_name() -> str:
    """The name of a guest's cookie: over TLS bound to this host and to TLS."""
    return "__Host-bansou-room" if request.is_secure else "bansou-room"


def known_guest() -> Guest | None:
    """The guest whose open visit this browser's cookie is."""
    found = open_room_session(request.cookies.get(cookie_name()))
    return None if found is None else guest_of(found)


@bp.route("/<token>", methods=["GET", "POST"])
@public(
    reason="the secret in the address names an invitation; it shows nothing of the onboarding and lets nobody in"
)
def enter(token: str) -> ResponseReturnValue:
    invitation, form = _invited(token), SendCodeForm()
    if invitation is None:
        return render_template("room/closed.html"), 404
    if form.validate_on_submit():
        send_code(invitation, address=request.remote_addr)
        return redirect(url_for("room.code", token=token), 303)
    return render_template("room/enter.html", token=token, email=masked(invitation.email), here=_is_here(invitation))


@bp.route("/<token>/code", methods=["GET", "POST"])
@public(reason="the secret in the address together with the code from the mail stands for the guest")
def code(token: str) -> ResponseReturnValue:
    invitation, form = _invited(token), EnterCodeForm()
    if invitation is None:
        return render_template("room/closed.html"), 404
    if form.validate_on_submit():
        browser = browser_name(request.user_agent.string)
        secret = enter_room(invitation, form.code.data, address=request.remote_addr, browser=browser)
        if secret is not None:
            return _let_in(secret, invitation.locale)
        form.code.errors = [
            _("This code is wrong or no longer valid. Look at the newest mail, or ask for a new code.")
        ]
    minutes = int(numbers(NUMBERS)["code_minutes"])
    page = render_template("room/code.html", token=token, email=masked(invitation.email), form=form, minutes=minutes)
    return page, 422 if form.errors else 200


@bp.post("/<token>/language")
@public(reason="guests choose a language before they come in too")
def language_at_the_door(token: str) -> ResponseReturnValue:
    invitation, form = _invited(token), ChooseRoomLanguageForm()
    if invitation is None:
        return render_template("room/closed.html"), 404
    if not form.validate_on_submit():
        abort(400)
    _speak_to(invitation, str(form.locale.data))
    return redirect(url_for("room.code" if form.step.data else "room.enter", token=token), 303)


@bp.post("/language")
@public(reason="whoever is no guest any more changes nothing by it")
def language() -> ResponseReturnValue:
    form, found = ChooseRoomLanguageForm(), open_room_session(request.cookies.get(cookie_name()))
    if not form.validate_on_submit():
        abort(400)
    if found is not None:
        _speak_to(found.invitation, str(form.locale.data))
    return redirect(url_for("room.show"), 303)


@bp.route("/<token>/letters", methods=["GET", "POST"])
@public(reason="whoever got a letter says by it that they want no more, or letters again; it opens nothing")
def letters_at_the_door(token: str) -> ResponseReturnValue:
    invitation, form = _invited(token, look=invitation_of_letter), SwitchLettersForm()
    if invitation is None:
        return render_template("room/closed.html"), 404
    if form.validate_on_submit():
        switch_letters(invitation, wanted=form.wanted.data == "yes")
        return redirect(url_for("room.letters_at_the_door", token=token), 303)
    if form.errors:
        abort(400)
    return render_template(
        "room/letters.html", token=token, email=masked(invitation.email), wanted=invitation.wants_letters
    )


@bp.post("/letters")
@public(reason="whoever is no guest any more changes nothing by it")
def letters() -> ResponseReturnValue:
    form, found = SwitchLettersForm(), open_room_session(request.cookies.get(cookie_name()))
    if not form.validate_on_submit():
        abort(400)
    if found is not None:
        wanted = form.wanted.data == "yes"
        speak(found.invitation.locale)
        switch_letters(found.invitation, wanted=wanted)
        flash(_("We write to you again.") if wanted else _("We do not write to you any more."), "ok")
    return redirect(url_for("room.show"), 303)


@bp.post("/leave")
@public(reason="whoever has left already is none the worse for it")
def leave() -> ResponseReturnValue:
    if not LeaveRoomForm().validate_on_submit():
        abort(400)
    leave_room(request.cookies.get(cookie_name()))
    answer = redirect(url_for("room.left"), 303)
    answer.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return answer


@bp.get("/left")
@public(reason="says the same to everybody who left")
def left() -> ResponseReturnValue:
    return render_template("room/left.html")


@bp.get("")
@for_guests(known_guest)
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/tasks/<code:task>/done")
@for_guests(known_guest)
def tick_off(task: str) -> ResponseReturnValue:
    onboarding, form = onboarding_of_guest(guest()), TickOffForm()
    found = next((one for one in tasks_of(onboarding.id) if one.code == task), None)
    if found is None:
        abort(404)
    if not form.validate_on_submit():
        abort(400)
    try:
        with db.session.begin_nested():
            finish_for_customer(found, onboarding=onboarding, version=form.version.data, actor=guest())
    except RuleViolation as refused:
        db.session.expire_all()
        told = (
            _changed()
            if isinstance(refused, Stale)
            else _("This cannot be ticked off now. Below you see what is next.")
        )
        return _page(refusal=told), 409
    flash(_("Thank you, this is done. %(firm)s sees it too.", firm=guest().firm_name), "ok")
    return redirect(url_for("room.show"), 303)


def _page(refusal: str | None = None) -> str:
    until = clock.day_of(guest().until)
    return render_template("room/show.html", room=room_of(guest()), guest=guest(), room_until=until, refusal=refusal)


def _changed() -> str:
    text: str = _("This has changed in the meantime. Below you see how it stands now.")
    return text


def _invited(
    token: str, *, look: Callable[[str], RoomInvitation | None] = usable_invitation
) -> RoomInvitation | None:
    """The invitation of an address, if it is good; the page then speaks the language of whoever was invited."""
    is_form = request.method == "POST"
    found = find_invitation(token, address=request.remote_addr, look=look) if is_form else look(token)
    if found is not None:
        speak(found.locale)
    return found


def _is_here(invitation: RoomInvitation) -> bool:
    """Whether this browser is in the room already."""
    found = open_room_session(request.cookies.get(cookie_name()))
    return found is not None and found.invitation_id == invitation.id


def _speak_to(invitation: RoomInvitation, locale: str) -> None:
    choose_language(invitation, locale)
    session["guest_locale"] = locale


def _let_in(secret: str, locale: str) -> ResponseReturnValue:
    session["guest_locale"] = locale
    answer = redirect(url_for("room.show"), 303)
    lasts = int(numbers(NUMBERS)["session_hours"]) * 3600
    answer.set_cookie(
        cookie_name(), secret, max_age=lasts, path="/", secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return answer
