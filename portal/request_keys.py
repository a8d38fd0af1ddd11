"""Forms say each thing once: a key that stands twice in a body is refused, unless its view declares it as a list.

A view that takes a list, such as checkboxes of one name, names it: `@multiple("consultants")`. Keys that a form
does not declare are read by nobody: views take input from their forms alone, never from `request.form`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from flask import abort, current_app, request
from werkzeug.datastructures import MultiDict

View = TypeVar("View", bound=Callable[..., Any])


def multiple(*names: str) -> Callable[[View], View]:
    """Let these keys stand more than once in what a view is sent."""

    def mark(view: View) -> View:
        cast(Any, view).multiple_keys = frozenset(names) | keys_of(view)
        return view

    return mark


def keys_of(view: Callable[..., Any] | None) -> frozenset[str]:
    """The keys that a view takes as lists."""
    return cast(frozenset[str], getattr(view, "multiple_keys", frozenset()))


def refuse_repeated_keys() -> None:
    """Answer 400 where a body says the same thing twice, so that nobody can slip a second value past a check."""
    if request.endpoint is None or request.method in ("GET", "HEAD", "OPTIONS"):
        return
    counts = Counter(key for part in (request.form, request.files) for key, _ in part.items(multi=True))
    allowed = keys_of(current_app.view_functions.get(request.endpoint))
    if any(count > 1 and key not in allowed for key, count in counts.items()):
        abort(400)


def refuse_nul() -> None:
    """Answer 400 where an address or a body holds a NUL: no text of ours has one, and PostgreSQL takes none."""
    words = [request.path, *_words(request.args), *_words(request.form)]
    if any("\0" in word for word in words):
        abort(400)


def _words(values: MultiDict[str, str]) -> Iterator[str]:
    for key, value in values.items(multi=True):
        yield key
        yield value
