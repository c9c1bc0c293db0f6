"""What must be so before anything on a machine is touched. Prints them as JSON: sentences, each with its fix."""

import argparse
import difflib
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

OURS = {"nginx"}


def main() -> None:
    chosen = arguments()
    findings = [finding for look in LOOKS for finding in look(chosen)]
    said = [zh if chosen.language == "zh" else en for zh, en in findings]
    may = {"set_clock": may_use(25), "filter_network": may_use(12)}
    print(json.dumps({"findings": said, "memory_mb": memory_mb(), **may}, ensure_ascii=False))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", type=int, default=900)
    parser.add_argument("--disk", type=int, default=4000)
    parser.add_argument("--host", default="")
    parser.add_argument("--built", default="")
    parser.add_argument("--language", default="zh")
    parser.add_argument("--known", default="")
    parser.add_argument("--said", default="")
    parser.add_argument("--renamed", default="")
    parser.add_argument("--proxy", action="store_true")
    parser.add_argument("--database-elsewhere", action="store_true")
    return parser.parse_args()


def names(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    """A setting that nobody knows is a mistake, or one that has another name now."""
    renamed = dict(pair.split("=", 1) for pair in chosen.renamed.split(",") if "=" in pair)
    known = chosen.known.split(",")
    found = []
    for said in filter(None, chosen.said.split(",")):
        if said in known:
            continue
        near = renamed.get(said) or next(iter(difflib.get_close_matches(said, known, 1)), "")
        found.append(
            (
                f"没有名为 {said} 的设置"
                + (f"：现在叫 {near}" if said in renamed else f"，是不是 {near}？" if near else ""),
                f"there is no setting {said}"
                + (f": it is called {near} now" if said in renamed else f"; did you mean {near}?" if near else ""),
            )
        )
    return found


def system(_: argparse.Namespace) -> list[tuple[str, str]]:
    told = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    name, version = told.get("ID", "").strip('"'), told.get("VERSION_ID", "").strip('"')
    found = []
    if name != "debian" or version not in ("12", "13"):
        found.append(
            (
                f"这台机器是 {name} {version}，hrapp 需要 Debian 12 或 13",
                f"this machine is {name} {version}; hrapp needs Debian 12 or 13",
            )
        )
    if os.uname().machine != "x86_64":
        found.append(
            (
                f"处理器是 {os.uname().machine}，安装包只适用于 x86_64",
                f"the processor is {os.uname().machine}; the bundle is for x86_64",
            )
        )
    if not Path("/run/systemd/system").is_dir():
        found.append(
            ("systemd 没有在运行", "systemd is not running here: use a machine or a virtual machine, no container")
        )
    if os.geteuid() != 0:
        found.append(("请以 root 身份运行", "run this as root"))
    return found


def may_use(capability: int) -> bool:
    """Whether this machine may do that at all; a container may not set the clock it shares with its host."""
    told = dict(line.split(":", 1) for line in Path("/proc/1/status").read_text().splitlines() if ":" in line)
    return bool(int(told["CapBnd"].strip(), 16) >> capability & 1)


def memory_mb() -> int:
    told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    return int(told["MemTotal"].split()[0]) // 1024


def memory(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    there = memory_mb()
    if there >= chosen.memory:
        return []
    return [
        (
            f"内存只有 {there} MB，至少需要 {chosen.memory} MB",
            f"there are {there} MB of memory; hrapp needs {chosen.memory} MB",
        )
    ]


def disk(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    found = []
    for folder in ("/", "/var", "/opt"):
        if not Path(folder).is_dir() or (folder != "/" and os.stat(folder).st_dev == os.stat("/").st_dev):
            continue
        free = shutil.disk_usage(folder).free // 2**20
        if free < chosen.disk and not Path("/opt/hrapp/current").exists():
            found.append(
                (
                    f"{folder} 只剩 {free} MB，至少需要 {chosen.disk} MB：请清理或扩大磁盘",
                    f"{folder} has {free} MB left and needs {chosen.disk} MB: free some or give it a bigger disk",
                )
            )
        nodes = os.statvfs(folder)
        if nodes.f_files and nodes.f_favail < 50_000:
            found.append(
                (
                    f"{folder} 的 inode 即将用完：请删除不需要的小文件",
                    f"{folder} runs out of inodes: delete small files",
                )
            )
    return found


def name(_: argparse.Namespace) -> list[tuple[str, str]]:
    """Where a machine's own name is not known to it, sudo waits 20 seconds for a dead resolver, each time."""
    own = socket.gethostname()
    hosts = [line.split("#")[0].split()[1:] for line in Path("/etc/hosts").read_text().splitlines() if line.strip()]
    if any(own in names for names in hosts):
        return []
    begun = time.monotonic()
    try:
        socket.getaddrinfo(own, None)
    except OSError:
        pass
    else:
        if time.monotonic() - begun < 2:
            return []
    return [
        (
            f"本机名 {own} 无法解析：请在 /etc/hosts 中加一行 127.0.1.1 {own}",
            f"this machine does not know its own name: add the line 127.0.1.1 {own} to /etc/hosts",
        )
    ]


def clock(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    built = chosen.built.replace("T", " ").replace("Z", "")[:19]
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d"):
        try:
            made = time.mktime(time.strptime(built, pattern))
        except ValueError:
            continue
        if made > time.time() + 86400:
            return [
                (
                    f"时钟显示 {time.strftime('%Y-%m-%d %H:%M')}，早于此版本的制作日期 {built}：请先校正时钟",
                    f"the clock says {time.strftime('%Y-%m-%d %H:%M')}, before this release was made ({built}): set it",
                )
            ]
        break
    return []


def ports(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    """Somebody else's web server is not pushed aside."""
    if not chosen.proxy or not shutil.which("ss"):
        return []
    told = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True).stdout
    found = []
    for line in told.splitlines():
        words = line.split()
        port = words[3].rpartition(":")[2]
        program = words[5].split('"')[1] if len(words) > 5 and '"' in words[5] else "?"
        if port in ("80", "443") and program not in OURS:
            found.append(
                (
                    f"端口 {port} 已被 {program} 占用：请先停用它",
                    f"port {port} is taken by {program}: stop it first",
                )
            )
    return sorted(set(found))


def packages(_: argparse.Namespace) -> list[tuple[str, str]]:
    told = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package}\n"], capture_output=True, text=True
    )
    held = {"postgresql-common", "nginx", "redis-server", "valkey-server"}
    found = [line.split()[1] for line in told.stdout.splitlines() if line.startswith("hi") and line.split()[1] in held]
    return [
        (f"软件包 {each} 被 hold：apt-mark unhold {each}", f"{each} is on hold: apt-mark unhold {each}")
        for each in found
    ]


def database(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    """What would serve and could neither be backed up nor upgraded is not laid out at all."""
    if not chosen.database_elsewhere:
        return []
    return [
        (
            "此版本的备份、恢复与升级要求 PostgreSQL 与应用在同一台机器：请把 hrapp_db_host 留空，hrapp_db 填应用所在的机器",
            "backup, restore and upgrade of this release need PostgreSQL on the application's machine: leave hrapp_db_host"
            " empty and put that machine into hrapp_db",
        )
    ]


LOOKS = (names, system, memory, disk, name, clock, ports, packages, database)

if __name__ == "__main__":
    main()
