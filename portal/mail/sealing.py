"""Secrets of letters that stand in no database: what they are made of is kept, and they are made on the way out.

A secret follows from the portal's own key, a purpose and a random word. Whoever reads the database alone finds the
word and not the secret; whoever changes the word makes the secret another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

from flask import current_app

CODE_DIGITS = 6


def fresh_word() -> str:
    """A random word of which a new secret is made."""
    return secrets.token_urlsafe(24)


def token_of(purpose: str, word: str) -> str:
    """The secret of a link."""
    return base64.urlsafe_b64encode(_made_of("token", purpose, word)).rstrip(b"=").decode()


def digits_of(purpose: str, word: str) -> str:
    """A short code that somebody types in."""
    return f"{int.from_bytes(_made_of('digits', purpose, word), 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def sealed_token(purpose: str, word: str) -> str:
    """What stands for the secret of a link in `post_letter(sealed=...)`."""
    return f"token/{purpose}/{word}"


def sealed_digits(purpose: str, word: str) -> str:
    """What stands for a short code in `post_letter(sealed=...)`."""
    return f"digits/{purpose}/{word}"


def place_for_secret() -> str:
    """A mark for the place of a secret in a text; nobody who writes a part of the text can know it."""
    return f"secret-{secrets.token_hex(16)}"


def unsealed(body: str, sealed: Mapping[str, str] | None) -> str:
    """A text with its secrets in their places."""
    for place, made_of in (sealed or {}).items():
        kind, purpose, word = made_of.split("/", 2)
        body = body.replace(place, token_of(purpose, word) if kind == "token" else digits_of(purpose, word))
    return body


def keyed_hash(*parts: str) -> str:
    """The form in which a short secret is kept: without the portal's key nobody can try them all."""
    return _made_of("kept", *parts).hex()


def _made_of(*parts: str) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, "\0".join(("bansou letters", *parts)).encode(), hashlib.sha256).digest()
