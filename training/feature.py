"""What this room brings to the portal."""

from __future__ import annotations

from portal.feature import Feature

feature = Feature(name="training")
