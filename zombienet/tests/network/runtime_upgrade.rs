// SPDX-License-Identifier: Apache-2.0
//! Two bodies agree to a runtime, a delay passes, and it is enacted while requests are open, with a migration of their
//! storage over several blocks. None is lost, none is settled twice.

use anyhow::Context;
use salus_zombienet::{chain, running::RunningNetwork, salus::Salus};
use serde_json::{Value, json};

/// How many requests are open across the upgrade.
const REQUESTS: usize = 2;
/// On a chain for development both bodies' agreement waits a minute and eight blocks, of 12 seconds at most.
const DELAY_SECONDS: u64 = 300;
/// From handing in the code: the validators compile and vote, then at least five relay blocks pass; then the migration
/// takes a block for each request.
const ENACTMENT_SECONDS: u64 = 340;
/// Operators have five minutes of the chain's clock to seal, and the settling is an extrinsic more.
const RECEIPT_SECONDS: u64 = 420;
/// Where the rehearsal's migration leaves how many requests it wrote anew: the bytes of
/// `:salus:rehearsal`. In `runtime/src/rehearsal.rs` too.
const TRACE: &[u8] = b":salus:rehearsal";

pub async fn play(running: &mut RunningNetwork) -> anyhow::Result<String> {
	let code = running
		.programs
		.rehearsal
		.clone()
		.context("the runtime to upgrade to was not built: see scripts/network")?;
	let code = code.to_str().context("the path is not UTF-8")?;
	running.people().await?;
	let (url, salus) = (running.url()?, running.salus()?);
	let before = chain::runtime_version(&url).await?;
	salus.must("//Alice", &["authority", "authorize-upgrade", code]).await?;

	let mut jobs = Vec::new();
	for _ in 0..REQUESTS {
		jobs.push(running.people().await?.prepare_job().await?);
	}
	enact(&salus, code).await?;
	// Nobody seals from here on, so that the requests stay open for as long as their time lasts.
	for operator in running.operators().await? {
		operator.process.stop().await?;
	}
	let people = running.people().await?;
	// Beside each other, for the time to seal is short; the requests are in blocks long before the code is in
	// force.
	let apply = ["apply-upgrade", code];
	let (_, requests) = tokio::try_join!(salus.must("//Bob", &apply), async {
		let mut requests = Vec::new();
		for job in &jobs {
			requests.push(people.ask_by(job).await?);
		}
		Ok(requests)
	})?;
	let waited = "the new runtime's migration";
	// It begins in the first block after the one that leaves the new code, and leaves its trace when it is done.
	let migrated = chain::wait_until(waited, ENACTMENT_SECONDS, async || {
		let version = chain::runtime_version(&url).await?;
		let migrated = migrated(&url).await?;
		Ok(migrated.filter(|_| version == before + 1))
	})
	.await?;
	anyhow::ensure!(
		migrated >= REQUESTS as u64,
		"the migration wrote {migrated} requests anew; {REQUESTS} were open"
	);

	for operator in running.operators().await? {
		operator.process.start()?;
		operator.wait_until_serving().await?;
	}
	for request in &requests {
		let people = running.people().await?;
		people.wait_all_agree(request, RECEIPT_SECONDS).await?;
		let seals = people.seals(request).await?;
		anyhow::ensure!(seals.len() == 3, "request {request} was sealed by {seals:?}");
	}
	Ok(format!(
		"version {before} to {}; {migrated} requests migrated; {} each by all three, three seals",
		before + 1,
		requests.join(" and ")
	))
}

/// Anybody enacts what both bodies agreed to, as soon as the chain lets them.
async fn enact(salus: &Salus, code: &str) -> anyhow::Result<()> {
	let enact = ["authority", "enact", "upgrade", code];
	chain::wait_until("the delay of what both bodies agreed to", DELAY_SECONDS, async || {
		let answer = salus.run("//Bob", &enact).await?;
		match answer["error"]["kind"].as_str() {
			None => Ok(Some(())),
			Some("Enactment.DelayContinues") => Ok(None),
			Some(_) => anyhow::bail!("the upgrade was not enacted: {answer}"),
		}
	})
	.await
}

/// How many requests the migration has written anew, as it noted itself; nothing before it has run.
async fn migrated(url: &str) -> anyhow::Result<Option<u64>> {
	let key: String = TRACE.iter().map(|byte| format!("{byte:02x}")).collect();
	let hash = chain::ask(url, "chain_getFinalizedHead", json!([])).await?;
	let trace = chain::ask(url, "state_getStorage", json!([format!("0x{key}"), hash])).await?;
	let Value::String(trace) = trace else {
		return Ok(None);
	};
	// A u32, lowest byte first.
	let digits = trace.strip_prefix("0x").context("no hex digits")?;
	let number = u32::from_str_radix(digits, 16)?;
	Ok(Some(u64::from(number.swap_bytes())))
}
