# SPDX-License-Identifier: Apache-2.0
"""WHAS500 as the model sees it: 500 people admitted with a heart attack."""

import importlib.util
import io
import pathlib
from dataclasses import dataclass

import numpy as np
from scipy.io import arff

from training.files import checked

FILE = "sksurv/datasets/data/whas500.arff"
DIGEST = "f64040c91398875137822eca306a927208df6896808cd9764af7065722fa53d6"
DAYS = 30


@dataclass
class People:
    """A row each; nothing is missing, and nobody was lost to follow-up before 30 days."""

    inputs: np.ndarray
    labels: np.ndarray
    counts: dict


def read():
    # Only the file is read; no code of the package is run.
    (package,) = importlib.util.find_spec("sksurv").submodule_search_locations
    content = checked(pathlib.Path(package).parent / FILE, DIGEST)
    rows, _ = arff.loadarff(io.StringIO(content.decode()))
    column = lambda name: rows[name].astype(float)
    dead = (column("fstat") == 1) & (column("lenfol") <= DAYS)
    assert (column("lenfol")[~dead] >= DAYS).all(), "somebody was lost to follow-up"
    inputs = np.column_stack([column("age"), column("gender") == 0, column("sysbp"), column("hr")])
    return People(inputs, dead, {"people": len(dead), "dead": int(dead.sum())})
