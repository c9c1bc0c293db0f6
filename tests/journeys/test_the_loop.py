"""The whole loop in a real browser, on the demo company that was read from its own old workbooks.

One story, told in the order of the tests: they share one running company, as the people in it do.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ..modules.imports.sheets import workbook

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
EMPLOYEE, MANAGER, HR, GENERAL_MANAGER = "HG016", "HG003", "HG002", "HG001"
PROMOTED, STRUGGLING = "HG024", "HG018"
ELIGIBLE = "方思远"


@dataclass
class Demo:
    """`./run demo` as a process of its own, on a day."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Desk = Callable[..., AbstractContextManager[Page]]


def started(folder: Path, port: int, today: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PORT": str(port), "HRAPP_DEMO_DIR": str(folder), "HRAPP_TODAY": today}
    process = subprocess.Popen([sys.executable, "-m", "hrapp.cli", "demo"], env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return process
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise AssertionError("the demo did not become ready")


def stopped(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in (0, 128 + signal.SIGTERM)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    running = Demo(folder, port, started(folder, port, "2026-11-25"))
    yield running
    stopped(running.process)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def desk(demo: Demo, chromium: Browser) -> Desk:
    """Sit down at somebody's desk: one click on a door. A console error or a wide page fails the test."""

    @contextmanager
    def sit(emp_no: str, width: int = 1280) -> Iterator[Page]:
        errors: list[str] = []
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{demo.address}/sign-in?doors=1")
        page.click(f'button[value="{emp_no}"]')
        page.wait_for_url(re.compile(r".*/$"))
        yield page
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"too wide: {page.url}"
        context.close()
        assert [error for error in errors if "422" not in error] == []

    return sit


def go(page: Page, path: str) -> str:
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1", page.url) + path)
    return page.inner_text("main")


def agree(page: Page) -> str:
    """Two clicks: the first line of what waits, then the one primary button."""
    assert ELIGIBLE in page.inner_text("#waiting li >> nth=0")
    page.click("#waiting li a >> nth=0")
    page.click('button[value="approve"]')
    return page.inner_text(".flash")


def test_an_employee_sees_what_is_missing_and_the_cell_behind_a_month(desk: Desk) -> None:
    with desk(EMPLOYEE, 390) as page:
        seen = go(page, "/promotion")
        assert "已满足 1/4 项，还差 3 项" in seen and "2 / 3 个月" in seen and "最早2026年12月1日" in seen
        page.click("details >> nth=0")
        assert re.search(r"KPI.*\.xlsx › 2026年10月 › [A-Z]+\d+", page.inner_text("ul.evidence >> nth=0"))


def test_whoever_had_a_difficult_quarter_reads_which_training_helps(desk: Desk) -> None:
    with desk(STRUGGLING) as page:
        assert re.search(r"邵雅.*KPI达标率是70%，建议参加“谈单技巧”培训", go(page, "/learning"))


def test_the_manager_is_told_once_and_the_loop_closes_in_six_clicks(desk: Desk) -> None:
    with desk(MANAGER) as page:
        inbox = go(page, "/inbox")
        assert len(re.findall(rf"员工{ELIGIBLE}（HG011）已达到晋升评审条件", inbox)) == 1
        go(page, "/")
        assert "顾蔓" in agree(page), "who is next is said"
    with desk(HR) as page:
        assert "沈维岳" in agree(page)
    with desk(GENERAL_MANAGER) as page:
        page.click("#waiting li a >> nth=0")
        page.fill("#effective_on", "2026-12-01")
        page.click('button[value="approve"]')
        assert "已批准" in page.inner_text(".flash")


def test_the_level_changes_on_its_day_and_not_before(demo: Demo, desk: Desk) -> None:
    def level(page: Page) -> str:
        go(page, "/people?text=" + ELIGIBLE)
        page.click(f"main a:has-text('{ELIGIBLE}')")
        return page.inner_text("main")

    with desk(HR) as page:
        assert "G1（" in level(page)
    stopped(demo.process)
    demo.process = started(demo.folder, demo.port, "2026-12-01")
    with desk(HR) as page:
        for _ in range(40):
            if "G2（" in (seen := level(page)):
                break
            page.wait_for_timeout(250)
    assert "G2（" in seen
    stopped(demo.process)
    demo.process = started(demo.folder, demo.port, "2026-11-25")


def click_and_confirm(page: Page, button: str) -> None:
    page.click(button)
    with page.expect_navigation():
        page.click("dialog[open] button.primary, dialog[open] button.danger")


def decide(page: Page, name: str, percent: str, reason: str) -> None:
    go(page, "/raises")
    page.click("td a[href^='/raises/']")
    page.click(f"td a:has-text('{name}')")
    page.fill("input[name=figure]", percent)
    page.click("button[value=take]")
    assert "请写明原因" in page.inner_text("main"), "a figure of one's own needs a reason"
    assert page.input_value("input[name=figure]") == percent, "nothing entered is lost"
    page.fill("textarea[name=reason]", reason)
    page.wait_for_selector(f"#raise_preview q:has-text('最终{percent}%')")
    page.click("button[value=take]")
    page.wait_for_load_state()


def test_the_general_manager_decides_and_the_employees_read_both_numbers(desk: Desk) -> None:
    with desk(GENERAL_MANAGER) as page:
        decide(page, "夏川", "12", "带出两名新人")
        decide(page, "冯可", "6", "主动承担门店培训")
        go(page, "/raises")
        page.click("td a[href^='/raises/']")
        click_and_confirm(page, "form[action$='/acceptance'] button")
    with desk(PROMOTED, 390) as page:
        assert "12%" not in go(page, "/pay"), "nothing is read before the release"
    with desk(GENERAL_MANAGER) as page:
        go(page, "/raises")
        page.click("td a[href^='/raises/']")
        page.click("a[href$='/release']")
        page.click("form[action$='/release'] button.primary")
        page.wait_for_selector(".flash")
    with desk(PROMOTED, 390) as page:
        seen = go(page, "/pay")
        assert "10%" in seen and "12%" in seen and "带出两名新人" in seen


def test_a_criterion_is_added_and_its_effect_seen_before_it_counts(desk: Desk) -> None:
    with desk(HR) as page:
        go(page, "/settings/paths")
        page.click("#paths a >> nth=0")
        page.click("a.primary")
        page.select_option("#add_kind", "metric_average")
        page.click("button[value=add]")
        n = page.locator("fieldset.criterion").count()
        page.select_option(f"#p{n}_metric", label="客户留存率")
        page.fill(f"#p{n}_threshold", "80%")
        page.fill(f"#p{n}_n", "3")
        page.click("button[value=effect]:visible")
        effect = page.inner_text("#effect")
        assert "不再达到条件：郑一凡（HG021）" in effect and "新达到 0 人" in effect
        page.fill("#change_note", "第二年看重留存")
        page.click("button[value=publish]")
        assert "第 2 版" in page.inner_text("main")


def test_hr_reads_what_the_import_skipped_and_where_it_differs_from_what_was_typed(desk: Desk) -> None:
    with desk(HR) as page:
        go(page, "/imports")
        page.click("main td a[href^='/imports/']")
        page.wait_for_load_state()
        seen = page.inner_text("main")
    assert "填写的与算出的不同" in seen and "99.6%" in seen and "跳过" in seen


def test_hr_uploads_a_workbook_and_sees_that_nothing_would_change(demo: Demo, desk: Desk) -> None:
    with desk(HR) as page:
        go(page, "/imports")
        page.set_input_files("input[type=file]", sorted((demo.folder / "旧表格").iterdir())[0])
        page.click("main form button.primary")
        page.click("main .tabs a:has-text('预览')")
        page.wait_for_load_state()
        seen = page.inner_text("main")
    assert re.search(r"新增\s+0\s+变更\s+0\s+不变\s+[1-9]", seen), seen[:300]


LIST = workbook(
    [
        ["九月新进人员"],
        ["编号码", "姓名", "性别", "部门", "岗位", "入职报到日"],
        ["HG901", "方新", "男", "客户部", "家装顾问", "2026-09-01"],
        ["HG902", None, "女", "客户部", "家装顾问", "2026-09-01"],
    ],
    "名单",
)
BARE = workbook([["甲", "乙", "丙"], ["HG903", "陶陶", "2026-09-03"], ["HG904", "孟孟", "2026-09-04"]], "表一")


def test_a_clerk_decides_once_and_next_months_files_ask_nothing(desk: Desk, tmp_path: Path) -> None:
    files = [tmp_path / "名单.xlsx", tmp_path / "怪表.xlsx"]
    for file, content in zip(files, (LIST, BARE), strict=True):
        file.write_bytes(content)
    with desk(HR) as page:
        _uploaded(page, files)
        assert page.url.endswith("/tables") and "请说明是什么表" in page.inner_text("main")
        page.click("li:has-text('表一') a")
        page.select_option("#kind", label="花名册")
        page.fill("#header_rows", "1")
        page.select_option("#emp_no", "A")
        page.select_option("#name", "B")
        page.click("button[value=read]")
        page.wait_for_selector(".flash:has-text('已重新读取')")
        page.click("main .tabs a:has-text('各列对应')")
        page.select_option("#table", index=1)
        page.click(".filters button")
        page.wait_for_url(re.compile(r".*table=.*"))
        page.select_option("#c_C", "hire_date")
        page.click("form.panel button.primary")
        page.wait_for_selector(".flash:has-text('已按此对应')")
        page.click("main .tabs a:has-text('各列对应')")
        page.select_option("#c_A", "emp_no")
        page.select_option("#c_F", "hire_date")
        page.click("form.panel button.primary")
        page.wait_for_selector(".flash:has-text('已按此对应')")
        page.click("main .tabs a:has-text('问题行')")
        page.fill("input[name='cell.B4']", "郝好")
        page.click("button[value=correct]")
        assert "可以导入了" in page.inner_text("li .flash"), "the row says so in its place"
        page.click("main .tabs a:has-text('预览')")
        page.click("main .actions button:has-text('写入')")
        assert "已写入" in page.inner_text(".flash") and "已记住 2 种版式" in page.inner_text("main")
        _uploaded(page, files)
        assert re.search(r"/imports/\w{26}$", page.url), "straight to the preview: nothing is asked"


def _uploaded(page: Page, files: list[Path]) -> None:
    go(page, "/imports")
    page.set_input_files("input[type=file]", files)
    page.click("main form button.primary")
    page.wait_for_url(re.compile(r".*/imports/\w{26}"))


def test_pay_is_no_page_of_a_manager(demo: Demo, desk: Desk) -> None:
    with desk(HR) as page:
        go(page, "/people?text=夏川")
        page.click("main a:has-text('夏川')")
        person = page.url.rsplit("/", 1)[1]
        assert page.request.get(f"{demo.address}/people/{person}/pay").status == 200, "there is something to hide"
        assert "¥" in page.inner_text("main")
    with desk(MANAGER) as page:
        assert "夏川" in go(page, f"/people/{person}")
        assert "¥" not in page.inner_text("main") and "薪" not in page.inner_text("main")
        assert page.request.get(f"{demo.address}/people/{person}/pay").status in (403, 404)
