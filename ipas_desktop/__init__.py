"""IPAS Desktop: offline preparation of engagement notifications and OSJA assessments.

The rooms and who may import whom are in ``docs/architecture.md``; import-linter holds it.
"""

__version__ = "0.1.0"
