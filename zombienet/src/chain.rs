// SPDX-License-Identifier: Apache-2.0
//! Asking a node, and waiting for what it says.

use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How often a wait that goes on is reported.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// Calls a JSON-RPC method at a node's WebSocket address. Over HTTP, which the same port serves, so that no
/// connection outlives a node that is killed.
pub async fn ask(url: &str, method: &str, parameters: Value) -> anyhow::Result<Value> {
	let url = url.replacen("ws://", "http://", 1);
	let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": parameters });
	let answer: Value = reqwest::Client::new()
		.post(url)
		.timeout(Duration::from_secs(20))
		.json(&body)
		.send()
		.await?
		.json()
		.await?;
	if let Some(error) = answer.get("error") {
		bail!("{method}: {error}");
	}
	Ok(answer["result"].clone())
}

/// The number of the node's last finalized block.
pub async fn finalized(url: &str) -> anyhow::Result<u64> {
	let hash = ask(url, "chain_getFinalizedHead", json!([])).await?;
	number_of(&ask(url, "chain_getHeader", json!([hash])).await?)
}

/// The number of the node's best block.
pub async fn best(url: &str) -> anyhow::Result<u64> {
	number_of(&ask(url, "chain_getHeader", json!([])).await?)
}

fn number_of(header: &Value) -> anyhow::Result<u64> {
	let digits = header["number"]
		.as_str()
		.and_then(|text| text.strip_prefix("0x"))
		.with_context(|| format!("a header without a number: {header}"))?;
	Ok(u64::from_str_radix(digits, 16)?)
}

/// The runtime's version in the node's last finalized block.
pub async fn runtime_version(url: &str) -> anyhow::Result<u64> {
	let hash = ask(url, "chain_getFinalizedHead", json!([])).await?;
	ask(url, "state_getRuntimeVersion", json!([hash])).await?["specVersion"]
		.as_u64()
		.context("a runtime without a version")
}

/// Waits until the node has finalized this block; says how long that took.
pub async fn wait_finalized(url: &str, block: u64, seconds: u64) -> anyhow::Result<Duration> {
	let began = Instant::now();
	wait_until(&format!("block {block} to be final at {url}"), seconds, async || {
		// A node that is not up yet, or not any more, has finalized nothing.
		Ok(finalized(url).await.is_ok_and(|number| number >= block).then_some(()))
	})
	.await?;
	Ok(began.elapsed())
}

/// Whether a node did not respond in time.
fn is_busy(cause: &anyhow::Error) -> bool {
	cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout)
}

/// Asks again every second until there is an answer or time is up, and tells of a long wait. A node that is too busy to
/// respond is asked again, too, as while it compiles a new runtime; any other error ends it at once.
pub async fn wait_until<T>(
	what: &str,
	seconds: u64,
	mut condition: impl AsyncFnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
	let began = Instant::now();
	let mut told = began;
	loop {
		match condition().await {
			Ok(Some(answer)) => return Ok(answer),
			Ok(None) => {}
			Err(cause) if is_busy(&cause) => println!("  … asked again: {cause:#}"),
			Err(cause) => return Err(cause),
		}
		let waited = began.elapsed();
		anyhow::ensure!(
			waited < Duration::from_secs(seconds),
			"waited {seconds} s in vain: {what}"
		);
		if told.elapsed() >= TELL_EVERY {
			told = Instant::now();
			println!("  … waited {} s of {seconds}: {what}", waited.as_secs());
		}
		tokio::time::sleep(Duration::from_secs(1)).await;
	}
}
