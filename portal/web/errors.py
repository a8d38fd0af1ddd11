"""Error pages: what happened and what would be right, in the reader's language."""

from __future__ import annotations

import structlog
from flask import Flask, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, HTTPException, InternalServerError, ServiceUnavailable

from portal.accounts.loading import COOKIE_KEY
from portal.api.problems import is_for_machines, problem
from portal.errors import RuleViolation, Stale
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from portal.web.security import ForeignOrigin

log = structlog.get_logger()

WORDS: dict[int, tuple[LazyString, LazyString]] = {
    400: (_l("This request cannot be read"), _l("Go back, check what you sent and try again.")),
    401: (_l("Please sign in"), _l("You are signed out. Sign in and try again.")),
    403: (_l("You may not do this"), _l("Your role does not include this. Ask an administrator if it should.")),
    404: (_l("Nothing here"), _l("The address is wrong, or what was here is not for you to see.")),
    405: (_l("Not this way"), _l("This address does not take that kind of request. Start from the page itself.")),
    409: (_l("This cannot be done now"), _l("Something has changed in the meantime. Reload and look again.")),
    413: (_l("This file is too large"), _l("Send a smaller file, or split it into parts.")),
    429: (
        _l("Too many attempts"),
        _l("Wait 15 minutes, then try again. Until then nothing is checked, not even the right password."),
    ),
    503: (_l("We cannot answer just now"), _l("The database does not answer. Try again in a minute.")),
    500: (_l("Something went wrong on our side"), _l("Nothing was saved. Try again; if it stays, tell us.")),
}


def init_errors(app: Flask) -> None:
    """Answer refusals and failures with pages of our own."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(ForeignOrigin, _foreign)
    app.register_error_handler(RuleViolation, _against_rule)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(Exception, _failure)


def _page(code: int, title: str, text: str) -> ResponseReturnValue:
    if is_for_machines():
        return problem(code, title, text)
    _recognise()
    return render_template(_template(), code=code, title=title, text=text), code


def _template() -> str:
    """The page of an error: rooms that open to guests bring their own."""
    return str(g.get("error_page", "errors/error.html"))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    title, text = WORDS.get(error.code, WORDS[500 if error.code >= 500 else 400])
    headers = [(k, v) for k, v in error.get_headers() if k in ("Allow", "Retry-After")]
    if is_for_machines():
        return problem(error.code, title, text, headers=headers)
    if error.code < 500:
        _recognise()
    page, code = render_template(_template(), code=error.code, title=title, text=text), error.code
    return page, code, headers


def _forged(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        _("This form is no longer valid"),
        _("The page was open for too long, or cookies are off. Go back, reload the page and send it again."),
    )


def _foreign(_error: ForeignOrigin) -> ResponseReturnValue:
    return _page(
        403,
        _("This was sent from another site"),
        _("We take forms from our own pages only. Open the page here and send it again."),
    )


def _against_rule(error: RuleViolation) -> ResponseReturnValue:
    title = _("Somebody changed this before you") if isinstance(error, Stale) else _("This cannot be done now")
    return _page(error.status, title, str(error.text))


def _overtaken(_error: StaleDataError) -> ResponseReturnValue:
    """Two wrote the same row at once, and this one came second: the version that it had read is gone."""
    return _http(Conflict())


def _no_database(error: OperationalError) -> ResponseReturnValue:
    log.error("the database does not answer", route=_route(), method=request.method, reason=str(error.orig))
    return _http(ServiceUnavailable(retry_after=60))


def _failure(error: Exception) -> ResponseReturnValue:
    log.exception("request failed", route=_route(), method=request.method, exc_info=error)
    return _http(InternalServerError())


def _route() -> str:
    # The rule, not the address: an address may hold the secret of a mailed link.
    return request.url_rule.rule if request.url_rule else "none"


def _recognise() -> None:
    """Find the reader of a page that has none yet, such as of an unknown address, so that the way on is shown."""
    if "reader" in g or session.get(COOKIE_KEY) is None:
        return
    try:
        with unit_of_work(EVERY_TENANT, write=False):
            found = current_user._get_current_object()
    except (SQLAlchemyError, RuntimeError):
        return
    g.reader = found if isinstance(found, Principal) else None
