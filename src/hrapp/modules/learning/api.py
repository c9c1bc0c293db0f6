"""The front door of learning: what others may listen to. Attempts are read as criteria."""

from hrapp.modules.learning.events import TrainingRecorded

__all__ = ["TrainingRecorded"]
