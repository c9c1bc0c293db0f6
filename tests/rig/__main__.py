"""Machines by hand: `python -m tests.rig --help`."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path

from tests.rig.machine import Machine
from tests.rig.places import RigError, install_tools, why_not


def main() -> int:
    chosen = _arguments()
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        return 0
    install_tools()
    try:
        return int(chosen.does(chosen) or 0)
    except RigError as failure:
        print(failure, file=sys.stderr)
        return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.rig", description="Debian machines for the proofs.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(word: str, does: object, says: str, *, named: bool = True) -> argparse.ArgumentParser:
        part = commands.add_parser(word, help=says)
        part.set_defaults(does=does)
        if named:
            part.add_argument("name")
        return part

    new = command("up", _up, "a new machine, booted")
    new.add_argument("--suite", default="13", choices=("12", "13"))
    new.add_argument("--net", default="private", choices=("private", "host", "none"))
    new.add_argument("--layer", help="from a saved disk")
    command("boot", lambda chosen: print(f"{_again(chosen.name):.1f} s"), "the same disk, after down or a power cut")
    command("down", lambda chosen: Machine.found(chosen.name).down(), "switched off; the disk stays")
    command("power-cut", lambda chosen: Machine.found(chosen.name).power_cut(), "the plug is pulled")
    command("reboot", lambda chosen: print(f"{Machine.found(chosen.name).reboot():.1f} s"), "")
    command("destroy", lambda chosen: Machine.found(chosen.name).destroy(), "gone, with its disk")
    command("enter", lambda chosen: subprocess.call(_shell(chosen.name)), "a shell inside")
    inside = command("run", _run, "one command inside")
    inside.add_argument("command")
    put = command("put", lambda chosen: Machine.found(chosen.name).put(chosen.source, chosen.inside), "files in")
    put.add_argument("source", type=Path)
    put.add_argument("inside")
    save = command("save", lambda chosen: print(Machine.found(chosen.name).save(chosen.layer)), "its disk as a layer")
    save.add_argument("layer")
    link = command("link", lambda chosen: Machine.found(chosen.name).link(chosen.state == "up"), "the cable")
    link.add_argument("state", choices=("up", "down"))
    short = command("cycle", _cycle, "the short cycle of the appliance", named=False)
    short.add_argument("--suite", default="12", choices=("12", "13"))
    short.add_argument("--other", choices=("12", "13"), help="the second machine's Debian, otherwise the same")
    short.add_argument("--all", action="store_true", help="both Debians")
    short.add_argument("--keep", action="store_true", help="leave the machines for looking at")
    short.add_argument("--name", default="rig", help="how its machines' names begin, where two cycles run at once")
    short.add_argument("--resume", type=Path, metavar="FOLDER", help="go on with machines that were kept")
    short.add_argument("--from", dest="begin", default="", help="with --resume, the step that begins so")
    short.add_argument("--to", default="", help="end after the step that begins so")
    fault = command("faults", _faults, "every fault, each on a fork of one installed machine", named=False)
    fault.add_argument("--suite", default="12", choices=("12", "13"))
    fault.add_argument("--only", default="", help="parts of cases' names in tests/rig/faults/, by commas")
    fault.add_argument("--again", action="store_true", help="on the machine that the last run installed")
    fault.add_argument("--write", action="store_true", help="the table into docs/reliability.md")
    way = command(
        "ways", _ways, "installing at a terminal, from a backup, with 1 GB of memory, on two machines", named=False
    )
    way.add_argument("--suite", default="12", choices=("12", "13"))
    way.add_argument("--only", default="", help="the way that begins so: asked, small, two")
    way.add_argument("--keep", action="store_true", help="leave the machines for looking at")
    was = command("released", _released, "each release of docs/releases.json, upgraded to this tree", named=False)
    was.add_argument("--suite", default="12", choices=("12", "13"))
    was.add_argument("--of", default="", metavar="REF", help="a tag or commit")
    was.add_argument("--keep", action="store_true", help="leave the machines for looking at")
    command("list", _list, "machines of this host", named=False)
    return parser.parse_args()


def _cycle(chosen: argparse.Namespace) -> int:
    from tests.rig.cycle import Cycle

    for ended in (signal.SIGTERM, signal.SIGHUP):  # the machines go, too
        signal.signal(ended, lambda *_: sys.exit(130))
    suites = ("12", "13") if chosen.all else (chosen.suite,)
    good = True
    for suite in suites:
        other = chosen.other or ("13" if chosen.all else suite)  # from an old Debian to a new one, as companies move
        good = Cycle(suite, other, chosen.keep, chosen.resume, chosen.name).run(chosen.to, chosen.begin) and good
        if chosen.all:
            from tests.rig import faults

            good = faults.run(suite) and good
    if chosen.all:
        from tests.rig import released, ways

        good = ways.run("12") and good
        good = released.run("12") and good
    return 0 if good else 1


def _faults(chosen: argparse.Namespace) -> int:
    from tests.rig import faults

    return 0 if faults.run(chosen.suite, chosen.only, chosen.write, chosen.again) else 1


def _ways(chosen: argparse.Namespace) -> int:
    from tests.rig import ways

    return 0 if ways.run(chosen.suite, chosen.only, chosen.keep) else 1


def _released(chosen: argparse.Namespace) -> int:
    from tests.rig import released

    return 0 if released.run(chosen.suite, chosen.of, chosen.keep) else 1


def _up(chosen: argparse.Namespace) -> None:
    if chosen.layer:
        machine = Machine.fork(chosen.name, chosen.layer, chosen.net)
    else:
        machine = Machine(chosen.name, chosen.suite, net=chosen.net)
    print(f"{chosen.name} is up after {machine.up():.1f} s, at {machine.ip}")


def _again(name: str) -> float:
    return Machine.found(name).up(fresh=False)


def _shell(name: str) -> list[str]:
    return Machine.found(name).inside(["bash", "-l"], {"TERM": "xterm-256color"})


def _run(chosen: argparse.Namespace) -> int:
    return subprocess.call(Machine.found(chosen.name).inside(chosen.command))


def _list(_: argparse.Namespace) -> None:
    for name in Machine.names():
        machine = Machine.found(name)
        print(f"{name:20} Debian {machine.suite}  {machine.ip:12} {'up' if machine.is_up else 'off'}")


if __name__ == "__main__":
    sys.exit(main())
