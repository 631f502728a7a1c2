// SPDX-License-Identifier: Apache-2.0
//! Clients that want too much: too large, too many at once, too often.

mod common;

use common::Node;
use jsonrpsee::{
	core::client::ClientT,
	rpc_params,
	types::error::{OVERSIZED_REQUEST_CODE, TOO_BIG_BATCH_REQUEST_CODE},
	ws_client::{WsClient, WsClientBuilder},
};
use serde_json::{Value, json};
use std::{
	future::Future,
	time::{Duration, Instant},
};

/// Calls a minute for one connection; as many are taken at once.
const LIMIT: u32 = 60;
/// Calls beyond them, of which one a second is let through.
const BEYOND: u32 = 3;
const MEBIBYTE: usize = 1 << 20;

fn run<T>(future: impl Future<Output = T>) -> T {
	let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
	runtime.expect("a runtime").block_on(future)
}

async fn connect(node: &Node) -> WsClient {
	WsClientBuilder::default()
		.build(format!("ws://127.0.0.1:{}", node.port()))
		.await
		.expect("the node listens")
}

async fn is_well(client: &WsClient) -> bool {
	client.request::<Value, _>("system_health", rpc_params![]).await.is_ok()
}

#[test]
fn floods_are_held_back() {
	let folder = tempfile::tempdir().unwrap();
	let limit = LIMIT.to_string();
	let options = ["--rpc-rate-limit", &limit, "--rpc-max-request-size", "1"];
	let node = Node::start(folder.path(), &options);
	too_large(&node);
	too_many_at_once(&node);
	run(async {
		too_often(&node).await;
		// Whoever wants little is served while others want much.
		assert!(is_well(&connect(&node).await).await);
	});
}

fn too_large(node: &Node) {
	// Refused for what it says of itself, before any of it is read.
	let answer = node.post("", 2 * MEBIBYTE);
	assert_eq!(answer["error"]["code"], OVERSIZED_REQUEST_CODE);
}

fn too_many_at_once(node: &Node) {
	let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "system_name", "params": [] });
	let batch = |calls: usize| {
		let batch = Value::from(vec![call.clone(); calls]).to_string();
		node.post(&batch, batch.len())
	};
	assert_eq!(batch(1)["result"], "Salus Node");
	assert_eq!(batch(101)["error"]["code"], TOO_BIG_BATCH_REQUEST_CODE);
}

async fn too_often(node: &Node) {
	let client = connect(node).await;
	let began = Instant::now();
	for _ in 0..LIMIT + BEYOND {
		assert!(is_well(&client).await);
	}
	let least = Duration::from_secs((BEYOND - 1).into());
	assert!(began.elapsed() >= least, "{:?}", began.elapsed());
}
