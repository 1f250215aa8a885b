"""The review desk with 100,000 open alerts and twenty people at work: how fast list, household and case answer.

    python tests/bench/desk.py [--alerts 100000] [--people 20] [--minutes 1] [--home HOME] [--database URL] [--work DIR]

Brings a night in (invented rows over 30 townships, or the published night of --home), prints the seconds of the first
import, of the same rows again and of a next night in which every row changed, then starts gunicorn as
`python -m review start` does and lets accounts of every handling role work over HTTP on the loopback address: pages,
filters, searches, households, cases, and acts written straight into the table, so that the copy in memory has to
follow. Between two requests a person reads for about two seconds (--think). Before that all ask for the list in the
same instant, which is printed apart: the last of them waits for the others. Prints median and 95th percentile as the
client saw them, and the processor time of the server, which does not swing with what else the machine does. Bar:
list 200 ms, case 300 ms, import 30 s. --database takes a PostgreSQL address; it must be empty.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
NIGHT = date(2026, 11, 21)
CASE = "/alerts/"


def prepared(told: argparse.Namespace) -> None:
    """Tables and alerts, with the seconds of each import."""
    from django.core.management import call_command

    from review.bringing import take_in
    from review.pipeline.alerts import alerts_published
    from tests.bench.desk_rows import published

    call_command("migrate", interactive=False, verbosity=0)
    if told.home:
        started = time.monotonic()
        found = alerts_published(told.home)
        print(f"read and masked: {time.monotonic() - started:.1f} s")
        nights = {"first night": found, "same rows again": found}
    else:
        first = published(told.alerts, NIGHT)
        later = published(told.alerts, NIGHT + timedelta(days=1), run="r2", skip=told.alerts // 100)
        nights = {"first night": first, "same rows again": first, "next night, every row changed": later}
    for name, night in nights.items():
        started, worked = time.monotonic(), time.process_time()
        made = take_in(night)
        print(
            f"import, {name}: {time.monotonic() - started:.1f} s, {time.process_time() - worked:.1f} s of a processor "
            f"({made.total:,} rows, {made.added:,} new, {made.changed:,} changed)"
        )


def sessions(people: int) -> list[tuple[Any, str]]:
    """Accounts and their session keys: one of five sees everything, the others a township each, half of them clerks."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from review.models import Alert, User

    store = import_module(settings.SESSION_ENGINE).SessionStore
    towns = list(Alert.objects.exclude(township="").values_list("township", flat=True).distinct().order_by("township"))
    made = []
    for number in range(people):
        role = ("supervisor", "reviewer", "clerk", "reviewer", "clerk")[number % 5]
        division = "" if number % 5 == 0 else towns[number * 7 % len(towns)]
        user, _ = User.objects.get_or_create(
            username=f"bench{number}",
            defaults={"name": f"员{number}", "staff_no": str(number), "role": role, "division": division,
                      "must_change": False},
        )  # fmt: skip
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        made.append((user, session.session_key))
    return made


