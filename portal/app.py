"""The application: rooms are handed in as features, and everything they bring is wired here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import clock
from portal.access import seal
from portal.accounts.loading import init_login
from portal.api.answers import init_api
from portal.audit.services import keep
from portal.database import db, prepare_engine
from portal.events import Event, Subscription
from portal.exchange.views import exchange_pages
from portal.feature import Feature
from portal.files.receiving import limit_uploads
from portal.files.stores import store_at
from portal.ground import ground
from portal.i18n import init_i18n
from portal.jobs.queue import connect_queue
from portal.settings import Settings
from portal.web.context import init_templates
from portal.web.converters import CodeConverter, MonthConverter, PartnerCodeConverter, WordConverter
from portal.web.errors import init_errors
from portal.web.security import excuse_machines, init_security
from portal.web.sessions import HostCookies

Value = TypeVar("Value")
LARGEST_REQUEST = 12 * 1024 * 1024


def create_app(features: Sequence[Feature], settings: Settings, *, queue_url: str | None = None) -> Flask:
    """Build the application out of its rooms; the order of `features` is the order of their subscriptions.

    Raises:
        UnguardedRoute: a view has no guard.
        ValueError: two rooms claim the same name.
    """
    rooms = [ground, *features]
    app = Flask("portal", root_path=str(Path(__file__).resolve().parent))
    _configure(app, settings)
    _log_in_japanese()
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    init_i18n(app)
    app.before_request(limit_uploads)
    init_api(app)
    init_security(app)
    init_login(app)
    init_errors(app)
    _collect(app, rooms)
    connect_queue(app, url=queue_url or settings.queue_url, secret=settings.secret_key)
    for room in rooms:
        for blueprint in room.blueprints:
            app.register_blueprint(blueprint)
        for exchange in room.exchanges:
            app.register_blueprint(exchange_pages(exchange))
        for command in room.commands:
            app.cli.add_command(command)
    init_templates(app)
    excuse_machines(app)
    seal(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        DEFAULT_LOCALE=settings.default_locale,
        # Addresses made by jobs and commands, where no request says who we are.
        SERVER_NAME=urlsplit(settings.base_url).netloc,
        PREFERRED_URL_SCHEME=urlsplit(settings.base_url).scheme,
    )
    app.extensions["bansou_settings"] = settings
    app.extensions["bansou_files"] = store_at(settings.files_place)
    app.session_interface = HostCookies()
    converters = {"code": CodeConverter, "month": MonthConverter, "partner_code": PartnerCodeConverter}
    app.url_map.converters.update(converters, word=WordConverter)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    clock.use_zone(settings.time_zone)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _log_in_japanese() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
    )


def _collect(app: Flask, rooms: Sequence[Feature]) -> None:
    """Gather what the rooms bring, so that pages and services find it by kind."""
    audit = Subscription(Event, keep)
    app.extensions["bansou_rooms"] = rooms
    app.extensions["bansou_subscriptions"] = [audit, *(item for room in rooms for item in room.subscriptions)]
    app.extensions["bansou_jobs"] = _by_name([(item.name, item) for room in rooms for item in room.jobs])
    app.extensions["bansou_defaults"] = _by_name([(item.key, item) for room in rooms for item in room.defaults])
    app.extensions["bansou_exchanges"] = _by_name([(item.kind, item) for room in rooms for item in room.exchanges])
    app.extensions["bansou_scopes"] = _by_name([(item.name, item) for room in rooms for item in room.scopes])
    app.extensions["bansou_operations"] = [item for room in rooms for item in room.operations]
    app.extensions["bansou_webhooks"] = _by_name([(item.name, item) for room in rooms for item in room.webhooks])
    kinds = [(item.name, item) for room in rooms for item in room.report_kinds]
    app.extensions["bansou_report_kinds"] = _by_name(kinds)
    app.extensions["bansou_report_sections"] = [item for room in rooms for item in room.report_sections]
    news = [item for room in rooms for item in room.news]
    app.extensions["bansou_news"] = sorted(news, key=lambda item: item.order)
    app.extensions["bansou_notices"] = _by_name([(item.name, item) for room in rooms for item in room.notices])


def _by_name(pairs: Sequence[tuple[str, Value]]) -> dict[str, Value]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"two rooms claim the same name among {sorted(name for name, _ in pairs)}")
    return found
