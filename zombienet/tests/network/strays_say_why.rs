// SPDX-License-Identifier: Apache-2.0
//! Collators that were set up wrongly say what is wrong: one has lost its keys, one has the specification of a
//! chain with another genesis, one of a parachain that the relay chain does not know. They follow the relay
//! chain from outside, by a validator's JSON-RPC; the one without keys shows that this works.

use salus_zombienet::{
	chain,
	collator::{apart, specification},
	process::free_port,
	running::RunningNetwork,
};
use serde_json::Value;
use std::fs;
use tokio::process::Command;

/// A parachain that nobody has registered.
const UNKNOWN: u32 = 2043;
/// To compile the runtime, to find the relay chain, and the minute that a node without news is patient.
const SECONDS: u64 = 240;

pub async fn play(running: &RunningNetwork) -> anyhow::Result<String> {
	let folder = running.folder.join("strays");
	fs::create_dir_all(&folder)?;
	let other = folder.join("other.json");
	fs::write(&other, local(running).await?.to_string())?;
	let unknown = folder.join("unknown.json");
	let mut stranger = local(running).await?;
	stranger["genesis"]["runtimeGenesis"]["patch"]["parachainInfo"]["parachainId"] = UNKNOWN.into();
	stranger["para_id"] = UNKNOWN.into();
	fs::write(&unknown, stranger.to_string())?;

	let port = free_port()?;
	let url = format!("ws://127.0.0.1:{port}");
	let good = specification(running);
	let mut keyless = apart(running, "keyless", &good, &folder, port, &[])?;
	let mut other = apart(running, "other", &other, &folder, free_port()?, &[])?;
	let mut unknown = apart(running, "unknown", &unknown, &folder, free_port()?, &[])?;
	for collator in [&mut keyless, &mut other, &mut unknown] {
		collator.start()?;
	}
	tokio::try_join!(
		keyless.wait_for("The keystore holds no Aura key", SECONDS),
		other.wait_for("none came here for 60 s", SECONDS),
		unknown.wait_for("knows no parachain 2043", SECONDS),
	)?;
	let now = chain::finalized(&running.url()?).await?;
	let took = chain::wait_finalized(&url, now, SECONDS).await?;
	for collator in [&mut keyless, &mut other, &mut unknown] {
		collator.stop().await?;
	}
	Ok(format!(
		"no keys: said, and followed to block {now} in {:.0} s; other genesis: said; unknown parachain: said",
		took.as_secs_f64()
	))
}

/// The specification `local` as the node makes it: zombienet put other collators into the network's.
async fn local(running: &RunningNetwork) -> anyhow::Result<Value> {
	let made = Command::new(&running.programs.collator)
		.args(["export-chain-spec", "--chain", "local"])
		.output()
		.await?;
	anyhow::ensure!(
		made.status.success(),
		"export-chain-spec: {}",
		String::from_utf8_lossy(&made.stderr)
	);
	Ok(serde_json::from_slice(&made.stdout)?)
}
