// SPDX-License-Identifier: Apache-2.0
//! What the node's RPC and the custodians ask.

use alloc::vec::Vec;
use codec::Codec;
use polkadot_sdk::sp_api;
use salus_primitives::{
	AccessId, RecordId, VersionNumber, WithId,
	records::{CheckedAccess, CustodyFund, Destruction, KeptPage, Record, Tombstone, Version},
};

sp_api::decl_runtime_apis! {
	/// Questions about records. Every answer is of the block that it is asked at.
	pub trait RecordsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// A patient's records, at most 100 a page. The next page begins after the last id of this
		/// one: give that as `after`. The order is fixed but is not that of time: sort what you get.
		fn list(patient: AccountId, after: Option<RecordId>, count: u32) -> Vec<WithId<RecordId, Record<AccountId>>>;
		/// One record; `None` if it never was or is erased.
		fn record(record: RecordId) -> Option<Record<AccountId>>;
		/// One version of a record.
		fn version(record: RecordId, version: VersionNumber) -> Option<Version<AccountId>>;
		/// Every version of a record with author and time, oldest first.
		fn provenance(record: RecordId) -> Vec<WithId<VersionNumber, Version<AccountId>>>;
		/// An access request: what custodians check before they hand over a share.
		fn access(access: AccessId) -> Option<CheckedAccess<AccountId>>;
		/// Which custodians of an erased record have confirmed destruction and which have not; empty again when all
		/// have. Of a record that stands: who left a version and has not confirmed yet.
		fn destructions(record: RecordId) -> Vec<Destruction<AccountId>>;
		/// Which versions an operator keeps a share of, in at most `count` records (at most 100), found among the next
		/// 1,000 after the record `after`: no list of it stands. Go on with `next` as `after` until there is none.
		fn kept_by(operator: AccountId, after: Option<RecordId>, count: u32) -> KeptPage;
		/// What is held to pay the custodians of a version, and what they have proved.
		fn custody_fund(record: RecordId, version: VersionNumber) -> Option<CustodyFund<AccountId, Balance>>;
		/// When a record was erased; `None` if it is not.
		fn tombstone(record: RecordId) -> Option<Tombstone>;
	}
}
