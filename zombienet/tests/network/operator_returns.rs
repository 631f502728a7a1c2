// SPDX-License-Identifier: Apache-2.0
//! An operator dies, a request draws it, and it returns: it seals once, and the receipt is everybody's.

use anyhow::Context;
use salus_zombienet::running::RunningNetwork;

/// Operators have five minutes of the chain's clock to seal; then nothing comes any more.
const SECONDS: u64 = 420;

pub async fn play(running: &mut RunningNetwork) -> anyhow::Result<String> {
	let job = running.people().await?.prepare_job().await?;
	running.operators().await?[2].process.kill().await?;
	let request = running.people().await?.ask_by(&job).await?;

	// Three are drawn of three, so the dead one is among them, and nobody reveals while it has time to seal.
	anyhow::ensure!(
		running.people().await?.receipt(&request).await?.is_none(),
		"settled without an operator that was drawn and had time left"
	);
	let operators = running.operators().await?;
	let returned = operators.get_mut(2).context("three operators")?;
	let secret = returned.secret;
	returned.process.start()?;
	returned.wait_until_serving().await?;

	let people = running.people().await?;
	people.wait_all_agree(&request, SECONDS).await?;
	let seals = people.seals(&request).await?;
	let account = running.salus()?.account(secret).await?;
	let own = seals.iter().filter(|operator| **operator == account).count();
	anyhow::ensure!(own == 1 && seals.len() == 3, "sealed by {seals:?}");
	Ok(format!("request {request}: all three agree, one seal each, after the return"))
}
