"""A bundle is used as it was signed, or not at all; what is refused leaves nothing behind."""

import tarfile
from pathlib import Path

import pytest

from .places import FILES, Key, Site, make_bundle, make_key, make_site, put

from hrapp_admin import bundles, sentences  # noqa: F401  isort: skip
from hrapp_backup.trouble import Trouble  # isort: skip


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return make_key(tmp_path / "keys")


@pytest.fixture
def site(tmp_path: Path, key: Key) -> Site:
    made = make_site(tmp_path)
    made.release_key.write_bytes(key.public.read_bytes())
    return made


def test_a_signed_bundle_opens(site: Site, key: Key, tmp_path: Path) -> None:
    opened = bundles.opened(site, make_bundle(tmp_path / "a.bundle", key))
    assert opened.version == "1.1.0"
    assert (opened.path / "release/admin/__main__.py").read_bytes() == FILES["release/admin/__main__.py"]


def test_so_does_one_behind_a_script(site: Site, key: Key, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "a.bundle", key)
    run = tmp_path / "a.run"
    run.write_bytes(b"#!/bin/sh\nexit 0\n__BUNDLE__\n" + bundle.read_bytes())
    assert bundles.opened(site, run).version == "1.1.0"


def cut(bundle: Path) -> None:
    bundle.write_bytes(bundle.read_bytes()[:1500])


def flip(bundle: Path) -> None:
    content = bytearray(bundle.read_bytes())
    content[content.index(b"print()")] ^= 1
    bundle.write_bytes(bytes(content))


@pytest.mark.parametrize(("harm", "code"), [(cut, "bundle-broken"), (flip, "bundle-content")])
def test_a_damaged_one_is_refused(site: Site, key: Key, tmp_path: Path, harm: object, code: str) -> None:
    bundle = make_bundle(tmp_path / "a.bundle", key)
    harm(bundle)  # type: ignore[operator]
    assert refused(site, bundle) == code


def test_one_signed_by_somebody_else_is_refused(site: Site, tmp_path: Path) -> None:
    assert refused(site, make_bundle(tmp_path / "a.bundle", make_key(tmp_path / "other"))) == "bundle-signature"


def test_a_file_that_is_not_in_the_list_is_refused(site: Site, key: Key, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "a.bundle", key, more={"release/ansible/roles/extra.yml": b"- x\n"})
    assert refused(site, bundle) == "bundle-content"


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_nothing_is_written_outside(site: Site, key: Key, tmp_path: Path, name: str) -> None:
    bundle = make_bundle(tmp_path / "a.bundle", key, more={name: b"x"})
    assert refused(site, bundle) == "bundle-content"
    assert not (site.incoming / "outside").exists()


def test_a_link_is_refused(site: Site, key: Key, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path / "a.bundle", key)
    with tarfile.open(bundle, "a") as archive:
        link = tarfile.TarInfo("release/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert refused(site, bundle) == "bundle-content"


def test_what_is_no_bundle_is_refused(site: Site, tmp_path: Path) -> None:
    assert refused(site, tmp_path / "missing") == "bundle-missing"
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8" * 2000)
    assert refused(site, other) == "bundle-broken"
    empty = tmp_path / "empty"
    with tarfile.open(empty, "w") as archive:
        put(archive, "a", b"a")
    assert refused(site, empty) == "bundle-broken"


def refused(site: Site, bundle: Path) -> str:
    with pytest.raises(Trouble) as trouble:
        bundles.opened(site, bundle)
    assert not (site.incoming / "unpacked").exists()
    for language in ("zh", "en"):
        assert trouble.value.said(language)
    return trouble.value.code
