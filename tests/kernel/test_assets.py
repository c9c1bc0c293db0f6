"""Static files: exactly the htmx that was chosen, addresses that change with what is in them, and nothing lost on the way."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import httpx
import pytest

from hrapp.kernel import assets

from ..browser import application

# The file as its makers released it. Whoever brings a new version changes name and sum here, on purpose.
HTMX = "htmx-2.0.11.min.js"
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
NAMES = ("app.css", "app.js", HTMX, "icons.svg", "mark.svg")


@pytest.fixture(autouse=True)
def _built() -> None:
    assets.build()


async def get(path: str, accept: str = "identity", method: str = "GET") -> httpx.Response:
    """As it goes over the wire: the body is not unpacked."""
    transport = httpx.ASGITransport(app=application())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://hrapp.test") as client:
        request = client.build_request(method, path, headers={"Accept-Encoding": accept})
        answer = await client.send(request, stream=True)
        raw = b"".join([part async for part in answer.aiter_raw()])
    encoding = answer.headers.pop("content-encoding", "")
    return httpx.Response(answer.status_code, headers=answer.headers, extensions={"raw": raw, "encoding": encoding})


def test_htmx_says_its_version_in_its_name_and_is_the_released_file() -> None:
    vendored = sorted(path.name for path in assets.FOLDER.glob("htmx*"))
    assert vendored == [HTMX]
    content = (assets.FOLDER / HTMX).read_bytes()
    assert hashlib.sha256(content).hexdigest() == HTMX_SHA256
    version = re.search(r"\d+\.\d+\.\d+", HTMX)
    assert version and f'version:"{version[0]}"'.encode() in content


def test_an_address_holds_a_hash_of_what_is_in_the_file() -> None:
    for name in NAMES:
        asset = assets.lookup(assets.url(name))
        assert asset is not None
        stem, _, kind = name.rpartition(".")
        assert asset.path == f"/static/{stem}-{hashlib.sha256(asset.raw).hexdigest()[:8]}.{kind}"


def test_another_content_has_another_address_and_the_same_content_the_same() -> None:
    one, other, again = (assets.Asset("app.js", raw).path for raw in (b"let a = 1", b"let a = 2", b"let a = 1"))
    assert one == again != other


def test_every_file_of_the_folder_is_served_and_nothing_else() -> None:
    files = {path.name for path in assets.FOLDER.iterdir() if path.suffix in assets.KINDS}
    assert {name.rpartition("/")[2] for name in NAMES} == files | {"app.css"}


@pytest.mark.parametrize("name", NAMES)
async def test_packed_or_plain_it_is_the_same_file(name: str) -> None:
    path = assets.url(name)
    plain, br, gz, both = [await get(path, accept) for accept in ("identity", "br", "gzip;q=0.5", "gzip, deflate, br")]
    raw = plain.extensions["raw"]
    assert [answer.extensions["encoding"] for answer in (plain, br, gz, both)] == ["", "br", "gzip", "br"]
    assert brotli.decompress(br.extensions["raw"]) == raw == gzip.decompress(gz.extensions["raw"])
    for answer in (plain, br, gz):
        assert answer.status_code == 200
        assert answer.headers["content-length"] == str(len(answer.extensions["raw"]))
        assert answer.headers["content-type"] == assets.KINDS[Path(name).suffix]
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding" and answer.headers["x-content-type-options"] == "nosniff"


async def test_asking_for_the_head_sends_no_body() -> None:
    answer = await get(assets.url("app.js"), method="HEAD")
    assert answer.status_code == 200 and answer.extensions["raw"] == b"" and int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path",
    ["/static/app.js", "/static/app-00000000.js", "/static/", "/static/..%2fsettings.py", "/static/css/10_base.css"],
)
async def test_an_address_without_the_right_hash_is_nothing(path: str) -> None:
    assert (await get(path)).status_code == 404


async def test_a_static_file_is_not_written_to() -> None:
    assert (await get(assets.url("app.js"), method="POST")).status_code == 404


def test_flattening_keeps_every_rule_in_the_order_of_the_layers() -> None:
    css = "@layer base, parts; a { color: red } @layer base { b { c: d } @media print { e { f: g } } } h { i: j }"
    assert (
        " ".join(assets.flattened(css).split()) == "a { color: red } b { c: d } @media print { e { f: g } } h { i: j }"
    )


def test_minified_css_says_the_same() -> None:
    css = "/* why */\na > b,\nc { color : red; margin: 0 1px;\n}\n@media (min-width: 600px) { d { width: calc(1px + 2px) } }"
    assert assets.minified(css) == "a>b,c{color : red;margin:0 1px}@media (min-width: 600px){d{width:calc(1px + 2px)}}"


def test_the_style_sheet_is_whole() -> None:
    css = assets.style_sheet(assets.FOLDER / "css")
    assert "@layer" not in css and css.count("{") == css.count("}") and "/*" not in css
