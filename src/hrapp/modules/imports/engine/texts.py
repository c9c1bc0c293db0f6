"""Text files of tables: the encoding by evidence, the separator by counting, every cell as it was typed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from hrapp.modules.imports.engine.grid import MOST_ROWS, WIDEST, Grid, Rect, address, tidy
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
        rest = _chinese(b"\n".join(line for line in lines if _strict(line, "utf-8") is None)).split("\n")
        others = iter(rest)
        return "\n".join(known if (known := _strict(line, "utf-8")) is not None else next(others) for line in lines)
    return _chinese(content)


def _surely_utf8(line: bytes) -> bool:
    """Chance makes no two Chinese characters of three bytes each in a line of another encoding."""
    if line.isascii() or (text := _strict(line, "utf-8")) is None:
        return False
    return sum("\u4e00" <= char <= "\u9fff" for char in text) >= 2


def _chinese(content: bytes) -> str:
    candidates = [text for name in ("gb18030", "big5hkscs") if (text := _strict(content, name)) is not None]
    return max(candidates, key=_commonness) if candidates else content.decode("gb18030", "replace")


def _strict(content: bytes, encoding: str) -> str | None:
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


_MOST_COVERED = 400_000  # cells under a span


class _Tables(HTMLParser):
    """Every table of a page; cells as text, spans as merges."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Grid] = []
        self._open: list[Grid] = []
        self._text: list[str] | None = None
        self._taken: set[tuple[int, int]] = set()
        self._at = (0, 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and not self._open:
            self._open.append(Grid(name="", rows=[], merges=[]))
            self._taken = set()
        elif tag == "tr" and self._open:
            self._flush()
            self._open[-1].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._flush()
            self._start(dict(attrs))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def _start(self, attrs: dict[str, str | None]) -> None:
        grid = self._open[-1]
        if not grid.rows:
            grid.rows.append([])
        row, column = len(grid.rows) - 1, len(grid.rows[-1])
        while (row, column) in self._taken:
            grid.rows[-1].append(None)
            column += 1
        if column >= WIDEST:
            return
        tall, wide = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))
        self._taken |= {(row + r, column + c) for r in range(tall) for c in range(wide) if r or c}
        if len(self._taken) > _MOST_COVERED or len(grid.rows) > MOST_ROWS:
            raise Unreadable("file_too_big")
        if tall > 1 or wide > 1:
            rect: Rect = (row, column, row + tall - 1, column + wide - 1)
            grid.merges.append(rect)
        self._at, self._text = (row, column), []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._flush()
        elif tag == "table" and self._open:
            self._flush()
            self.tables.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _flush(self) -> None:
        if self._text is None:
            return
        row, column = self._at
        cells = self._open[-1].rows[row]
        cells.extend([None] * (column - len(cells)))
        cells.append("".join(self._text).replace("\xa0", " ").strip() or None)
        self._text = None


def _span(written: str | None) -> int:
    return min(max(int(written), 1), 200) if written and written.isdigit() else 1


def read_html(content: bytes) -> list[Grid]:
    head = content[:4096].lower()
    named = re.search(rb"charset=[\"']?\s*([\w-]+)", head)
    wanted = named[1].decode("ascii") if named else ""
    text = _strict(content, "gb18030") if wanted in ("gb2312", "gbk", "gb18030") else None
    pages = _Tables()
    pages.feed(text if text is not None else decode(content))
    pages.close()
    if not pages.tables:
        raise Unreadable("file_unknown")
    for number, grid in enumerate(pages.tables, 1):
        grid.rows = tidy(grid.rows)
        grid.name = "" if len(pages.tables) == 1 else str(number)
    return pages.tables


_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_xml2003(content: bytes) -> list[Grid]:
    text = decode(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("file_doctype")
    root = ElementTree.fromstring(content)  # noqa: S314  # no entities, see above; and in a child with limits
    return [_sheet_2003(sheet) for sheet in root.iter(f"{_SS}Worksheet")]


def _sheet_2003(sheet: ElementTree.Element) -> Grid:
    grid = Grid(name=sheet.get(f"{_SS}Name") or "", rows=[], merges=[], broken={})
    rows: list[list[object]] = []
    for row in sheet.iter(f"{_SS}Row"):
        first = _count(row.get(f"{_SS}Index"), len(rows) + 1)
        if first > 1_048_576:
            raise Unreadable("file_damaged")
        rows.extend([] for _ in range(first - 1 - len(rows)))
        rows.append(_row_2003(row, len(rows), grid))
    grid.rows = tidy(rows)
    return grid


def _row_2003(row: ElementTree.Element, number: int, grid: Grid) -> list[object]:
    cells: list[object] = []
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
    return text[:10] if kind == "DateTime" else text, None
