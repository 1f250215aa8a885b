"""What the desk acknowledged is there after kill -9: act, alert and log together, and nothing half."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.conftest import SmallCity
from tests.flows.desk_nights import at_desk, environment


def _started(home: Path, port: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "review", "start", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        words, env=environment(home), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/login/", timeout=5)
            return server
        except httpx.HTTPError:
            time.sleep(0.1)
    os.killpg(server.pid, signal.SIGKILL)
    raise AssertionError("the desk did not start")


def _post(browser: httpx.Client, address: str, told: dict[str, str]) -> httpx.Response:
    page = browser.get("/password/").text
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return browser.post(address, data={**told, "csrfmiddlewaretoken": token})


@pytest.mark.long
@pytest.mark.parametrize("after", [5, 23])
def test_acknowledged_acts_survive_kill_9(small_city: SmallCity, tmp_path: Path, after: int) -> None:
    home = small_city.whole.copy(tmp_path / "home").home
    people = "sessions = [signed_in(person(name)) for name in ('zhang', 'li')]"
    shown, sessions = at_desk(home, f"{people}; print(json.dumps([shown, sessions]))")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = _started(home, port)
    acknowledged: list[str] = []
    enough = threading.Event()

    def work(session: str, alerts: list[str]) -> None:
        browser = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, cookies={"sessionid": session})
        try:
            for alert in alerts:
                told = {"version": "0", "evidence": "", "kind": "claim", "alert_id": alert}
                if "已认领 1 条" in _post(browser, "/bulk/", told).text:
                    acknowledged.append(alert)
                if len(acknowledged) >= after:
                    enough.set()
        except httpx.HTTPError:
            return

    hands = [threading.Thread(target=work, args=(one, shown[at::2])) for at, one in enumerate(sessions)]
    for one in hands:
        one.start()
    assert enough.wait(120)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    for one in hands:
        one.join()
    with sqlite3.connect(home / "review" / "desk.sqlite3") as desk:
        acts = {alert for (alert,) in desk.execute("SELECT alert_id FROM review_act WHERE kind = 'claim'")}
        owned = {alert for (alert,) in desk.execute("SELECT alert_id FROM review_alert WHERE owner_id IS NOT NULL")}
        logged = "SELECT subject FROM review_entry WHERE act = '批量办理' AND outcome = 'done'"
        entries = {alert for (alert,) in desk.execute(logged)}
    assert len(acknowledged) >= after
    assert set(acknowledged) <= acts
    assert acts == owned == entries
    assert at_desk(home, "print(json.dumps(ledger.faults()))") == []
