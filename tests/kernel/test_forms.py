"""A form gives typed values, every error at once, and back what was entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar, Response, post
from litestar.datastructures import UploadFile

from hrapp.kernel.forms import BadForm, _convert, read_form
from hrapp.kernel.pages import WebRequest


class Form(msgspec.Struct):
    name: str
    amount: Decimal
    day: date | None = None
    count: int | None = None
    agreed: bool = False
    chosen: list[str] = []
    files: list[UploadFile] = []


@post("/")
async def echo(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, Form)
    except BadForm as bad:
        return Response({"errors": bad.errors, "entered": {k: str(v) for k, v in bad.entered.items()}}, status_code=422)
    plain = {**msgspec.structs.asdict(form), "files": [file.filename for file in form.files]}
    return Response({key: str(value) for key, value in plain.items()}, status_code=200)


async def submit(data: dict[str, Any], files: Any = None) -> httpx.Response:
    app = Litestar([echo], openapi_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://x.test") as client:  # type: ignore[arg-type]
        return await client.post("/", data=data, files=files)


async def test_fields_become_what_they_are() -> None:
    entered = {"name": " 张三 ", "amount": "￥9,856.50", "day": "2026-09-30", "count": "-3", "agreed": "on"}
    taken = (await submit({**entered, "chosen": ["a", "b"]})).json()
    assert taken["name"] == "张三"
    assert taken["amount"] == "9856.50"
    assert taken["day"] == "2026-09-30"
    assert (taken["count"], taken["agreed"], taken["chosen"]) == ("-3", "True", "['a', 'b']")


async def test_all_errors_come_at_once_with_everything_that_was_entered() -> None:
    answer = await submit({"name": "", "amount": "NaN", "day": "30.9.2026", "count": "1.5"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"name", "amount", "day", "count"}
    assert answer.json()["entered"]["day"] == "30.9.2026"


async def test_several_files_are_files_and_an_empty_choice_is_none() -> None:
    files = [("files", ("a.csv", b"1")), ("files", ("b.csv", b"2"))]
    assert (await submit({"name": "x", "amount": "1"}, files)).json()["files"] == "['a.csv', 'b.csv']"
    assert (await submit({"name": "x", "amount": "1"})).json()["files"] == "[]"


@pytest.mark.parametrize("entered", ["NaN", "Infinity", "1e5", "1_000", "--1", "1.2.3", "一千"])
def test_what_is_no_plain_number_is_refused(entered: str) -> None:
    with pytest.raises(ValueError, match="number"):
        _convert(Decimal, [entered])


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_money_comes_back_to_the_fen(amount: Decimal) -> None:
    assert _convert(Decimal, [f"{amount:,.2f}"]) == amount
