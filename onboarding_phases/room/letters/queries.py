"""Reading whom to write to, and what is new for them: the one as the firm, the other as the guest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, select

from onboarding_phases.room.defaults import NUMBERS
from onboarding_phases.room.letters.rules import SETTLED, soon_from
from onboarding_phases.room.letters.values import Digest, Part, Reader
from onboarding_phases.room.models import RoomInvitation, RoomLetter
from onboarding_phases.room.queries import is_good, next_of, onboarding_of_guest
from onboarding_phases.tasks.models import Task
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.i18n import localized
from portal.news import NewsSource, Window, in_short
from portal.people import Guest
from portal.tenancy import Tenant
from portal.ui.formatting import format_day

LONGEST_TASK = 120


def may_be_written_to(now: datetime, today: date) -> ColumnElement[bool]:
    """Whether a letter may go to somebody today; asked together with the firm as `Tenant`."""
    got_one = exists().where(RoomLetter.invitation_id == RoomInvitation.id, RoomLetter.sent_on == today)
    return and_(is_good(now), RoomInvitation.wants_letters.is_(True), ~got_one)


def cases_to_look_at() -> list[tuple[int, int]]:
    """The firms and onboardings with somebody who may be written to today."""
    statement = (
        select(RoomInvitation.partner_id, RoomInvitation.onboarding_id)
        .join(Tenant, Tenant.id == RoomInvitation.partner_id)
        .where(may_be_written_to(clock.now(), clock.today()))
        .distinct()
        .order_by(RoomInvitation.partner_id, RoomInvitation.onboarding_id)
    )
    return [(partner_id, onboarding_id) for partner_id, onboarding_id in db.session.execute(statement)]


def readers_of(onboarding_id: int) -> list[Reader]:
    """Everybody of one onboarding who may be written to today."""
    statement = (
        select(RoomInvitation, Tenant.name)
        .join(Tenant, Tenant.id == RoomInvitation.partner_id)
        .where(RoomInvitation.onboarding_id == onboarding_id, may_be_written_to(clock.now(), clock.today()))
        .order_by(RoomInvitation.id)
    )
    return [_reader(invitation, firm) for invitation, firm in db.session.execute(statement)]


def _reader(invitation: RoomInvitation, firm: str) -> Reader:
    guest = Guest(
        name=invitation.name,
        code=invitation.code,
        partner_id=invitation.partner_id,
        firm_name=firm,
        case_id=invitation.onboarding_id,
        locale=invitation.locale,
        until=invitation.expires_at,
    )
    return Reader(invitation.id, guest, invitation.known_until, invitation.known_task)


def digest_for(reader: Reader) -> Digest:
    """What is new for a reader, in their language. Call it in their scope: it holds what was shared and no more."""
    window = Window(reader.known_until, clock.now() - SETTLED)
    onboarding = onboarding_of_guest(reader.guest)
    with force_locale(reader.guest.locale):
        following = next_of(onboarding)
        parts = [*_task_part(reader, following, window), *_other_parts(reader.guest, window)]
    return Digest(
        customer_name=onboarding.customer_name,
        until=max(window.until, reader.known_until),
        next_task=following[0].code if following else "",
        parts=parts,
    )


def _task_part(reader: Reader, following: tuple[Task, date] | None, window: Window) -> Iterator[Part]:
    """The customer's next task, if it became that, or is due soon, since the reader last knew."""
    if following is None or reader.known_task is None:
        return
    task, due_on = following
    soon = soon_from(due_on, days=int(numbers(NUMBERS)["due_soon_days"]), zone=clock.zone())
    words, day = in_short(localized(task.text), most=LONGEST_TASK), format_day(due_on, reader.guest.locale)
    line = str(_("%(task)s (planned by %(day)s)", task=words, day=day))
    if task.code != reader.known_task:
        yield Part(_("Your next task"), [line])
    elif window.holds(soon):
        yield Part(_("Your next task is due soon"), [line])


def _other_parts(guest: Guest, window: Window) -> Iterator[Part]:
    sources: list[NewsSource] = current_app.extensions["bansou_news"]
    for source in sources:
        lines = source.collect(guest, window)
        if lines:
            yield Part(str(source.title), lines)
