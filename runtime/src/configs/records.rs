// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents and their keys' custody.

use crate::{
	AccountId, Balance, Balances, Consent, Disclosures, Participants, Runtime, RuntimeHoldReason,
	Timestamp,
	configs::{governance::RulingOrigin, participants::AllowanceOrHold},
	time::{DAY, DAYS, HOUR},
	units::{MICRO, MILLI},
	weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Contains},
};
use polkadot_sdk::*;
use salus_primitives::{Participants as _, quorum::Period, records::MAX_DOCUMENT_SIZE};

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Records(pallet_records::HoldReason::Storage);
	/// How long custodians have to destroy and to say so: thirty days, and as many blocks as come in them.
	pub const DestructionPeriod: Period = Period { time: 30 * DAY, blocks: 30 * DAYS };
	/// The least price of a share for a day, which holds until the authority sets one: a ninth of a token for a year
	/// of three custodians.
	pub const MinCustodyPrice: Balance = 100 * MICRO;
	/// The highest price of a share for a day.
	pub const MaxCustodyPrice: Balance = 10 * MILLI;
}

/// Whoever acts for an organisation: one that is in force, or a member of any.
///
/// Whether a member's organisation is in force is asked where a provision names that organisation's members. A patient who
/// names the member's own account means that account.
pub struct Affiliates;

impl Contains<AccountId> for Affiliates {
	fn contains(account: &AccountId) -> bool {
		Participants::is_organisation_in_force(account)
			|| pallet_participants::MembershipCount::<Runtime>::contains_key(account)
	}
}

impl pallet_records::Config for Runtime {
	type Participants = Participants;
	type Consent = Consent;
	type Ledger = Disclosures;
	type Operators = Participants;
	type Affiliates = Affiliates;
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Sponsors = Participants;
	type AuthorityOrigin = RulingOrigin;
	type MinCustodyPrice = MinCustodyPrice;
	type MaxCustodyPrice = MaxCustodyPrice;
	type CustodyTerm = ConstU64<{ 365 * DAY }>;
	type MaxVersions = ConstU32<32>;
	type MaxHolders = ConstU32<32>;
	type MaxDocumentSize = ConstU64<MAX_DOCUMENT_SIZE>;
	type AccessPeriod = ConstU64<HOUR>;
	type DestructionPeriod = DestructionPeriod;
	type WeightInfo = weights::pallet_records::WeightInfo<Runtime>;
}
