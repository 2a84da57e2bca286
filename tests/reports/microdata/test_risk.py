"""The reported risk is what somebody finds who counts by hand."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.microdata.risk import SUPPRESSED_CODE, assess, suppress

ROWS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 2), st.sampled_from([1, -1])), max_size=30
)
NAMES = ("a", "b", "c")


def identifiers(rows):
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    return {
        name: np.array(column, dtype=np.int16) for name, column in zip(NAMES, columns, strict=True)
    }


@settings(max_examples=60)
@given(ROWS, st.integers(2, 6))
def test_risk_is_the_one_found_by_counting_rows(rows, threshold):
    risk = assess(identifiers(rows), returns=len(rows), threshold=threshold)

    sizes = Counter(rows)
    assert risk.k == (min(sizes.values()) if rows else 0)
    assert risk.unique == sum(sizes[row] == 1 for row in rows)
    assert risk.below == sum(sizes[row] < threshold for row in rows)
    for name, below in risk.without:
        place = NAMES.index(name)
        others = Counter(row[:place] + row[place + 1 :] for row in rows)
        assert below == sum(others[r[:place] + r[place + 1 :]] < threshold for r in rows)


@settings(max_examples=60)
@given(ROWS, st.integers(2, 6))
def test_suppressed_file_is_k_anonymous_and_changes_nothing_else(rows, threshold):
    before = identifiers(rows)

    after, counts = suppress(before, returns=len(rows), threshold=threshold)

    groups = Counter(zip(*(codes.tolist() for codes in after.values()), strict=True))
    enough = len(rows) >= threshold
    assert all(size >= threshold for size in groups.values()) == (enough or not rows)
    for name, codes in after.items():
        gone = codes == SUPPRESSED_CODE
        assert counts[name] == gone.sum()
        assert codes[~gone].tolist() == before[name][~gone].tolist()


def test_advice_names_the_fewest_variables_that_are_rare_together():
    rows = [(1, 1, 1)] * 6 + [(2, 1, 1)] * 6 + [(2, 2, 1)] * 6 + [(1, 2, 1)]

    risk = assess(identifiers(rows), returns=len(rows), threshold=5)

    assert risk.combinations == ((("a", "b"), 1),)
    assert risk.without == (("a", 0), ("b", 0), ("c", 1))
    assert not risk.is_releasable
