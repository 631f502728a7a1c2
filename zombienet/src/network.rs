// SPDX-License-Identifier: Apache-2.0
//! The network as it is described to zombienet: relay chain and parachain.

use crate::programs::{Programs, on_loopback};
use anyhow::Context;
use std::path::Path;
use zombienet_sdk::{
	Arg, LocalFileSystem, Network, NetworkConfig, NetworkConfigBuilder, NetworkConfigExt,
};

/// The parachain's id, as in `runtime/src/genesis_presets.rs`.
pub const PARACHAIN: u32 = 2042;
/// The relay chain's validators. zombienet makes their keys of these names: `//Alice`, `//Bob`.
pub const VALIDATORS: [&str; 2] = ["alice", "bob"];
/// The collators. Their keys, `//Collator-1` and `//Collator-2`, replace those of the preset.
pub const COLLATORS: [&str; 2] = ["collator-1", "collator-2"];

/// How long the whole network may take to start, in seconds: the first start compiles two runtimes.
const START_SECONDS: u32 = 900;
/// How long one node may take to start, in seconds.
const NODE_SECONDS: u32 = 300;

/// Describes the network; everything that its nodes write goes below the folder.
///
/// `rococo-local` always has the fast runtime, whose sessions take a minute: `polkadot` needs no feature
/// for it. The parachain is registered in the relay chain's genesis.
pub fn describe(programs: &Programs, folder: &Path) -> anyhow::Result<NetworkConfig> {
	let starters = folder.join("starters");
	let polkadot = on_loopback(&programs.polkadot, &starters)?;
	let collator = on_loopback(&programs.collator, &starters)?;
	let polkadot = polkadot.to_str().context("the path is not UTF-8")?;
	let collator = collator.to_str().context("the path is not UTF-8")?;

	NetworkConfigBuilder::new()
		.with_relaychain(|relay| {
			relay
				.with_chain("rococo-local")
				.with_default_command(polkadot)
				.with_default_args(validator_arguments())
				.with_validator(|node| node.with_name(VALIDATORS[0]))
				.with_validator(|node| node.with_name(VALIDATORS[1]))
		})
		.with_parachain(|parachain| {
			parachain
				.with_id(PARACHAIN)
				.with_chain("local")
				.cumulus_based(true)
				.with_default_command(collator)
				.with_default_args(collator_arguments())
				.with_collator(|node| node.with_name(COLLATORS[0]))
				.with_collator(|node| node.with_name(COLLATORS[1]))
		})
		.with_global_settings(|settings| {
			settings
				.with_base_dir(folder.join("nodes"))
				.with_local_ip("127.0.0.1")
				.with_network_spawn_timeout(START_SECONDS)
				.with_node_spawn_timeout(NODE_SECONDS)
				// The tests kill nodes: zombienet would take that for the end of the network.
				.with_tear_down_on_failure(false)
		})
		.build()
		.map_err(|causes| {
			let causes: Vec<String> = causes.iter().map(ToString::to_string).collect();
			anyhow::anyhow!("the network is described wrongly: {}", causes.join("; "))
		})
}

/// Starts it. When this returns, every node serves; the parachain makes its first block a minute or two
/// later, since its core is assigned at a session's beginning.
pub async fn start(programs: &Programs, folder: &Path) -> anyhow::Result<Network<LocalFileSystem>> {
	Ok(describe(programs, folder)?.spawn_native().await?)
}

fn validator_arguments() -> Vec<Arg> {
	vec![
		// Metrics on loopback only.
		Arg::from("-:--prometheus-external"),
		// Peers are named to each node; nobody on the local network need hear of them.
		Arg::from("--no-mdns"),
		Arg::from("--no-hardware-benchmarks"),
		// RocksDB is left out of it.
		Arg::from(("--database", "paritydb")),
	]
}

fn collator_arguments() -> Vec<Arg> {
	vec![
		Arg::from("-:--prometheus-external"),
		Arg::from("--no-mdns"),
		Arg::from("--no-hardware-benchmarks"),
		// From here on: the embedded node of the relay chain.
		Arg::from("--"),
		Arg::from("--no-mdns"),
	]
}
