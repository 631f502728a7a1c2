// SPDX-License-Identifier: Apache-2.0
//! What the run took of the machine's memory, against what zombienet/README.md says that it takes.

use salus_zombienet::running::RunningNetwork;

/// Two validators, two collators with a relay node inside each, a third without, three operators.
const LIMIT: u64 = 5 << 30;

pub fn play(running: &RunningNetwork) -> anyhow::Result<String> {
	let peaks = running.memory();
	let sum: u64 = peaks.iter().map(|(_, bytes)| bytes).sum();
	let mebibytes = |bytes: u64| bytes >> 20;
	let each: Vec<String> =
		peaks.iter().map(|(name, bytes)| format!("{name} {}", mebibytes(*bytes))).collect();
	anyhow::ensure!(
		sum <= LIMIT,
		"{} MiB, more than {}: {}",
		mebibytes(sum),
		mebibytes(LIMIT),
		each.join(", ")
	);
	Ok(format!("{} MiB at most: {}", mebibytes(sum), each.join(", ")))
}
