"""Commands run as `bansou` runs them: problems on lines, exit codes 0, 1 and 2."""

import sys
from unittest.mock import patch

import click
from click.testing import CliRunner, Result
from flask import Flask

from portal.commands import run


def bansou(command: click.Command, *words: str) -> Result:
    """Run one command of the command line; it must not need the portal itself."""

    @click.command()
    def main() -> None:
        run(click.Group("bansou", {str(command.name): command}), _no_portal)

    with patch.object(sys, "argv", ["bansou", str(command.name), *words]):
        return CliRunner().invoke(main, [])


def _no_portal() -> Flask:
    raise AssertionError("a command on files asked for the portal")
