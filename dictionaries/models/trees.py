"""Growing the trees of a `zgc_lint.typo.classifier.Classifier` by scikit-learn (BSD-3-Clause; needed here only)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LEAVES, _RATE = 24, 0.08


def grow(
    features: NDArray[np.float32], right: NDArray[np.bool_], speaks: Sequence[int], trees: int
) -> dict[str, NDArray[np.generic]]:
    """The arrays of a `zgc_lint.typo.classifier.Classifier`: so many `trees`.

    speaks: for each feature, whether it can only speak for what is judged (1), only against it (-1), or either (0).
    """
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_leaf_nodes=_LEAVES,
        learning_rate=_RATE,
        l2_regularization=5,
        min_samples_leaf=40,
        early_stopping=False,
        monotonic_cst=list(speaks),
        random_state=0,
    ).fit(features, right)
    grown = [stage[0].nodes for stage in model._predictors]  # noqa: SLF001
    width = max(len(nodes) for nodes in grown)
    itself = np.arange(width, dtype=np.uint8)
    feature = np.zeros((len(grown), width), dtype=np.uint8)
    threshold = np.zeros((len(grown), width), dtype=np.float32)
    value = np.zeros((len(grown), width), dtype=np.float32)
    left, right_child = np.tile(itself, (len(grown), 1)), np.tile(itself, (len(grown), 1))
    for row, nodes in enumerate(grown):
        for column, node in enumerate(nodes):
            if node["is_leaf"]:
                value[row, column] = node["value"]
            else:
                feature[row, column] = node["feature_idx"]
                threshold[row, column] = node["num_threshold"]
                left[row, column], right_child[row, column] = node["left"], node["right"]
    base = np.asarray(model._baseline_prediction, dtype=np.float32).reshape(1)  # noqa: SLF001
    return {
        "base": base, "feature": feature, "threshold": threshold, "left": left, "right": right_child, "value": value,
    }  # fmt: skip
