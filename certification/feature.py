"""What this room brings to the portal."""

from __future__ import annotations

from certification import models
from portal.feature import Feature

feature = Feature(name="certification", models=models)
