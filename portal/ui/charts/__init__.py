"""Charts drawn on the server as SVG: the same drawing on a page, without scripts, and on paper."""