class Person:
    """One browser: asks, reads, asks again."""

    def __init__(self, number: int, user: Any, key: str, port: int, seen: dict[str, list[float]]) -> None:
        self.chance = random.Random(number)
        self.user, self.port, self.seen = user, port, seen
        self.headers = {"Cookie": f"sessionid={key}", "Host": "127.0.0.1"}

    def get(self, kind: str, where: str) -> str:
        """The page; its milliseconds are kept under `kind`, if it is there at all."""
        started = time.perf_counter()
        try:
            con = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            con.request("GET", where, headers=self.headers)
            answer = con.getresponse()
            text = answer.read().decode()
            con.close()
        except (http.client.HTTPException, OSError):
            self.seen["broken"].append(0)
            return ""
        if answer.status == 200:
            self.seen[kind].append((time.perf_counter() - started) * 1000)
        elif answer.status != 404 or kind != "case":
            self.seen[f"{kind}: {answer.status}"].append(0)
        return text

    def work(self, until: float, think: float) -> None:
        """A round: the list, a filter of it or a page, then a case, at times a household, and now and then an act."""
        self.pause(think)  # nobody begins in the same instant as all the others
        for turn in itertools.count():
            if time.monotonic() > until:
                return
            words = self.chance.choice(
                ["", "", "?page=2", "?page=3", "?level=1", "?level=2", "?due=soon", "?class=错保", "?program=特困供养",
                 "?class=漏保&level=2", "?tab=mine", "?stage=claimed", "?q=JT2600", "?rule=CB-01", "?page=400"]
            )  # fmt: skip
            text = self.get("list", "/" + quote(words, safe="?=&"))
            self.pause(think)
            alerts = re.findall(r'<tr data-id="([^"]+)"', text)
            if alerts:
                one = self.chance.choice(alerts)
                self.get("case", f"{CASE}{one}/")
                self.pause(think)
                if turn % 4 == 0:
                    self.claim(one)
            households = re.findall(r'href="(/households/[^"]+)"', text)
            if households and turn % 3 == 0:
                self.get("household", self.chance.choice(households))
                self.pause(think)

    def claim(self, number: str) -> None:
        """As an act of the desk does: a conditional update that raises the version."""
        from django.db.models import F
        from django.utils import timezone

        from review.models import Alert

        Alert.objects.filter(pk=number).update(
            owner=self.user, stage="claimed", version=F("version") + 1, touched_at=timezone.now()
        )

    def pause(self, think: float) -> None:
        """Reading."""
        time.sleep(self.chance.uniform(0.5, 1.5) * think)


def _processor(pid: int) -> float:
    """Seconds of a processor that gunicorn and its workers took so far (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    words = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (str(pid), *children)]
    return sum(int(one[11]) + int(one[12]) for one in words) / os.sysconf("SC_CLK_TCK")


def at_work(told: argparse.Namespace) -> dict[str, list[float]]:
    """Everybody works for the minutes told; milliseconds of every answer, by kind."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "review.wsgi", "--config", "python:review.serving",
        "--bind", f"127.0.0.1:{port}", "--workers", str(told.workers), "--log-level", "warning",
    ]  # fmt: skip
    known = sessions(told.people)
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    seen: dict[str, list[float]] = defaultdict(list)
    try:
        time.sleep(6)
        cold: dict[str, list[float]] = defaultdict(list)
        people = [Person(at, user, key, port, seen) for at, (user, key) in enumerate(known)]
        for person in people:
            person.seen = cold
            person.get("first", "/")
        with ThreadPoolExecutor(len(people)) as all_at_once:
            list(all_at_once.map(lambda person: person.get("together", "/"), people))
        for person in people:
            person.seen = seen
        print(f"first list of each person after a start: the slowest {max(cold['first']):.0f} ms")
        together = cold["together"]
        print(f"all in one instant: median {statistics.median(together):.0f} ms, the last {max(together):.0f} ms")
        until = time.monotonic() + told.minutes * 60
        threads = [threading.Thread(target=person.work, args=(until, told.think)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        answers = sum(len(times) for times in (*seen.values(), *cold.values()))
        print(f"processor time of the server: {_processor(server.pid) / answers * 1000:.0f} ms an answer")
    finally:
        server.terminate()
        server.wait()
    return seen


def main() -> None:
    """Import, then people at work."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--think", type=float, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--database", default="")
    parser.add_argument("--work", type=Path)
    told = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as scratch:
        work = told.work or Path(scratch)
        work.mkdir(parents=True, exist_ok=True)
        os.environ["DESK_HOME"] = str(told.home or work)
        os.environ["DESK_DATABASE_URL"] = told.database or f"sqlite:///{work / 'desk.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "review.settings"
        import django

        django.setup()
        prepared(told)
        for kind, times in sorted(at_work(told).items()):
            if ":" in kind or kind == "broken":
                print(f"{kind}: {len(times)} times")
                continue
            high = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            print(f"{kind}: {len(times)} answers, median {statistics.median(times):.0f} ms, 95 % {high:.0f} ms")


if __name__ == "__main__":
    main()
