// SPDX-License-Identifier: Apache-2.0
//! A third collator joins as the node's README says: its key is made by the node, with a proof; its account sets the
//! key and stands as a candidate. A set of collators later it makes blocks.

use anyhow::Context;
use salus_zombienet::{
	chain,
	collator::{apart, specification},
	process::{Process, free_port},
	running::RunningNetwork,
};
use serde_json::{Value, json};
use std::fs;
use tokio::process::Command;

/// Whose the third collator is. Endowed by the script that joins it.
const ACCOUNT: &str = "//Collator-3";
/// To compile the runtime, to find the relay chain, and to catch up.
const START_SECONDS: u64 = 600;
/// In the rehearsal's runtime a set of collators serves 50 blocks, and whoever joins serves from the second change on:
/// 100 blocks of 12 seconds at most.
const CHANGE_SECONDS: &str = "1500";

/// It joins; its first block may be long in coming.
pub async fn play(running: &mut RunningNetwork) -> anyhow::Result<String> {
	let (third, observed) = join(running).await?;
	running.third = Some(third);
	Ok(observed)
}

/// The third collator, started and joined, and what was observed.
pub async fn join(running: &RunningNetwork) -> anyhow::Result<(Process, String)> {
	let folder = running.folder.join("third");
	fs::create_dir_all(&folder)?;
	let port = free_port()?;
	let unsafe_calls = ["--rpc-methods", "unsafe"];
	let specification = specification(running);
	let mut third = apart(running, "collator-3", &specification, &folder, port, &unsafe_calls)?;
	third.start()?;
	let url = format!("ws://127.0.0.1:{port}");
	let now = chain::finalized(&running.url()?).await?;
	chain::wait_finalized(&url, now, START_SECONDS).await?;
	let joined = script(running, &["join", &running.url()?, ACCOUNT, &url]).await?;
	Ok((third, format!("keys with proof taken, candidate in block {}", joined["block"])))
}

/// A block of the chain bears its seal.
pub async fn makes_blocks(running: &mut RunningNetwork) -> anyhow::Result<String> {
	if running.third.is_none() {
		play(running).await?;
	}
	// The production's set of collators serves six hours.
	let version = chain::runtime_version(&running.url()?).await?;
	anyhow::ensure!(
		version > 1,
		"sessions are short in the runtime of runtime-upgrade only: name that behaviour, too"
	);
	let authored = script(running, &["authored", &running.url()?, ACCOUNT, CHANGE_SECONDS]).await?;
	Ok(format!("block {} bears its seal, and is final", authored["block"]))
}

/// What tests/polkadot-js/collator.mjs prints, as JSON.
async fn script(running: &RunningNetwork, arguments: &[&str]) -> anyhow::Result<Value> {
	let done = Command::new(running.programs.root.join("scripts/library/polkadot-js"))
		.arg("collator")
		.args(arguments)
		.kill_on_drop(true)
		.output()
		.await?;
	anyhow::ensure!(
		done.status.success(),
		"collator.mjs {}: {}",
		json!(arguments),
		String::from_utf8_lossy(&done.stderr)
	);
	serde_json::from_slice(&done.stdout).context("collator.mjs printed no JSON")
}
