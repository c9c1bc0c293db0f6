"""hrapp: KPI, promotion and pay of a small company in one explainable loop."""

__version__ = "0.1.0"
