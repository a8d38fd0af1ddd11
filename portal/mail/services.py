"""Writing letters, and sending them after the transaction in which they were written."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import closing
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app
from sqlalchemy import select, update

from portal import clock
from portal.database import db
from portal.jobs.services import enqueue, opens_own_units
from portal.mail.models import Letter
from portal.mail.rules import compose, one_line, one_recipient
from portal.settings import Settings
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

SEND_LETTER = "portal.send_letter"
TIMEOUT_S = 20


def post_letter(
    recipient: str,
    subject: str,
    body: str,
    locale: str,
    *,
    holds_secret: bool = False,
    sealed: Mapping[str, str] | None = None,
) -> Letter:
    """Write a letter to one person and have it sent after this transaction.

    `sealed` are places in the body whose secrets are made on the way out, see `portal.mail.sealing`.

    Raises:
        ValueError: the recipient is not exactly one plain address.
    """
    letter = Letter(
        recipient=one_recipient(recipient),
        subject=one_line(subject),
        body=body,
        locale=locale,
        holds_secret=holds_secret or bool(sealed),
        sealed=dict(sealed) if sealed else None,
        created_at=clock.now(),
    )
    db.session.add(letter)
    db.session.flush()
    enqueue(SEND_LETTER, letter_id=letter.id)
    return letter


def link_to(endpoint: str, **values: object) -> str:
    """The full address of a page for letters: its host is the setting's, whatever host a request named."""
    path = current_app.url_map.bind("letters.invalid").build(endpoint, values)
    return _settings().base_url + path


def base_url() -> str:
    """The address of the portal as people outside know it, whatever host a request named."""
    return _settings().base_url


@opens_own_units
def send_letter(letter_id: int) -> None:
    """Send a letter that is still unsent; without a mail server it stays where it is, to be read on its page."""
    settings = _settings()
    if settings.mail_url is None:
        return
    with unit_of_work(EVERY_TENANT, write=False) as session:
        unsent = select(Letter).where(Letter.id == letter_id, Letter.sent_at.is_(None))
        letter = session.scalars(unsent).first()
        if letter is None:
            return
        message, recipient, holds_secret = _message(letter, settings.base_url), letter.recipient, letter.holds_secret
    _deliver(urlsplit(settings.mail_url), message, recipient)
    spent: dict[str, Any] = {"body": "", "sealed": None} if holds_secret else {}
    with unit_of_work(EVERY_TENANT) as session:
        session.execute(update(Letter).where(Letter.id == letter_id).values(sent_at=clock.now(), **spent))


def _message(letter: Letter, base_url: str) -> EmailMessage:
    return compose(
        letter_id=letter.id,
        recipient=letter.recipient,
        subject=letter.subject,
        body=letter.text,
        locale=letter.locale,
        base_url=base_url,
    )


def _settings() -> Settings:
    settings: Settings = current_app.extensions["bansou_settings"]
    return settings


def _deliver(server: SplitResult, message: EmailMessage, recipient: str) -> None:
    with closing(_connect(server)) as connection:
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message, to_addrs=[recipient])
        connection.quit()


def _connect(server: SplitResult) -> smtplib.SMTP:
    host = server.hostname or "127.0.0.1"
    secure = ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=TIMEOUT_S, context=secure)
    connection = smtplib.SMTP(host, server.port or 25, timeout=TIMEOUT_S)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=secure)
    elif server.username:
        connection.close()
        raise smtplib.SMTPException("BANSOU_MAIL_URL has a password, but the server offers no TLS")
    return connection
