"""How marks look: a class for the page's style sheet, and the same look as attributes for paper.

Style sheets of a document do not reach drawings when WeasyPrint prints them, so each class of
`charts.css` has its light values here too.
"""

from __future__ import annotations

from markupsafe import Markup

from portal.ui.charts.elements import Value, element

FONT = "Noto Sans CJK JP, sans-serif"
INK, INK_2, INK_3 = "#1a2027", "#454e59", "#5e6873"
ACCENT, LATE, DONE, WARN = "#1b5f8c", "#a82a1f", "#566a7c", "#7d5206"
SURFACE, SUNKEN, CONTROL, GRID, BAND = "#ffffff", "#eceff1", "#7a8591", "#e1e5e9", "#d3e2ee"
SERIES = ("#1b5f8c", "#b4530f", "#1f7a53", "#7b4a97", "#5a6370")
DASHES = (None, "6 4", "2 4", "10 3 2 3", "1 5")
PARTS = ("#144a6e", "#2d719f", "#6a9dc1", "#9cc0da", "#c3d9e8", "#dde9f1")
HEAT = ("#f2f4f6", "#dde9f1", "#b5d0e2", "#6a9dc1", "#1b5f8c")
TIERS = ("#f2f4f6", "#e3ecf3", "#cfdfeb", "#b3cde0", "#93b8d3")

Look = dict[str, Value]

LOOKS: dict[str, Look] = {
    "ct": {"font_size": 12, "fill": INK_2},
    "ct-s": {"font_size": 11, "fill": INK_3},
    "ct-b": {"font_size": 12, "font_weight": 700, "fill": INK},
    "grid-l": {"stroke": GRID, "stroke_width": 1},
    "axis": {"stroke": CONTROL, "stroke_width": 1},
    "band": {"fill": BAND, "stroke": "none"},
    "ref": {"stroke": INK, "stroke_width": 2},
    "ref-d": {"stroke": INK_2, "stroke_width": 1.5, "stroke_dasharray": "4 3", "fill": "none"},
    "bar-1": {"fill": ACCENT},
    "bar-0": {"fill": PARTS[4]},
    "bar-n": {"fill": DONE},
    "bar-late": {"fill": LATE},
    "bar-o": {"fill": SURFACE, "stroke": ACCENT, "stroke_width": 1.5},
    "m-bg": {"fill": SUNKEN},
    "u-as": {"fill": DONE},
    "u-pr": {"fill": ACCENT},
    "u-fr": {"fill": SURFACE, "stroke": CONTROL, "stroke_width": 1},
    "ps-mark": {
        "fill": "none",
        "stroke": SURFACE,
        "stroke_width": 2,
        "stroke_linecap": "round",
        "stroke_linejoin": "round",
    },
    "hl": {"font_size": 12, "font_weight": 700, "fill": INK},
    "hh": {"font_size": 12, "font_weight": 700, "fill": SURFACE},
    "t-edge": {"fill": "none", "stroke": SURFACE, "stroke_width": 2},
    "now": {"fill": INK, "stroke": SURFACE, "stroke_width": 2},
    "was": {"fill": SURFACE, "stroke": INK_2, "stroke_width": 2},
    "aim": {"fill": "none", "stroke": INK, "stroke_width": 2, "stroke_dasharray": "3 3"},
    "trail": {"fill": "none", "stroke": INK_2, "stroke_width": 1.5},
    "area-1": {"fill": ACCENT, "fill_opacity": 0.12, "stroke": "none"},
    **{
        f"ln-{n}": {
            "fill": "none",
            "stroke": colour,
            "stroke_width": 2,
            "stroke_linejoin": "round",
            "stroke_linecap": "round",
            "stroke_dasharray": DASHES[n - 1],
        }
        for n, colour in enumerate(SERIES, 1)
    },
    **{f"cn-{n}": {"stroke": colour, "stroke_width": 1.5} for n, colour in enumerate(SERIES, 1)},
    **{f"dot-{n}": {"fill": colour} for n, colour in enumerate(SERIES, 1)},
    **{f"ct-{n}": {"font_size": 12, "font_weight": 700, "fill": colour} for n, colour in enumerate(SERIES, 1)},
    **{f"p{n}": {"fill": colour} for n, colour in enumerate(PARTS, 1)},
    **{f"h{n}": {"fill": colour} for n, colour in enumerate(HEAT)},
    **{f"t{n}": {"fill": colour} for n, colour in enumerate(TIERS, 1)},
}
LOOKS["p6"] = {"fill": PARTS[5], "stroke": PARTS[3], "stroke_width": 0.75}


def mark(name: str, look: str, **attributes: Value) -> Markup:
    """A shape in one of the looks above."""
    return element(name, class_=_classes(look), **{**LOOKS[look], **attributes})


def label(text: str, x: float, y: float, look: str = "ct", anchor: str = "start") -> Markup:
    """A text whose baseline lies at y; anchor is start, middle or end."""
    placed: Look = {"x": x, "y": y, "text_anchor": None if anchor == "start" else anchor}
    return element("text", text, class_=f"{_classes(look)} a-{anchor}", **{**LOOKS[look], **placed})


def drawing(title: str, width: float, height: float, *marks: object, look: str = "chart") -> Markup:
    """The whole picture; the title, a sentence, is what a screen reader says."""
    return element(
        "svg",
        element("title", title),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_=look,
        role="img",
        width=float(width),
        height=float(height),
        viewBox=f"0 0 {width:g} {height:g}",
        font_family=FONT,
    )


def _classes(look: str) -> str:
    if look.startswith("ln-"):
        return f"ln {look}"
    return f"ct {look}" if look.startswith("ct-") and look[3:].isdigit() else look
