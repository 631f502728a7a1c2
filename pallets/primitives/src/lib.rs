// SPDX-License-Identifier: Apache-2.0
//! Shared types of Salus and the traits by which its pallets meet.
//!
//! A pallet never imports another pallet: it asks through a trait of this crate, and the runtime says
//! who answers. The off-chain worker imports this crate too, with an `sp-core` of another release, so
//! nothing here depends on the SDK.
//!
//! What leaves a pallet is declared here once, in the module of the pallet's name: storage holds it,
//! beside what pays for it, the runtime's APIs answer it, and with the feature `serde` node and
//! command line print it, in the form that this crate's README describes.
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
pub mod claims;
mod codes;
mod commitments;
pub mod consent;
mod days;
pub mod decision_support;
pub mod disclosures;
mod ids;
#[cfg(feature = "serde")]
pub mod json;
pub mod participants;
pub mod quorum;
pub mod records;
mod sets;
mod timestamp;
mod token;
mod with_id;

pub use cid::{Cid, CidBytes, InvalidCid, MAX_CID_BYTES};
pub use codes::{Action, Category, Evidence, Purpose};
pub use commitments::{
	BREAK_GLASS_DOMAIN, DISCLOSURES_DOMAIN, REGISTRATION_DOMAIN, Registration, SPONSORSHIP_DOMAIN,
	Sponsorship, StatedReason, inputs_payload, output_digest_payload, wrapped,
};
pub use consent::{
	Basis, ConsentDecision, Decision, Obligations, Permit, Query, Reader, Refusal, Studies,
};
pub use days::{DAY, DataPeriod, Day, InvalidDay};
pub use disclosures::{
	DisclosureLedger, Entry, StoredEntry, Subject, entry_key, first_head_payload, head_payload,
};
pub use ids::{
	AccessId, BreakGlassId, ClaimId, ConsentRequestId, ModelId, Moment, PlanId, PolicyId,
	ProvisionId, RecordId, RequestId, StudyId, VersionNumber,
};
pub use participants::{
	GuardianRole, Guardians, Guardianship, Licence, Licensing, Operators, Participants, Power,
	Profession,
};
pub use records::{CheckedRecord, DecisionSupportAccess};
pub use sets::{Actions, Categories, Compartment, Compartments, Purposes, WorkClasses};
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use token::{TOKEN_DECIMALS, TOKEN_SYMBOL, UNIT};
pub use with_id::WithId;

/// The most items that one response lists.
pub const MAX_PAGE: u32 = 100;
