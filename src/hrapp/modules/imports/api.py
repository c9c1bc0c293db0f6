"""The front door of imports."""

from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.opening import end_children
from hrapp.modules.imports.events import ImportApplied
from hrapp.modules.imports.shell import import_from_shell
from hrapp.modules.imports.shell_batches import list_imports, undo_from_shell

__all__ = ["ImportApplied", "end_children", "import_files", "import_from_shell", "list_imports", "undo_from_shell"]
