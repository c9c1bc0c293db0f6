"""hrapp: KPI, promotion and pay of a small company in one explainable loop."""

__version__ = "0.1.0"

# The oldest release whose code still runs on the schema of this one: migrations only add to what it uses.
OLDEST_CODE = "0.1.0"
