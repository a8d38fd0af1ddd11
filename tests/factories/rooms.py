"""Guests of customer rooms: invited through the services, and let in as a browser is."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.invitations.services import invite_guest
from onboarding_phases.room.letters.services import MORNING, WRITE, look_this_morning
from onboarding_phases.room.models import RoomInvitation, RoomSession
from portal import clock
from portal.accounts.loading import token_hash
from portal.jobs.models import Job
from portal.mail.models import Letter
from portal.people import PORTAL, Principal
from tests.browsing import HOST, Browser
from tests.factories.accounts import run_jobs
from tests.world import unit

COOKIE = "bansou-room"
LINK = re.compile(r"https?://[^/\s]+/room/(\S+)")
CODE = re.compile(r"^(\d{6})$", re.MULTILINE)


def invite(
    onboarding: Onboarding,
    *,
    name: str = "Hana Guest",
    email: str = "hana@customer.example",
    locale: str = "en",
    actor: Principal = PORTAL,
) -> RoomInvitation:
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        return invite_guest(found, name=name, email=email, locale=locale, actor=actor)


def mailed() -> list[tuple[str, str]]:
    """Every letter as its reader gets it: subject and text, the oldest first."""
    with unit(write=False) as session:
        return [(letter.subject, letter.text) for letter in session.scalars(select(Letter).order_by(Letter.id))]


def mailed_token() -> str:
    """The secret of the newest link."""
    found = [match[1] for _, text in mailed() if (match := LINK.search(text))]
    return found[-1]


def mailed_code() -> str:
    """The newest short code."""
    found = [match[1] for _, text in mailed() if (match := CODE.search(text))]
    return found[-1]


def news_at(instant: datetime) -> list[tuple[str, str, str]]:
    """The letters that a morning brings: address, subject and text. No job of it may fail."""
    with clock.at(instant):
        with unit() as session:
            before = session.scalar(select(func.max(Letter.id))) or 0
            look_this_morning()
        run_jobs()
        with unit(write=False) as session:
            failed = select(Job.error).where(Job.kind.in_((MORNING, WRITE)), Job.error.is_not(None))
            errors = session.scalars(failed).all()
            assert not errors, errors
            found = session.scalars(select(Letter).where(Letter.id > before).order_by(Letter.id))
            return [(letter.recipient, letter.subject, letter.text) for letter in found]


def come_in(app: Flask, token: str, **values: str) -> Browser:
    """A browser in which somebody opened the link, asked for a code and typed it in."""
    browser = Browser(app, **values)
    assert browser.send(f"/room/{token}").status_code == 303
    sent = browser.send(f"/room/{token}/code", data={"code": mailed_code()})
    assert (sent.status_code, sent.headers["Location"]) == (303, "/room")
    return browser


def reload(invitation: RoomInvitation) -> RoomInvitation:
    with unit(write=False) as session:
        found = session.scalars(select(RoomInvitation).where(RoomInvitation.id == invitation.id)).one()
        session.expunge_all()
    return found


def open_visit(client: FlaskClient, invitation: RoomInvitation, secret: str) -> None:
    """Let a browser be in a room, as if a code had been typed in."""
    with unit() as session:
        session.add(
            RoomSession(
                partner_id=invitation.partner_id,
                invitation_id=invitation.id,
                token_hash=token_hash(secret),
                created_at=clock.now(),
                expires_at=clock.now() + timedelta(days=1),
                browser="tests",
            )
        )
    client.set_cookie(COOKIE, secret, domain=HOST)
