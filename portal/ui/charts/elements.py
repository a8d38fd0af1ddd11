"""Markup made safely: names from the code, every text and attribute value escaped."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Value = str | int | float | None


def element(name: str, *children: object, **attributes: Value) -> Markup:
    """An element; `class_` and `stroke_width` become class and stroke-width, None leaves an attribute out."""
    inside = "".join(escape(child) for child in children)
    # Names come from the code; all else is escaped above, piece by piece, since a drawing has thousands of pieces.
    return Markup(f"<{name}{_attributes(attributes)}>{inside}</{name}>")  # noqa: S704


def group(children: Iterable[object], **attributes: Value) -> Markup:
    return element("g", *children, **attributes)


def _attributes(attributes: dict[str, Value]) -> str:
    given = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    return "".join(f' {name}="{escape(_text(value))}"' for name, value in given if value is not None)


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
