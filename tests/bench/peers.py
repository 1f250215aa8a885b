"""The peers, each in a process of its own, on the tables the engine gets.

    python tests/bench/peers.py splink|recordlinkage febrl3|febrl4|people --data DIR --out FILE [--model FILE]

Writes left_id, right_id, probability of pairs to FILE. FEBRL: Splink as in its own notebooks (febrl3.ipynb;
febrl4.ipynb, "extended" model); recordlinkage with its ECM classifier, binary levels at .85 on all fields. People:
Splink as in its documentation for large links (training of u on 1e7 random pairs), with columns of its own for what
SQL cannot see quickly: the upgraded number, whether it is trusted, sound and parts of the name, digits of the
address. Their making is inside its clock, as ours is in ours. `--model`: a saved model; made when it is missing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from peers_febrl import recordlinkage_febrl, splink_febrl3, splink_febrl4
from peers_people import splink_people


def main() -> None:
    """Run the tool named and write its pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", choices=("splink", "recordlinkage"))
    parser.add_argument("task", choices=("febrl3", "febrl4", "people"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    if options.tool == "recordlinkage":
        pairs = recordlinkage_febrl(options.data, options.task == "febrl4")
    elif options.task == "people":
        pairs = splink_people(options.data, options.model)
    else:
        pairs = (splink_febrl3 if options.task == "febrl3" else splink_febrl4)(options.data)
    pairs.write_parquet(options.out, compression="lz4")


if __name__ == "__main__":
    main()
