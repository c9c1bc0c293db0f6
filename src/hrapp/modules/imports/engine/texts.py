"""Text files of tables: the encoding by evidence, the separator by counting, every cell as it was typed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from xml.etree import ElementTree

from hrapp.modules.imports.engine import formats
from hrapp.modules.imports.engine.grid import MOST_ROWS, WIDEST, Grid, address, tidy
from hrapp.modules.imports.engine.sniffing import Unreadable, looks_utf16

_SEPARATORS = (",", "\t", ";", "|")
_COMMON_GB = range(0xB0, 0xD8)  # lead bytes of the frequent characters in GB 2312
_COMMON_BIG5 = range(0xA4, 0xC7)


def decode(content: bytes) -> str:
    """Byte order mark, then zero bytes, then strict UTF-8, then whichever Chinese encoding gives common characters."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, "replace")
    if wide := looks_utf16(content):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lines = content.split(b"\n")
    if any(_surely_utf8(line) for line in lines):  # two programs' exports, one after the other
        rest = _chinese(b"\n".join(line for line in lines if strict(line, "utf-8") is None)).split("\n")
        others = iter(rest)
        return "\n".join(known if (known := strict(line, "utf-8")) is not None else next(others) for line in lines)
    return _chinese(content)


def _surely_utf8(line: bytes) -> bool:
    """Chance makes no two Chinese characters of three bytes each in a line of another encoding."""
    if line.isascii() or (text := strict(line, "utf-8")) is None:
        return False
    return sum("\u4e00" <= char <= "\u9fff" for char in text) >= 2


def _chinese(content: bytes) -> str:
    candidates = [text for name in ("gb18030", "big5hkscs") if (text := strict(content, name)) is not None]
    return max(candidates, key=_commonness) if candidates else content.decode("gb18030", "replace")


def strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _commonness(text: str) -> float:
    """How ordinary the Chinese characters are: wrongly decoded text is full of rare ones."""
    han = [char for char in text[:20000] if "\u3400" <= char <= "\u9fff" or char >= "\ue000"]
    if not han:
        return 0
    common = sum(_lead(char, "gb2312") in _COMMON_GB for char in han)
    traditional = sum(_lead(char, "big5") in _COMMON_BIG5 for char in han)
    return max(common, traditional) / len(han)


def _lead(char: str, encoding: str) -> int:
    try:
        encoded = char.encode(encoding)
    except UnicodeEncodeError:
        return 0
    return encoded[0] if len(encoded) == 2 else 0


def read_text(content: bytes) -> list[Grid]:
    text = decode(content).replace("\0", "")
    separator, text = _separator(text)
    tricks = '="' in text
    try:
        rows = tidy(_cells(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), tricks))
    except csv.Error:  # a quote that is opened and never closed would swallow the rows below it
        lines = ([_bare(value) for value in line.split(separator)] for line in text.splitlines())
        rows = tidy(_cells(lines, tricks))
    return [Grid(name="", rows=rows)]


def _bare(value: str) -> str:
    quoted = re.fullmatch(r'\s*"([^"]*)"\s*', value)
    return quoted[1] if quoted else value


def _cells(rows: Iterable[list[str]], tricks: bool) -> Iterator[list[str]]:
    for row in rows:
        yield [_untrick(value) for value in row[:WIDEST]] if tricks else row


def _separator(text: str) -> tuple[str, str]:
    hint = re.match(r"\s*sep=(.)\r?\n", text)
    if hint:
        return hint[1], text[hint.end() :]
    lines = [line for line in text[:65536].splitlines()[:60] if line.strip()]
    best = max(
        _SEPARATORS,
        key=lambda mark: (
            sum(min(line.count(mark), 40) > 0 for line in lines) * 1000 + sum(line.count(mark) for line in lines)
        ),
    )
    return best, text


def _untrick(value: str) -> str:
    """="0007" is how people keep zeros in a text file."""
    match = re.fullmatch(r'\s*="(.*)"\s*', value)
    return match[1] if match else value


