# SPDX-License-Identifier: Apache-2.0
"""How long documents take to be written to three custodians and read from one, beside hash and cipher alone, and
beside a bare store of the same kind."""

import sys

from of_workers import bench
from rows import row

# Of the speed of hash and cipher, from this size on.
LEAST, FROM = 0.5, 16


def judge(sizes):
    rows = []
    for size in sizes:
        name, goal = f"{size['mebibytes']} MiB", LEAST if size["mebibytes"] >= FROM else None
        rate = lambda what: size["mebibytes"] / size[what]
        rows.append(row(f"{name}: hash and cipher", round(rate("floor")), "MiB/s"))
        for what, bare in (("written", "bareAdd"), ("read", "bareGet")):
            rows.append(row(f"{name}: {what}", round(rate(what), 1), "MiB/s", "hash and cipher", rate("floor"),
                            at_least=goal))
            rows.append(row(f"{name}: {what}", round(rate(what), 1), "MiB/s", "a bare store", rate(bare)))
    return rows


if __name__ == "__main__":
    sys.exit(bench(__doc__, "documents", ("--sizes", "1,16"), judge))
