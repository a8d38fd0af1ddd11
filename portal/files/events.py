"""What happens to files. The trail is read by the vendor: it holds no names and no words of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class FileEvent(Event):
    """Something that happened to one file of one firm's world."""

    partner_id: int
    file_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class FileKept(FileEvent):
    """A file was taken in."""

    title = _l("File kept")

    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FileOpened(FileEvent):
    """A file may be read by more people than before."""

    title = _l("File opened to more readers")

    before: str


@dataclass(frozen=True, kw_only=True)
class FileDropped(FileEvent):
    """A file was taken back; its bytes are removed by the next sweep."""

    title = _l("File removed")


@dataclass(frozen=True, kw_only=True)
class FilesSwept(Event):
    """Contents that belonged to no file were removed from the store."""

    title = _l("Files without an owner removed")

    count: int
