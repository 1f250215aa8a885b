"""References of some descriptors, table by table."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.link.descriptors import code, gather
from transforms.link.linking import link
from transforms.link.placed import placed, references_like
from transforms.link.references import REFERENCE

NAMES = {"a.x": ["张伟", "王芳", "张伟"], "b.y": [], "c.z": ["李四", "张伟"]}


def city():
    coded = {}
    for key, names in NAMES.items():
        told = (
            pl.DataFrame({"name": names}, schema={"name": pl.String})
            .with_row_index("row")
            .with_columns(
                record_no=pl.lit("r") + pl.col("row").cast(pl.String),
                person_role=pl.lit("x"),
                owner_index=pl.lit(1, pl.Int16),
            )
        )
        coded[key] = code(key, told.select(
            pl.col(name).cast(dtype) if name in told.columns else pl.lit(None, dtype).alias(name)
            for name, dtype in REFERENCE.items()
        ))  # fmt: skip
    return coded, link(gather(coded.values()))


def test_every_reference_of_a_name_in_all_tables():
    coded, linked = city()
    asked = (linked.descriptors["name"] == "张伟").to_numpy()
    found = placed(coded, linked, asked)
    assert found.select("table_key", "place", "record_no").rows() == [
        ("a.x", 0, "r0"),
        ("a.x", 2, "r2"),
        ("c.z", 1, "r1"),
    ]
    assert set(linked.descriptors["name"].gather(found["descriptor"])) == {"张伟"}
    assert placed(coded, linked, np.zeros(linked.descriptors.height, bool)).is_empty()
    assert placed({}, linked, asked).columns == found.columns


def test_what_is_wanted_of_a_descriptor_comes_with_each_of_its_references():
    coded, linked = city()
    wanted = linked.descriptors.filter(pl.col("name") != "王芳").select("descriptor", said="name")
    found = references_like(coded, linked, wanted)
    assert found.select("table_key", "record_no", "said").rows() == [
        ("a.x", "r0", "张伟"), ("a.x", "r2", "张伟"), ("c.z", "r0", "李四"), ("c.z", "r1", "张伟"),
    ]  # fmt: skip
    assert references_like(coded, linked, wanted.head(0)).is_empty()
