"""From links to people: at most one partner each, or clusters that hold together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from transforms.link.table.score import MILLIBITS, Compared

Rows = npt.NDArray[np.int64]
_STRONGEST = 20.0
"""Bits beyond which one pair speaks no louder: a cluster is not held together by one pair alone."""


def one_to_one(pairs: Compared, linked: Rows) -> Rows:
    """Of the linked pairs those in which each is the other's best; then of what is left, until nothing is left.

    Pairs that are equally good for one record are no answer, and none of them is taken.
    """
    taken = []
    rest = linked
    while len(rest):
        i, j, weight = pairs.i[rest], pairs.j[rest], pairs.weight[rest]
        best = (_best(i, weight) == weight) & (_best(j, weight) == weight)
        mutual = rest[best]
        lone = (np.bincount(pairs.i[mutual])[pairs.i[mutual]] == 1) & (
            np.bincount(pairs.j[mutual])[pairs.j[mutual]] == 1
        )
        taken.append(mutual[lone])
        gone = ~np.isin(i, pairs.i[mutual]) & ~np.isin(j, pairs.j[mutual])
        rest = rest[gone]
    return np.sort(np.concatenate(taken)) if taken else linked


def _best(place: npt.NDArray[np.uint32], weight: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each pair the greatest weight among the pairs of that record."""
    most = np.full(int(place.max()) + 1, np.iinfo(np.int64).min)
    np.maximum.at(most, place, weight)
    chosen: npt.NDArray[np.int64] = most[place]
    return chosen


def components(one: Rows, other: Rows, size: int) -> Rows:
    """The smallest place that each of `size` places is joined to, through any number of edges."""
    root = np.arange(size, dtype=np.int64)
    while True:
        low = np.minimum(root[one], root[other])
        after = root.copy()
        np.minimum.at(after, root[one], low)
        np.minimum.at(after, root[other], low)
        while not np.array_equal(jumped := after[after], after):
            after = jumped
        if np.array_equal(after, root):
            return root
        root = after


def held_together(
    pairs: Compared, one: Rows, other: Rows, linked: npt.NDArray[np.bool_], bits: float, numbers: Rows
) -> tuple[Rows, int, int]:
    """Cluster of each place; how many components were split, and how many of those for two trusted numbers.

    Places joined without contradiction (all pairs of the component linked, at most one trusted number) are a cluster
    as they are. Else clusters are built anew from the strongest link down, and two join only when what their members
    say of one another, taken together, speaks for it. `bits`: log2 of the prior odds. `numbers`: trusted number of each
    place, 0 for none.
    """
    size = len(numbers)
    if not linked.any():
        return np.arange(size, dtype=np.int64), 0, 0
    root = components(one[linked], other[linked], size)
    members = np.bincount(root, minlength=size)
    edges = np.bincount(root[one[linked]], minlength=size)
    bearing = np.flatnonzero(numbers)
    distinct = np.unique(np.stack([root[bearing], numbers[bearing]]), axis=1)[0]
    torn = np.bincount(distinct, minlength=size) > 1
    doubtful = torn | (edges < members * (members - 1) // 2)
    inside = np.flatnonzero((root[one] == root[other]) & doubtful[root[one]])
    split, twofold = 0, 0
    by_root: dict[int, list[int]] = {}
    for place in inside.tolist():
        by_root.setdefault(int(root[one[place]]), []).append(place)
    for top, places in sorted(by_root.items()):
        if members[top] <= 2 and not torn[top]:
            continue
        pieces = _built(pairs, one, other, linked, places, bits, numbers)
        split += len(pieces) > 1
        twofold += bool(torn[top])
        for piece in pieces:
            root[piece] = min(piece)
    return root, split, twofold


def _built(
    pairs: Compared,
    one: Rows,
    other: Rows,
    linked: npt.NDArray[np.bool_],
    places: list[int],
    bits: float,
    numbers: Rows,
) -> list[list[int]]:
    """The pieces of one component. What pieces say of one another is added up as they join, so large ones end too."""
    between: dict[int, dict[int, float]] = {}
    order = []
    for place in places:
        a, b = int(one[place]), int(other[place])
        strength = min(max(pairs.weight[place] / MILLIBITS + bits, -_STRONGEST), _STRONGEST)
        said = -_STRONGEST if pairs.vetoed[place] else strength
        between.setdefault(a, {})[b] = between.setdefault(b, {})[a] = said
        if linked[place]:
            order.append((-int(pairs.weight[place]), a, b))
    members = {place: [place] for place in between}
    piece = {place: place for place in between}
    borne = {place: {int(numbers[place])} - {0} for place in between}
    for _, a, b in sorted(order):
        keep, gone = sorted((piece[a], piece[b]), key=lambda held: (-len(members[held]), held))
        if keep == gone or between[keep].get(gone, 0.0) <= 0 or len(borne[keep] | borne[gone]) > 1:
            continue
        for near, said in between.pop(gone).items():
            del between[near][gone]
            if near != keep:
                between[keep][near] = between[near][keep] = between[keep].get(near, 0.0) + said
        borne[keep] |= borne.pop(gone)
        for place in members[gone]:
            piece[place] = keep
        members[keep] += members.pop(gone)
    return sorted(sorted(held) for held in members.values())
