from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_lint.typo.table import HashTable

KEYS = st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=400)


@settings(deadline=None, max_examples=50)
@given(keys=KEYS, absent=KEYS)
def test_finds_every_key_with_its_value(keys: set[int], absent: set[int]) -> None:
    array = np.array(sorted(keys), dtype=np.uint64)
    values = (array % np.uint64(251)).astype(np.uint8)
    table = HashTable(HashTable.build(array, {"value": values}), ("value",))
    position = table.find(array)
    assert (position >= 0).all()
    assert (table.column("value", position) == values).all()
    others = np.array(sorted(absent - keys), dtype=np.uint64)
    assert (table.find(others) >= 0).sum() <= 2  # one mistake in some 10,000


def test_full_buckets_spill_over() -> None:
    keys = np.arange(20_000, dtype=np.uint64)
    arrays = HashTable.build(keys, {"value": (keys % np.uint64(256)).astype(np.uint8)})
    assert len(arrays["rest"]) > 0
    table = HashTable(arrays, ("value",))
    assert (table.column("value", table.find(keys)) == keys % np.uint64(256)).all()


def test_absent_keys_are_rarely_taken_for_others() -> None:
    keys = np.arange(50_000, dtype=np.uint64)
    table = HashTable(HashTable.build(keys, {"value": np.zeros(50_000, dtype=np.uint8)}), ("value",))
    absent = np.arange(10**6, 10**6 + 200_000, dtype=np.uint64)
    assert (table.find(absent) >= 0).mean() < 0.0003
