"""Style sheets, scripts and icons: joined and minified once at start, kept in memory, never asked for twice.

A file's address holds a hash of what is in it, so browsers may keep it for ever. `static/css/*.css` become
one `app.css` in the order of their names; their cascade layers are flattened, because the browsers of many
offices (Chromium 86 to 95) ignore `@layer`. The order of the files is the order of the layers.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cached_property
from pathlib import Path

import brotli

PREFIX = "/static/"
FOLDER = Path(__file__).parent.parent / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
Headers = list[tuple[bytes, bytes]]


class Asset:
    """One file as it is served, in each encoding a browser may ask for."""

    def __init__(self, name: str, raw: bytes) -> None:
        stem, _, kind = name.rpartition(".")
        self.raw = raw
        self.path = f"{PREFIX}{stem}-{hashlib.sha256(raw).hexdigest()[:8]}.{kind}"
        self.kind = KINDS[f".{kind}"]

    @cached_property
    def br(self) -> bytes:
        made: bytes = brotli.compress(self.raw, quality=11)
        return made

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.raw, 9, mtime=0)

    def encoded(self, accept: str) -> tuple[bytes, Headers]:
        """The body in the best encoding of an Accept-Encoding header, with its headers."""
        headers = [
            (b"content-type", self.kind.encode()),
            (b"cache-control", b"public, max-age=31536000, immutable"),
            (b"vary", b"Accept-Encoding"),
        ]
        accepted = {part.split(";")[0].strip() for part in accept.split(",")}
        if "br" in accepted:
            return self.br, [*headers, (b"content-encoding", b"br")]
        if "gzip" in accepted:
            return self.gzip, [*headers, (b"content-encoding", b"gzip")]
        return self.raw, headers


_by_name: dict[str, Asset] = {}
_by_path: dict[str, Asset] = {}


def build(folder: Path = FOLDER) -> None:
    """Read every file. Compressing waits for the first reader, so that a start stays quick."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in KINDS}
    files["app.css"] = style_sheet(folder / "css").encode()
    _by_name.clear()
    _by_path.clear()
    for name, raw in files.items():
        asset = Asset(name, raw)
        _by_name[name] = _by_path[asset.path] = asset


def url(name: str) -> str:
    """The address of a file in static/, for templates: asset("app.css")."""
    return _by_name[name].path


def lookup(path: str) -> Asset | None:
    return _by_path.get(path)


def style_sheet(folder: Path) -> str:
    return minified("".join(flattened(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.css"))))


_LAYER = re.compile(r"@layer\s+[\w, ]+\s*([{;])")


def flattened(css: str) -> str:
    """What stands in `@layer name { … }` without the layer around it."""
    found = _LAYER.search(css)
    if not found:
        return css
    before = css[: found.start()]
    if found.group(1) == ";":
        return before + flattened(css[found.end() :])
    depth, at = 1, found.end()
    while depth:
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        at += 1
    return before + css[found.end() : at - 1] + flattened(css[at:])


def minified(css: str) -> str:
    """Without comments and the white space that says nothing."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[{;])([\w-]+): ", r"\1:", css)
    return css.replace(";}", "}").strip()
