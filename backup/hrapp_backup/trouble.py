"""What went wrong, as a sentence with the way out of it, in both languages."""

from __future__ import annotations

from typing import Any

from hrapp_backup.sentences import SENTENCES


class Trouble(Exception):
    """Stops the operation. `code` names the sentence; `values` fill it. Nothing was changed, unless it says so."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def said(self, language: str) -> str:
        english, chinese = SENTENCES[self.code]
        zh = language.startswith("zh")  # a value that reads otherwise in Chinese is a pair
        values = {key: (value[zh] if isinstance(value, tuple) else value) for key, value in self.values.items()}
        return (chinese if zh else english).format_map(values)

    def __str__(self) -> str:
        return self.said("en")

    def as_data(self) -> dict[str, str]:
        """For a state file: the health page shows it in the reader's language."""
        return {"code": self.code, "en": self.said("en"), "zh": self.said("zh")}
