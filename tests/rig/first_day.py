"""What the first HR lead does on the first day, over HTTPS: takes the code, sets up a second factor, the rules, the old
workbooks."""

from __future__ import annotations

import re
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pyotp

from hrapp.demo.company import company_toml
from hrapp.demo.facts import facts
from hrapp.demo.workbooks import write_workbooks
from tests.rig.machine import Machine
from tests.rig.places import RigError
from tests.rig.visitor import Visitor

PASSWORD = "four plain words of mine"
HR, GM = "HG002", "HG001"
CODE = re.compile(r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}\b")


def first_day(machine: Machine) -> tuple[str, str]:
    """What was done, and the seed of the second factor."""
    source = facts(date.fromisoformat(machine.sh("date +%F")))
    lead = next(person for person in source.people if person.emp_no == HR)
    hr = _claim(machine, "hr", "hr", lead)
    _claim(machine, "general_manager", "gm", next(each for each in source.people if each.emp_no == GM))  # else no pay
    seed = _second_factor(hr)
    _good(hr.submit("/settings/company", text=company_toml(source), do="apply"), "the company's rules")
    begun = time.monotonic()
    batch = _upload(hr, write_workbooks(source, Path(tempfile.mkdtemp())))
    _write(hr, batch)
    people = hr.get("/people").text
    if lead.name not in people:
        raise RigError("the roster does not show who was imported")
    took = time.monotonic() - begun
    return f"signed in with a second factor; {len(source.people)} people from 8 workbooks in {took:.0f} s", seed


def _claim(machine: Machine, role: str, login: str, person: Any) -> Visitor:
    code = CODE.search(machine.sh(f"hrapp claim {role}"))
    if not code:
        raise RigError(f"hrapp claim {role} printed no code")
    visitor = Visitor(machine)
    told = {"login": login, "code": code[0], "password": PASSWORD}
    told |= {"emp_no": person.emp_no, "name": person.name, "hire_date": person.hired.isoformat()}
    _good(visitor.submit("/welcome", **told), f"the first password of {role}")
    return visitor


def come_back(machine: Machine, seed: str, host: str) -> str:
    """The same person on a machine that was restored: password and second factor are known there, and the people."""
    hr = Visitor(machine, host)
    _good(hr.submit("/sign-in", login=HR, password=PASSWORD), "signing in again")
    code = pyotp.TOTP(seed).now()
    _good(hr.submit("/sign-in/factor", code=code), "the second factor again")
    source = facts(date.fromisoformat(machine.sh("date +%F")))
    people = _good(hr.get("/people"), "the roster").text
    there = [person.name for person in source.people if person.name in people]
    if len(there) < 20:  # the first page of it
        raise RigError(f"only {len(there)} people on the first page of the roster")
    return "signed in there with the old password and second factor"


def _second_factor(hr: Visitor) -> str:
    _good(hr.submit("/account/factor", "/account/factor/begin"), "beginning a second factor")
    page = hr.get("/account/factor").text
    seed = re.search(r"\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,}\b", page)
    if not seed:
        raise RigError("the page shows no seed")
    plain = seed[0].replace(" ", "")
    _good(hr.submit("/account/factor", code=pyotp.TOTP(plain).now()), "the second factor")
    return plain


def _upload(hr: Visitor, workbooks: list[Path]) -> str:
    files = [("files", (path.name, path.read_bytes())) for path in workbooks]
    sent = _good(hr.submit("/imports", files=files), "the workbooks")
    found = re.search(r"/imports/([0-9A-HJKMNP-TV-Z]{26})", sent.headers.get("location", "") or sent.text)
    if not found:
        raise RigError("no import was begun")
    return found[1]


def _write(hr: Visitor, batch: str) -> None:
    _good(hr.submit(f"/imports/{batch}", f"/imports/{batch}/application"), "writing the import")


def _good(answer: httpx.Response, what: str) -> httpx.Response:
    if answer.status_code not in (200, 302, 303):
        said = re.sub(r"<[^>]+>|\s+", " ", answer.text)
        raise RigError(f"{what}: {answer.status_code} {said[-600:]}")
    return answer
