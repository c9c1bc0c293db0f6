"""The front door of compensation."""

from hrapp.modules.compensation.actions import open_round

__all__ = ["open_round"]
