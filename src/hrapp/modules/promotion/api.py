"""The front door of promotion."""

from hrapp.modules.promotion.assessing import Standing, progress_of_all, standings

__all__ = ["Standing", "progress_of_all", "standings"]
