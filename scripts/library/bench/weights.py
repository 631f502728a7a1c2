# SPDX-License-Identifier: Apache-2.0
"""What calls weigh: ours and the SDK's, measured in one run by the SDK's own benchmarks."""

import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

import base_weights
import large_state
from rows import missed, row, show, write
from sources import keep

HERE = pathlib.Path(__file__).parent
OURS = [
    "pallet_claims", "pallet_consent", "pallet_decision_support", "pallet_enactment", "pallet_participants",
    "pallet_quorum", "pallet_records",
]
# Done within calls: measured for what they tell, and no weights of the runtime.
INNER = [("pallet_consent", "decide"), ("pallet_disclosures", "enter")]
PEERS = ["pallet_balances", "pallet_preimage", "pallet_proxy", "pallet_uniques"]
# The runtime's other pallets and extensions: measured only to write their weights.
OTHERS = [
    "cumulus_pallet_parachain_system", "cumulus_pallet_weight_reclaim", "cumulus_pallet_xcmp_queue", "frame_system",
    "frame_system_extensions", "pallet_assets", "pallet_collator_selection", "pallet_collective", "pallet_message_queue",
    "pallet_migrations", "pallet_multisig", "pallet_safe_mode", "pallet_scheduler", "pallet_session",
    "pallet_timestamp", "pallet_transaction_payment", "pallet_utility",
]
# Beside which we are measured; the runtime has no such pallet.
NOT_OURS = "pallet_uniques"
# The SDK's writer of weights fails on these.
UNWRITABLE = ["pallet_uniques::redeposit"]
# What a read and a write of the database count for here, in nanoseconds: the SDK's of RocksDB, always, so that calls
# compare with what was kept of them, whatever the database took on the machine that was measured last.
READ, WRITE = 25_000, 100_000
# Ours, the peer, the largest ratio of weight and of proof.
GOALS = [
    ("consent.grant", "proxy.add_proxy", 1.0),
    ("consent.decide", "proxy.add_proxy", 0.6),
    ("records.submit", "preimage.note_preimage", 1.5),
]
# Beside which every other call of ours is shown, with no goal.
COMPARED_WITH = "uniques.approve_transfer"
MOST_READS = 8
# What the guard would have measured after the last `--write`; by how much a call may have grown since; and how often it
# is measured again before it counts as grown.
KEPT = HERE / "weights.json"
MOST_GROWTH = 1.1
MEASURED_AGAIN = 2
# The median time of the peers' calls: how fast this machine is. One call of theirs alone varies by a quarter.
PACE = "pace of the SDK's calls"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("root", "node", "runtime", "report"):
        parser.add_argument(f"--{option}", type=pathlib.Path, required=True)
    parser.add_argument("--write", nargs="*", metavar="PART", help="write runtime/src/weights/ anew, or PARTs of it")
    parser.add_argument("--guard", action="store_true", help="only the dearest case, and whether a call has grown")
    parser.add_argument("--quick", action="store_true", help="few repeats: to see that it runs")
    options = parser.parse_args()
    parts, options.write = options.write or [], options.write is not None
    if options.write and (options.quick or options.guard):
        parser.error("weights of few repeats are not worth writing")
    known = {*base_weights.PARTS, *OURS, *PEERS, *OTHERS} - {NOT_OURS}
    if unknown := sorted(set(parts) - known):
        parser.error(f"not known: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    if options.guard and not KEPT.exists():
        parser.error("nothing was kept to compare with: run `scripts/bench weights --write` first")

    folder = options.report.parent / "weights"
    if parts:
        return write_parts(options, folder, parts)
    rows = rows_of(options, folder)
    show(rows)
    write(rows, options.report)
    if options.guard:
        return guard(rows, lambda: rows_of(options, folder))
    if options.write:
        base_weights.measure(options.node, folder, base_weights.PARTS)
        publish([folder / "calls", folder / "base"], options.root)
        # Measured as the guard will measure, to be compared with.
        options.write, options.guard = False, True
        write(rows_of(options, folder), KEPT)
        keep()
    return missed(rows)


def write_parts(options, folder, parts):
    """Writes these parts alone, and renews what the guard compares with of our pallets among them."""
    empty(folder)
    pallets = [part for part in parts if part not in base_weights.PARTS]
    if pallets:
        measure(options, folder, "calls", pallets, "*")
    base_weights.measure(options.node, folder, [part for part in parts if part in base_weights.PARTS])
    publish([folder / "calls", folder / "base"], options.root)
    if ours := [pallet for pallet in pallets if pallet in OURS]:
        renew(options, folder, ours)
    return 0


def renew(options, folder, pallets):
    """Measures these pallets of ours as the guard will, and keeps what it compares with."""
    empty(folder)
    options.guard = True
    measured = tuple(f"{pallet.removeprefix('pallet_')}." for pallet in pallets)
    kept = json.loads(KEPT.read_text())
    rows = judge(measure(options, folder, "calls", pallets + PEERS, "*"))
    # What is kept is all of one pace.
    pace = value_of(kept, PACE) / value_of(rows, PACE)
    at_pace = {entry["name"]: as_at(entry["name"], rows, pace) for entry in rows}
    kept = [entry for entry in kept if not entry["name"].startswith(measured)]
    kept += [{**entry, "value": at_pace[entry["name"]]} for entry in rows if entry["name"].startswith(measured)]
    write(sorted(kept, key=lambda entry: entry["name"].split(" ")[0]), KEPT)


def empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def rows_of(options, folder):
    empty(folder)
    # All in one run: to compile the runtime takes longer than to measure most pallets.
    calls = measure(options, folder, "calls", OURS + PEERS + (OTHERS if options.write else []), "*")
    inner, functions = zip(*INNER, strict=True)
    return judge(calls | measure(options, folder, "inner", inner, ",".join(functions), "--extra"))


def measure(options, folder, name, pallets, functions, *more):
    """Measures pallets' calls in their dearest case; the weights of calls go to the folder as Rust."""
    # What a call touches only from one of something on has no slope in two steps, and the SDK's writer fails.
    steps, repeat, seconds = (3, 2, 0) if options.quick else (3, 20, 0) if options.guard else (20, 20, 1)
    out = folder / name
    out.mkdir()
    raw, log = folder / f"{name}.json", folder / f"{name}.log"
    command = [
        options.node, "benchmark", "pallet", "--runtime", options.runtime,
        "--genesis-builder", "runtime", "--genesis-builder-preset", "development",
        "--pallets", ",".join(pallets), "--extrinsic", functions, "--exclude-extrinsics", ",".join(UNWRITABLE),
        "--steps", str(steps), "--repeat", str(repeat), "--min-duration", str(seconds),
        "--json-file", raw, "--output", out, "--template", HERE / "weights.hbs", *more,
    ]
    print(f"measuring {', '.join(pallets)}", file=sys.stderr, flush=True)
    with log.open("w") as said:
        ended = subprocess.run(command, stdout=said, stderr=subprocess.STDOUT, check=False)
    if ended.returncode:
        sys.exit(f"the benchmarks failed; see {log}:\n{log.read_text()[-2000:]}")
    calls = {}
    for batch in json.loads(raw.read_text()):
        pallet, function = batch["pallet"], batch["benchmark"]
        proof = estimated_proof((out / f"{pallet}.rs").read_text(), function, edge_of(pallet))
        calls[f"{pallet.removeprefix('pallet_')}.{function}"] = {**dearest(batch), "proof": proof}
    return calls


def edge_of(pallet):
    """A call counts in its dearest case; a peer's preimage in its smallest, which is of like size with our calls."""
    return min if pallet == "pallet_preimage" else max


def estimated_proof(written, function, edge):
    """What a call's proof may come to, by the bounds of what it touches: as its weight says."""
    # The comments above a function name the range of each of its parameters.
    match = re.search(rf"((?:\t///[^\n]*\n)*)\tfn {function}\([^)]*\) -> Weight {{\n(.*?)\n\t}}", written, re.DOTALL)
    ranges = {name: (int(low), int(high)) for name, low, high in re.findall(r"`(\w+)` is from (\d+) to (\d+)", match[1])}
    base = re.search(r"Weight::from_parts\([\d_]+, ([\d_]+)\)", match[2])
    slopes = re.findall(r"Weight::from_parts\(0, ([\d_]+)\)\.saturating_mul\((\w+)\.into", match[2])
    return int(base[1]) + sum(int(slope) * edge(ranges[name]) for slope, name in slopes)


def dearest(batch):
    """The median over the repeats."""
    total = lambda result: sum(value for _, value in result["components"])
    edge = edge_of(batch["pallet"])(map(total, batch["time_results"]))
    times = [result for result in batch["time_results"] if total(result) == edge]
    # What was read is recorded in runs of their own.
    recorded = [result for result in batch["db_results"] if total(result) == edge]
    reads, writes = (max(result[what] for result in recorded) for what in ("reads", "writes"))
    time = statistics.median(result["extrinsic_time"] for result in times)
    return {
        "weight": round(time + reads * READ + writes * WRITE), "time": round(time),
        "reads": reads, "writes": writes, "seen": max(result["proof_size"] for result in recorded),
    }


def judge(calls):
    goals = {name: (peer, goal) for name, peer, goal in GOALS}
    peers = [call["time"] for name, call in calls.items() if f"pallet_{name.split('.')[0]}" in PEERS]
    rows = [row(PACE, round(statistics.median(peers)), "ns")]
    for name, call in sorted(calls.items()):
        if f"pallet_{name.split('.')[0]}" in PEERS:
            if name in {COMPARED_WITH, "balances.transfer_keep_alive", *(peer for _, peer, _ in GOALS)}:
                rows += [row(f"{name} weight", call["weight"], "ns"), row(f"{name} proof", call["proof"], "bytes")]
            continue
        if f"pallet_{name.split('.')[0]}" not in {*OURS, *dict(INNER)}:
            continue
        peer, goal = goals.get(name, (COMPARED_WITH, None))
        rows.append(row(f"{name} weight", call["weight"], "ns", peer, calls[peer]["weight"], at_most=goal))
        rows.append(row(f"{name} execution", call["time"], "ns", peer, calls[peer]["time"]))
        rows.append(row(f"{name} proof", call["proof"], "bytes", peer, calls[peer]["proof"], at_most=goal))
        rows.append(row(f"{name} proof seen", call["seen"], "bytes", peer, calls[peer]["seen"]))
        rows.append(row(f"{name} reads", call["reads"], "keys", "at most", MOST_READS, at_most=1.0))
    return rows


def guard(rows, again):
    """Fails if a call has grown. What only seems so, because the machine had other work, does not seem so twice."""
    names = grown(rows)
    for _ in range(MEASURED_AGAIN):
        if not names:
            break
        names = [name for name in grown(again()) if name in names]
    if names:
        print(f"grown: {', '.join(names)}; if it must be, run `scripts/bench weights --write`", file=sys.stderr)
        return 1
    keep()
    return 0


def grown(rows):
    """The calls that weigh more than a tenth more than what was kept would here, or that are new."""
    kept = json.loads(KEPT.read_text())
    pace = value_of(rows, PACE) / value_of(kept, PACE)
    known = {entry["name"] for entry in kept}
    return [
        entry["name"] for entry in rows
        if entry["name"].endswith((" weight", " proof", " reads")) and entry["ratio"] is not None
        and (entry["name"] not in known or entry["value"] > as_at(entry["name"], kept, pace) * MOST_GROWTH)
    ]


def value_of(rows, name):
    return next(entry["value"] for entry in rows if entry["name"] == name)


def as_at(name, rows, pace):
    """What these rows say of something, on a machine that takes `pace` times as long: keys cost the same on all."""
    call, _, what = name.rpartition(" ")
    value = value_of(rows, name)
    if what == "execution":
        return round(value * pace)
    if what == "weight" and call in {entry["name"].removesuffix(" execution") for entry in rows}:
        return round(value + value_of(rows, f"{call} execution") * (pace - 1))
    return value


def publish(folders, root):
    weights = root / "runtime/src/weights"
    for file in (file for folder in folders for file in folder.glob("*.rs")):
        if file.stem != NOT_OURS:
            (weights / file.name).write_text(large_state.raised(file.stem, file.read_text()))
    names = sorted(file.stem for file in weights.glob("*.rs") if file.stem != "mod")
    modules = "".join(f"pub mod {name};\n" for name in names)
    (weights / "mod.rs").write_text(
        "// SPDX-License-Identifier: Apache-2.0\n"
        "//! What blocks, transactions, the database and calls weigh: written by `scripts/bench weights --write`.\n"
        f"#![allow(missing_docs)]\n\n{modules}"
    )
    subprocess.run(["cargo", "fmt", "--package", "salus-runtime"], cwd=root, check=True)
    print(f"written: {weights}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
