"""What this room brings to the portal."""

from __future__ import annotations

from partners import models
from portal.feature import Feature

feature = Feature(name="partners", models=models)
