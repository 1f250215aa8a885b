"""Alerts lived through many nights: by hypothesis in one township, and 1,000 sequences of 30 nights at once."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.transforms.handling.living_city import City
from tests.transforms.handling.township import CHANGES, PLACES, RULES, SPOTS, TABLES

changes = st.lists(
    st.tuples(st.just(0), st.sampled_from(CHANGES), st.sampled_from(sorted(RULES)), st.sampled_from(PLACES)), max_size=8
)


class Nights(RuleBasedStateMachine):
    """Each step is one night of one township; every night is checked by the city's own model."""

    def __init__(self) -> None:
        super().__init__()
        self.city = City(1)
        self.day = date(2026, 9, 20)

    @rule(
        changed=changes,
        refused=st.sampled_from([frozenset(), frozenset(), *(frozenset({table}) for table in TABLES)]),
        days=st.sampled_from([1, 1, 1, 3, 9]),
        chance=st.integers(0, 35),
        new_version=st.sampled_from([None, None, *RULES]),
    )
    def a_night(self, changed, refused, days: int, chance: int, new_version: str | None) -> None:
        self.day += timedelta(days=days)
        if new_version:
            self.city.versions[new_version] += 1
        self.city.night(self.day, changed, refused, chance)


TestNights = Nights.TestCase
TestNights.settings = settings(
    max_examples=6, stateful_step_count=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def drawn(city: City, chance: random.Random, first: bool) -> list[tuple[int, str, str, int]]:
    """Changes of one night: many alerts appear on the first; later what there is changes, ends, or is decided."""
    found = []
    for life in city.lives:
        for _ in range(chance.randrange(12) if first else chance.randrange(4)):
            what = "appear" if first else chance.choice([*CHANGES, "appear", "decide", "decide", "evidence", "vanish"])
            spots = (
                sorted(life.found) if what in ("vanish", "evidence", "certainty", "decide") and life.found else SPOTS
            )
            found.append((life.number, what, *chance.choice(spots)))
    return found


def live(lives: int, nights: int, seed: int) -> City:
    """Nights drawn by chance; then one quiet night after two months."""
    chance, city, day = random.Random(seed), City(lives), date(2026, 1, 1) + timedelta(days=seed)
    for place in range(nights):
        day += timedelta(days=chance.choice([1, 1, 1, 1, 2, 4]))
        refused = frozenset({chance.choice(TABLES)} if chance.random() < 0.15 else ())
        if chance.random() < 0.1:
            city.versions[chance.choice([*RULES])] += 1
        city.night(day, drawn(city, chance, first=place == 0), refused, chance.randrange(36))
    city.night(day + timedelta(days=60), [], frozenset(), 0)
    return city


def test_ten_lives() -> None:
    city = live(lives=10, nights=12, seed=1)
    reasons = {row["held_back"] for row in city.rows.values()}
    assert "wave" not in reasons, "a backlog comes to its end"


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_sequences_of_thirty_nights(seed: int) -> None:
    """Ten times a hundred townships, each a sequence of its own: nothing of one is seen by another."""
    city = live(lives=100, nights=30, seed=seed)
    assert "wave" not in {row["held_back"] for row in city.rows.values()}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_nights_by_hypothesis_at_length() -> None:
    class Longer(Nights.TestCase):
        settings = settings(
            max_examples=16, stateful_step_count=30, deadline=None, suppress_health_check=[*HealthCheck]
        )

    Longer().runTest()
