"""Composition root: the rooms of the house, listed once, from the ground up."""

from __future__ import annotations

import sys

import click
from flask import Flask

from certification.feature import feature as certification
from demo.cli import demo
from onboarding_phases.feature import features as onboarding_phases
from partners.feature import feature as partners
from portal.app import create_app
from portal.cli import database
from portal.commands import run
from portal.exchange.cli import export_command, import_command
from portal.feature import Feature
from portal.ground import ground
from portal.jobs.cli import worker
from portal.settings import Settings, SettingsError, read_settings
from training.feature import feature as training

# By this code gunicorn knows that starting another worker would not help.
APP_LOAD_ERROR = 4
FEATURES: list[Feature] = [partners, *onboarding_phases, training, certification]


def build(settings: Settings | None = None, *, queue_url: str | None = None) -> Flask:
    """The whole portal, ready to serve."""
    return create_app(FEATURES, settings or read_settings(), queue_url=queue_url)


def serve() -> Flask:
    """The portal for a web server: a wrong setting is said in one line and ends the server, not only this worker."""
    try:
        return build()
    except SettingsError as wrong:
        sys.stderr.write(f"{wrong}\n")
        raise SystemExit(APP_LOAD_ERROR) from None


def command_line() -> click.Group:
    """Every command of the ground floor and the rooms."""
    commands = [
        database,
        worker,
        demo,
        import_command,
        export_command,
        *(command for room in [ground, *FEATURES] for command in room.commands),
    ]
    return click.Group("bansou", {str(command.name): command for command in commands})


def main() -> None:
    """The command `bansou`."""
    run(command_line(), build)
