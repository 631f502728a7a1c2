# SPDX-License-Identifier: Apache-2.0
"""How long shares take, alone and beside hostile connections: 200 readers, 1,000 connections."""

import sys

from of_workers import bench
from rows import row

MOST = 2


def judge(figures):
    alone, beside = figures["alone"], figures["beside"]
    rows = []
    for name, part in (("half of the shares within", "p50"), ("99 of 100 shares within", "p99"), ("all within", "most")):
        rows.append(row(f"{name}, alone", round(alone[part], 1), "ms"))
        rows.append(row(f"{name}, beside hostile connections", round(beside[part], 1), "ms", "alone", alone[part],
                        at_most=MOST if part == "p99" else None))
    return rows


if __name__ == "__main__":
    sys.exit(bench(__doc__, "custody", ("--readers", "20", "--each", "3", "--hostile", "100"), judge))
