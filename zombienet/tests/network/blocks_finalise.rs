// SPDX-License-Identifier: Apache-2.0
//! Both collators make blocks, and the relay chain makes them final.

use salus_zombienet::{
	chain,
	network::{COLLATORS, VALIDATORS},
	running::RunningNetwork,
};

/// From a core's first assignment on, a block every six seconds.
const BLOCKS: u64 = 10;
/// Two sessions until the first block, and twice what the blocks need.
const SECONDS: u64 = 420;

pub async fn play(running: &RunningNetwork) -> anyhow::Result<String> {
	for name in VALIDATORS {
		chain::wait_finalized(running.node(name)?.ws_uri(), 5, SECONDS).await?;
	}
	let mut waited = Vec::new();
	for name in COLLATORS {
		let took = chain::wait_finalized(running.node(name)?.ws_uri(), BLOCKS, SECONDS).await?;
		waited.push(format!("{name} after {:.0} s", took.as_secs_f64()));
	}
	for name in COLLATORS {
		// The collator says so itself each time that it makes a block.
		let log = running.node(name)?.logs().await?;
		anyhow::ensure!(
			log.contains("Pre-sealed block for proposal")
				|| log.contains("Prepared block for proposing"),
			"{name} made no block"
		);
	}
	Ok(format!("block {BLOCKS} is final at {}", waited.join(", then ")))
}
