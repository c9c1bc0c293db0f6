"""An example of what a server's doctor writes down, so that the IT person's page has something on it.

The sentences are those of the doctor; it is no part of the demo, and the demo no server.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

FILE = "health.json"

# name | level | English | Chinese
_SAID = """
ready | ok | hrapp serves: database, schema, keys, disk and queue answer | hrapp 可正常使用：数据库、结构、密钥、磁盘与队列均有响应
certificate | ok | the certificate that visitors get is good for 312 days | 当前证书还有 312 天有效
host | ok | hr.example.com is found here | 本机可解析 hr.example.com
database | ok | PostgreSQL 15.18, 212 MB | 数据库 PostgreSQL 15.18，212 MB
backup.local | ok | local: the last backup is 40 minutes old | local：最近一次备份在 40 分钟前
backup.disk | ok | disk: the last backup is 9 hours old | disk：最近一次备份在 9 小时前
drill | ok | last proved restore: 4 days ago, in 143 s | 上次验证恢复：4 天前，用时 143 秒
kit | ok | the recovery kit was confirmed | 恢复卡已确认
disk./ | ok | /: 21 GB free (54 %) | /：剩余 21 GB（54 %）
disk./mnt/backup | warn | /mnt/backup: 12 GB free, full in about 24 days. Make room or enlarge the disk. | /mnt/backup：剩余 12 GB，约 24 天后用完。请清理或扩容。
clock | ok | the clock is in step | 时钟准确
updates | ok | no security update waits | 没有待安装的安全更新
units.failed | ok | no unit of the machine failed | 本机没有出错的服务
"""


def write_example(folder: Path, at: datetime) -> Path:
    """The file that the health page reads. `at`: the moment it is said to have been looked at."""
    rows = [[cell.strip() for cell in line.split("|")] for line in _SAID.strip().splitlines()]
    answers = [{"name": name, "level": level, "en": en, "zh": zh} for name, level, en, zh in rows]
    file = folder / FILE
    told = {"at": at.timestamp(), "level": "warn", "example": True, "answers": answers}
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return file
