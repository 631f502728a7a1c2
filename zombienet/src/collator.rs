// SPDX-License-Identifier: Apache-2.0
//! Collators and other nodes of the parachain that we start ourselves, beside zombienet's: they follow the relay chain
//! from outside, by a validator's JSON-RPC.

use crate::{
	network::{COLLATORS, VALIDATORS},
	process::{Process, free_port},
	running::RunningNetwork,
};
use anyhow::Context;
use std::path::{Path, PathBuf};

/// The network's specification, as zombienet made it for its collators.
pub fn specification(running: &RunningNetwork) -> PathBuf {
	running.folder.join("nodes/collator-1/cfg/2042.json")
}

/// A collator that serves JSON-RPC on this port; what it writes lies below the folder. Not started yet.
pub fn apart(
	running: &RunningNetwork,
	name: &str,
	specification: &Path,
	folder: &Path,
	port: u16,
	more: &[&str],
) -> anyhow::Result<Process> {
	let more = [&["--collator"][..], more].concat();
	node(running, name, specification, folder, port, &more)
}

/// Where such a node keeps its data.
pub fn base(folder: &Path, name: &str) -> PathBuf {
	folder.join(name)
}

/// As [`apart`], but it makes no blocks.
pub fn node(
	running: &RunningNetwork,
	name: &str,
	specification: &Path,
	folder: &Path,
	port: u16,
	more: &[&str],
) -> anyhow::Result<Process> {
	let base = base(folder, name);
	let path = |path: &Path| path.to_str().map(str::to_owned).context("the path is not UTF-8");
	let relay_chain = running.folder.join("nodes/collator-1/cfg/rococo-local.json");
	let listen = |port: u16| format!("/ip4/127.0.0.1/tcp/{port}");
	let own = [
		"--chain",
		&path(specification)?,
		"--base-path",
		&path(&base)?,
		"--rpc-port",
		&port.to_string(),
		"--listen-addr",
		&listen(free_port()?),
		"--bootnodes",
		running.node(COLLATORS[0])?.multiaddr(),
		"--no-telemetry",
		"--no-mdns",
		"--no-prometheus",
		"--no-hardware-benchmarks",
		"--unsafe-force-node-key-generation",
		"--relay-chain-rpc-urls",
		running.node(VALIDATORS[0])?.ws_uri(),
	];
	let relay = [
		"--",
		"--chain",
		&path(&relay_chain)?,
		"--base-path",
		&path(&base.join("relay"))?,
		"--listen-addr",
		&listen(free_port()?),
		"--no-telemetry",
		"--no-mdns",
	];
	let arguments = own.iter().chain(more).chain(&relay);
	Ok(Process::new(
		name,
		&running.programs.collator,
		arguments.map(|argument| (*argument).to_owned()).collect(),
		folder,
	))
}
