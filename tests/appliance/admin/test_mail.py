"""Mail about the machine, through a real server: when it leaves, when it does not, and what the doctor says then."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .places import ROOT, Site, installed, make_site
from .post_office import Office, certificate, opened

from hrapp_admin import checks_mail, doctor, mail, status  # isort: skip
from hrapp_admin.answers import BAD, OK, WARN, Answer  # isort: skip
from hrapp_admin.cli import main  # isort: skip
from hrapp_backup.files import write_json  # isort: skip
from hrapp_backup.trouble import Trouble  # isort: skip

WELL, ILL, ODD = (
    Answer("drill", OK, "drill-never"),
    Answer("drill", BAD, "drill-never"),
    Answer("kit", WARN, "kit-unproved"),
)
MINUTE, HOUR, DAY = 60, 3600, 86400
NOW = time.time()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path)
    installed(made, "1.0.0")
    return made


@pytest.fixture
def office(site: Site) -> Iterator[Office]:
    with opened(Office()) as made:
        configured(site, made)
        yield made


def configured(site: Site, office: Office | None = None, **more: object) -> None:
    told = {"host": "127.0.0.1", "port": office.port if office else 587, "from": "hrapp@example.cn", **more}
    lines = [f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}" for key, value in told.items()]
    about = '[appliance]\nhost = "hr.example.cn"\nadmin_mail = "it@example.cn"\nlanguage = "en"\n'
    site.box.config.write_text(about + "[mail]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def held(site: Site) -> None:
    write_json(site.box.state / "mail-held.json", {"since": "2026-11-26T03:00:00Z", "why": "restore"})


def said(site: Site) -> tuple[str, str]:
    (found,) = checks_mail.mail_server(site)
    return found.code, found.said("en")


# -- when ----------------------------------------------------------------------------------------------------


def test_what_went_wrong_is_mailed_at_once_and_only_once(site: Site, office: Office) -> None:
    for minutes in range(0, 120, 10):
        doctor.record(site, [ILL], NOW + minutes * MINUTE)
    assert office.subjects == ["hrapp hr.example.cn: 1 things to look at"]
    (letter,) = office.letters
    assert letter["To"] == "it@example.cn" and letter["From"] == "hrapp@example.cn" and letter["Date"]
    assert "hrapp-admin drill" in letter.get_content()


def test_other_changes_wait_for_the_day_to_end(site: Site, office: Office) -> None:
    doctor.record(site, [ILL], NOW)
    doctor.record(site, [ODD], NOW + HOUR)
    doctor.record(site, [WELL], NOW + 2 * HOUR)
    assert len(office.letters) == 1
    doctor.record(site, [WELL], NOW + DAY)
    assert office.subjects[1:] == ["hrapp hr.example.cn: all is well"]
    doctor.record(site, [WELL], NOW + 3 * DAY)
    assert len(office.letters) == 2


def test_what_comes_and_goes_does_not_fill_the_inbox(site: Site, office: Office) -> None:
    for minutes in range(0, 600, 20):
        doctor.record(site, [ILL], NOW + minutes * MINUTE)
        doctor.record(site, [WELL], NOW + (minutes + 10) * MINUTE)
    assert len(office.letters) == 1


def test_what_could_not_be_sent_is_sent_when_the_server_is_back(site: Site) -> None:
    with opened(Office()) as office:
        port = office.port
    configured(site, office)
    doctor.record(site, [ILL], NOW)
    with opened(Office(), port) as office:
        doctor.record(site, [ILL], NOW + 10 * MINUTE)
        assert office.calls == 0, "a server that did not answer is left alone for an hour"
        doctor.record(site, [ILL], NOW + HOUR)
        assert len(office.letters) == 1


# -- held ----------------------------------------------------------------------------------------------------


def test_after_a_restore_nobody_is_even_called_until_mail_is_released(site: Site, office: Office) -> None:
    held(site)
    doctor.record(site, [ILL], NOW)
    doctor.record(site, [ILL], NOW + 2 * DAY)
    assert list(checks_mail.mail_server(site)) == []
    assert (office.calls, office.letters) == (0, [])
    assert release(site) == 0
    doctor.record(site, [ILL], NOW + 2 * DAY + 10 * MINUTE)
    assert len(office.letters) == 1, "what was held back is told"


def release(site: Site) -> int:
    return main(["restore", "release-mail"], site)


def test_that_mail_is_held_is_named_with_the_word_that_releases_it(
    site: Site, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    held(site)
    (found,) = checks_mail.mail_held(site)
    assert found.level == WARN
    for language in ("en", "zh"):
        assert "hrapp-admin restore release-mail" in found.said(language)
    assert status.gathered(site)["mail_held"]["why"] == "restore"
    main(["status"], site)
    assert "hrapp-admin restore release-mail" in capsys.readouterr().out
    release(site)
    assert list(checks_mail.mail_held(site)) == [] and not status.gathered(site)["mail_held"]


def test_the_application_itself_sends_no_mail() -> None:
    """Whoever changes that has to ask whether mail is held, as the doctor does."""
    senders = ("smtplib", "aiosmtplib", "sendmail", "urllib.request", "aiohttp", "httpx")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in (ROOT / "src").rglob("*.py")
        for word in senders
        if f"import {word}" in (text := path.read_text(encoding="utf-8")) or f"from {word}" in text
    ]
    assert found == []


# -- what the doctor says of the server ------------------------------------------------------------------------


def test_without_a_server_the_doctor_says_so_and_is_content(site: Site) -> None:
    (found,) = checks_mail.mail_server(site)
    assert (found.level, found.code) == (OK, "mail-nowhere")


def test_a_server_that_would_take_it_is_tried_without_a_letter(site: Site, office: Office) -> None:
    assert said(site)[0] == "mail-well"
    assert (office.calls, office.letters) == (1, [])
    assert said(site)[0] == "mail-well"
    assert office.calls == 1, "and not every ten minutes"


def test_a_name_that_does_not_exist(site: Site) -> None:
    configured(site, host="mail.invalid")
    code, sentence = said(site)
    assert code == "mail-unknown" and "[mail] host" in sentence


def test_a_server_that_refuses_the_connection(site: Site) -> None:
    with opened(Office()) as office:
        pass
    configured(site, office)
    code, sentence = said(site)
    assert code == "mail-refused" and f"port {office.port}" in sentence and "firewall" in sentence


def test_a_server_that_says_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        configured(site, port=deaf.getsockname()[1])
        assert said(site)[0] == "mail-silent"


def test_a_certificate_that_nobody_believes(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = certificate(tmp_path)
    with opened(Office(certificate=made)) as office:
        configured(site, office, host="localhost")
        code, sentence = said(site)
        assert code == "mail-certificate" and "update-ca-certificates" in sentence
        monkeypatch.setenv("SSL_CERT_FILE", str(made))  # as update-ca-certificates does
        mail.forget(site)
        assert said(site)[0] == "mail-well"
        configured(site, office, host="127.0.0.1")
        assert said(site)[0] == "mail-certificate", "believed, but for another name"


def test_tls_from_the_start_where_there_is_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(Office()) as office:
        monkeypatch.setattr(mail, "TLS_AT_ONCE", office.port)
        configured(site, office)
        code, sentence = said(site)
        assert code == "mail-tls" and "587" in sentence


def test_a_password_is_not_sent_in_the_open(site: Site) -> None:
    with opened(Office(users={"hrapp": "right"})) as office:
        configured(site, office, user="hrapp")
        password(site, "right")
        assert said(site)[0] == "mail-open"
        assert office.logins == 0


def test_a_login_that_is_not_accepted(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with opened(Office(certificate=made, users={"hrapp": "right"})) as office:
        configured(site, office, host="localhost", user="hrapp")
        assert said(site)[0] == "mail-password"
        password(site, "wrong")
        code, sentence = said(site)
        assert code == "mail-login" and "wrong password" in sentence
        for minutes in range(0, 60, 10):
            doctor.record(site, [ILL], time.time() + minutes * MINUTE)
        assert office.logins == 1, "an account would be locked"
        password(site, "right")
        assert said(site)[0] == "mail-well", "tried at once when the password is another"
        doctor.record(site, [ILL], time.time())
        assert len(office.letters) == 1


def test_an_address_that_the_server_does_not_take(site: Site) -> None:
    with opened(Office(refuses="it@example.cn")) as office:
        configured(site, office)
        code, sentence = said(site)
        assert code == "mail-rejects" and "it@example.cn" in sentence and "nobody of that name" in sentence
        doctor.record(site, [ILL], NOW)
        assert office.letters == []


@pytest.mark.parametrize(
    ("given", "named"), [({"hots": "x"}, "host"), ({"port": "587"}, "port"), ({"port": 70000}, "port")]
)
def test_a_setting_that_cannot_be_is_named(site: Site, given: dict[str, object], named: str) -> None:
    configured(site, **given)
    with pytest.raises(Trouble) as trouble:
        list(checks_mail.mail_server(site))
    assert named in trouble.value.said("en")
    doctor.record(site, [ILL], NOW)  # it is not in the way of the rest
    assert (site.box.state / "health.json").exists()


def password(site: Site, text: str) -> None:
    site.box.credentials.mkdir(exist_ok=True)
    (site.box.credentials / "mail.password").write_text(text + "\n")
