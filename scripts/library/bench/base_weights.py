# SPDX-License-Identifier: Apache-2.0
"""What blocks, transactions and the database weigh before any call: measured by the SDK's own benchmarks."""

import hashlib
import json
import random
import re
import subprocess
import sys

# Of the state that is read and written: so many keys, and so many of them by one block.
KEYS, OF_A_BLOCK = 200_000, 1_000
# A value's bytes: most are a list's or a record's.
SHORTEST, LONGEST = 16, 400
REPEATS = 100

HEADER = """\
// SPDX-License-Identifier: Apache-2.0
//! What {what} weighs: measured and written by `scripts/bench weights --write`, not by hand.
//!
//! {date} on {processor}, by the SDK's benchmarks {version}:
//! {how}.

use polkadot_sdk::frame_support::{{parameter_types, weights::{{{weight}, constants::WEIGHT_REF_TIME_PER_NANOS}}}};

parameter_types! {{
"""
BASE = """\
	/// {meaning}, in nanoseconds:
	/// {spread}.
	pub const {name}: Weight =
		Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul({time}), {proof});
}}
"""
DATABASE = """\
	/// A key read and a key written, with the nodes above it, in nanoseconds.
	pub const ParityDbWeight: RuntimeDbWeight = RuntimeDbWeight {{
		// {reads}.
		read: WEIGHT_REF_TIME_PER_NANOS.saturating_mul({read}),
		// {writes}.
		write: WEIGHT_REF_TIME_PER_NANOS.saturating_mul({write}),
	}};
}}
"""


def measure(node, folder, parts):
    """Measures these parts; their weights go to the folder as Rust."""
    (folder / "base").mkdir()
    for part in parts:
        print(f"measuring {part}", file=sys.stderr, flush=True)
        PARTS[part](node, folder)


def overhead(node, folder):
    """An empty block and empty transactions, of the runtime that the node has in it."""
    sdks = folder / "overhead"
    sdks.mkdir()
    run(
        folder / "overhead.log", node, "benchmark", "overhead", "--chain", "dev", "--genesis-builder", "spec-runtime",
        "--weight-path", sdks, "--warmup", "10", "--repeat", str(REPEATS),
    )
    for name, constant, what, meaning, how in (
        ("block_weights", "BlockExecutionWeight", "an empty block", "A block with its inherents alone", "runs"),
        (
            "extrinsic_weights", "ExtrinsicBaseWeight", "an empty transaction", "A signed `System::remark` of no bytes",
            "runs of a full block. What it proves is in its extensions' weights",
        ),
    ):
        written = (sdks / f"{name}.rs").read_text()
        time, proof = re.search(r"PER_NANOS\.saturating_mul\(([\d_]+)\), ([\d_]+)\)", written).groups()
        if name == "extrinsic_weights":
            # The SDK's file has the proof of all that are in the block together.
            proof = 0
        how = f"the average of {REPEATS} {how}"
        (folder / "base" / f"{name}.rs").write_text(
            HEADER.format(what=what, how=how, weight="Weight", **origin(written))
            + BASE.format(name=constant, meaning=meaning, spread=spread(written), time=time, proof=proof)
        )


def database(node, folder):
    """Reads and writes of a state that is larger than the development chain's, in the database that the node uses."""
    state, sdks = folder / "state.json", folder / "database.rs"
    specification = json.loads(run(
        folder / "specification.log", node, "export-chain-spec", "--chain", "dev", "--raw",
    ))
    specification["genesis"]["raw"]["top"] |= dict(entries())
    state.write_text(json.dumps(specification))
    command = [
        node, "benchmark", "storage", "--chain", state, "--base-path", folder / "database", "--state-version", "1",
        "--batch-size", str(OF_A_BLOCK), "--metric", "p95", "--weight-path", sdks,
    ]
    # The first writes the state down and closes the database; only then what is read comes from its files.
    run(folder / "database.log", *command, "--skip-read", "--skip-write")
    run(folder / "database.log", *command)
    written = sdks.read_text()
    read, write = (re.search(rf"\b{what}: ([\d_]+) \* constants::", written)[1] for what in ("read", "write"))
    reads, writes = (spread(part) for part in written.split("Time to write one storage item"))
    how = f"the 95th percentile over a state of {KEYS:,} keys that fits into memory, written {OF_A_BLOCK:,} at a time"
    (folder / "base" / "paritydb_weights.rs").write_text(
        HEADER.format(what="the database", how=how, weight="RuntimeDbWeight", **origin(written))
        + DATABASE.format(read=read, write=write, reads=reads, writes=writes)
    )


PARTS = {"overhead": overhead, "database": database}


def entries():
    """Keys and values as maps have them: a prefix that no pallet has, a hash, the key itself; the same each time."""
    chance = random.Random(1)
    prefix = hashlib.blake2b(b"scripts/bench weights", digest_size=32).digest()
    for number in range(KEYS):
        key = hashlib.blake2b(number.to_bytes(4, "little"), digest_size=32).digest()
        hashed = hashlib.blake2b(key, digest_size=16).digest()
        value = chance.randbytes(chance.randint(SHORTEST, LONGEST))
        yield f"0x{(prefix + hashed + key).hex()}", f"0x{value.hex()}"


def run(log, *command):
    """Runs a command; what it says on its error output goes to the log, its output is returned."""
    with log.open("a") as said:
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=said, text=True, check=False)
    if ended.returncode:
        sys.exit(f"the benchmarks failed; see {log}:\n{log.read_text()[-2000:]}")
    return ended.stdout


def origin(written):
    """Day, machine and version, as the SDK's file names them."""
    return {
        "date": re.search(r"DATE: (\S+)", written)[1],
        "processor": re.search(r"CPU: `([^`]*)`", written)[1],
        "version": re.search(r"BENCHMARK CLI VERSION (\S+)", written)[1],
    }


def spread(written):
    """How far the runs lay apart, as the SDK's file says first."""
    low, high = re.search(r"Min, Max: ([\d_]+), ([\d_]+)", written).groups()
    median, most = (re.search(rf"{what}: +([\d_]+)", written)[1] for what in ("Median", "99th"))
    return f"median {median}, 99th percentile {most}, from {low} to {high}"
