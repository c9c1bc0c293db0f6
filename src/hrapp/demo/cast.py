"""The doors of the demo: whom one can be, and what to look at as that person."""

from __future__ import annotations

from dataclasses import dataclass

from hrapp.kernel.text import mark


@dataclass(frozen=True, slots=True)
class Door:
    emp_no: str
    name: str
    role: str  # employee, manager, hr, general_manager, it
    title: str  # a message of the catalogue
    title_zh: str
    look_at: str  # a message of the catalogue


DOORS = (
    Door(
        "HG016",
        "苏晴",
        "employee",
        mark("Consultant"),
        "家装顾问",
        mark("Meets 1 of 4 criteria: what is missing, and the cell behind every month"),
    ),
    Door(
        "HG003",
        "罗成钢",
        "manager",
        mark("Department manager"),
        "客户部经理",
        mark("Somebody of the team is ready for review: agree, and see who is next"),
    ),
    Door(
        "HG002",
        "顾蔓",
        "hr",
        mark("HR"),
        "人力行政经理",
        mark("The import, what was skipped and why, criteria, flows and raise rules"),
    ),
    Door(
        "HG001",
        "沈维岳",
        "general_manager",
        mark("General manager"),
        "总经理",
        mark("Turnover, promotions, results by department, and raises to decide"),
    ),
    Door(
        "HG024",
        "夏川",
        "employee",
        mark("Client adviser, promoted and rated excellent"),
        "资深客户管家",
        mark("After the decision: the raise with its basis, in words"),
    ),
    Door(
        "HG018",
        "邵雅",
        "employee",
        mark("Consultant with a difficult quarter"),
        "家装顾问",
        mark("Attainment 70 %: the training that was suggested"),
    ),
    Door(
        "HG031",
        "叶小舟",
        "it",
        mark("Developer who looks after the server"),
        "开发工程师，兼管服务器",
        mark("Backups, the last proved restore, what to do next; and nobody’s pay"),
    ),
)
