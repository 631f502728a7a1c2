# SPDX-License-Identifier: Apache-2.0
"""How often people see a doctor: visits a year in the RAND Health Insurance Experiment, public domain (`randhie` of
statsmodels), and the negative binomial distribution fitted to them. The only thing here that comes from real people."""

import csv
import importlib.util
import math
import pathlib

from training import files

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma

FILE = "statsmodels/datasets/randhie/randhie.csv"
DIGEST = "9f6c87d05aef087a82cc4465310c8cd3f38327be6eafa43bd81fb98c4f3d088c"
# Visits a year: each of these, and from the last to the next.
BINS = (0, 1, 2, 3, 4, 5, 10, 20)


def visits():
    """Visits to a doctor outside of hospitals, one number for each person and year."""
    # Only the file is read; no code of the package is run.
    (package,) = importlib.util.find_spec("statsmodels").submodule_search_locations
    text = files.checked(pathlib.Path(package).parent / FILE, DIGEST).decode()
    return np.array([int(row["mdvis"]) for row in csv.DictReader(text.splitlines())])


def fitted(counts):
    """Mean and shape of the likeliest negative binomial: a person's rate is gamma with that shape, the visits of a
    year are Poisson. The likeliest mean is the data's own; the shape is where the likelihood's slope is zero."""
    mean = counts.mean()
    values, people = np.unique(counts, return_counts=True)

    def slope(shape):
        of_counts = (people * (digamma(values + shape) - digamma(shape))).sum()
        return of_counts + len(counts) * np.log(shape / (shape + mean))

    return round(float(mean), 6), round(float(brentq(slope, 0.05, 20, xtol=1e-12)), 6)


def shares(counts):
    """Of so many visits a year, which share of people have them."""
    return [float(share) for share in np.diff(np.searchsorted(np.sort(counts), [*BINS, np.inf])) / len(counts)]


def chance_of(count, mean, shape):
    """Of so many visits in a year, by the negative binomial."""
    of_people = math.lgamma(count + shape) - math.lgamma(shape) - math.lgamma(count + 1)
    return math.exp(of_people + shape * math.log(shape / (shape + mean)) + count * math.log(mean / (shape + mean)))


def described(counts, mean, shape, simulated):
    """The fit beside the data, and what the simulation made of it."""
    chances = np.array([chance_of(count, mean, shape) for count in range(1000)])
    ends = [*BINS[1:], len(chances)]
    names = [str(low) if high == low + 1 else f"{low} to {high - 1}" for low, high in zip(BINS, BINS[1:])]
    return {
        "visits": [*names, f"{BINS[-1]} or more"],
        "data": shares(counts),
        "fit": [float(chances[low:high].sum()) for low, high in zip(BINS, ends)],
        "simulated": shares(simulated),
        "mean": [float(counts.mean()), mean, float(simulated.mean())],
        "variance": [float(counts.var()), mean + mean * mean / shape, float(simulated.var())],
        "people_and_years": len(counts),
        "shape": shape,
    }
