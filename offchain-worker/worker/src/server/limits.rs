// SPDX-License-Identifier: Apache-2.0
//! What callers may take of a custodian, and the defaults.

use super::{
	connections::{Client, ConnectionLimits},
	writing::Pace,
};
use std::time::Duration;

/// How many of something there may be at a time.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
	/// Of all callers.
	pub all: usize,
	/// Of one address; of IPv6, of one /56. Those whose address nobody can read have it together.
	pub of_an_address: usize,
	/// Of this machine: a proxy that names nobody has them for all its callers.
	pub of_this_machine: usize,
}

impl Bounds {
	/// How many a client may have.
	pub(super) fn of(&self, client: Client) -> usize {
		match client {
			Client::ThisMachine => self.of_this_machine,
			Client::Address(_) | Client::Unknown => self.of_an_address,
		}
	}
}

/// What callers may take of a custodian.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
	/// Connections.
	pub connections: ConnectionLimits,
	/// How long a small request's body may take.
	pub body: Duration,
	/// How long nothing may come of a document. How slowly one may be taken, its connection's `pace` says.
	pub stall: Duration,
	/// Bytes a second that a document comes with at least, once it was given `stall`.
	pub least_speed: u64,
	/// Documents that come.
	pub uploads: Bounds,
	/// Documents that go.
	pub downloads: Bounds,
	/// Requests that nobody signed and that are worked on: who this custodian is, proofs, whether it is ready.
	pub unsigned: Bounds,
	/// Calls of the methods that take only what is signed, though a stranger's new key may have signed it.
	pub signed: Bounds,
	/// How often the worker reads the files of the TLS certificate again.
	pub certificate: Duration,
	/// Bytes that an account may store in an hour.
	pub bytes_of_an_account: u64,
	/// Documents that an account may store at a time.
	pub uploads_of_an_account: u32,
}

impl Default for Limits {
	fn default() -> Self {
		Self {
			connections: ConnectionLimits {
				open: 1_024,
				of_an_address: 32,
				head: Duration::from_secs(30),
				handshake: Duration::from_secs(10),
				pace: Pace::default(),
			},
			body: Duration::from_secs(10),
			stall: Duration::from_secs(10),
			least_speed: 64 * 1024,
			uploads: Bounds { all: 64, of_an_address: 16, of_this_machine: 64 },
			downloads: Bounds { all: 256, of_an_address: 8, of_this_machine: 128 },
			unsigned: Bounds { all: 32, of_an_address: 4, of_this_machine: 16 },
			signed: Bounds { all: 512, of_an_address: 8, of_this_machine: 128 },
			certificate: Duration::from_secs(60),
			bytes_of_an_account: 1024 * 1024 * 1024,
			uploads_of_an_account: 8,
		}
	}
}
