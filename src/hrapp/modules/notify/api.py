"""The front door of notify: `await tell(person id, kind, text, link, dedupe=…)`."""

from hrapp.modules.notify.actions import tell

__all__ = ["tell"]
