"""Pages saved under the name of a workbook: tables in cells, what a browser hides, tables that only lay out the page."""

from __future__ import annotations

import pytest

from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.pages import read_html

HEAD = "<tr><td>工号</td><td>姓名</td><td>备注</td></tr>"
LAST = "<tr><td>2</td><td>王芳</td><td>b</td></tr>"


def page(body: str) -> list[Grid]:
    return read_html(f"<html><body>{body}</body></html>".encode())


def test_a_table_in_a_cell_does_not_end_the_table_around_it() -> None:
    inner = "<table><tr><td>a</td></tr><tr><td>c</td></tr></table>"
    (grid,) = page(f"<table>{HEAD}<tr><td>1</td><td>李强</td><td>{inner}</td></tr>{LAST}</table>")
    assert grid.rows == [["工号", "姓名", "备注"], ["1", "李强", "a c"], ["2", "王芳", "b"]]


def test_a_whole_table_in_a_cell_is_one_of_its_own() -> None:
    inner = "<table><tr><td>x</td><td>y</td></tr><tr><td>3</td><td>4</td></tr></table>"
    outer, own = page(f"<table>{HEAD}<tr><td>1</td><td>李强</td><td>a{inner}</td></tr>{LAST}</table>")
    assert outer.rows == [["工号", "姓名", "备注"], ["1", "李强", "a"], ["2", "王芳", "b"]]
    assert own.rows == [["x", "y"], ["3", "4"]]


def test_a_table_that_only_lays_out_the_page_gives_its_titles() -> None:
    (grid,) = page(f"<table><tr><td>2026年3月</td></tr><tr><td><table>{HEAD}{LAST}</table></td></tr></table>")
    assert grid.rows == [["2026年3月"], ["工号", "姓名", "备注"], ["2", "王芳", "b"]]


@pytest.mark.parametrize(
    "unseen",
    [
        "<span style='display:none'>9</span>",
        '<div style="DISPLAY : NONE;color:red"><table><tr><td>9</td></tr></table></div>',
        "<p hidden>9<p hidden>9</p></p>",
        "<span style='display:none'>9",  # never closed: it hides no more than its cell
        "<script>9</script>",
    ],
)
def test_what_a_page_hides_is_not_joined_to_a_cell(unseen: str) -> None:
    (grid,) = page(f"<table>{HEAD}<tr><td>1</td><td>李强{unseen}</td><td>a</td></tr>{LAST}</table>")
    assert grid.rows == [["工号", "姓名", "备注"], ["1", "李强", "a"], ["2", "王芳", "b"]]


def test_hidden_rows_of_a_page_are_told_as_those_of_a_workbook() -> None:
    (grid,) = page(f"<table>{HEAD}<tr style='display:none'><td>1</td><td>李强</td></tr>{LAST}</table>")
    assert (len(grid.rows), grid.hidden_rows) == (3, [1])
