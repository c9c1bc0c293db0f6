"""What the doctor says of a machine: each finding with what to do, and the same words for people, pages and mail."""

from __future__ import annotations

import itertools
import re
import string
import time
from dataclasses import replace
from pathlib import Path

import pytest

from .places import Site, installed, make_site

from hrapp_admin import answers, checks_data, checks_machine, doctor, looking, mail  # isort: skip
from hrapp_admin.answers import BAD, BOOK, OK, WARN, Answer  # isort: skip
from hrapp_backup.files import write_json  # isort: skip


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path)
    installed(made, "1.0.0")
    return made


def stamp(hours: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600))


@pytest.mark.parametrize("code", sorted(BOOK))
def test_every_sentence_has_the_same_blanks_in_both_languages(code: str) -> None:
    blanks = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in BOOK[code]]
    assert blanks[0] == blanks[1]
    assert re.search("[\u4e00-\u9fff]", BOOK[code][1]) or code == "settings-bad"


@pytest.mark.parametrize(("hours", "level"), [(1, OK), (2.9, OK), (3.2, WARN), (25, WARN), (27, BAD), (None, BAD)])
def test_a_backup_ages(site: Site, hours: float | None, level: str) -> None:
    if hours is not None:
        told = {"layers": {"set": {"local": {"last_success": stamp(hours)}}}}
        write_json(site.box.state / "backup.json", told)
    found = {answer.name: answer for answer in checks_data.backups(site)}
    assert found["backup.local"].level == level
    assert found["backup.off"].level == BAD  # nothing leaves the machine


def test_the_last_proved_restore_is_told_with_its_seconds(site: Site) -> None:
    assert next(checks_data.drill(site)).code == "drill-never"
    write_json(site.box.state / "drill.json", {"ok": True, "last_good": {"at": stamp(72), "seconds": 250.0}})
    assert next(checks_data.drill(site)).said("zh") == "上次验证恢复：3 天前，用时 250 秒"
    write_json(site.box.state / "drill.json", {"ok": True, "last_good": {"at": stamp(24 * 10), "seconds": 1}})
    assert next(checks_data.drill(site)).level == BAD
    failed = {
        "ok": False,
        "failure": {"en": "A page is torn.", "zh": "损坏。"},
        "last_good": {"at": stamp(1), "seconds": 1},
    }
    write_json(site.box.state / "drill.json", failed)
    assert "A page is torn." in next(checks_data.drill(site)).said("en")


def test_a_key_that_others_can_read_is_named_with_the_command(site: Site) -> None:
    site.box.class_keys.mkdir(parents=True, mode=0o700)
    site.box.credentials.chmod(0o700)
    for name in checks_data.KEYS:
        (site.box.class_keys / name).write_text("x")
        (site.box.class_keys / name).chmod(0o600)
    site.box.key_file.write_text("x")
    site.box.key_file.chmod(0o600)
    assert [answer.level for answer in checks_data.secrets(site)] == [OK]
    (site.box.class_keys / "salary.keys").chmod(0o644)
    (site.box.class_keys / "index.keys").unlink()
    found = [answer.said("en") for answer in checks_data.secrets(site)]
    assert any("index.keys is missing" in said for said in found)
    assert any(f"chmod 600 {site.box.class_keys / 'salary.keys'}" in said for said in found)


def test_a_disk_that_fills_says_when(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    today = int(time.time() // 86400)
    write_json(site.box.state / "disks.json", {"/": {str(today - 10): 200, str(today - 40): 900}})
    assert checks_machine.days_left(site, "/", 100) == 10
    assert checks_machine.days_left(site, "/", 300) is None  # there is more than there was


def told_by(folder: Path, states: dict[str, str]) -> tuple[str, ...]:
    """A systemctl that knows these units, and no other."""
    lines = [f"  *' {unit}') echo LoadState=loaded; echo ActiveState={state} ;;" for unit, state in states.items()]
    script = folder / "systemctl"
    cases = "\n".join(lines)
    script.write_text(f'case "$*" in\n{cases}\n  show*) echo LoadState=not-found; echo ActiveState=inactive ;;\nesac\n')
    return ("sh", str(script))


def test_the_database_is_asked_for_by_its_own_unit(site: Site, tmp_path: Path) -> None:
    for version, start in (("15", "manual"), ("17", "auto")):
        folder = site.clusters / version / "main"
        folder.mkdir(parents=True)
        (folder / "postgresql.conf").write_text("")
        (folder / "start.conf").write_text(f"# how it starts\n\n{start}\n")
    states = dict.fromkeys((*checks_machine.OURS, "valkey-server.service", "postgresql@17-main.service"), "active")
    states["postgresql.service"] = "inactive"  # only what starts the clusters at boot
    told = replace(site, systemctl=told_by(tmp_path, states))
    found = {answer.name: answer.level for answer in checks_machine.units(told)}
    assert found.pop("units.failed") == OK
    assert found == {f"unit.{unit}": OK for unit in states if unit != "postgresql.service"}
    states["postgresql@17-main.service"] = "failed"
    told = replace(site, systemctl=told_by(tmp_path, states))
    (down,) = [answer for answer in checks_machine.units(told) if answer.level == BAD]
    assert "systemctl start postgresql@17-main.service" in down.said("en")


def test_what_was_found_is_measured(site: Site) -> None:
    ill = Answer("drill", BAD, "drill-never", figures={"age_seconds": 5.0})
    doctor.record(site, [ill], 1700000000.0)
    lines = (site.box.state / "metrics.prom").read_text()
    assert 'hrapp_health{look="drill"} 2' in lines and 'hrapp_drill_age_seconds{look="drill"} 5.0' in lines


def test_prometheus_reads_one_group_for_each_name() -> None:
    found = [Answer(f"disk.{place}", OK, "disk-well", figures={"free_bytes": 1, "total_bytes": 2}) for place in "/v"]
    lines = doctor.metrics(found, 1700000000.4).splitlines()
    assert lines[:2] == ["# TYPE hrapp_recorded_seconds gauge", "hrapp_recorded_seconds 1700000000"]
    names = [re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")]
    assert [name for name, _ in itertools.groupby(names)] == list(dict.fromkeys(names))
    assert 'hrapp_disk_free_bytes{look="disk./"} 1' in lines and len(names) == 7


def test_a_look_that_fails_is_a_finding_and_the_others_go_on(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Site):  # type: ignore[no-untyped-def]
        raise OSError("no such thing")
        yield

    monkeypatch.setattr(doctor, "LOOKS", (broken, checks_machine.release))
    found = doctor.examined(site)
    assert [answer.code for answer in found] == ["failed-look", "release"]
    assert doctor.CODES[answers.worst(found)] == 1


def test_what_a_helper_gets_names_nobody() -> None:
    text = "张三 zhang.san@example.com 13800138000 11010519900307123X from 10.1.2.3 code=ABCD-EFGH"
    struck = looking.struck(text)
    for secret in ("张三", "zhang", "13800138000", "11010519900307123X", "10.1.2.3", "ABCD"):
        assert secret not in struck


def test_a_mail_says_what_to_do_or_that_all_is_well() -> None:
    wrong = mail.letter("hr.example.cn", "zh", [Answer("drill", BAD, "drill-never")])
    assert wrong["Subject"] == "hrapp hr.example.cn: 1 项需要处理" and "hrapp-admin drill" in wrong.get_content()
    assert "well" in mail.letter("h", "en", [Answer("drill", OK, "drill-never")])["Subject"]
