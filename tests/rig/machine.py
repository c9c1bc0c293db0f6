"""One machine: up, down, power cut, reboot, commands inside, files in and out, saved and forked disks."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

from tests.rig import network, small
from tests.rig.base import base, locked
from tests.rig.places import RigError, cache

RUNNING = Path("/run/hrapp-rig")  # who is up on this host; gone with the host
INSIDE = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
    "USER": "root",
    "LOGNAME": "root",
}


class Machine:
    def __init__(self, name: str, suite: str = "13", layers: list[Path] | None = None, net: str = "private") -> None:
        if not name.isidentifier() or len(name) > 20:
            raise RigError(f"A machine's name is a short word of letters and digits, not {name!r}.")
        self.name, self.suite, self.net = name, suite, net
        self.layers = layers or []  # uppers of saved machines, oldest first
        self.folder = _disks() / name
        self.disks: dict[str, str] = {}  # folders of the host that are disks of their own inside
        self.memory = 0  # MB that it may have; 0: all there is
        self.index = 0
        self.nspawn = 0

    # --- life -------------------------------------------------------------------------------------------------

    @classmethod
    def found(cls, name: str) -> Machine:
        """A machine somebody brought up before."""
        try:
            told = json.loads((RUNNING / f"{name}.json").read_text())
        except FileNotFoundError:
            raise RigError(f"There is no machine {name}. `python -m tests.rig list` shows them.") from None
        machine = cls(name, told["suite"], [Path(layer) for layer in told["layers"]], told["net"])
        machine.folder = Path(told.get("folder") or machine.folder)
        machine.index, machine.nspawn, machine.disks = told["index"], told["nspawn"], told.get("disks", {})
        machine.memory = told.get("memory", 0)
        return machine

    @staticmethod
    def names() -> list[str]:
        return sorted(path.stem for path in RUNNING.glob("*.json"))

    def up(self, fresh: bool = True) -> float:
        """Boots it; gives the seconds until systemd says it runs."""
        if self.is_up:
            raise RigError(f"{self.name} is up already.")
        with locked("machines"):
            if (RUNNING / f"{self.name}.json").exists() and fresh:
                raise RigError(f"{self.name} is there already; `python -m tests.rig down {self.name}` ends it.")
            if fresh:
                shutil.rmtree(self.folder, ignore_errors=True)
                self.index = self._free_index()
            self._remember()
        self._mount()
        if fresh:
            self._name_it()
        return self.boot()

    def boot(self) -> float:
        begun = time.monotonic()
        command = ["systemd-nspawn", "-q", "-D", str(self.root), "-b", "--register=no", "--keep-unit"]
        command += [f"--machine={self.name}", "--console=read-only", "--link-journal=no", "--timezone=off"]
        if self.net == "private":
            space = network.plug_in(self.name, self.index)
            # Its own namespace, so its own to filter: nspawn would take that right away.
            command += [f"--network-namespace-path={space}", "--resolv-conf=off", "--capability=CAP_NET_ADMIN"]
        elif self.net == "none":
            command += ["--private-network", "--resolv-conf=off"]
        else:
            command += ["--resolv-conf=copy-host"]
        command += [f"--bind={host}:{inside}" for host, inside in self.disks.items()]
        groups = _own_groups(self.name)
        if self.memory:
            groups = [*groups, *small.limit(self.name, self.memory, groups)]
        enter = "".join(f"echo $$ > {group}/cgroup.procs; " for group in groups)
        # nspawn cleans its folder below /run and refuses to where the host keeps /run on a disk, as containers do.
        enter += "mkdir -p /run/systemd/nspawn; mount -t tmpfs -o mode=755 none /run/systemd/nspawn; "
        # A reboot inside ends nspawn with 133: whoever keeps it starts it again.
        keep = enter + 'while :; do "$@"; [ $? = 133 ] || exit 0; done'
        # SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: a pure cgroup2 inside, whatever the host has.
        process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", keep, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "console.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
        )
        self.nspawn = process.pid
        self._remember()
        self.wait_running()
        return time.monotonic() - begun

    def wait_running(self, seconds: float = 90) -> str:
        """Until systemd has started everything; `degraded` is an answer too."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not _alive(self.nspawn):
                raise RigError(f"{self.name} ended while booting:\n{self.console()[-1500:]}")
            with contextlib.suppress(RigError):
                state = self.run("systemctl is-system-running", check=False, timeout=20).stdout.strip()
                if state in ("running", "degraded"):
                    return state
            time.sleep(0.1)
        raise RigError(f"{self.name} did not boot within {seconds:.0f} s:\n{self.console()[-1500:]}")

    def down(self) -> None:
        """Switched off in order; its disk and its cable stay."""
        if self.is_up:
            with contextlib.suppress(RigError, subprocess.TimeoutExpired):
                self.run("systemctl poweroff --no-block", check=False, timeout=20)
            self._wait_gone(60)
        self._unmount()

    def power_cut(self) -> None:
        """Everything in it ends at once, as when somebody pulls the plug. The host's page cache stays."""
        with contextlib.suppress(RigError, ProcessLookupError):
            os.kill(self.leader, signal.SIGKILL)
        self._wait_gone(10)

    def reboot(self) -> float:
        begun = time.monotonic()
        before = self.read("/proc/sys/kernel/random/boot_id"), self.leader
        self.run("systemctl reboot --no-block", check=False)
        until = begun + 120
        while time.monotonic() < until:
            with contextlib.suppress(RigError):
                if self.leader != before[1]:
                    break
            time.sleep(0.1)
        self.wait_running()
        return time.monotonic() - begun

    def destroy(self) -> None:
        self.power_cut()
        self._unmount()
        if self.index:
            network.unplug(self.name, self.index)
        for group in [*_own_groups(self.name, make=False), small.group(self.name)]:
            _remove_group(group)
        shutil.rmtree(self.folder, ignore_errors=True)
        (RUNNING / f"{self.name}.json").unlink(missing_ok=True)

    def save(self, layer: str) -> Path:
        """Its disk as a layer others start from. It has to be down."""
        if self.is_up:
            raise RigError(f"{self.name} has to be down before its disk is saved.")
        folder = cache() / "layers" / layer
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        subprocess.run(["cp", "-a", "--reflink=auto", f"{self.folder}/upper", f"{folder}/upper"], check=True)
        below = [str(path) for path in self.layers]
        (folder / "layer.json").write_text(json.dumps({"suite": self.suite, "layers": [*below, f"{folder}/upper"]}))
        return folder

    @classmethod
    def fork(cls, name: str, layer: str, net: str = "private") -> Machine:
        """A new machine from a saved disk; not up yet."""
        told = json.loads((cache() / "layers" / layer / "layer.json").read_text())
        return cls(name, told["suite"], [Path(path) for path in told["layers"]], net)

    def link(self, up: bool) -> None:
        network.cable(self.name, self.index, up)

    @property
    def root(self) -> Path:
        return self.folder / "root"

    # --- inside -----------------------------------------------------------------------------------------------

    @property
    def ip(self) -> str:
        return network.address(self.index)

    @property
    def is_up(self) -> bool:
        return bool(self.nspawn) and _alive(self.nspawn)

    @property
    def leader(self) -> int:
        """The machine's own process 1, by the host's count."""
        pid = self.nspawn
        while (below := _children(pid)) and (pid := below[0]):
            if Path(f"/proc/{pid}/comm").read_text().strip() != "systemd-nspawn":
                return pid
        raise RigError(f"{self.name} has no process 1 at the moment.")

    def inside(self, command: str | list[str], env: dict[str, str] | None = None) -> list[str]:
        words = [command] if isinstance(command, str) else command
        shell = ["sh", "-c", words[0]] if isinstance(command, str) else words
        settings = [f"{key}={value}" for key, value in (INSIDE | (env or {})).items()]
        return [
            "nsenter",
            "-t",
            str(self.leader),
            "-m",
            "-u",
            "-i",
            "-n",
            "-p",
            "-C",
            "--",
            "env",
            "-i",
            *settings,
            *shell,
        ]

    def run(
        self,
        command: str | list[str],
        *,
        check: bool = True,
        timeout: float = 600,
        stdin: str | None = None,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """A command as root inside. What it prints comes back; an exit code that is not 0 is an error unless asked for."""
        given: dict[str, Any] = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
        done = subprocess.run(
            self.inside(command, env), capture_output=True, text=True, errors="replace", timeout=timeout, **given
        )
        if check and done.returncode:
            said = (done.stdout[-3000:] + "\n" + done.stderr[-3000:]).strip()
            raise RigError(f"{self.name}: `{command}` ended with {done.returncode}:\n{said}")
        return done

    def sh(self, command: str, **more: Any) -> str:
        return str(self.run(command, **more).stdout.strip())

    def start(self, command: str, log: Path | None = None) -> subprocess.Popen[bytes]:
        """A command inside that goes on while the proof does something else."""
        out = log.open("wb") if log else subprocess.DEVNULL
        return subprocess.Popen(
            self.inside(command), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")

    def read(self, inside: str) -> str:
        return self.sh(f"cat {inside}")

    def write(self, inside: str, text: str, mode: int = 0o644) -> None:
        self.run(f"mkdir -p $(dirname {inside}); cat > {inside}; chmod {mode:o} {inside}", stdin=text)

    def put(self, source: Path, inside: str) -> None:
        """A file or folder into the machine, streamed; the host's mounts stay out of it."""
        with subprocess.Popen(
            ["tar", "-C", str(source.parent), "-cf", "-", source.name], stdout=subprocess.PIPE
        ) as tar:
            command = f"mkdir -p {inside} && tar -C {inside} --no-same-owner -xf -"
            subprocess.run(self.inside(command), stdin=tar.stdout, check=True)

    def console(self) -> str:
        log = self.folder / "console.log"
        return log.read_text(errors="replace") if log.exists() else ""

    # --- the parts --------------------------------------------------------------------------------------------

    def _mount(self) -> None:
        for part in ("upper", "work", "root"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        if os.path.ismount(self.root):
            return
        lower = ":".join(str(path) for path in [*reversed(self.layers), base(self.suite)])
        options = f"lowerdir={lower},upperdir={self.folder}/upper,workdir={self.folder}/work"
        subprocess.run(["mount", "-t", "overlay", "hrapp-rig", "-o", options, str(self.root)], check=True)

    def _unmount(self) -> None:
        if os.path.ismount(self.root):
            subprocess.run(["umount", "-l", str(self.root)], check=False)

    def _name_it(self) -> None:
        (self.root / "etc/hostname").write_text(f"{self.name}\n")
        (self.root / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {self.name}\n::1 localhost\n")
        # Not `uninitialized`: that would be a first boot, at which systemd enables whatever an installation left off.
        (self.root / "etc/machine-id").write_text(f"{uuid.uuid4().hex}\n")
        # Debian 13 starts systemd-networkd at the first boot, and it gives the card an address of its own.
        network_file = self.root / "etc/systemd/network/10-rig.network"
        network_file.parent.mkdir(parents=True, exist_ok=True)
        network_file.write_text("[Match]\nName=host0\n\n[Link]\nUnmanaged=yes\n")

    def _free_index(self) -> int:
        taken = {json.loads(path.read_text())["index"] for path in RUNNING.glob("*.json")}
        return next(number for number in range(11, 250) if number not in taken)

    def _remember(self) -> None:
        RUNNING.mkdir(exist_ok=True)
        told: dict[str, Any] = {"suite": self.suite, "layers": [str(path) for path in self.layers], "net": self.net}
        told |= {"index": self.index, "nspawn": self.nspawn, "disks": self.disks, "folder": str(self.folder)}
        told |= {"memory": self.memory}
        (RUNNING / f"{self.name}.json").write_text(json.dumps(told))

    def _wait_gone(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while _alive(self.nspawn) and time.monotonic() < until:
            time.sleep(0.05)
        if _alive(self.nspawn):
            below = _children(self.nspawn)
            for child in [self.nspawn, *below, *(pid for nspawn in below for pid in _children(nspawn))]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            time.sleep(0.2)


def _disks() -> Path:
    """Where machines' disks are: beside the cache, or in memory where that disk is too full for a machine to be well."""
    beside, memory = cache() / "machines", Path("/run/hrapp-rig-disks")
    room = os.statvfs(cache())
    if room.f_bavail * room.f_frsize > 20 << 30 and room.f_bavail > room.f_blocks // 5:
        return beside
    if not os.path.ismount(memory):
        memory.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=50%,mode=755", "hrapp-rig", str(memory)], check=True)
    return memory


def _alive(pid: int) -> bool:
    """A process of ours that ended is a zombie until somebody asks for it."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _own_groups(name: str, make: bool = True) -> list[Path]:
    """A control group per machine, in each hierarchy of the host that systemd would use."""
    top = Path("/sys/fs/cgroup")
    roots = [top / part for part in ("systemd", "unified") if (top / part).is_dir()] or [top]
    groups = [root / f"hrapp-rig-{name}" for root in roots]
    for group in groups if make else []:
        group.mkdir(exist_ok=True)
    return groups


def _remove_group(group: Path) -> None:
    for folder in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
    with contextlib.suppress(OSError):
        group.rmdir()
