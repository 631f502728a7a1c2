// SPDX-License-Identifier: Apache-2.0
//! Asking another node by its JSON-RPC. Nothing it says is believed: only its size is bounded here, and
//! the caller checks the hash.

use polkadot_sdk::*;

use super::Source;
use jsonrpsee::{
	core::client::{ClientT, Error, IdKind},
	rpc_params,
	types::error::METHOD_NOT_FOUND_CODE,
	ws_client::{PingConfig, WsClient, WsClientBuilder},
};
use serde::Deserialize;
use sp_core::{Bytes, H256};
use std::time::Duration;

/// How often one entry is asked for before it is given up.
const ATTEMPTS: u32 = 5;
/// How long to wait between attempts.
const PAUSE: Duration = Duration::from_secs(2);
/// How long one answer may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest answer taken, in bytes: an entry as JSON is less than a kibibyte.
const MAX_ANSWER: u32 = 64 * 1024;
/// The code by which the SDK's server says that a connection calls too often.
const TOO_MANY_CALLS_CODE: i32 = -32_999;

/// Another node, connected to when first asked.
pub struct OtherNode {
	url: String,
	client: Option<WsClient>,
}

/// What is needed of a response.
#[derive(Deserialize)]
struct Response {
	bytes: Bytes,
}

/// What an error of one attempt means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
	/// It may pass.
	Passing,
	/// The node can't give this entry; perhaps others.
	NotThere,
	/// The node can't be asked.
	Final,
}

impl OtherNode {
	/// The node at a WebSocket address.
	pub fn new(url: &str) -> Self {
		Self { url: url.to_owned(), client: None }
	}

	async fn ask(&mut self, head: H256) -> Result<Option<Response>, Error> {
		let connected = self.client.take().filter(|client| client.is_connected());
		let client = match connected {
			Some(client) => client,
			None => connect(&self.url).await?,
		};
		let answer = client.request("disclosures_entry", rpc_params![head]).await;
		self.client = Some(client);
		answer
	}
}

impl Source for OtherNode {
	async fn entry(&mut self, head: H256) -> Result<Option<Vec<u8>>, String> {
		let mut attempt = 1;
		loop {
			let error = match self.ask(head).await {
				Ok(answer) => return Ok(answer.map(|answer| answer.bytes.0)),
				Err(error) => error,
			};
			match verdict(&error) {
				Verdict::Passing if attempt < ATTEMPTS => {
					log::warn!("{}: {error}; asking again", self.url);
					attempt += 1;
					tokio::time::sleep(PAUSE).await;
				}
				Verdict::NotThere => {
					log::warn!("{} does not give {head:?}: {error}", self.url);
					return Ok(None);
				}
				Verdict::Passing | Verdict::Final => {
					return Err(format!("{} gives no entries: {error}", self.url));
				}
			}
		}
	}
}

async fn connect(url: &str) -> Result<WsClient, Error> {
	WsClientBuilder::default()
		.request_timeout(REQUEST_TIMEOUT)
		.max_response_size(MAX_ANSWER)
		.id_format(IdKind::String) // Numbers as ids need not survive serde_json's arbitrary precision.
		.enable_ws_ping(PingConfig::new())
		.build(url)
		.await
}

fn verdict(error: &Error) -> Verdict {
	match error {
		Error::Call(refusal) => match refusal.code() {
			METHOD_NOT_FOUND_CODE => Verdict::Final,
			TOO_MANY_CALLS_CODE => Verdict::Passing,
			_ => Verdict::NotThere,
		},
		_ => Verdict::Passing,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::types::ErrorObjectOwned;

	fn refusal(code: i32) -> Error {
		Error::Call(ErrorObjectOwned::owned(code, "no", None::<()>))
	}

	#[test]
	fn a_refusal_of_one_entry_is_not_the_end_but_a_node_that_knows_none_is() {
		assert_eq!(verdict(&refusal(8_001)), Verdict::NotThere);
		assert_eq!(verdict(&refusal(METHOD_NOT_FOUND_CODE)), Verdict::Final);
	}

	#[test]
	fn what_may_pass_is_tried_again() {
		assert_eq!(verdict(&refusal(TOO_MANY_CALLS_CODE)), Verdict::Passing);
		assert_eq!(verdict(&Error::RequestTimeout), Verdict::Passing);
	}

	#[test]
	fn only_the_bytes_of_a_response_matter() {
		let read = |text: &str| serde_json::from_str::<Option<Response>>(text);
		let given = read(r#"{"head": "0x00", "entry": {"number": 1}, "bytes": "0x0102"}"#);
		assert_eq!(given.unwrap().unwrap().bytes.0, [1, 2]);
		assert!(read("null").unwrap().is_none());
		assert!(read(r#"{"bytes": "nonsense"}"#).is_err());
	}
}
