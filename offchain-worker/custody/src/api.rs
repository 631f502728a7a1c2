// SPDX-License-Identifier: Apache-2.0
//! A custodian's JSON-RPC methods: `salus-worker` serves them, and [`Custodian`](crate::Custodian) calls them.

use jsonrpsee::proc_macros::rpc;
use salus_core::protocol::{
	Challenge, Destroy, Identity, Placement, Proof, Receipt, Release, ReleasedShare, Releases,
	ReleasesPage, Reshare, Signed, TakeOver, Upload,
};

/// A custodian's methods.
#[rpc(server, client)]
pub trait CustodyApi {
	/// Who this custodian is. `{"method":"custody_identity","params":[]}`
	#[method(name = "custody_identity")]
	async fn identity(&self) -> Result<Identity, jsonrpsee::types::ErrorObjectOwned>;

	/// Announces a ciphertext, and gives a ticket, good once and for a minute, with which it is taken by HTTP:
	/// `PUT /uploads/TICKET`. It stays until the next collection of garbage if no share is placed for it. The
	/// caller must be registered; what no record names within an hour is dropped.
	#[method(name = "documents_announce")]
	async fn announce(
		&self,
		upload: Signed<Upload>,
	) -> Result<String, jsonrpsee::types::ErrorObjectOwned>;

	/// Places a share. The custodian fetches and pins the document before it answers, and signs for both. When it no
	/// longer has the placement key that was used it answers with the code -32013: ask for the identity again then.
	/// When it finds the document nowhere, as behind NAT, the code is -32014: upload it here, and place the share once
	/// more.
	#[method(name = "custody_place")]
	async fn place(
		&self,
		placement: Signed<Placement>,
	) -> Result<Receipt, jsonrpsee::types::ErrorObjectOwned>;

	/// Places a share of a version's key that is split anew: for the version's author or the record's patient. It waits
	/// beside the share that is kept until the chain names its sharing, an hour at most. Signed for, and refused, as by
	/// `custody_place`.
	#[method(name = "custody_reshare")]
	async fn reshare(
		&self,
		reshare: Signed<Reshare>,
	) -> Result<Receipt, jsonrpsee::types::ErrorObjectOwned>;

	/// Proves that a share and its document are kept, to anybody, under a nonce that they draw.
	/// `{"method":"custody_prove","params":[{"cid":"0155…","keyCommitment":"…","nonce":"…"}]}`
	#[method(name = "custody_prove")]
	async fn prove(
		&self,
		challenge: Challenge,
	) -> Result<Proof, jsonrpsee::types::ErrorObjectOwned>;

	/// Releases a share to a reader to whom the chain granted access.
	#[method(name = "custody_release")]
	async fn release(
		&self,
		release: Signed<Release>,
	) -> Result<ReleasedShare, jsonrpsee::types::ErrorObjectOwned>;

	/// Gives the share of a version that this operator has left to the one that the chain names in its place.
	#[method(name = "custody_hand_over")]
	async fn hand_over(
		&self,
		take_over: Signed<TakeOver>,
	) -> Result<ReleasedShare, jsonrpsee::types::ErrorObjectOwned>;

	/// Tells a record's patient what was released of it, a page at a time, signed. Of an erased record it can tell only if
	/// something was released: else nothing here names its patient.
	#[method(name = "custody_releases")]
	async fn releases(
		&self,
		releases: Signed<Releases>,
	) -> Result<ReleasesPage, jsonrpsee::types::ErrorObjectOwned>;

	/// Destroys what is kept of a record that the chain says is erased.
	#[method(name = "custody_destroy")]
	async fn destroy(
		&self,
		destroy: Signed<Destroy>,
	) -> Result<(), jsonrpsee::types::ErrorObjectOwned>;
}
