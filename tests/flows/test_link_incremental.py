"""Linking from last night's memory leaves what linking afresh leaves, and what the whole city in memory gives."""

from __future__ import annotations

import random
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.steps import link_memory
from schemas.catalogue import TABLES
from tests.flows.linked_nights import CHANGES, LinkedNights, arrived, mistyped, typed_city

LINKED = [key for key, spec in TABLES.items() if spec.persons and spec.nightly]


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    return typed_city(tmp_path_factory.mktemp("typed"))


@pytest.fixture
def nights(typed, tmp_path):
    return LinkedNights(tmp_path, dict(typed))


def shuffled(nights: LinkedNights, rng: random.Random, times: int) -> None:
    """Some deliveries of tonight: changed, corrected, or none."""
    for key in rng.sample(LINKED, times):
        if not nights.deliveries[key] or not nights.deliveries[key][-1][1].height:
            continue
        send = nights.correct if rng.random() < 0.2 else nights.deliver
        send(key, rng.choice(CHANGES), rng)


@pytest.mark.long
def test_an_unchanged_night_a_changed_one_and_one_changed_beyond_measure(nights, monkeypatch):
    rng = random.Random(1)
    nights.run()
    assert "全量:第一夜" in nights.notes[0]
    assert "增量:比对 0 行变化" in nights.run()["note"]
    nights.deliver("civil_affairs.benefits", arrived, rng)
    nights.deliver("medical_insurance.enrolments", mistyped, rng)
    assert "增量:" in nights.run()["note"]
    for key in LINKED:
        nights.deliveries[key] = nights.deliveries[key][:0]
    assert "全量:变化过多" in nights.run()["note"]
    monkeypatch.setattr(link_memory, "code_version", lambda: "another")
    assert "全量:程序或模型已更新" in nights.run()["note"]


@pytest.mark.long
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), times=st.integers(1, 8), judgements=st.integers(0, 4))
def test_any_deliveries_and_judgements_give_what_a_full_link_gives(typed, tmp_path_factory, seed, times, judgements):
    rng = random.Random(seed)
    home = tmp_path_factory.mktemp("city")
    nights = LinkedNights(home, dict(typed))
    nights.run()
    for _ in range(3):
        shuffled(nights, rng, times)
        nights.judge(rng, judgements)
        nights.run()
    assert any("增量" in note for note in nights.notes)
    shutil.rmtree(home)
