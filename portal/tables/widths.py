"""Full-width letters, digits and signs brought to the width that a computer reads."""

# The full-width forms of ASCII lie 0xFEE0 above it. Folding all compatibility forms would go too far: it
# makes 12 of 1².
_NARROW: dict[int, int | str] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_NARROW |= {ord(sign): plain for sign, plain in {"\u3000": " ", "\u00a0": " ", "−": "-"}.items()}
_NARROW |= {ord(sign): plain for sign, plain in {"㍼": "昭和", "㍻": "平成", "㋿": "令和"}.items()}


def narrow(text: str) -> str:
    """Give a text without full-width forms and without white space around it."""
    return text.translate(_NARROW).strip()
