// SPDX-License-Identifier: Apache-2.0
//! A node that comes late and takes the parachain's state in place of its blocks lacks the disclosure ledger's entries
//! of the blocks that it did not execute. It says so; another node's, fetched by `disclosures repair`, make it answer
//! as that one does.

use anyhow::Context;
use salus_zombienet::{
	chain,
	collator::{base, node, specification},
	network::COLLATORS,
	process::free_port,
	running::RunningNetwork,
};
use serde_json::{Value, json};
use std::{fs, path::Path};
use tokio::process::Command;

const NAME: &str = "warp-synced";
/// To compile the runtime, to hear of the relay chain's next block, and to fetch the state.
const START_SECONDS: u64 = 300;
/// More than a page of this ledger has here, and the most that a node gives.
const PAGE: u32 = 100;

pub async fn play(running: &mut RunningNetwork) -> anyhow::Result<String> {
	let patient = disclosed(running).await?;
	sync(running, &patient).await
}

/// A patient with an entry that is older than the node, whatever was played before.
pub async fn disclosed(running: &mut RunningNetwork) -> anyhow::Result<String> {
	let people = running.people().await?;
	people.read().await?;
	Ok(people.patient.clone())
}

/// The node comes, and is repaired.
pub async fn sync(running: &RunningNetwork, patient: &str) -> anyhow::Result<String> {
	let full = running.url()?;
	let folder = running.folder.join("warp");
	fs::create_dir_all(&folder)?;
	let specification = specification(running);
	let port = free_port()?;
	let url = format!("ws://127.0.0.1:{port}");

	let now = chain::finalized(&full).await?;
	let mut late = node(running, NAME, &specification, &folder, port, &["--sync", "warp"])?;
	late.start()?;
	let took = chain::wait_finalized(&url, now, START_SECONDS).await?;
	// The relay chain told it where to begin.
	late.wait_for("Received target parachain header", 10).await?;
	let bare = page(&url, patient, None).await?;
	late.stop().await?;
	let (count, here) = (number(&bare, "count")?, entries(&bare)?);
	let gap = &bare["gap"];
	anyhow::ensure!(
		gap["missing"]["number"].is_u64() && gap["missing"]["head"].is_string(),
		"of {count} entries it has {here}, and says that it lacks {gap}"
	);

	let summary = repair(running, &specification, &base(&folder, NAME), &full).await?;
	let (fetched, missing) = (number(&summary, "fetched")?, number(&summary, "missing")?);
	anyhow::ensure!(fetched > 0 && missing == 0, "the repair tells {summary}");

	let mut late = node(running, NAME, &specification, &folder, port, &[])?;
	late.start()?;
	let at = chain::ask(&full, "chain_getFinalizedHead", json!([])).await?;
	let reached = chain::finalized(&full).await?;
	chain::wait_finalized(&url, reached, START_SECONDS).await?;
	let repaired = page(&url, patient, Some(&at)).await?;
	let expected = page(&full, patient, Some(&at)).await?;
	late.stop().await?;
	anyhow::ensure!(
		repaired == expected && repaired["gap"].is_null() && entries(&repaired)? > here,
		"repaired, it answers {repaired}; the full node {expected}"
	);
	Ok(format!(
		"at block {now} in {:.0} s without those before; of {count} entries it had {here}, and named the first that it \
		 lacked; {fetched} fetched in all, then the same page as {}",
		took.as_secs_f64(),
		COLLATORS[0]
	))
}

/// The newest page of the patient's ledger, as of a block or the best one.
async fn page(url: &str, patient: &str, at: Option<&Value>) -> anyhow::Result<Value> {
	chain::ask(url, "disclosures_list", json!([patient, null, PAGE, at])).await
}

fn number(answer: &Value, field: &str) -> anyhow::Result<u64> {
	answer[field].as_u64().with_context(|| format!("no {field} in {answer}"))
}

fn entries(page: &Value) -> anyhow::Result<usize> {
	Ok(page["entries"].as_array().with_context(|| format!("no entries in {page}"))?.len())
}

/// Runs `disclosures repair` on the stopped node's database; its summary.
async fn repair(
	running: &RunningNetwork,
	specification: &Path,
	base: &Path,
	from: &str,
) -> anyhow::Result<Value> {
	let done = Command::new(&running.programs.collator)
		.args(["disclosures", "repair", "--json", "--from", from])
		.arg("--chain")
		.arg(specification)
		.arg("--base-path")
		.arg(base)
		.kill_on_drop(true)
		.output()
		.await?;
	anyhow::ensure!(
		done.status.success(),
		"disclosures repair: {}{}",
		String::from_utf8_lossy(&done.stdout),
		String::from_utf8_lossy(&done.stderr)
	);
	serde_json::from_slice(&done.stdout).context("disclosures repair printed no JSON")
}
