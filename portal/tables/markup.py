"""The XML inside a workbook, read piece by piece and without trust."""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

Enter = Callable[[str, dict[str, str]], None]
Leave = Callable[[str], None]
Text = Callable[[str], None]


class Damaged(Exception):
    """A part of a workbook is not what its format promises."""


def walk(pieces: Iterable[bytes], enter: Enter, leave: Leave | None = None, text: Text | None = None) -> None:
    """Call back for every element by its name without prefix, and for every text.

    Raises:
        Damaged: this is no XML, or it has a document type, by which texts grow and files are named.
    """
    for _piece in walking(pieces, enter, leave, text):
        pass


def walking(
    pieces: Iterable[bytes], enter: Enter, leave: Leave | None = None, text: Text | None = None
) -> Iterator[None]:
    """Do what `walk` does, and halt after each piece so that results can be taken away."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = lambda tag, attributes: enter(_local(tag), attributes)
    if leave:
        parser.EndElementHandler = lambda tag: leave(_local(tag))
    parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, UnicodeError) as error:  # the last two: a made-up encoding
        raise Damaged from error
    yield


def _refuse_document_type(*_declaration: object) -> None:
    raise Damaged


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag
