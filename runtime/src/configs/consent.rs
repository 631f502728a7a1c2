// SPDX-License-Identifier: Apache-2.0
//! Who may do what, by the patient's provisions.

use crate::{
	Participants, Runtime, RuntimeHoldReason, Timestamp,
	configs::{
		governance::{AccreditationOrigin, ReviewOrigin},
		participants::AllowanceOrHold,
	},
	time::{DAY, DAYS},
	weights,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Contains},
};
use polkadot_sdk::*;
use salus_primitives::{Profession, quorum::Period};

parameter_types! {
	/// Why money is held for what this pallet stores.
	pub const StorageReason: RuntimeHoldReason =
		RuntimeHoldReason::Consent(pallet_consent::HoldReason::Storage);
	/// When the review of a broken glass is due: after a weekend, and four fifths of the blocks that come in it.
	pub const ReviewPeriod: Period = Period { time: 3 * DAY, blocks: 3 * DAYS / 5 * 4 };
}

/// Who treats in emergencies.
pub struct EmergencyProfessions;

impl Contains<Profession> for EmergencyProfessions {
	fn contains(profession: &Profession) -> bool {
		matches!(profession, Profession::Physician | Profession::Nurse)
	}
}

impl pallet_consent::Config for Runtime {
	type AuthorityOrigin = ReviewOrigin;
	type OverdueOrigin = AccreditationOrigin;
	type Participants = Participants;
	type EmergencyProfessions = EmergencyProfessions;
	// None until there is a pallet that registers them.
	type Studies = ();
	type Time = Timestamp;
	type Consideration = AllowanceOrHold<StorageReason>;
	type WeightInfo = weights::pallet_consent::WeightInfo<Runtime>;
	type MaxProvisions = ConstU32<32>;
	type MaxHistory = ConstU32<256>;
	type MaxRequests = ConstU32<16>;
	type MaxConsentRequestPeriod = ConstU64<{ 30 * DAY }>;
	type BreakGlassPeriod = ConstU64<DAY>;
	type ReviewPeriod = ReviewPeriod;
	// A physician of an emergency department breaks the glass for a few patients in a shift: these are many nights without
	// one review.
	type MaxOverdueCases = ConstU32<50>;
	type MaxOpenCases = ConstU32<100>;
	type CaseRetention = ConstU64<{ 3_653 * DAY }>;
}
