"""What this room brings to the portal."""

from __future__ import annotations

from certification import models
from certification.cli import certify
from portal.feature import Feature

feature = Feature(name="certification", models=models, commands=[certify])
