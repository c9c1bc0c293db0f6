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
    parser.add_argument("--version", default="")
    for told in ("places", "debians", "application", "database", "database-host"):  # names and addresses, by commas
        parser.add_argument(f"--{told}", default="")
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


def release(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    """The playbook of one release does not go with the application of another."""
    try:
        used = json.loads(Path("/opt/hrapp/current/RELEASE.json").read_text())["version"]
    except (OSError, ValueError, KeyError):
        return []
    if not chosen.version or used == chosen.version:
        return []
    return [
        (
            f"本机使用的是版本 {used}，这份剧本属于 {chosen.version}：请先在本机运行 hrapp-admin upgrade，或改用 {used} 的剧本",
            f"this machine uses release {used} and the playbook is of {chosen.version}: run hrapp-admin upgrade here first,"
            f" or the playbook of {used}",
        )
    ]


def database(chosen: argparse.Namespace) -> list[tuple[str, str]]:
    """Where PostgreSQL is, said twice: by the inventory and by its name."""
    if not chosen.places:
        return []
    places = [place.partition("=") for place in chosen.places.split(",")]
    machines, found = [name for name, _, _ in places], []
    apart = chosen.database not in chosen.application.split(",")
    if chosen.database and apart and not chosen.database_host:
        found.append(
            (
                f"数据库在 {chosen.database} 上：请用 hrapp_db_host 写明它的名称",
                f"the database is on {chosen.database}: say that machine's name in hrapp_db_host",
            )
        )
    if chosen.database and not apart and chosen.database_host:
        found.append(
            (
                "数据库与应用在同一台机器：请把 hrapp_db_host 留空",
                "the database is on the application's machine: leave hrapp_db_host empty",
            )
        )
    if not chosen.database and not chosen.database_host:
        found.append(
            (
                "没有数据库：hrapp_db 中写一台机器，或用 hrapp_db_host 写明由别人维护的数据库",
                "there is no database: put a machine into hrapp_db, or say in hrapp_db_host which one others look after",
            )
        )
    for name, _, address in places if chosen.database and apart else []:
        if not is_address(address):
            found.append(
                (
                    f"{name} 的 ansible_host 应为 IP 地址，现为“{address}”：数据库只放行地址",
                    f"ansible_host of {name} is {address or 'missing'}, and has to be an address: the database lets"
                    " addresses in",
                )
            )
    if len(set(chosen.debians.split(","))) > 1:
        found.append(
            (
                f"各机器的 Debian 版本不同（{', '.join(machines)}：{chosen.debians}）：备份需要相同版本的 PostgreSQL 程序",
                f"the machines have different Debians ({', '.join(machines)}: {chosen.debians}): backups need the programs"
                " of the same PostgreSQL",
            )
        )
    return found


def is_address(text: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, text)
        except OSError:
            continue
        return True
    return False


LOOKS = (names, system, memory, disk, name, clock, ports, packages, release, database)

if __name__ == "__main__":
    main()