_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_xml2003(content: bytes) -> list[Grid]:
    text = decode(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("file_doctype")
    root = ElementTree.fromstring(content)  # noqa: S314  # no entities, see above; and in a child with limits
    styles = _styles_2003(root)
    return [_sheet_2003(sheet, styles) for sheet in root.iter(f"{_SS}Worksheet")]


#: What formats are called there instead of being written.
_NAMED = {"Percent": "0.00%"}


def _styles_2003(root: ElementTree.Element) -> dict[str, str]:
    """{style: what its number format says beside the number}; a style has that of its parent unless it has its own."""
    own: dict[str, tuple[str, str | None]] = {}
    for style in root.iter(f"{_SS}Style"):
        item = style.find(f"{_SS}NumberFormat")
        own[style.get(f"{_SS}ID") or ""] = style.get(f"{_SS}Parent") or "", _code(item) if item is not None else None
    found = {}
    for name, (parent, code) in own.items():
        inherited = own.get(parent, ("", None))[1]
        if meaning := formats.meaning((inherited if code is None else code) or ""):
            found[name] = meaning
    return found


def _code(item: ElementTree.Element) -> str:
    written = item.get(f"{_SS}Format") or ""
    return _NAMED.get(written, written)


def _sheet_2003(sheet: ElementTree.Element, styles: Mapping[str, str]) -> Grid:
    grid = Grid(name=sheet.get(f"{_SS}Name") or "", rows=[], merges=[], broken={}, formats={})
    columns = _columns_2003(sheet) if styles else {}
    rows: list[list[object]] = []
    for row in sheet.iter(f"{_SS}Row"):
        first = _count(row.get(f"{_SS}Index"), len(rows) + 1)
        if first > 1_048_576:
            raise Unreadable("file_damaged")
        rows.extend([] for _ in range(first - 1 - len(rows)))
        rows.append(_row_2003(row, len(rows), grid, styles, columns))
    grid.rows = tidy(rows)
    return grid


def _columns_2003(sheet: ElementTree.Element) -> dict[int, str]:
    """{column: the style of its cells that have none of their own}"""
    found: dict[int, str] = {}
    at = 0
    for item in sheet.iter(f"{_SS}Column"):
        at = min(_count(item.get(f"{_SS}Index"), at + 1), WIDEST + 1) - 1
        span = min(_count(item.get(f"{_SS}Span"), 0), WIDEST)
        if style := item.get(f"{_SS}StyleID"):
            found |= dict.fromkeys(range(at, at + span + 1), style)
        at += span + 1
    return found


def _row_2003(
    row: ElementTree.Element, number: int, grid: Grid, styles: Mapping[str, str], columns: Mapping[int, str]
) -> list[object]:
    cells: list[object] = []
    whole = row.get(f"{_SS}StyleID")
    for item in row.iter(f"{_SS}Cell"):
        cells.extend([None] * (min(_count(item.get(f"{_SS}Index"), len(cells) + 1), WIDEST + 1) - 1 - len(cells)))
        if len(cells) >= WIDEST:
            break
        tall = min(_count(item.get(f"{_SS}MergeDown"), 0), MOST_ROWS)
        wide = min(_count(item.get(f"{_SS}MergeAcross"), 0), WIDEST)
        if tall or wide:
            grid.merges.append((number, len(cells), number + tall, len(cells) + wide))
        value, broken = _value_2003(item.find(f"{_SS}Data"))
        if broken:
            grid.broken[address(number, len(cells))] = broken
        if styles and (told := styles.get(item.get(f"{_SS}StyleID") or whole or columns.get(len(cells), ""))):
            grid.formats[address(number, len(cells))] = told
        cells.append(value)
        cells.extend([None] * wide)
    return cells


def _count(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isascii() and written.isdigit() else otherwise


def _value_2003(data: ElementTree.Element | None) -> tuple[object, str | None]:
    """The value, and the error that stands in its place."""
    if data is None:
        return None, None
    text, kind = "".join(data.itertext()), data.get(f"{_SS}Type")
    if kind == "Error":
        return None, text or "#VALUE!"
    if kind == "Boolean":
        return text == "1", None
    if kind == "Number":
        try:
            return float(text), None
        except ValueError:
            return text, None
    return _day_2003(text) if kind == "DateTime" else text, None


def _day_2003(text: str) -> object:
    """A day, a day with its time, or a time alone, which there belongs to the last day of 1899."""
    try:
        found = datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError:
        return text
    return found.time() if found.year < 1900 else found
