# SPDX-License-Identifier: Apache-2.0
"""What the training data looked like: for telling who is out of its distribution, and how far inputs drift from it."""

import numpy as np

# Farther out than this share of the training data: out of its distribution.
LIKE = 0.995
BINS = 10
DECIMALS = 10


def out_of_distribution(inputs):
    """The card's `out_of_distribution`: mean and inverse covariance of the inputs, and the squared Mahalanobis
    distance that so many of the training data stay within."""
    mean = np.round(inputs.mean(axis=0), DECIMALS)
    inverse = np.round(np.linalg.inv(np.cov(inputs, rowvar=False)), DECIMALS)
    apart = inputs - mean
    distances = np.einsum("ij,jk,ik->i", apart, inverse, apart)
    return {
        "mean": mean.tolist(),
        "inverse_covariance": inverse.tolist(),
        "share_within": LIKE,
        "limit": round(float(np.quantile(distances, LIKE)), 4),
    }


def distribution(values):
    """An input's `reference`: edges of tenths of the training data, fewer where values repeat, and the share of
    people from each edge to the next."""
    # Values of the data, rounded down: so somebody lies from each edge to the next.
    tenths = np.quantile(values, np.arange(1, BINS) / BINS, method="higher")
    edges = np.unique(np.floor(tenths * 1e4) / 1e4)
    # An edge at the least value would leave nobody below it.
    edges = edges[edges > values.min()]
    if len(np.unique(values)) == 2:
        # Also of what fewer than a tenth have.
        edges = np.array([values.max()])
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    shares = np.round(counts / len(values), DECIMALS)
    return {"edges": edges.tolist(), "shares": shares.tolist()}
