// SPDX-License-Identifier: Apache-2.0
//! Starts the network with its operators, prints where everything is, and runs until it is told to stop.
//!
//! `scripts/network` calls it: `salus-network FOLDER`.

use anyhow::Context;
use salus_zombienet::{
	chain,
	network::{COLLATORS, VALIDATORS},
	programs::Programs,
	running::RunningNetwork,
};
use std::path::PathBuf;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
	// zombienet's own notes, if they are asked for by RUST_LOG.
	tracing_subscriber::fmt()
		.with_env_filter(EnvFilter::from_default_env())
		.with_writer(std::io::stderr)
		.init();
	let folder = std::env::args()
		.nth(1)
		.map(PathBuf::from)
		.context("name the folder to run in: salus-network FOLDER")?;
	let programs = Programs::from_environment()?;

	println!("Starting two validators and two collators in {}", folder.display());
	let mut running = RunningNetwork::start(programs, &folder).await?;
	println!("Waiting for the parachain's first final block");
	chain::wait_finalized(&running.url()?, 1, 600).await?;
	println!("Starting three operators");
	running.operators().await?;
	print_addresses(&mut running).await?;

	let mut terminated = signal(SignalKind::terminate())?;
	tokio::select! {
		_ = tokio::signal::ctrl_c() => {},
		_ = terminated.recv() => {},
	}
	println!("Stopping");
	running.clear().await
}

async fn print_addresses(running: &mut RunningNetwork) -> anyhow::Result<()> {
	println!();
	for name in VALIDATORS {
		println!("{name:<12} relay validator  {}", running.node(name)?.ws_uri());
	}
	for name in COLLATORS {
		println!("{name:<12} collator         {}", running.node(name)?.ws_uri());
	}
	for operator in running.operators().await? {
		println!("{:<12} operator         {}", operator.process.name, operator.endpoint);
	}
	let (url, folder) = (running.url()?, running.folder.clone());
	let port = url.rsplit(':').next().unwrap_or_default();
	println!("\nOpen https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A{port}");
	println!("Every body: //Alice //Bob //Charlie");
	println!(
		"Command line: {} --node {url} --home {}",
		running.programs.salus.display(),
		folder.join("home").display()
	);
	println!("Logs: {}/nodes/*/*.log and {0}/operator-*.log", folder.display());
	println!("Stop with Ctrl-C.");
	Ok(())
}
