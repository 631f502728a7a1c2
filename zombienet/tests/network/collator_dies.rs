// SPDX-License-Identifier: Apache-2.0
//! One collator dies: the chain goes on with the other, at half the pace at worst. Started again, the
//! dead one catches up.

use salus_zombienet::{chain, network::COLLATORS, running::RunningNetwork};

const BLOCKS: u64 = 8;
/// What the dead one had made and sent may still become final: only later blocks count.
const ON_THEIR_WAY: u64 = 3;
/// Every other slot is the dead collator's and stays empty.
const SECONDS: u64 = 300;

pub async fn play(running: &RunningNetwork) -> anyhow::Result<String> {
	let (alive, victim) = (COLLATORS[0], COLLATORS[1]);
	let alive_url = running.node(alive)?.ws_uri();
	chain::wait_finalized(alive_url, 2, 420).await?;
	running.kill(victim)?;
	let from = chain::best(alive_url).await? + ON_THEIR_WAY;
	let took = chain::wait_finalized(alive_url, from + BLOCKS, SECONDS).await?;

	let node = running.node(victim)?;
	node.restart(None).await?;
	let now = chain::finalized(alive_url).await?;
	let back = chain::wait_finalized(node.ws_uri(), now, SECONDS).await?;
	Ok(format!(
		"{BLOCKS} more blocks final in {:.0} s without {victim}; back, it caught up in {:.0} s",
		took.as_secs_f64(),
		back.as_secs_f64()
	))
}
