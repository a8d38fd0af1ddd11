"""The blueprint that all pages of this room hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("onboardings", __name__, url_prefix="/onboardings", template_folder="../templates")
