# SPDX-License-Identifier: Apache-2.0
"""The chain's whole state as a file, for checks of a runtime on it: `scripts/test try-runtime`."""

import json

# The most keys that the node lists at once.
PAGE = 500


def export_state(network, path):
    """Every key and value in the last finalized block, as one JSON object of 0x and hex digits."""
    at, found, keys = network.rpc("chain_getFinalizedHead"), {}, None
    while keys is None or len(keys) == PAGE:
        keys = network.rpc("state_getKeysPaged", "0x", PAGE, keys[-1] if keys else None, at)
        if keys:
            found.update(network.rpc("state_queryStorageAt", keys, at)[0]["changes"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({key: value for key, value in found.items() if value is not None}))
