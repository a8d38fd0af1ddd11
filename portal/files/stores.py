"""Where the contents of files lie: a folder, or a bucket of an S3 service. Both know keys, and no names."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final, Protocol

import obstore
from obstore.store import ObjectStore, from_url

PIECE: Final = 1 << 16


class Store(Protocol):
    """A place that keeps bytes under keys."""

    def put(self, key: str, content: IO[bytes]) -> None:
        """Keep all of the content; it is on the disk, or with the service, when this returns."""

    def open(self, key: str) -> Iterator[bytes]:
        """The bytes of a key, piece by piece.

        Raises:
            FileNotFoundError: there is nothing under it.
        """

    def delete(self, key: str) -> None:
        """Forget a key; nothing happens where there is none."""

    def keys(self, *, under: str, before: datetime) -> Iterator[str]:
        """The keys below a first part that were written before a moment."""


class FolderStore:
    """Files below a folder, each written beside its place and then moved there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, content: IO[bytes]) -> None:
        place = self._folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{secrets.token_hex(8)}")
        content.seek(0)
        try:
            with beside.open("xb") as fresh:
                while piece := content.read(PIECE):
                    fresh.write(piece)
                fresh.flush()
                os.fsync(fresh.fileno())
            beside.rename(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        # The name is on the disk only when its folder is.
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, key: str) -> Iterator[bytes]:
        return _pieces((self._folder / key).open("rb"))

    def delete(self, key: str) -> None:
        (self._folder / key).unlink(missing_ok=True)

    def keys(self, *, under: str, before: datetime) -> Iterator[str]:
        for file in (self._folder / under).glob("*/*"):
            with contextlib.suppress(FileNotFoundError):  # somebody else was quicker
                if file.stat().st_mtime < before.timestamp():
                    yield file.relative_to(self._folder).as_posix()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


class BucketStore:
    """Objects of a bucket; keys and region come from the environment as for other tools of the service."""

    def __init__(self, url: str, *, opened: ObjectStore | None = None) -> None:
        self._url, self._opened = url, opened

    @cached_property
    def _bucket(self) -> Any:
        # Opened at the first use: its threads do not live on in a process that is forked afterwards.
        return self._opened or from_url(self._url)

    def put(self, key: str, content: IO[bytes]) -> None:
        content.seek(0)
        obstore.put(self._bucket, key, content)

    def open(self, key: str) -> Iterator[bytes]:
        return (bytes(piece) for piece in obstore.get(self._bucket, key).stream())

    def delete(self, key: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            obstore.delete(self._bucket, key)

    def keys(self, *, under: str, before: datetime) -> Iterator[str]:
        for some in obstore.list(self._bucket, prefix=under):
            for found in some:
                if found["last_modified"].astimezone(UTC) < before:
                    yield found["path"]


def store_at(url: str) -> Store:
    """The store of a setting that was checked already."""
    return BucketStore(url) if url.startswith("s3://") else FolderStore(Path(url.removeprefix("file://")))
