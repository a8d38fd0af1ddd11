"""Composition root: the rooms of the house, listed once, from the ground up."""

from __future__ import annotations

from flask import Flask

from certification.feature import feature as certification
from onboarding_phases.feature import features as onboarding_phases
from partners.feature import feature as partners
from portal.app import create_app
from portal.feature import Feature
from portal.settings import Settings, read_settings
from training.feature import feature as training

FEATURES: list[Feature] = [partners, *onboarding_phases, training, certification]


def build(settings: Settings | None = None, *, queue_url: str | None = None) -> Flask:
    """The whole portal, ready to serve."""
    return create_app(FEATURES, settings or read_settings(), queue_url=queue_url)
