"""A desk of its own on a home of a test: people at work there, in a process of their own, as in life."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_BEGIN = """
import django, json; django.setup()
from django.core.management import call_command
from django.db import transaction
from review import ledger
from review.bringing import bring_in
from review.models import Act, Alert, Night, User
from review.work.acting import act
from review.work.night import handed, taken
from review.work.undoing import undo
from django.conf import settings
call_command("migrate", interactive=False, verbosity=0)
if not Night.objects.exists():
    bring_in(settings.DESK.home)
def person(name, role="supervisor", **more):
    told = {"name": name, "staff_no": name, "role": role, "must_change": False, **more}
    return User.objects.filter(username=name).first() or User.objects.create_user(name, password="x" * 12, **told)
def do(name, kind, alert, **said):
    user, now = person(name), Alert.objects.get(pk=alert)
    ledger.write(user, "看案情", [("alert", alert)])
    with transaction.atomic():
        return act(user, kind, alert, said, version=now.version, evidence=now.evidence_fingerprint)
def decide(name, alert):
    return do(name, "decide", alert, code="不属实-数据滞后", reason="来源已经更正,系统未同步")
rows = Alert.objects.filter(shown=True, confidence="certain").exclude(rule_id__startswith="RQ-")
shown = list(rows.order_by("pk").values_list("pk", flat=True))
"""


def environment(home: Path) -> dict[str, str]:
    """Of a process of the desk."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESK_")}
    return {**kept, "DESK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "review.settings"}


def at_desk(home: Path, program: str) -> Any:
    """Run a program at the desk of a home; it prints one JSON value at its end."""
    done = subprocess.run(
        [sys.executable, "-c", _BEGIN + program], env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])
