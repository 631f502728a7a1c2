# SPDX-License-Identifier: Apache-2.0
"""How many calls a second a development node takes, each kind beside transfers, remarks and bare signature
verification in the same run."""

import math
import sys

from node import bench
from rows import row

TRANSFER, REMARK, VERIFICATION = "balances.transfer_keep_alive", "system.remark", "sr25519 verification"
# The least ratio to transfers.
GOALS = {"consent.grant": 1.0}
LEAST_OF_VERIFICATION = 0.25
# The most that a grant in a batch may cost, of what one by itself costs.
MOST_OF_SINGLE = 0.4
# The most blocks from request to receipt, both counted: of half, and of all but one in a hundred. Two pass before a draw.
MOST_BLOCKS = {50: 5, 99: 6}


def main():
    return bench(__doc__, "rates", ("--patients", "20", "--each", "5", "--open", "10"), judge)


def judge(figures):
    verified = figures["verified_per_second"]
    kinds = {kind["name"]: kind for kind in figures["kinds"]}
    rows = [row(VERIFICATION, round(verified), "/s")]
    for name, kind in kinds.items():
        rate = round(kind["per_second"], 1)
        if name != TRANSFER:
            transfers = kinds[TRANSFER]["per_second"]
            rows.append(row(f"{name}, beside transfers", rate, "/s", TRANSFER, transfers, at_least=GOALS.get(name)))
        rows.append(row(f"{name}, beside verification", rate, "/s", VERIFICATION, verified,
                        at_least=LEAST_OF_VERIFICATION))
    single, batched = kinds["consent.grant"]["per_second"], kinds["consent.grant in batches"]["per_second"]
    rows.append(row("consent.grant in batches, cost of each", round(1e6 / batched, 1), "us", "consent.grant",
                    1e6 / single, at_most=MOST_OF_SINGLE))
    flows = figures["flows"]
    rows.append(row("decision support, from request to receipt", round(flows["per_second"], 1), "/s", VERIFICATION,
                    verified))
    for part, most in MOST_BLOCKS.items():
        blocks = flows["blocks"][math.ceil(len(flows["blocks"]) * part / 100) - 1]
        rows.append(row(f"decision support, {flows['open']} open, percentile {part}", blocks, "blocks", "one block", 1,
                        at_most=most))
    return rows


if __name__ == "__main__":
    sys.exit(main())
