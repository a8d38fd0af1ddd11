"""Where the templates of this room lie; it has no pages of its own, but a part of a customer's."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("commitments_shared", __name__, template_folder="templates")
