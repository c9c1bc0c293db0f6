"""The settings of this installation: one frozen object, read once at start.

Order: environment (HRAPP_…), then the file named by HRAPP_CONFIG or /etc/hrapp/config.toml, then defaults.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrapp.kernel.errors import Refused

DEFAULT_FILE = Path("/etc/hrapp/config.toml")
HEALTH_FILE = Path("/var/lib/hrapp/state/health.json")  # what the machine's doctor wrote last

# Every table and key of the file. The application reads the first ones; the others belong to the programs that
# look after the machine, and what they hold is theirs to check.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "database": ("url", "web_url", "pay_url", "import_url", "seal_url", "embedded_dir", "migrate"),
    "redis": ("url",),
    "web": ("host", "port", "base_url", "proxies", "secure_cookies", "run_jobs"),
    "keys": ("folder",),
    "audit": ("heads",),
    "modules": ("off",),
    "appliance": (),
    "backup": (),
    "files": (),
    "health": (),
    "mail": (),
    "tls": (),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`web_database_url` is the restricted role's, `pay_…` and `import_…` those of the roles for pay and for imports;
    without them the app drops to these roles by itself, as to the sealer's. `keys_dir` holds the class keys;
    `audit_heads` is the file outside the database that the heads of the audit chain are written to. `base_url` is
    how people reach hrapp, and `proxies` are the addresses that may say on whose behalf they ask ("unix": whoever
    comes through the socket that the service manager opened). `migrate`: whether the application brings the database
    to its schema when it starts. `run_jobs`: whether the pages' process works off jobs, too."""

    database_url: str | None = None
    web_database_url: str | None = None
    pay_database_url: str | None = None
    import_database_url: str | None = None
    seal_database_url: str | None = None
    audit_heads: Path | None = None
    keys_dir: Path | None = None
    embedded_dir: Path | None = None
    redis_url: str | None = None
    modules_off: tuple[str, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8000
    secure_cookies: bool = False
    base_url: str | None = None
    proxies: tuple[str, ...] = ()
    migrate: bool = True
    run_jobs: bool = True
    health_file: Path = HEALTH_FILE


def load(environment: dict[str, str] | None = None) -> Settings:
    env = dict(os.environ) if environment is None else environment
    data = _file(env)
    keys = env.get("HRAPP_KEYS_DIR") or _get(data, "keys", "folder")
    heads = env.get("HRAPP_AUDIT_HEADS") or _get(data, "audit", "heads")
    base_url = env.get("HRAPP_BASE_URL") or _get(data, "web", "base_url")
    embedded = env.get("HRAPP_EMBEDDED_DIR") or _get(data, "database", "embedded_dir")
    return Settings(
        database_url=env.get("HRAPP_DATABASE_URL") or _get(data, "database", "url"),
        web_database_url=env.get("HRAPP_WEB_DATABASE_URL") or _get(data, "database", "web_url"),
        pay_database_url=env.get("HRAPP_PAY_DATABASE_URL") or _get(data, "database", "pay_url"),
        import_database_url=env.get("HRAPP_IMPORT_DATABASE_URL") or _get(data, "database", "import_url"),
        seal_database_url=env.get("HRAPP_SEAL_DATABASE_URL") or _get(data, "database", "seal_url"),
        audit_heads=Path(heads).absolute() if heads else None,
        keys_dir=Path(keys).absolute() if keys else None,
        embedded_dir=Path(embedded).absolute() if embedded else None,
        redis_url=env.get("HRAPP_REDIS_URL") or _get(data, "redis", "url"),
        modules_off=tuple(env["HRAPP_MODULES_OFF"].split())
        if "HRAPP_MODULES_OFF" in env
        else tuple(_get(data, "modules", "off") or ()),
        host=env.get("HRAPP_HOST") or _get(data, "web", "host") or "127.0.0.1",
        port=_port(env.get("PORT") or str(_get(data, "web", "port") or 8000)),
        secure_cookies=bool(_get(data, "web", "secure_cookies")) or str(base_url or "").startswith("https://"),
        base_url=base_url,
        proxies=tuple(env["HRAPP_PROXIES"].split())
        if "HRAPP_PROXIES" in env
        else tuple(_get(data, "web", "proxies") or ()),
        migrate=_get(data, "database", "migrate") is not False,
        run_jobs=_get(data, "web", "run_jobs") is not False,
        health_file=Path(env.get("HRAPP_HEALTH_FILE") or HEALTH_FILE),
    )


def _file(env: dict[str, str]) -> dict[str, Any]:
    path = Path(env.get("HRAPP_CONFIG") or DEFAULT_FILE)
    if not path.is_file():
        if "HRAPP_CONFIG" in env:
            raise Refused(f"HRAPP_CONFIG names {path}, which is not a file")
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: {error}") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {os.strerror(error.errno or 0)}") from error
    if unknown := unknown_keys(data):
        raise Refused(f"{path}: " + "; ".join(unknown))
    return data


def unknown_keys(data: Mapping[str, Any]) -> list[str]:
    """A sentence for every table and key that no release knows, with the nearest one that there is."""
    found = []
    for table, content in data.items():
        if table not in KNOWN:
            found.append(f"there is no table [{table}]{_nearest(table, KNOWN)}")
        elif not isinstance(content, dict):
            found.append(f"{table} must be a table: write [{table}] on a line of its own")
        elif KNOWN[table]:
            found += [
                f"[{table}] has no key {key}{_nearest(key, KNOWN[table])}" for key in content if key not in KNOWN[table]
            ]
    return found


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""


def _get(data: dict[str, Any], table: str, key: str) -> Any:
    return data.get(table, {}).get(key)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refused(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)
