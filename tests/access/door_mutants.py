"""The door with one thing broken, again and again: a visit must notice each.

A function keeps its place and gets other code, so that whoever holds it already, as the framework holds its guards,
holds the broken one.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from hrapp.kernel import access, csrf, guard, handing_out, registry
from hrapp.kernel.asking import kept
from hrapp.modules.accounts import gate, queries, rules

from .door_claims import FROM, IN, LONG, THERE
from .mutants import Mutant as Broken
from .mutants import swapped


def _forget() -> None:
    """What was kept was kept by the whole door."""
    kept.at("")
    queries.lookup.cache_clear()


@dataclass(frozen=True)
class Mutant(Broken):
    """Of the door: with the claims that are likely to notice it."""

    @property
    def about(self) -> str:
        """Whose claims are tried first: they are likely to say no."""
        place = self.place.__name__.rpartition(".")[2]
        return _ABOUT.get(self.name) or _ABOUT.get(place, IN)

    @contextmanager
    def alive(self) -> Iterator[None]:
        before = inspect.getattr_static(self.place, self.name)
        _forget()
        with pytest.MonkeyPatch.context() as patch:
            if isinstance(before, str):
                patch.setattr(self.place, self.name, swapped(before, self.old, self.new))
            else:
                function = before.fget if isinstance(before, property) else before
                patch.setattr(function, "__code__", self._code(function))
            yield
        _forget()

    def _code(self, function: Any) -> Any:
        source = swapped(textwrap.dedent(inspect.getsource(function)), self.old, self.new)
        made: dict[str, Any] = {}
        exec(
            compile("from __future__ import annotations\n" + source, self.title, "exec"),
            {**vars(inspect.getmodule(function))},
            made,
        )
        told = made[function.__name__]
        return (told.fget if isinstance(told, property) else told).__code__


_ABOUT = {
    "_same_site": FROM,
    "_token": FROM,
    "csrf": FROM,
    "handing_out": FROM,
    "_proof": THERE,
    "proven": THERE,
    "fresh": THERE,
    "Gate": THERE,
    "_LOOKUP": LONG,
    "viewer_of": LONG,
    "_ours": LONG,
    "limits": LONG,
}


def _all(place: Any, name: str, *changes: tuple[str, str]) -> list[Mutant]:
    return [Mutant(place, name, old, new) for old, new in changes]


MUTANTS: list[Mutant] = [
    *_all(
        guard,
        "permission_guard",
        ("if viewer is None:", "if False:"),
        ("if viewer.session.stage and viewer.session.stage not in handler.opt.get(\"stages\", ()):", "if False:"),
        (' not in handler.opt.get("stages", ())', ' == "due" and not handler.opt.get("stages")'),
        (' not in handler.opt.get("stages", ())', ' == "half" and not handler.opt.get("stages")'),
        ("if viewer.session.stage and viewer.session.stage not in handler.opt.get(\"stages\", ()):", "if viewer.session.stage:"),
        ("if permission != SIGNED_IN and not viewer.may(permission):", "if False:"),
        ("    if writes:\n        await _token(connection)\n    if handler", "    if handler"),
        ("    if writes:\n        await _token(connection)\n    if handler", "    if writes and not said:\n        await _token(connection)\n    if handler"),
        ("if writes and not said:", "if False:"),
        ("said = writes and _same_site(connection)", "said = False"),
        ("said = writes and _same_site(connection)", "said = True"),
        ('handler.opt.get("fresh") or registry.current().fresh(permission)', 'handler.opt.get("fresh")'),
        ('handler.opt.get("fresh") or registry.current().fresh(permission)', "registry.current().fresh(permission)"),
        ("await _proof(connection, viewer)", "pass"),
        ("await act_as(registry.current().role_of(permission))", "pass"),
    ),
    *_all(
        guard,
        "_same_site",
        ('if site is not None and site not in ("same-origin", "none"):', "if False:"),
        ('("same-origin", "none")', '("same-origin", "same-site", "none")'),
        ("if origin is not None and", "if origin is not None and site is None and"),
        ('urlsplit(origin).netloc != connection.headers.get("host")', "False"),
        ("urlsplit(origin).netloc !=", "(urlsplit(origin).hostname or '') !="),
        ('urlsplit(origin).netloc != connection.headers.get("host")', 'urlsplit(origin).netloc not in ("", connection.headers.get("host"))'),
        ("return site is not None or origin is not None", "return True"),
    ),
    *_all(
        guard,
        "_token",
        ("not secret or not token or not csrf.matches(token, secret)", "not secret or not token"),
        ("scope.get(\"auth\") or scope.get(csrf.STRANGER)", "scope.get(csrf.STRANGER)"),
        ("token = await csrf.of_upload(scope)", "token = csrf.mask(secret)"),
        ("if not secret or not token or not csrf.matches(token, secret):", "if token and not csrf.matches(token, secret):"),
    ),
    *_all(
        guard,
        "_proof",
        ("if viewer.session.proven(clock.now()):", "if True:"),
        ("if not password and not code:", "if False:"),
        ("raise ProofNeeded(asks, sent, next(iter(wrong.errors.values()))) from None", "pass"),
    ),
    *_all(
        csrf,
        "matches",
        ("len(raw) == 2 * SIZE and", ""),
        ("compare_digest(_xor(raw[:SIZE], raw[SIZE:]), secret)", "True"),
    ),
    *_all(csrf, "mask", ("os.urandom(SIZE)", "bytes(SIZE)"), ("pad + _xor(pad, secret)", "pad + secret")),
    *_all(csrf, "_xor", ("int.from_bytes(a) ^ int.from_bytes(b)", "int.from_bytes(b)")),
    *_all(csrf, "of_upload", ("[A-Za-z0-9_=-]+", "[A-Za-z0-9]+")),
    *_all(access.Session, "stage", ('"half" if self.strength == "password" else', ""), ('"due" if self.factor_due else', "")),
    *_all(
        access.Session,
        "proven",
        ("now - self.proven_at <= within", "True"),
        ("self.proven_at is not None and now - self.proven_at <= within", "self.proven_at is None or now - self.proven_at <= within"),
        ("now - self.proven_at <= within", "False"),
    ),
    *_all(access.Viewer, "may", ("permission in self.scopes", "True")),
    *_all(registry.Registry, "fresh", ("permission in self._fresh", "False")),
    *_all(registry.Registry, "role_of", ("self._roles.get(permission, WEB)", "WEB")),
    *_all(handing_out, "hand_out", ('request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")', "False")),
    *_all(
        queries,
        "_LOOKUP",
        ("and s.expires_at > $2", "and $2::timestamptz is not null"),
        ("and a.state = 'active'", ""),
        ("and (p.leave_date is null or p.leave_date >= $3)", "and $3::date is not null"),
        ("and s.rotated_at > $4", "and $4::timestamptz is not null"),
        ("or (s.previous_hash = $1 and s.rotated_at > $4)", "or $4::timestamptz is null"),
        ("and f.confirmed_at is not null) as has_factor", "and false) as has_factor"),
    ),
    *_all(
        queries,
        "viewer_of",
        ('now - row["seen_at"] > allowed.idle or', ""),
        ('or now - row["created_at"] > allowed.whole', ""),
        ('guarded and not row["has_factor"] and row["strength"] != "door"', "False"),
    ),
    *_all(
        queries,
        "_ours",
        ('keys.same(made, row["mark"] if row["token_hash"] == shown else row["previous_mark"])', "True"),
        ('row["mark"] if row["token_hash"] == shown else row["previous_mark"]', 'row["mark"]'),
    ),
    *_all(queries, "session_mark", ("account, person, strength)\n", "account, person)\n")),
    *_all(queries, "_standing", ("replace(found, roles=frozenset(), scopes={}) if session.stage else found", "found")),
    *_all(queries, "is_guarded", ("if viewer.roles & GUARDED_ROLES:\n        return True", "if viewer.roles & GUARDED_ROLES:\n        return False"), ("return any(name in protected and scope.others for name, scope in viewer.scopes.items())", "return False")),
    *_all(rules, "limits", ("return HALF", "return USUAL"), ("return GUARDED if guarded and strength != \"door\" else USUAL", "return USUAL")),
    *_all(gate.Gate, "prove", ("        raise\n", "        pass\n")),
    *_all(gate.Gate, "_password", ("account is None or not await actions", "account is None and not await actions")),
]  # fmt: skip

__all__ = ["MUTANTS", "Mutant"]
