"""A store keeps bytes under keys, whole or not at all."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from obstore.store import MemoryStore

from portal.files.stores import BucketStore, FolderStore, store_at

SOON = datetime.now(UTC) + timedelta(hours=1)
LONG_AGO = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    return FolderStore(tmp_path) if request.param == "folder" else BucketStore("s3://b", opened=MemoryStore())


def test_what_is_put_is_given_back(store):
    content = os.urandom(200_000)
    store.put("a/bc/bcd", BytesIO(content))

    assert b"".join(store.open("a/bc/bcd")) == content


def test_what_is_not_there_says_so_before_the_answer_begins(store):
    with pytest.raises(FileNotFoundError):
        store.open("a/bc/none")


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store):
    store.put("a/bc/bcd", BytesIO(b"x"))
    store.delete("a/bc/bcd")
    store.delete("a/bc/bcd")

    with pytest.raises(FileNotFoundError):
        store.open("a/bc/bcd")


def test_keys_are_listed_by_their_first_part_and_their_age(store):
    for key in ("a/bc/bcd", "a/be/bef", "other/bc/x"):
        store.put(key, BytesIO(b"x"))

    assert sorted(store.keys(under="a", before=SOON)) == ["a/bc/bcd", "a/be/bef"]
    assert list(store.keys(under="a", before=LONG_AGO)) == []
    assert list(store.keys(under="nothing", before=SOON)) == []


def test_a_write_that_fails_leaves_nothing_under_the_key(tmp_path):
    class Broken(BytesIO):
        def read(self, *given):
            raise OSError("the line is cut")

    with pytest.raises(OSError, match="the line is cut"):
        FolderStore(tmp_path).put("a/bc/bcd", Broken(b"x"))

    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_the_setting_says_which_store_it_is(tmp_path):
    assert isinstance(store_at(f"file://{tmp_path}"), FolderStore)
    assert isinstance(store_at("s3://bansou/part"), BucketStore)
