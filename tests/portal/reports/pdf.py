"""What a PDF holds, asked of poppler's tools, which know nothing of what made it."""

from __future__ import annotations

import subprocess


def ask(tool: str, content: bytes, *options: str) -> str:
    """What a tool says of a PDF."""
    last = ["-"] if tool == "pdftotext" else []
    told = subprocess.run([tool, *options, "-", *last], input=content, capture_output=True, check=True)
    return told.stdout.decode()


def text_of(content: bytes) -> str:
    return ask("pdftotext", content, "-layout")


def fonts_of(content: bytes) -> list[dict[str, str]]:
    lines = ask("pdffonts", content).splitlines()[2:]
    return [{"name": line.split()[0], "emb": line.split()[-5], "sub": line.split()[-4]} for line in lines]
