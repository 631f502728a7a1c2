// SPDX-License-Identifier: Apache-2.0
//! The relay chain stands still for a while, as when its machines sleep. Meanwhile nothing becomes final
//! and nobody is told otherwise; then the parachain goes on, and the operators with it.

use salus_zombienet::{chain, network::VALIDATORS, running::RunningNetwork};
use std::time::{Duration, Instant};

/// Longer than a block, its inclusion and its finality together.
const PAUSE: Duration = Duration::from_secs(90);
const BLOCKS: u64 = 5;
/// The relay chain first catches up with the clock, then a session must begin anew.
const SECONDS: u64 = 600;

pub async fn play(running: &mut RunningNetwork) -> anyhow::Result<String> {
	running.people().await?;
	let url = running.url()?;
	for name in VALIDATORS {
		running.node(name)?.pause().await?;
	}
	let still = stand_still(&url).await;
	let told = told(running, "nothing becomes final").await;
	// Whatever came of it, the validators run again.
	for name in VALIDATORS {
		running.node(name)?.resume().await?;
	}
	let from = still?;
	told?;

	let took = chain::wait_finalized(&url, from + BLOCKS, SECONDS).await?;
	self::told(running, "blocks become final again").await?;
	// Not only blocks: a whole flow, by the operators that were there all along.
	let people = running.people().await?;
	let request = people.ask().await?;
	people.wait_all_agree(&request, SECONDS).await?;
	Ok(format!(
		"nothing final for {} s, and operators said so; {BLOCKS} blocks final {:.0} s after; request {request}: all three agree",
		PAUSE.as_secs(),
		took.as_secs_f64()
	))
}

/// Waits until every operator has said this.
async fn told(running: &mut RunningNetwork, words: &str) -> anyhow::Result<()> {
	for operator in running.operators().await? {
		operator.process.wait_for(words, 60).await?;
	}
	Ok(())
}

/// Waits until nothing has become final for as long as the pause shall be; returns the last final block.
async fn stand_still(url: &str) -> anyhow::Result<u64> {
	let mut last = chain::finalized(url).await?;
	let mut since = Instant::now();
	// What was on its way when the pause began may still become final.
	let seconds = 2 * PAUSE.as_secs();
	chain::wait_until("the parachain to stand still", seconds, async || {
		let now = chain::finalized(url).await?;
		if now != last {
			(last, since) = (now, Instant::now());
		}
		Ok((since.elapsed() >= PAUSE).then_some(last))
	})
	.await
}
