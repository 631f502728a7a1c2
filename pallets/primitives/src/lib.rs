//! Shared types of Salus and the traits by which its pallets meet.
//!
//! A pallet never imports another pallet: it asks through a trait of this crate, and the runtime says
//! who answers. The off-chain worker imports this crate too, with an `sp-core` of another release, so
//! nothing here depends on the SDK.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	test,
	allow(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

mod cid;
mod commitments;
mod consent;
mod days;
mod disclosures;
mod ids;
mod participants;
mod records;
mod sets;
mod words;

pub use cid::{Cid, InvalidCid};
pub use commitments::{
	DISCLOSURES_DOMAIN, VOUCHER_DOMAIN, Voucher, output_digest_payload, seal_payload,
};
pub use consent::{Basis, ConsentDecision, Obligations, Permit, Query, Reader, Refusal};
pub use days::{DataPeriod, Day};
pub use disclosures::{
	DisclosureLedger, Entry, StoredEntry, entry_key, first_head_payload, head_payload,
};
pub use ids::{
	AccessId, BreakGlassId, ConsentRequestId, ModelId, Moment, ProvisionId, RecordId, RequestId,
	StudyId, VersionNumber,
};
pub use participants::{DailyAllowance, Licence, Operators, Participants, Profession};
pub use records::{DecisionSupportAccess, OpenedAccess};
pub use sets::{Actions, Categories, Compartment, Compartments, Purposes};
pub use words::{Action, Category, Evidence, Purpose};
