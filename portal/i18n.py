"""Languages: the reader's locale, catalogs of every room, and texts that users write in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, get_locale
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from portal.people import Principal
from portal.settings import LOCALES

LOCALE_NAMES = {"ja": "日本語", "en": "English"}
CATALOGS = Path(__file__).resolve().parent.parent / "translations"


class LocalizedText(TypeDecorator[dict[str, str]]):
    """A text that people write in several languages: `{locale: text}`, at least one of them filled."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> Any:
        if value is not None and not any(value.values()):
            raise ValueError("a text in several languages needs at least one")
        return None if value is None else dict(value)


def init_i18n(app: Flask) -> None:
    """Find every room's catalog and choose the locale of each request."""
    folders = sorted({str(file.parents[2]) for file in CATALOGS.glob("**/LC_MESSAGES/messages.po")})
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    app.config["BABEL_DEFAULT_LOCALE"] = app.config["DEFAULT_LOCALE"]
    Babel(app, locale_selector=choose_locale)


def choose_locale() -> str:
    """The reader's own choice, else the browser's, else the default."""
    default: str = current_app.config["DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    reader = g.get("reader")
    chosen = reader.locale if isinstance(reader, Principal) and reader.locale else session.get("locale")
    return chosen if chosen in LOCALES else request.accept_languages.best_match(LOCALES, default) or default


def current_locale() -> str:
    """The locale in which the text at hand is written."""
    locale = get_locale()
    return str(locale) if locale else str(current_app.config["DEFAULT_LOCALE"])


def localized(text: Mapping[str, str] | None) -> str:
    """A text in the reader's language, or in the first one that it has."""
    if not text:
        return ""
    return text.get(current_locale()) or next((part for part in text.values() if part), "")
