// SPDX-License-Identifier: Apache-2.0
//! How `salus-worker run` serves: an operator's work, or an insurer's.

use super::transport::TransportOptions;
use crate::{assessment, jobs};
use clap::Args;
use std::{net::SocketAddr, path::PathBuf};

/// How a worker serves.
#[derive(Args, Debug)]
pub struct RunOptions {
	/// Judge the claims of the insurer whose account this home has, by itself, and keep no shares: nothing of custody, IPFS
	/// or models is started. The home is one of its own: what it keeps of claims in its folder `claims` is to be backed up.
	#[arg(
		long,
		conflicts_with_all = [
			"listen", "tls_cert", "tls_key", "behind_proxy", "ipfs_listen", "announce", "kubo", "models"
		]
	)]
	pub insurer: bool,
	/// Address of the custody RPC. Others reach it over a network by TLS: its own, or a proxy's before it.
	#[arg(long, default_value = "127.0.0.1:8844")]
	pub listen: SocketAddr,
	/// TLS, or the proxy.
	#[command(flatten)]
	pub transport: TransportOptions,
	/// Where the embedded IPFS node listens.
	#[arg(long, default_value = "/ip4/127.0.0.1/tcp/4001")]
	pub ipfs_listen: String,
	/// Tell others this IPFS address, such as the router's public one, in place of those that the node listens on. May be
	/// given several times.
	#[arg(long, value_name = "MULTIADDR")]
	pub announce: Vec<String>,
	/// Use this Kubo daemon by its RPC address, in place of the embedded IPFS node.
	#[arg(long)]
	pub kubo: Option<String>,
	/// Hand over no share once the chain has stood still for so many seconds.
	#[arg(long, default_value_t = 600, value_name = "SECONDS")]
	pub stale_after: u64,
	/// Folder with a folder for each model.
	#[arg(long, default_value = "models")]
	pub models: PathBuf,
	/// How many threads a model may take to answer one request. Answers do not hang on it.
	#[arg(long, default_value_t = 1, value_name = "THREADS", value_parser = clap::value_parser!(u16).range(1..))]
	pub threads: u16,
	/// What each process that reads documents may take.
	#[command(flatten)]
	pub limits: assessment::Limits,
	/// Start those processes by this program, such as an emulator, with its arguments.
	#[arg(long, hide = true, value_delimiter = ' ', allow_hyphen_values = true)]
	pub launcher: Vec<String>,
	/// How many blocks a round takes in which all that is kept is checked. For demonstrations.
	#[arg(long, hide = true, default_value_t = jobs::SCRUB_EVERY, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..))]
	pub scrub_every: u32,
	/// After how many blocks the key at rest rotates. For demonstrations.
	#[arg(long, hide = true, default_value_t = jobs::ROTATE_EVERY, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..))]
	pub rotate_every: u32,
	/// How many seconds of the on-chain clock a day of drift reports has, at least 240. For development chains only:
	/// elsewhere a shorter day tells others which models patients are asked about.
	#[arg(long, hide = true, default_value_t = jobs::REPORT_DAY, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(240..))]
	pub report_day: u32,
	/// After how many seconds of the on-chain clock this operator claims what it is paid for the shares that it keeps. What
	/// would earn less than its fee waits for longer.
	#[arg(long, default_value_t = jobs::CLAIM_EVERY, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
	pub claim_custody_every: u32,
	/// Claim also what earns less than its fee. For demonstrations.
	#[arg(long, hide = true)]
	pub claim_at_a_loss: bool,
	/// Keep to yourself how often this operator ran each model. Else it is reported on chain, in hundreds.
	#[arg(long)]
	pub no_usage_reports: bool,
	/// Address of the Prometheus metrics.
	#[arg(long)]
	pub metrics: Option<SocketAddr>,
	/// Write logs as JSON.
	#[arg(long)]
	pub json_logs: bool,
}

#[cfg(test)]
mod tests {
	use super::super::{Arguments, Command};
	use clap::Parser;

	#[test]
	fn an_insurers_worker_is_told_nothing_of_custody() {
		let parse = |more: &[&str]| {
			let run = ["salus-worker", "run", "--insurer"];
			Arguments::try_parse_from(run.iter().chain(more))
		};
		let plain = parse(&["--metrics", "127.0.0.1:9618", "--json-logs"]).unwrap();
		assert!(matches!(plain.command, Command::Run { options, .. } if options.insurer));
		for custody in [
			["--listen", "127.0.0.1:8844"],
			["--models", "models"],
			["--kubo", "http://127.0.0.1:5001"],
			["--announce", "/ip4/198.51.101.7/tcp/4001"],
		] {
			assert!(parse(&custody).is_err(), "{custody:?}");
		}
	}
}
