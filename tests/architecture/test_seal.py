"""A route without a guard keeps the application from starting."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from portal.access import Public, UnguardedRoute, guard_of, public, seal
from portal.app import create_app
from portal.feature import Feature
from portal.settings import Settings
from tests.world import KEY


def settings(folder) -> Settings:
    return Settings(instance=folder, database_url=f"sqlite:///{folder / 'x.sqlite3'}", secret_key=KEY)


def test_a_route_without_a_guard_stops_the_start(tmp_path):
    room = Blueprint("planted", __name__)
    room.add_url_rule("/planted", view_func=lambda: "open")

    with pytest.raises(UnguardedRoute, match="planted"):
        create_app([Feature(name="planted", blueprints=[room])], settings(tmp_path), queue_url="memory://")


def test_a_portal_without_rooms_starts(tmp_path):
    app = create_app([], settings(tmp_path), queue_url="memory://")

    assert app.url_map is not None


def test_only_a_reason_opens_a_route():
    app = Flask("sealed")
    app.add_url_rule("/open", view_func=public(reason="shown to everybody")(lambda: "open"))

    seal(app)


def test_every_open_route_gives_its_reason(world):
    opened = {
        endpoint: guard.reason
        for endpoint, view in world.app.view_functions.items()
        if isinstance(guard := guard_of(view), Public)
    }
    assert opened
    assert all(len(reason) > 10 for reason in opened.values())
