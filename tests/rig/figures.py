"""What the appliance promises in figures, and what was measured; a promise that is not kept makes the run red.

Beside each figure stands how busy the host was, since a host that others use makes everything slower.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from tests.rig.places import RigError

# name: (at most, unit)
PROMISED: dict[str, tuple[float, str]] = {
    "install, no network": (180, "s"),
    "idle memory (PSS)": (400, "MB"),
    "upgrade that only adds: failed requests": (0, "requests"),
    "doors closed by an upgrade": (30, "s"),
    "going back by itself": (60, "s"),
}


class Missed(RigError):
    """It works, and takes more than was promised."""


@dataclass
class Figures:
    seen: dict[str, tuple[float, str]] = field(default_factory=dict)

    def keep(self, name: str, value: float) -> str:
        """Remembers a figure; more than was promised is an error of its own."""
        most, unit = PROMISED[name]
        self.seen[name] = (value, load())
        said = f"{name}: {value:.1f} {unit}".replace(".0 ", " ")
        if value > most:
            raise Missed(f"{said}, promised {most:g} ({load()})")
        return said

    def table(self) -> list[str]:
        rows = []
        for name, (most, unit) in PROMISED.items():
            if name in self.seen:
                value, busy = self.seen[name]
                kept = "kept  " if value <= most else "MISSED"
                rows.append(f"{kept}  {value:8.1f} of {most:4g} {unit:8}  {name} ({busy})")
        return rows


def load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
