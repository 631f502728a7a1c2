// SPDX-License-Identifier: Apache-2.0
//! Three operators: `salus-worker` with an embedded IPFS node each. They find each other by the endpoints
//! on chain and are then connected over bitswap; nobody tells them of one another.

use crate::{
	process::{Process, free_port},
	programs::Programs,
	salus::{PASSPHRASE, Salus},
};
use anyhow::Context;
use std::path::Path;
use tokio::process::Command;

/// Name and secret of each: the demo's.
pub const OPERATORS: [(&str, &str); 3] =
	[("operator-1", "//Dave"), ("operator-2", "//Eve"), ("operator-3", "//Ferdie")];

/// One operator's process.
pub struct Operator {
	pub secret: &'static str,
	pub endpoint: String,
	pub process: Process,
}

/// Sets up all three and starts them. A home that is there already is taken as it is, so that operators
/// whom the scenario has left can be started again; `join` then only publishes the new endpoint, as `--replace` says.
pub async fn start(
	programs: &Programs,
	node: &str,
	folder: &Path,
) -> anyhow::Result<Vec<Operator>> {
	if OPERATORS.iter().any(|(name, _)| !folder.join(name).exists()) {
		let home = folder.join("home");
		let salus = Salus { program: programs.salus.clone(), home, node: node.to_owned() };
		accredit(&salus).await?;
	}
	// Together: each waits until its extrinsic is final.
	let [first, second, third] = OPERATORS.map(|who| set_up(programs, node, folder, who));
	let (first, second, third) = tokio::try_join!(first, second, third)?;
	let mut operators = vec![first, second, third];
	for operator in &mut operators {
		operator.process.start()?;
	}
	for operator in &mut operators {
		operator.wait_until_serving().await?;
	}
	Ok(operators)
}

/// Accredits each as an organisation of its own: an organisation has one seat in a draw.
async fn accredit(salus: &Salus) -> anyhow::Result<()> {
	let mut accounts = Vec::new();
	for (_, secret) in OPERATORS {
		accounts.push(salus.account(secret).await?);
	}
	let mut arguments = vec!["authority", "accredit"];
	arguments.extend(accounts.iter().map(String::as_str));
	arguments.extend(["--kind", "operator", "--jurisdiction", "CH"]);
	salus.must("//Alice", &arguments).await.map(drop)
}

async fn set_up(
	programs: &Programs,
	node: &str,
	folder: &Path,
	(name, secret): (&'static str, &'static str),
) -> anyhow::Result<Operator> {
	let home = folder.join(name);
	let place =
		["--home".to_owned(), home.display().to_string(), "--node".to_owned(), node.to_owned()];
	let (custody, bitswap, metrics) = (free_port()?, free_port()?, free_port()?);
	let endpoint = format!("http://127.0.0.1:{custody}");
	if !home.exists() {
		once(&programs.worker, &["init", "--dev", secret], &place)
			.await
			.with_context(|| format!("setting up {name}"))?;
	}
	let models = programs.models().display().to_string();
	let join =
		["join", "--endpoint", &endpoint, "--bond", "2000", "--models", &models, "--replace"];
	once(&programs.worker, &join, &place).await.with_context(|| format!("{name} joins"))?;

	let mut arguments = vec!["run".to_owned()];
	arguments.extend(place);
	arguments.extend([
		"--listen".to_owned(),
		format!("127.0.0.1:{custody}"),
		"--ipfs-listen".to_owned(),
		format!("/ip4/127.0.0.1/tcp/{bitswap}"),
		"--metrics".to_owned(),
		format!("127.0.0.1:{metrics}"),
		"--models".to_owned(),
		models,
		// As the unit of deployment/ has it.
		"--json-logs".to_owned(),
	]);
	let process = Process::new(name, &programs.worker, arguments, folder)
		.with("SALUS_PASSPHRASE", PASSPHRASE)
		.with("RUST_LOG", "info");
	Ok(Operator { secret, endpoint, process })
}

/// Runs the worker for one errand, to its end.
async fn once(worker: &Path, errand: &[&str], place: &[String]) -> anyhow::Result<()> {
	let done = Command::new(worker)
		.args(errand)
		.args(place)
		.env("SALUS_PASSPHRASE", PASSPHRASE)
		.output()
		.await?;
	anyhow::ensure!(
		done.status.success(),
		"salus-worker {errand:?}: {}",
		String::from_utf8_lossy(&done.stderr)
	);
	Ok(())
}

impl Operator {
	/// Waits until it serves. It does once the node is reached and the journal is open.
	pub async fn wait_until_serving(&mut self) -> anyhow::Result<()> {
		self.process.wait_for("serving", 120).await
	}
}
