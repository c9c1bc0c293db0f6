"""hrapp-tls: a certificate of the box's own, and a company's that is looked at before it is taken."""

import ssl
import subprocess
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[3] / "deploy/ansible/roles/tls/files/hrapp-tls"
NAME = "hr.example.cn"


def tls(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["python3", "-I", "-B", str(PROGRAM), "--home", str(home), "--public", str(home / "web"), *words]
    return subprocess.run(command, capture_output=True, text=True)


def openssl(*words: object) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "web").mkdir()
    made = tls(tmp_path, "make", "--name", NAME)
    assert made.returncode == 0, made.stderr
    return tmp_path


def test_the_box_makes_a_certificate_that_browsers_take_once_they_know_its_authority(home: Path) -> None:
    openssl("verify", "-x509_strict", "-CAfile", home / "ca.crt", "-verify_hostname", NAME, home / "server.crt")
    ssl.create_default_context().load_cert_chain(home / "server.crt", home / "server.key")
    assert (home / "web/ca/hrapp-ca.crt").read_text() == (home / "ca.crt").read_text()
    assert [(home / key).stat().st_mode & 0o077 for key in ("server.key", "ca.key")] == [0, 0]


def test_its_authority_can_vouch_for_no_other_name(home: Path, tmp_path: Path) -> None:
    request(tmp_path, "bank.example.com", signed_by=home)
    refused = subprocess.run(
        ["openssl", "verify", "-CAfile", home / "ca.crt", tmp_path / "own.crt"], capture_output=True, text=True
    )
    assert refused.returncode
    assert "permitted subtree violation" in refused.stdout + refused.stderr


def test_making_again_keeps_what_is_there(home: Path) -> None:
    before = (home / "server.crt").read_bytes()
    assert tls(home, "make", "--name", NAME).returncode == 0
    assert (home / "server.crt").read_bytes() == before


def test_an_address_without_a_name_gets_one_too(tmp_path: Path) -> None:
    assert tls(tmp_path, "make", "--name", "192.168.3.5").returncode == 0
    openssl("verify", "-CAfile", tmp_path / "ca.crt", "-verify_ip", "192.168.3.5", tmp_path / "server.crt")


def test_it_is_made_again_a_month_before_it_ends_and_not_earlier(home: Path, tmp_path: Path) -> None:
    before = (home / "server.crt").read_bytes()
    assert tls(home, "renew").returncode == 0
    assert (home / "server.crt").read_bytes() == before
    request(tmp_path, NAME, signed_by=home, days=20)
    (home / "server.crt").write_bytes((tmp_path / "own.crt").read_bytes())
    assert tls(home, "renew").returncode == 0
    openssl("x509", "-in", home / "server.crt", "-noout", "-checkend", 300 * 86400)
    openssl("verify", "-CAfile", home / "ca.crt", "-verify_hostname", NAME, home / "server.crt")


def test_a_companys_certificate_is_taken_with_its_chain(home: Path, tmp_path: Path) -> None:
    root = company(tmp_path)
    taken = tls(home, "use", str(tmp_path / "own.crt"), str(tmp_path / "own.key"), "--root", str(root))
    assert taken.returncode == 0, taken.stderr
    assert (home / "server.crt").read_bytes() == (tmp_path / "own.crt").read_bytes()
    assert not (home / "web/ca/hrapp-ca.crt").exists()  # nobody needs the box's own authority any more
    assert tls(home, "renew").returncode == 0  # and it is not made again by us
    assert (home / "server.crt").read_bytes() == (tmp_path / "own.crt").read_bytes()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("key", "does not belong to the certificate"),
        ("chain", "chain is incomplete"),
        ("name", "not for hr.example.cn"),
        ("date", "the certificate ends on"),
        ("password", "the key has a password"),
        ("missing", "there is no file"),
        ("rubbish", "is not PEM"),
    ],
)
def test_what_browsers_would_refuse_is_refused_before_and_nothing_is_changed(
    home: Path, tmp_path: Path, wrong: str, says: str
) -> None:
    root = company(tmp_path, name="www.example.cn" if wrong == "name" else NAME, days=0 if wrong == "date" else 90)
    certificate, key = tmp_path / "own.crt", tmp_path / "own.key"
    match wrong:
        case "key":
            openssl("genpkey", "-algorithm", "ed25519", "-out", key)
        case "password":
            openssl("pkey", "-in", key, "-aes256", "-passout", "pass:x", "-out", tmp_path / "locked.key")
            key = tmp_path / "locked.key"
        case "missing":
            certificate = tmp_path / "none.crt"
        case "rubbish":
            certificate.write_text("not a certificate")
    before = (home / "server.crt").read_bytes()
    trusted = [] if wrong == "chain" else ["--root", str(root)]
    refused = tls(home, "use", str(certificate), str(key), *trusted)
    assert refused.returncode == 2
    assert says in refused.stderr
    assert any("一" <= letter <= "龥" for letter in refused.stderr)  # and in Chinese
    assert (home / "server.crt").read_bytes() == before


def request(folder: Path, name: str, *, signed_by: Path, days: int = 90) -> None:
    """own.key and own.crt in `folder`, by the authority ca.crt of another."""
    openssl(
        *("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}"),
        *("-keyout", folder / "own.key", "-out", folder / "own.csr"),
    )
    (folder / "names").write_text(f"subjectAltName=DNS:{name}\n")
    openssl(
        *("x509", "-req", "-in", folder / "own.csr", "-CA", signed_by / "ca.crt", "-CAkey", signed_by / "ca.key"),
        *("-set_serial", "7", "-days", days, "-extfile", folder / "names", "-out", folder / "own.crt"),
    )


def company(folder: Path, name: str = NAME, days: int = 90) -> Path:
    authority = folder / "company"
    authority.mkdir()
    openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "900"),
        *("-subj", "/CN=company", "-keyout", authority / "ca.key", "-out", authority / "ca.crt"),
        *("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"),
    )
    request(folder, name, signed_by=authority, days=days)
    return authority / "ca.crt"
