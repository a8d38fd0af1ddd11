"""The settings of an installation: a wrong one stops the start with one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings import KNOWN_KEYS, SHORTEST_KEY, SettingsError, read_settings

ROOT = Path(__file__).resolve().parents[2]
GOOD = "k7Q2m9XDw4Rt1zB8cV5nJ3hG6fL0pS2a"


def told(folder: Path, **values: str) -> str:
    """What a start with these variables is refused with."""
    with pytest.raises(SettingsError) as wrong:
        read_settings(values, instance=folder)
    return str(wrong.value)


@pytest.mark.parametrize("key", ["short", GOOD[:-1], "x" * 64, "abcabcabc" * 8, *sorted(KNOWN_KEYS), "DEV"])
def test_a_bad_secret_key_stops_the_start_and_is_not_repeated(tmp_path, key):
    text = told(tmp_path, BANSOU_SECRET_KEY=key)

    assert text.startswith("BANSOU_SECRET_KEY is set: ")
    assert f"{SHORTEST_KEY}" in text
    assert text.splitlines() == [text]
    assert key not in text.removeprefix("BANSOU_SECRET_KEY") or key == "secret"


def test_a_good_secret_key_is_taken(tmp_path):
    assert read_settings({"BANSOU_SECRET_KEY": GOOD}, instance=tmp_path).secret_key == GOOD


def test_without_a_key_one_is_made_that_only_we_can_read(tmp_path):
    first, second = (read_settings({}, instance=tmp_path).secret_key for _ in range(2))

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root:hidden@host/x"),
        ("MAIL_URL", "http://me:hidden@host"),
        ("REDIS_URL", "ftp://me:hidden@host"),
        ("DEMO_PASSWORD", "hidden"),
        ("FILES_URL", "s3://key:hidden@bucket/part"),
    ],
)
def test_what_holds_a_password_is_not_repeated(tmp_path, name, value):
    text = told(tmp_path, **{f"BANSOU_{name}": value})

    assert f"BANSOU_{name}" in text
    assert "hidden" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "portal.example"),
        ("BASE_URL", "https://portal.example/?a=b"),
        ("TIME_ZONE", "Tokyo"),
        ("DEFAULT_LOCALE", "fr"),
        ("TRUSTED_PROXIES", "ten"),
        ("TRUSTED_PROXIES", "10"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_wrong_setting_says_which_it_is_what_it_is_and_what_would_be_right(tmp_path, name, value):
    text = told(tmp_path, **{f"BANSOU_{name}": value})

    assert text.startswith(f"BANSOU_{name} is {value!r}: expected ")
    assert text.splitlines() == [text]


@pytest.mark.parametrize(
    "value",
    [
        "/srv/files",
        "file://files",
        "file:///",
        "s3://",
        "s3:///part",
        "s3://Bad_Bucket",
        "ftp://host/x",
        "s3://b0/x?y=z",
    ],
)
def test_a_wrong_place_for_files_stops_the_start_with_one_line(tmp_path, value):
    text = told(tmp_path, BANSOU_FILES_URL=value)

    assert text.startswith("BANSOU_FILES_URL is set: expected file:///FOLDER or s3://BUCKET/PART")
    assert text.splitlines() == [text]


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path):
    (tmp_path / "taken").write_text("a file, no folder")

    text = told(tmp_path, BANSOU_FILES_URL=f"file://{tmp_path}/taken/files")

    assert "nothing can be written there" in text
    assert text.splitlines() == [text]


def test_files_lie_beside_the_database_unless_told(tmp_path):
    assert read_settings({}, instance=tmp_path).files_place == f"file://{tmp_path}/files"
    assert read_settings({"BANSOU_FILES_URL": f"file://{tmp_path}/x"}, instance=tmp_path).files_place.endswith("/x")
    assert read_settings({"BANSOU_FILES_URL": "s3://bansou/a"}, instance=tmp_path).files_place == "s3://bansou/a"


@pytest.mark.parametrize("debug", ["1", "true", "on"])
def test_debugging_where_others_come_in_stops_the_start(tmp_path, debug):
    text = told(tmp_path, FLASK_DEBUG=debug, BANSOU_BASE_URL="https://portal.example")

    assert text.startswith(f"FLASK_DEBUG is '{debug}': ")
    assert text.splitlines() == [text]


@pytest.mark.parametrize(
    "values",
    [
        {"FLASK_DEBUG": "1"},
        {"FLASK_DEBUG": "0", "BANSOU_BASE_URL": "https://portal.example"},
        {"BANSOU_BASE_URL": "https://portal.example"},
    ],
    ids=str,
)
def test_debugging_on_the_own_machine_is_nobodys_business(tmp_path, values):
    assert read_settings(values, instance=tmp_path).instance == tmp_path


def test_a_web_server_ends_with_one_line(tmp_path):
    asked = "from wsgi import serve; serve()"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={"BANSOU_SECRET_KEY": "changeme", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 4
    assert done.stderr.splitlines() == [told(tmp_path, BANSOU_SECRET_KEY="changeme")]
