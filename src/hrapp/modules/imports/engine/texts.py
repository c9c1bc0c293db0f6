"""Text files of tables: the encoding by evidence, the separator by counting, every cell as it was typed."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from hrapp.modules.imports.engine.grid import Grid, Rect, tidy
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
    candidates = [text for name in ("gb18030", "big5hkscs") if (text := _strict(content, name)) is not None]
    if not candidates:  # files glued together from two programs: every line by itself
        return "\n".join(_line(line) for line in content.split(b"\n"))
    return max(candidates, key=_commonness)


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _line(line: bytes) -> str:
    decoded = _strict(line, "utf-8")
    return decoded if decoded is not None else line.decode("gb18030", "replace")


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
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        rows = [line.split(separator) for line in text.splitlines()]
    return [Grid(name="", rows=tidy([[_untrick(value) for value in row] for row in rows]))]


def _separator(text: str) -> tuple[str, str]:
    hint = re.match(r"\s*sep=(.)\r?\n", text)
    if hint:
        return hint[1], text[hint.end() :]
    lines = [line for line in text.splitlines()[:60] if line.strip()]
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
        tall, wide = _span(attrs.get("rowspan")), _span(attrs.get("colspan"))
        self._taken |= {(row + r, column + c) for r in range(tall) for c in range(wide)}
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
    if b"<!DOCTYPE" in content[:65536] or b"<!ENTITY" in content:
        raise Unreadable("file_unknown")
    root = ElementTree.fromstring(content)  # noqa: S314  # no entities, see above; and in a child with limits
    return [_sheet_2003(sheet) for sheet in root.iter(f"{_SS}Worksheet")]


def _sheet_2003(sheet: ElementTree.Element) -> Grid:
    rows: list[list[object]] = []
    merges: list[Rect] = []
    for row in sheet.iter(f"{_SS}Row"):
        rows.extend([] for _ in range(min(int(row.get(f"{_SS}Index") or len(rows) + 1), 100_000) - 1 - len(rows)))
        cells: list[object] = []
        for item in row.iter(f"{_SS}Cell"):
            cells.extend([None] * (min(int(item.get(f"{_SS}Index") or len(cells) + 1), 512) - 1 - len(cells)))
            tall, wide = int(item.get(f"{_SS}MergeDown") or 0), int(item.get(f"{_SS}MergeAcross") or 0)
            if tall or wide:
                merges.append((len(rows), len(cells), len(rows) + tall, len(cells) + min(wide, 512)))
            cells.append(_value_2003(item.find(f"{_SS}Data")))
            cells.extend([None] * min(wide, 512))
        rows.append(cells)
    return Grid(name=sheet.get(f"{_SS}Name") or "", rows=tidy(rows), merges=merges)


def _value_2003(data: ElementTree.Element | None) -> object:
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number":
        return float(text)
    return text[:10] if kind == "DateTime" else text
