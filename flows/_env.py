"""Prefect kept quiet and private. Imported before `prefect` wherever prefect is imported.

Without a server of its own (PREFECT_API_URL) Prefect starts a short-lived one; these settings keep its log out of the
operator's screen (it shows an expected stop as a page of traceback), send nothing out, and give a slow first start its
time (docs/decisions/0002).
"""

from __future__ import annotations

import os

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}

for _name, _value in QUIET.items():
    os.environ.setdefault(_name, _value)
