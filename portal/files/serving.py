"""Giving a file back: as a download under its own name, in a sandbox, of the type that its content showed."""

from __future__ import annotations

import structlog
from flask import Response
from werkzeug.exceptions import NotFound

from portal.files.kinds import MEDIA_TYPES
from portal.files.models import StoredFile
from portal.files.names import disposition
from portal.files.services import store

POLICY = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
log = structlog.get_logger()


def download(file: StoredFile) -> Response:
    """The answer that holds a file.

    Raises:
        NotFound: its content is gone from the store.
    """
    try:
        content = store().open(file.key)
    except FileNotFoundError:
        log.error("the content of a file is gone", file_id=file.id, key=file.key)
        raise NotFound from None
    answer = Response(content, mimetype=MEDIA_TYPES[file.kind])
    answer.content_length = file.size
    answer.headers["Content-Disposition"] = disposition(file.name)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
