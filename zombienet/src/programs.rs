// SPDX-License-Identifier: Apache-2.0
//! Where the programs are that the network is made of.

use anyhow::Context;
use std::{
	env, fs,
	os::unix::fs::PermissionsExt,
	path::{Path, PathBuf},
};

/// The programs and folders, as `scripts/network` names them in the environment.
///
/// The names begin with `SALUS_NETWORK_`, because the worker and the command line take `SALUS_NODE` for
/// the address of a node.
#[derive(Clone, Debug)]
pub struct Programs {
	/// The relay chain's node. Its two workers lie in the same folder.
	pub polkadot: PathBuf,
	/// The parachain's node.
	pub collator: PathBuf,
	/// The operator's daemon.
	pub worker: PathBuf,
	/// The command line.
	pub salus: PathBuf,
	/// The repository: the scenario, the models, the synthetic patient.
	pub root: PathBuf,
	/// The runtime to upgrade to, if it was built.
	pub rehearsal: Option<PathBuf>,
}

impl Programs {
	/// Reads them, and says at once which one is missing.
	pub fn from_environment() -> anyhow::Result<Self> {
		let programs = Self {
			polkadot: named("SALUS_NETWORK_POLKADOT")?,
			collator: named("SALUS_NETWORK_COLLATOR")?,
			worker: named("SALUS_NETWORK_WORKER")?,
			salus: named("SALUS_NETWORK_SALUS")?,
			root: named("SALUS_NETWORK_ROOT")?,
			rehearsal: env::var_os("SALUS_NETWORK_REHEARSAL")
				.map(PathBuf::from)
				.filter(|path| path.exists()),
		};
		// The validator refuses to start without them, and looks beside itself.
		let beside = programs.polkadot.parent().unwrap_or(Path::new("."));
		for worker in ["polkadot-prepare-worker", "polkadot-execute-worker"] {
			anyhow::ensure!(
				beside.join(worker).exists(),
				"{worker} must lie beside {}; scripts/network builds all three",
				programs.polkadot.display()
			);
		}
		Ok(programs)
	}

	/// The folder of risk models.
	pub fn models(&self) -> PathBuf {
		self.root.join("offchain-worker/models")
	}

	/// The synthetic patient of the demo.
	pub fn bundle(&self) -> PathBuf {
		self.root.join("offchain-worker/tests/data/synthetic-patient.json")
	}
}

fn named(variable: &str) -> anyhow::Result<PathBuf> {
	let path = env::var_os(variable)
		.map(PathBuf::from)
		.with_context(|| format!("{variable} is not set: start this with scripts/network"))?;
	anyhow::ensure!(path.exists(), "{variable} names {}, which is not there", path.display());
	Ok(path)
}

/// What a starter does: the program in its place, with every listening address on loopback.
///
/// zombienet lets nodes listen for peers on every interface and offers no option against it: its removal
/// of an argument removes ours of the same name too. The embedded relay node is given `--port`, which
/// means every interface as well, so that becomes an address. `exec` keeps the process id, which
/// zombienet pauses and kills.
const STARTER: &str = r#"#!/usr/bin/env bash
# Written by zombienet/src/programs.rs.
set -euo pipefail
arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    /ip4/0.0.0.0/*) arguments+=("/ip4/127.0.0.1/${1#/ip4/0.0.0.0/}") ;;
    --port) arguments+=(--listen-addr "/ip4/127.0.0.1/tcp/$2"); shift ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
exec 'PROGRAM' "${arguments[@]}"
"#;

/// Writes a starter for a program, and returns its path.
pub fn on_loopback(program: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
	let program = program.canonicalize()?;
	let text = program.to_str().context("the path is not UTF-8")?;
	anyhow::ensure!(
		!text.contains(['\'', ' ', '\n']),
		"zombienet takes no path with spaces or quotes: {text}"
	);
	let name = program.file_name().context("the path names no file")?;
	let starter = folder.join(name);
	fs::create_dir_all(folder)?;
	fs::write(&starter, STARTER.replace("PROGRAM", text))?;
	fs::set_permissions(&starter, fs::Permissions::from_mode(0o755))?;
	Ok(starter)
}
