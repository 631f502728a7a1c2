# SPDX-License-Identifier: Apache-2.0
"""Step functions as decision trees, and all of a model's trees as one operation of ONNX (ai.onnx.ml 5, TreeEnsemble).

Each operation costs ONNX Runtime some tenths of a microsecond a patient, a comparison a thousandth: so a table is
one operation, where sums and comparisons written out make seven or thirty.
"""

from typing import NamedTuple, Union

import numpy as np
import onnx

OPSETS = [onnx.helper.make_opsetid("", 21), onnx.helper.make_opsetid("ai.onnx.ml", 5)]
IR_VERSION = 10
# TreeEnsemble's own codes.
AT_OR_ABOVE, SUM, AS_IT_IS = 2, 1, 0
LEAST = np.finfo(np.float64).min


class Branch(NamedTuple):
    """`above` where the input is at or above the threshold, else `below`."""

    column: int
    threshold: float
    above: Union["Branch", float]
    below: Union["Branch", float]


def steps(column, thresholds, values):
    """A balanced tree of a rising step function: `values` is one longer than `thresholds`, and a value counts from
    its threshold on. Ends may be trees."""
    if len(thresholds) == 0:
        return values[0]
    middle = len(thresholds) // 2
    above = steps(column, thresholds[middle + 1 :], values[middle + 1 :])
    below = steps(column, thresholds[:middle], values[: middle + 1])
    return Branch(column, thresholds[middle], above, below)


def of_numbers(tree):
    """The same, but no number where an input is none, or is infinite: such a row must not look like an answer."""
    columns = set()

    def collect(part):
        if isinstance(part, Branch):
            columns.add(part.column)
            collect(part.above)
            collect(part.below)

    collect(tree)
    for column in sorted(columns):
        tree = Branch(column, LEAST, Branch(column, np.inf, np.nan, tree), np.nan)
    return tree


def ensemble(trees, targets, output):
    """One node that sums trees: `trees` are pairs of the column of `output` that they add to, and the tree."""
    columns, thresholds, ends, leaves, roots = [], [], {True: [], False: []}, [], []

    def index(tree, target):
        """Whether it is a leaf, and its index among its kind."""
        if not isinstance(tree, Branch):
            leaves.append((target, tree))
            return True, len(leaves) - 1
        here = len(columns)
        columns.append(tree.column)
        thresholds.append(tree.threshold)
        for side in ends.values():
            side.append(None)
        ends[True][here] = index(tree.above, target)
        ends[False][here] = index(tree.below, target)
        return False, here

    for target, tree in trees:
        leaf, root = index(tree, target)
        assert not leaf, "a tree has a branch"
        roots.append(root)
    tensor = lambda values, kind: onnx.numpy_helper.from_array(np.array(values, dtype=kind))
    return onnx.helper.make_node(
        "TreeEnsemble",
        ["inputs"],
        [output],
        domain="ai.onnx.ml",
        n_targets=targets,
        aggregate_function=SUM,
        post_transform=AS_IT_IS,
        tree_roots=roots,
        nodes_modes=tensor([AT_OR_ABOVE] * len(columns), np.uint8),
        nodes_featureids=columns,
        nodes_splits=tensor(thresholds, np.float64),
        nodes_trueleafs=[int(leaf) for leaf, _ in ends[True]],
        nodes_truenodeids=[end for _, end in ends[True]],
        nodes_falseleafs=[int(leaf) for leaf, _ in ends[False]],
        nodes_falsenodeids=[end for _, end in ends[False]],
        leaf_targetids=[target for target, _ in leaves],
        leaf_weights=tensor([weight for _, weight in leaves], np.float64),
    )


def model(name, node, width, targets):
    """The graph: from one tensor of doubles, a row a patient, to another."""
    tensor = lambda end, columns: onnx.helper.make_tensor_value_info(end, onnx.TensorProto.DOUBLE, [None, columns])
    made = onnx.helper.make_graph([node], name, [tensor("inputs", width)], [tensor(node.output[0], targets)])
    found = onnx.helper.make_model(made, opset_imports=OPSETS, ir_version=IR_VERSION)
    onnx.checker.check_model(found, full_check=True)
    return found
