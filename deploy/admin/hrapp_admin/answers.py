"""What the doctor says: one answer per thing looked at, in both languages, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OK, WARN, BAD = "ok", "warn", "bad"
_ORDER = (OK, WARN, BAD)

# code: (English, Chinese). What is not well says what to do.
BOOK: dict[str, tuple[str, str]] = {
    "unit-well": ("{unit} runs", "{unit} 运行正常"),
    "unit-down": (
        "{unit} does not run ({state}). `systemctl start {unit}`; `hrapp-admin logs` shows why it ended.",
        "{unit} 未运行（{state}）。请执行 `systemctl start {unit}`，并用 `hrapp-admin logs` 查看原因。",
    ),
    "units-failed": (
        "These units failed: {units}. `systemctl status` shows each; `systemctl reset-failed` when it is mended.",
        "以下服务出错：{units}。请用 `systemctl status` 逐个查看，处理后执行 `systemctl reset-failed`。",
    ),
    "no-units-failed": ("no unit of the machine failed", "本机没有出错的服务"),
    "ready": (
        "hrapp serves: database, schema, keys, disk and queue answer",
        "hrapp 可正常使用：数据库、结构、密钥、磁盘与队列均有响应",
    ),
    "not-ready": (
        "hrapp cannot work: {missing}. Look at the findings about these below; `hrapp-admin logs` says more.",
        "hrapp 无法正常工作：{missing}。请查看下面相关的检查结果，或用 `hrapp-admin logs` 查看详情。",
    ),
    "closed": (
        "The doors are closed since {since}: visitors see the maintenance page. `hrapp-admin recover` opens them.",
        "入口自 {since} 起关闭，访问者看到的是维护页。请执行 `hrapp-admin recover` 打开。",
    ),
    "unfinished": (
        "An upgrade to {to} is unfinished (step {step}). `hrapp-admin recover` finishes it or takes it back.",
        "升级到 {to} 尚未完成（步骤 {step}）。请执行 `hrapp-admin recover` 完成或退回。",
    ),
    "went-back": (
        "The upgrade to {to} went back by itself: {why} Ask for a mended release; the log is {log}.",
        "升级到 {to} 已自动退回：{why} 请等待修复后的版本，日志在 {log}。",
    ),
    "not-placed": (
        "Settings of the machine that belong to release {to} were not placed whole. `hrapp-admin place`; the log is {log}.",
        "属于版本 {to} 的本机配置没有全部完成。请运行 `hrapp-admin place`，日志在 {log}。",
    ),
    "release": ("release {version}", "版本 {version}"),
    "keys-well": (
        "bundles of {count} keys are taken (`hrapp-admin release-keys`)",
        "认可 {count} 个发布密钥（`hrapp-admin release-keys`）",
    ),
    "settings-well": ("the settings are understood", "设置文件无误"),
    "settings-bad": ("{detail}", "{detail}"),
    "backup-well": ("{target}: the last backup is {age} old", "{target}：最近一次备份在 {age}前"),
    "backup-late": (
        "{target}: the last backup is {age} old. {why} Run `hrapp-admin backup` and look at what it says.",
        "{target}：最近一次备份已过去 {age}。{why} 请执行 `hrapp-admin backup` 并查看结果。",
    ),
    "backup-never": (
        "{target}: no backup was ever made there. Run `hrapp-admin backup`.",
        "{target}：从未在此备份过。请执行 `hrapp-admin backup`。",
    ),
    "backup-none-off": (
        "No backup leaves this machine: when it is lost, everything is. Add a target to [backup] of config.toml.",
        "备份没有存到本机以外：本机一旦损坏，数据将全部丢失。请在 config.toml 的 [backup] 中添加目标。",
    ),
    "drill-well": ("last proved restore: {age} ago, in {seconds} s", "上次验证恢复：{age}前，用时 {seconds} 秒"),
    "drill-late": (
        "The last proved restore is {age} ago. Run `hrapp-admin drill`.",
        "上次验证恢复已过去 {age}。请执行 `hrapp-admin drill`。",
    ),
    "drill-never": (
        "No backup was ever proved to restore. Run `hrapp-admin drill`.",
        "尚未验证过备份能否恢复。请执行 `hrapp-admin drill`。",
    ),
    "drill-failed": (
        "The last drill failed: {why} Backups may not restore; run `hrapp-admin backup`, then `hrapp-admin drill`.",
        "上次恢复演练失败：{why} 备份可能无法恢复。请先执行 `hrapp-admin backup`，再执行 `hrapp-admin drill`。",
    ),
    "kit-well": ("the recovery kit was confirmed", "恢复卡已确认"),
    "kit-unproved": (
        "Nobody has shown that the recovery kit is kept. Print it (`hrapp-admin backup kit`), then type some of its words: `hrapp-admin backup confirm-kit`.",
        "尚未确认恢复卡已妥善保管。请打印（`hrapp-admin backup kit`），再输入其中几个词：`hrapp-admin backup confirm-kit`。",
    ),
    "disk-well": ("{place}: {free} free ({percent} %)", "{place}：剩余 {free}（{percent} %）"),
    "disk-trend": (
        "{place}: {free} free, full in about {days} days. Make room or enlarge the disk.",
        "{place}：剩余 {free}，约 {days} 天后用完。请清理或扩容。",
    ),
    "disk-low": (
        "{place}: only {free} free ({percent} %). Delete what is not needed (old logs, old bundles), or enlarge the disk.",
        "{place}：仅剩 {free}（{percent} %）。请删除不需要的文件（旧日志、旧安装包）或扩容。",
    ),
    "disk-untold": (
        "Nothing tells how full the disks of {host} are. Run the playbook from the control machine; where the database is"
        " somebody else's, `PostgreSQL on another machine` in docs/appliance.md says how they can tell it.",
        "没有任何程序报告 {host} 的磁盘余量。请在控制机上运行剧本；数据库由别人维护时，报告办法见"
        " docs/appliance.zh-CN.md 的“PostgreSQL 放在另一台机器”。",
    ),
    "disk-silent": (
        "{host} has not told how full its disks are since {since}. On {host}: `systemctl start hrapp-database-disk`;"
        " `journalctl -u hrapp-database-disk` shows why not.",
        "{host} 自 {since} 起没有报告磁盘余量。请在 {host} 上执行 `systemctl start hrapp-database-disk`，"
        "并用 `journalctl -u hrapp-database-disk` 查看原因。",
    ),
    "clock-well": ("the clock is in step", "时钟准确"),
    "clock-off": (
        "The clock is {seconds} s off. `chronyc makestep`, and check [time] servers: above five minutes nothing is"
        " upgraded or pruned.",
        "时钟偏差 {seconds} 秒。请执行 `chronyc makestep` 并检查时间服务器：超过五分钟将停止升级和清理。",
    ),
    "clock-alone": (
        "The clock is set by nobody. Name a time server of your network in /etc/chrony/sources.d/hrapp.sources.",
        "时钟没有校准来源。请在 /etc/chrony/sources.d/hrapp.sources 中填写可用的时间服务器。",
    ),
    "certificate-well": ("the certificate that visitors get is good for {days} days", "当前证书还有 {days} 天有效"),
    "certificate-soon": (
        "The certificate that visitors get ends in {days} days. Renew it: `hrapp-tls renew` for the own CA, or"
        " upload the new one.",
        "当前证书将在 {days} 天后到期。自建 CA 请执行 `hrapp-tls renew`，否则请上传新证书。",
    ),
    "certificate-none": (
        "Nobody answers by HTTPS under {host}: {detail}. `nginx -t`, then `systemctl restart nginx`.",
        "无法通过 HTTPS 访问 {host}：{detail}。请执行 `nginx -t`，再执行 `systemctl restart nginx`。",
    ),
    "host-well": ("{host} is found here", "本机可解析 {host}"),
    "host-lost": (
        "{host} leads nowhere from here. {reach}",
        "在本机无法解析 {host}。{reach}",
    ),
    "updates-well": ("no security update waits", "没有待安装的安全更新"),
    "updates-wait": (
        "{count} security updates wait. `apt-get update && apt-get upgrade`, on a machine without network from the"
        " company's mirror.",
        "有 {count} 个安全更新待安装。请执行 `apt-get update && apt-get upgrade`（无外网时使用公司镜像）。",
    ),
    "reboot": (
        "A restart is due: `systemctl reboot`; hrapp comes back by itself.",
        "需要重启：`systemctl reboot`，hrapp 会自动恢复。",
    ),
    "secret-open": (
        "{path} can be read by others (mode {mode}). `chmod {wanted} {path}`.",
        "{path} 可被他人读取（权限 {mode}）。请执行 `chmod {wanted} {path}`。",
    ),
    "secrets-well": ("keys and credentials are root's alone", "密钥与凭据仅 root 可读"),
    "secret-missing": (
        "{path} is missing. Put it back from the recovery kit or a backup: `hrapp-admin restore list`.",
        "缺少 {path}。请用恢复卡或备份找回：`hrapp-admin restore list`。",
    ),
    "wal-large": (
        "PostgreSQL keeps {size} of its log. Is an archive or a replica away? See `select * from pg_stat_archiver`.",
        "PostgreSQL 日志已积累 {size}。是否有归档或备用机离线？请查看 `select * from pg_stat_archiver`。",
    ),
    "database-well": ("PostgreSQL {version}, {size}", "数据库 PostgreSQL {version}，{size}"),
    "database-down": (
        "PostgreSQL does not answer: {detail}. `systemctl restart postgresql`.",
        "PostgreSQL 没有响应：{detail}。请执行 `systemctl restart postgresql`。",
    ),
    "database-away": (
        "PostgreSQL on {host} does not answer: {detail}. Is that machine on, and does the network reach it? hrapp goes on"
        " by itself when it is back.",
        "{host} 上的 PostgreSQL 没有响应：{detail}。请确认那台机器已开机、网络可达；恢复后 hrapp 会自动继续。",
    ),
    "place-elsewhere": (
        "Settings of the machines that belong to release {to} wait: run its playbook from the control machine that placed"
        " this one.",
        "属于版本 {to} 的机器配置尚待更新：请在当初安装本机的控制机上运行该版本的剧本。",
    ),
    "failed-look": ("{name} could not be looked at: {detail}", "无法检查 {name}：{detail}"),
    "mail-held": (
        "Mail is held since the restore: nothing leaves. Look whether all is right, then `hrapp-admin restore release-mail`.",
        "恢复后邮件暂停发送。请确认无误后执行 `hrapp-admin restore release-mail` 放行。",
    ),
    "mail-well": ("mail about this machine goes to {to} through {host}", "本机的提醒邮件经 {host} 发给 {to}"),
    "mail-nowhere": (
        "no mail about this machine is sent: [mail] host or [appliance] admin_mail in config.toml is empty",
        "本机不发送提醒邮件：config.toml 中 [mail] host 或 [appliance] admin_mail 为空",
    ),
    "mail-unknown": (
        "The mail server {host} is not found. Check [mail] host in config.toml and the name servers of this machine.",
        "找不到邮件服务器 {host}。请检查 config.toml 中的 [mail] host 和本机的 DNS。",
    ),
    "mail-refused": (
        "{host} takes no connection on port {port}. Check [mail] port (mostly 587 or 465) and the firewall between.",
        "{host} 的端口 {port} 拒绝连接。请检查 [mail] port（通常为 587 或 465）以及途中的防火墙。",
    ),
    "mail-silent": (
        "{host} does not answer on port {port}. Check [mail] host and port, and the firewall between; a server that"
        " speaks TLS from the start wants port 465.",
        "{host} 的端口 {port} 没有响应。请检查 [mail] host、port 以及途中的防火墙；一开始就使用 TLS 的服务器应填 465。",
    ),
    "mail-unreached": (
        "{host}, port {port}, did not take our mail: {detail}. Check [mail] in config.toml.",
        "{host} 端口 {port} 未接受邮件：{detail}。请检查 config.toml 的 [mail]。",
    ),
    "mail-certificate": (
        "The certificate of {host} is not believed: {detail}. Write the name that is in the certificate into [mail] host;"
        " an authority of the company belongs into /usr/local/share/ca-certificates, then `update-ca-certificates`.",
        "{host} 的证书不被信任：{detail}。[mail] host 应填证书中的名称；公司自建的根证书请放入"
        " /usr/local/share/ca-certificates，再执行 `update-ca-certificates`。",
    ),
    "mail-tls": (
        "{host} speaks no TLS on port {port} as it should: {detail}. 465 is for TLS from the start, 587 for STARTTLS:"
        " set [mail] port accordingly.",
        "{host} 端口 {port} 的 TLS 不对：{detail}。465 用于一开始就加密，587 用于 STARTTLS，请相应设置 [mail] port。",
    ),
    "mail-open": (
        "{host} offers no encryption on port {port}, so the password is not sent. Use port 465 or 587, or leave [mail]"
        " user empty if it takes mail without one.",
        "{host} 端口 {port} 不支持加密，因此不发送密码。请改用 465 或 587；若服务器无需登录，请将 [mail] user 留空。",
    ),
    "mail-password": (
        "There is no password for {user}. Write it into {path}, then `chmod 600 {path}`.",
        "没有 {user} 的密码。请写入 {path}，再执行 `chmod 600 {path}`。",
    ),
    "mail-login": (
        "{host} (port {port}) does not accept [mail] user with the password in credentials/mail.password: {detail}. Some providers want a"
        " code made for programs instead of the password.",
        "{host}（端口 {port}）不接受 [mail] user 与 credentials/mail.password 中的密码：{detail}。部分邮箱需使用专门的授权码。",
    ),
    "mail-rejects": (
        "The mail server does not take {address}: {detail}. Check [mail] from and [appliance] admin_mail.",
        "邮件服务器不接受 {address}：{detail}。请检查 [mail] from 与 [appliance] admin_mail。",
    ),
}
REACH = {
    "office": (
        "Phones in the office need it: add it to the office's DNS, or to the router.",
        "办公室内的手机也要能访问：请在内部 DNS 或路由器中添加该名称。",
    ),
    "domain": ("Point the domain's A record to this machine.", "请把该域名的 A 记录指向本机。"),
    "vpn": ("Add it to the DNS that the VPN hands out.", "请在 VPN 下发的 DNS 中添加该名称。"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`name` says what was looked at, and stays the same from day to day; `figures` are for Prometheus."""

    name: str
    level: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)

    def said(self, language: str) -> str:
        english, chinese = BOOK[self.code]
        zh = language.startswith("zh")
        values = {key: (v[zh] if isinstance(v, tuple) else v) for key, v in self.values.items()}
        return (chinese if zh else english).format_map(values)

    def as_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "level": self.level,
            "code": self.code,
            "en": self.said("en"),
            "zh": self.said("zh"),
            "figures": dict(self.figures),
        }


def worst(answers: list[Answer]) -> str:
    return max((answer.level for answer in answers), key=_ORDER.index, default=OK)


def age(seconds: float) -> tuple[str, str]:
    """(English, Chinese)"""
    for unit, english, chinese in ((86400, "days", "天"), (3600, "hours", "小时"), (60, "minutes", "分钟")):
        if seconds >= 2 * unit or unit == 60:
            return f"{seconds / unit:.0f} {english}", f"{seconds / unit:.0f} {chinese}"
    raise AssertionError
