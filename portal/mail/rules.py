"""What makes a letter safe to send."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import urlsplit

RECIPIENT = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
LONGEST_SUBJECT = 200


def one_recipient(text: str) -> str:
    """The address itself, if it is one plain address.

    Raises:
        ValueError: it is none, or more than one, or could be taken for another header.
    """
    if RECIPIENT.fullmatch(text) is None:
        raise ValueError(f"not one plain mail address: {text!r}")
    return text


def one_line(text: str) -> str:
    """A subject on one line: whatever would break it becomes a space."""
    words = "".join(sign if sign.isprintable() else " " for sign in text).split()
    return " ".join(words)[:LONGEST_SUBJECT]


def compose(*, letter_id: int, recipient: str, subject: str, body: str, locale: str, base_url: str) -> EmailMessage:
    """The message as it travels. A letter sent twice carries the same id, so that mail programs show it once."""
    host = urlsplit(base_url).hostname or "localhost"
    message = EmailMessage()
    message["From"] = Address("Bansou", addr_spec=f"no-reply@{host}")
    message["To"] = Address(addr_spec=one_recipient(recipient))
    message["Subject"] = one_line(subject)
    message["Message-ID"] = f"<letter-{letter_id}@{host}>"
    message["Content-Language"] = locale.replace("_", "-")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message
