"""docs/access-matrix.md, from the pages that the modules register: `python -m tests.access.matrix > docs/access-matrix.md`."""

from __future__ import annotations

from hrapp.kernel.module import Permission
from hrapp.kernel.registry import PUBLIC, SIGNED_IN, Registry, discover
from hrapp.modules.rbac.rules import ROLE_WORDS, ROLES, reach_of

HEAD = """# Who reaches which page

Every page and form, and how far each role reaches there by default: what a company changes in its roles, in its file
under `visibility`, by a grant or a loan comes on top. Generated; `tests/access/test_matrix.py` compares it with the
code and with the model in `tests/access/model.py`, so a page that is new or opens wider is seen in the diff of this
file. Print it anew with `python -m tests.access.matrix > docs/access-matrix.md`.

`self` is oneself, `direct` who reports to one, `subtree` all below one and the departments one leads, `department`
those one is HR of, `company` everybody, `open` needs no permission. *fresh* asks for a proof of who sits there that is
at most five minutes old. How this is proved: [0019](decisions/0019-access-is-proved.md).

"""
NONE = "—"


def lines(house: Registry) -> list[tuple[str, ...]]:
    """(page, permission, action, class, fresh, visitor, one per role) of every route."""
    permissions = {p.name: p for p in house.each(lambda m: m.permissions)}
    found = []
    for page in house.each(lambda m: m.pages):
        name = page.opt["permission"]
        fresh = "fresh" if page.opt.get("fresh") or house.fresh(name) else ""
        for path in page.paths:
            for method in sorted(page.http_methods):
                said = _declared(name, permissions)
                found.append((f"{method} {path.replace(':str', '')}", name, *said[:2], fresh, *said[2:]))
    return sorted(found, key=lambda line: (line[0].split(" ")[1], line[0]))


def _declared(name: str, permissions: dict[str, Permission]) -> tuple[str, ...]:
    if name in (PUBLIC, SIGNED_IN):
        return ("", "", "open" if name == PUBLIC else NONE, *("open" for _ in ROLES))
    permission = permissions[name]
    return permission.action, permission.data, NONE, *(_word(permission, role) for role in ROLES)


def _word(permission: Permission, role: str) -> str:
    reach = reach_of(permission, role, {}, {})
    return NONE if reach == "nowhere" else reach


def text(house: Registry) -> str:
    heads = ("Page", "Permission", "Action", "Class", "Fresh", "nobody signed in", *(ROLE_WORDS[r] for r in ROLES))
    rows = [heads, tuple("---" for _ in heads), *((f"`{line[0]}`", *line[1:]) for line in lines(house))]
    return HEAD + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


if __name__ == "__main__":
    print(text(Registry.build(discover())), end="")
