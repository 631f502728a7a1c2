// SPDX-License-Identifier: Apache-2.0
//! What the daemon responds: JSON values, one or several in a response.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct Added {
	#[serde(rename = "Hash")]
	pub hash: String,
}

#[derive(Deserialize)]
pub(super) struct Problem {
	#[serde(rename = "Message")]
	pub message: String,
}

/// The pins that were asked after.
#[derive(Deserialize)]
pub(super) struct Pins {
	#[serde(rename = "Keys", default)]
	pub keys: BTreeMap<String, PinType>,
}

#[derive(Deserialize)]
pub(super) struct PinType {
	#[serde(rename = "Type", default)]
	pub kind: String,
}

/// One of a list of pins.
#[derive(Deserialize)]
pub(super) struct Pin {
	#[serde(rename = "Cid", default)]
	pub cid: String,
}

#[derive(Deserialize)]
pub(super) struct Peers {
	#[serde(rename = "Peers", default)]
	pub peers: Option<Vec<Peer>>,
}

#[derive(Deserialize)]
pub(super) struct Peer {
	#[serde(rename = "Peer")]
	pub peer: String,
}

#[derive(Deserialize)]
pub(super) struct Id {
	#[serde(rename = "ID")]
	pub id: String,
	#[serde(rename = "Addresses", default)]
	pub addresses: Option<Vec<String>>,
}

/// A block that was removed or collected, or why not.
#[derive(Deserialize)]
pub(super) struct Removed {
	#[serde(rename = "Error", default)]
	error: Option<String>,
}

impl Removed {
	/// Why it was not removed.
	pub fn problem(self) -> Option<String> {
		self.error.filter(|error| !error.is_empty())
	}
}

/// Whether the daemon says that it has not got a block: Kubo of any release, then js-ipfs.
pub(super) fn says_absent(problem: &str) -> bool {
	problem.contains("could not find") || problem.contains("not found")
}

/// Whether the daemon says that a block on its disk has gone bad.
pub(super) fn says_corrupt(problem: &str) -> bool {
	problem.contains("different hash than requested")
}

/// Whether bytes are an answer of the daemon, to any of what it is asked.
pub(crate) fn reads_response(body: &[u8]) -> bool {
	fn reads<T: DeserializeOwned>(body: &[u8]) -> bool {
		values::<T>(body).is_ok()
	}
	let readers = [
		reads::<Added>,
		reads::<Problem>,
		reads::<Pins>,
		reads::<Pin>,
		reads::<Peers>,
		reads::<Id>,
		reads::<Removed>,
	];
	// Each one, and not only up to the first that understands it.
	readers.map(|reads| reads(body)).contains(&true)
}

pub(super) fn values<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<Vec<T>> {
	serde_json::Deserializer::from_slice(body).into_iter().collect()
}
