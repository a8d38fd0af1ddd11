"""Languages: the reader's locale, catalogs of every room, and texts that users write in several languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, get_locale, get_translations, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from portal.people import Guest, Principal
from portal.settings import GUEST_LOCALES, LOCALES

LOCALE_NAMES = {"ja": "日本語", "en": "English"}
GUEST_LOCALE_NAMES = {**LOCALE_NAMES, "zh_Hans": "简体中文", "ko": "한국어", "vi": "Tiếng Việt"}
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
    files = CATALOGS.glob("**/LC_MESSAGES/messages.po")
    found = Counter(str(file.parents[2]) for file in files)
    # The catalogs are merged, and the last one says how a language counts: one that has all languages comes last.
    folders = sorted(found, key=lambda folder: (found[folder], folder))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(folders)
    app.config["BABEL_DEFAULT_LOCALE"] = app.config["DEFAULT_LOCALE"]
    Babel(app, locale_selector=choose_locale)
    app.jinja_env.globals["_"] = Words().say


class Words:
    """The words of templates in the reader's language.

    A list of 25 onboardings says some two thousand; asking the library for the catalog anew for each of them took
    half of the page's time.
    """

    def __init__(self) -> None:
        self._ready: dict[Any, dict[str, Markup]] = {}
        self._last: tuple[Any, dict[str, Markup]] = (None, {})

    @pass_eval_context
    def say(self, context: EvalContext, text: str, /, **values: Any) -> str:
        """A text, with the values filled in and escaped where the template escapes."""
        locale = _locale()
        last, ready = self._last
        if locale is not last:
            ready = self._ready.setdefault(locale, {})
            self._last = (locale, ready)
        found = ready.get(text)
        if found is None:
            # Catalogs are part of the program, as templates are.
            found = ready[text] = Markup(get_translations().ugettext(text))  # noqa: S704
        if values or "%" in found:
            return (found if context.autoescape else str(found)) % values
        return found if context.autoescape else str(found)


def choose_locale() -> str:
    """The reader's own choice, else the browser's, else the default."""
    default: str = current_app.config["DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    if g.get("for_machines"):
        return _browsers_choice(LOCALES) or default
    guests = bool(g.get("for_guests"))
    offered = GUEST_LOCALES if guests else LOCALES
    chosen = _guests_choice() if guests else _readers_choice()
    if chosen is not None and chosen in offered:
        return chosen
    return _browsers_choice(offered) or default


def speak(locale: str) -> None:
    """Let this answer to a guest speak the language of whoever was invited."""
    g.guest_locale = locale
    refresh()


def _browsers_choice(offered: Sequence[str]) -> str | None:
    """The language that the browser likes best of those offered, whatever country it adds: zh-CN is zh_Hans."""
    by_language = {locale.partition("_")[0]: locale for locale in offered}
    liked = (tag.replace("_", "-").partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((by_language[language] for language in liked if language in by_language), None)


def _readers_choice() -> str | None:
    reader = g.get("reader")
    return reader.locale if isinstance(reader, Principal) and reader.locale else session.get("locale")


def _guests_choice() -> str | None:
    found = g.get("guest")
    known = found.locale if isinstance(found, Guest) else g.get("guest_locale")
    # Where nobody is known, as on a page that refuses, the language that was chosen last in this browser.
    return known or session.get("guest_locale")


def answer_guests(*, error_page: str) -> None:
    """Let this request be answered in the languages that customers read, its errors on a page of their own."""
    g.for_guests, g.error_page = True, error_page


def current_locale() -> str:
    """The locale in which the text at hand is written."""
    locale = _locale()
    return _name_of(locale) if locale else str(current_app.config["DEFAULT_LOCALE"])


def _locale() -> Locale | None:
    # The library keeps the locale of the moment here; where it no longer does, it is asked, which takes longer.
    held: Locale | None = getattr(getattr(g, "_flask_babel", None), "babel_locale", None)
    return held or get_locale()


@lru_cache(maxsize=16)
def _name_of(locale: Locale) -> str:
    return str(locale)


def localized(text: Mapping[str, str] | None) -> str:
    """A text in the reader's language, else in English, else in the first one that it has."""
    if not text:
        return ""
    return text.get(current_locale()) or text.get("en") or next((part for part in text.values() if part), "")
