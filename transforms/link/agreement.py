"""What judgements and links come to together: who ends with whom. Few references, so plain Python and no frames.

Judged references and persons (groups) are joined in this order, and never so that two references judged different
come together:

    1  judged same                                  a contradiction among them takes all of that circle out
    2  certain links, best supported first          a judgement may join two persons, nothing else does
    3  likely links, while the circle has nobody yet
    4  judged same, but the data changed since      never joins two persons, and makes nothing certain
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A judged reference: its person without judgements (None: alone), whether certainly, and `rank`: the smaller,
    the better supported. Ranks are distinct.
    """

    group: int | None
    firm: bool
    rank: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """References that are one person, and the persons (groups) they were, perhaps several or none.

    sure: those whose place in it is beyond doubt; own: those that were in one of its groups by a link of their own.
    """

    nodes: tuple[int, ...]
    groups: tuple[int, ...]
    sure: frozenset[int]
    own: frozenset[int]


@dataclass(slots=True)
class _Joined:
    """Sets that are joined two by two; `apart` are pairs that never may be."""

    nodes: list[set[int]]
    groups: list[set[int]]
    apart: list[set[int]]
    root: list[int]
    of_group: dict[int, int] = field(default_factory=dict)

    def clash(self, one: int, other: int) -> bool:
        return any(not self.apart[node].isdisjoint(self.nodes[other]) for node in self.nodes[one])

    def join(self, one: int, other: int) -> None:
        if one == other:
            return
        keep, gone = min(one, other), max(one, other)
        for node in self.nodes[gone]:
            self.root[node] = keep
        for group in self.groups[gone]:
            self.of_group[group] = keep
        self.nodes[keep] |= self.nodes[gone]
        self.groups[keep] |= self.groups[gone]

    def attach(self, node: int, group: int) -> bool:
        """Bring a reference, with its circle, to a person; False where somebody judged different is there."""
        here = self.root[node]
        there = self.of_group.get(group, here)
        if there != here and self.clash(here, there):
            return False
        self.join(here, there)
        keep = self.root[node]
        self.groups[keep].add(group)
        self.of_group[group] = keep
        return True


def agree(
    nodes: list[Node], same: Iterable[Pair], weak: Iterable[Pair], different: Iterable[Pair]
) -> tuple[list[Circle], set[Pair]]:
    """The circles of all nodes, and the judged pairs that contradict each other or a certain link.

    `same`, `weak` and `different` are pairs of positions in `nodes`. No pair of `different` is in one circle.
    """
    same, weak, different = sorted(set(same)), sorted(set(weak)), sorted(set(different))
    together, against = _circles(len(nodes), same), set()
    torn = {together[one] for one, other in different if together[one] == together[other]}
    against |= {pair for pair in (*same, *different) if together[pair[0]] in torn and together[pair[1]] in torn}
    joined = _Joined(
        [{place} for place in range(len(nodes))],
        [set() for _ in nodes],
        [set() for _ in nodes],
        list(range(len(nodes))),
    )
    for one, other in different:
        joined.apart[one].add(other)
        joined.apart[other].add(one)
    held = [pair for pair in same if pair not in against]
    for one, other in held:
        joined.join(joined.root[one], joined.root[other])
    own = _linked(joined, nodes)
    firm = {place for place in own if nodes[place].firm}
    refused = {joined.root[place] for place, node in enumerate(nodes) if node.firm and place not in own}
    against |= {pair for pair in held if joined.root[pair[0]] in refused}
    bonds = _circles(len(nodes), held)
    for one, other in weak:
        here, there = joined.root[one], joined.root[other]
        if not (joined.groups[here] and joined.groups[there]) and not joined.clash(here, there):
            joined.join(here, there)
    return [_circle(joined, root, bonds, own, firm) for root in sorted(set(joined.root))], against


def _linked(joined: _Joined, nodes: list[Node]) -> set[int]:
    """Give the nodes to their persons, certain links first; those that are with their own."""
    linked = [(not node.firm, node.rank, place) for place, node in enumerate(nodes) if node.group is not None]
    own = set()
    for doubtful, _, place in sorted(linked, key=lambda one: one[:2]):
        group = nodes[place].group
        assert group is not None
        taken = joined.groups[joined.root[place]]
        if (doubtful and taken and group in taken) or ((not doubtful or not taken) and joined.attach(place, group)):
            own.add(place)
    return own


def _circle(joined: _Joined, root: int, bonds: list[int], own: set[int], firm: set[int]) -> Circle:
    """`bonds`: the smallest of those that a judgement in force makes the same one. Being linked likely to the same
    person as somebody sure makes nobody sure.
    """
    members = joined.nodes[root]
    parts: dict[int, set[int]] = {}
    for node in members:
        parts.setdefault(bonds[node], set()).add(node)
    if joined.groups[root]:
        sure = {node for part in parts.values() if part & firm for node in part}
    else:
        # Nobody but they themselves: the largest part is who the others are compared to.
        sure = max(parts.values(), key=lambda part: (len(part), -min(part)))
    return Circle(tuple(sorted(members)), tuple(sorted(joined.groups[root])), frozenset(sure), frozenset(members & own))


def _circles(count: int, pairs: Iterable[Pair]) -> list[int]:
    """The smallest position that each one is joined to through any number of pairs."""
    joined = _Joined([{place} for place in range(count)], [set() for _ in range(count)], [], list(range(count)))
    for one, other in pairs:
        joined.join(joined.root[one], joined.root[other])
    return joined.root
