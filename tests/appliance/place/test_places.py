"""What the playbook and the units promise, as far as a machine is not needed to see it."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ANSIBLE, SYSTEMD = ROOT / "deploy/ansible", ROOT / "deploy/systemd"
LOOK = ANSIBLE / "roles/preflight/files/look.py"
UNITS = sorted(SYSTEMD.glob("hrapp*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]


def look(*words: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, str(LOOK), "--language", "en", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_a_setting_that_nobody_knows_is_named_with_the_nearest_one() -> None:
    found = look(
        "--known",
        "hrapp_host,hrapp_company",
        "--said",
        "hrapp_host,hrapp_compny,hrapp_fqdn",
        "--renamed",
        "hrapp_fqdn=hrapp_host",
    )
    assert "there is no setting hrapp_compny; did you mean hrapp_company?" in found["findings"]
    assert "there is no setting hrapp_fqdn: it is called hrapp_host now" in found["findings"]


def test_a_clock_before_the_release_was_made_and_too_little_memory_are_found_at_once() -> None:
    found = " ".join(look("--built", "2199-01-01T00:00:00Z", "--memory", "999999999")["findings"])  # type: ignore[arg-type]
    assert "before this release was made" in found
    assert "of memory" in found


APART = ("--application", "hr-app", "--database", "hr-db", "--debians", "12,12")
APART_WELL = (*APART, "--database-host", "hr-db.example.cn", "--places", "hr-app=192.0.2.10,hr-db=192.0.2.20")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (APART_WELL, ""),
        (("--application", "box", "--database", "box", "--places", "box="), ""),
        ((*APART_WELL, "--database-host", ""), "say that machine's name in hrapp_db_host"),
        ((*APART_WELL, "--database", "hr-app"), "leave hrapp_db_host empty"),
        ((*APART_WELL, "--database", "", "--database-host", ""), "there is no database"),
        ((*APART_WELL, "--places", "hr-app=192.0.2.10,hr-db=hr-db"), "ansible_host of hr-db is hr-db"),
        ((*APART_WELL, "--debians", "12,13"), "different Debians (hr-app, hr-db: 12,13)"),
    ],
)
def test_where_the_database_is_must_fit_together(said: tuple[str, ...], found: str) -> None:
    ours = [each for each in look(*said)["findings"] if "database" in each or "Debians" in each]  # type: ignore[attr-defined]
    told = " ".join(ours)
    assert found in told
    assert bool(found) == bool(told)


def test_everything_that_may_be_said_of_a_site_has_a_default_and_a_description() -> None:
    """A name in the one file and not in the other is one that nobody can say, or that nobody checks."""
    said = set(re.findall(r"^(hrapp_\w+):", (ANSIBLE / "group_vars/all.yml").read_text(), re.M))
    specs = (ANSIBLE / "roles/preflight/meta/argument_specs.yml").read_text()
    checked = set(re.findall(r"^ {6}(hrapp_\w+):", specs, re.M))
    assert said == checked - {"hrapp_bare"}


def test_every_role_says_what_it_takes_and_uses_no_collection() -> None:
    for role in sorted((ANSIBLE / "roles").iterdir()):
        assert (role / "meta/argument_specs.yml").is_file(), role.name
        for tasks in role.glob("[th]*/*.yml"):
            modules = set(re.findall(r"^ {2}(\w+(?:\.\w+)+):", tasks.read_text(), re.M))
            assert all(name.startswith("ansible.builtin.") for name in modules), (tasks, modules)


def test_both_debians_get_the_same_parts() -> None:
    lists = json.loads((ANSIBLE / "packages.json").read_text())
    assert set(lists) == {"bookworm", "trixie"}
    assert set(lists["bookworm"]) == set(lists["trixie"])


def test_the_page_for_closed_doors_speaks_both_languages_and_may_have_its_style() -> None:
    page = (ANSIBLE / "roles/proxy/files/closed.html").read_text()
    style = re.search("<style>(.*?)</style>", page, re.S)
    assert style
    hashed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"sha256-{hashed}" in (ANSIBLE / "roles/proxy/defaults/main.yml").read_text()
    assert "系统正在维护" in page
    assert "back soon" in page
    assert "script" not in page


def test_nginx_takes_uploads_as_large_as_the_largest_page_does() -> None:
    from hrapp.modules.imports.pages import TOGETHER

    size = re.search(r"proxy_body_mb: (\d+)", (ANSIBLE / "roles/proxy/defaults/main.yml").read_text())
    assert size
    assert TOGETHER < int(size[1]) * 2**20 < TOGETHER * 1.1


def test_the_application_gets_every_key_it_keeps_things_under() -> None:
    from hrapp.kernel import keyring
    from hrapp.serve import HEADS_KEY

    needed = {f"{name}.keys" for name in keyring.NAMES} | {HEADS_KEY}
    for name in ("hrapp-web.service", "hrapp-worker.service"):
        given = set(
            re.findall(r"^LoadCredential=(\S+?):/etc/hrapp/credentials/keys/\1$", (SYSTEMD / name).read_text(), re.M)
        )
        assert given == needed, name
    wrapper = (ANSIBLE / "roles/app/defaults/main.yml").read_text()
    assert all(key in wrapper for key in needed)


def test_the_settings_that_are_written_are_ones_the_application_knows() -> None:
    from hrapp.settings import KNOWN

    template = (ANSIBLE / "roles/app/templates/config.toml.j2").read_text()
    table = ""
    for line in template.splitlines():
        if found := re.match(r"\[(\w+)\]$", line):
            table = found[1]
            assert table in KNOWN
        elif (key := re.match(r"(\w+) = ", line)) and KNOWN[table]:
            assert key[1] in KNOWN[table], f"[{table}] {key[1]}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_says_why_it_is_there(unit: Path) -> None:
    text = unit.read_text()
    assert "Description=hrapp" in text
    if unit.suffix in (".service", ".socket", ".slice"):
        assert text.startswith("# ")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_gives_up_what_it_does_not_need(unit: Path) -> None:
    text = unit.read_text()
    for line in ("NoNewPrivileges=yes", "PrivateTmp=yes", "ProtectKernelModules=yes", "ProtectClock=yes"):
        assert line in text, line
    assert re.search(r"^CapabilityBoundingSet=", text, re.M)
    assert re.search(r"^RestrictAddressFamilies=", text, re.M)
    if unit.name in ("hrapp-web.service", "hrapp-worker.service"):
        assert "PrivateNetwork=yes" in text
        assert "CapabilityBoundingSet=\n" in text


def test_every_timer_has_its_service_and_starts_after_a_night_without_power() -> None:
    for timer in SYSTEMD.glob("*.timer"):
        assert timer.with_suffix(".service").is_file()
        text = timer.read_text()
        assert "Persistent=yes" in text or "OnBootSec=" in text


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Without the programs they start, only what systemd cannot read is an error."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    for unit in UNITS:
        shutil.copy(unit, tmp_path)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)],
        capture_output=True,
        text=True,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:/usr/lib/systemd/system:/lib/systemd/system", "PATH": "/usr/bin:/bin"},
    )
    wrong = [line for line in done.stderr.splitlines() if re.search(r"hrapp\S*:\d+: ", line)]
    assert wrong == []


# As `systemd-analyze security` counts, times ten; 100 is a service that may do everything.
EXPOSED = {"hrapp-web.service": 6, "hrapp-worker.service": 6}  # they meet people and run all the time
AT_MOST = 15


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_no_more_exposed_than_it_was(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    done = subprocess.run(
        [
            "systemd-analyze",
            "security",
            "--offline=true",
            f"--threshold={EXPOSED.get(unit.name, AT_MOST)}",
            "--no-pager",
            str(unit),
        ],
        capture_output=True,
        text=True,
    )
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze is too old to count without running")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
