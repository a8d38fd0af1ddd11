"""How much of a request is read at all where files are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app, request

from portal.defaults.queries import numbers
from portal.files.defaults import MEGABYTE, NUMBERS
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

View = TypeVar("View", bound=Callable[..., Any])
# The other fields of a form, and what stands between its parts.
FORM_ROOM = 256 * 1024


def takes_files(view: View) -> View:
    """Let a view be sent as much as one file may hold; more is refused by its announced length, unread."""
    cast(Any, view).takes_files = True
    return view


def limit_uploads() -> None:
    """Set the limit of this request before anything reads it."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and getattr(view, "takes_files", False):
        with unit_of_work(EVERY_TENANT, write=False):
            most = int(numbers(NUMBERS)["file_megabytes"])
        request.max_content_length = most * MEGABYTE + FORM_ROOM
