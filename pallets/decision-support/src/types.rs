// SPDX-License-Identifier: Apache-2.0
//! What stays in the pallet. What leaves it is declared in [`salus_primitives::decision_support`].

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::frame_system;
pub use salus_pallet_support::Held;
pub use salus_primitives::{
	CidBytes,
	decision_support::{
		Drift, DriftCounts, GivenVerdict, Input, Inputs, Model, ModelProposal, ModelState,
		Outcomes, Output, OutputBytes, PublishedOutput, Receipt, Request, Usage, UsageCounts,
		UsageTally, Verdict, VerdictReason, Verdicts,
	},
	quorum::{Tier, WorkClass},
};
use scale_info::TypeInfo;

type AccountIdOf<T> = <T as frame_system::Config>::AccountId;

/// A model, as stored.
pub type ModelOf<T> = Held<Model<AccountIdOf<T>>, <T as Config>::Consideration>;

/// A request, as stored.
pub type RequestOf<T> = Held<Request<AccountIdOf<T>>, RequestTickets<<T as Config>::Consideration>>;

/// A receipt, as stored.
pub type ReceiptOf<T> = Held<Receipt<AccountIdOf<T>>, <T as Config>::Consideration>;

/// What the requester paid when the request was made: both, so that nothing that they do later can stop the settling.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RequestTickets<Ticket> {
	/// Pays for the request's storage.
	pub request: Ticket,
	/// Will pay for the receipt's storage.
	pub receipt: Ticket,
}

/// How many receipts a requester has, and how many verdicts and outcomes of them they have reported, struck ones too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Tally {
	/// Receipts.
	pub receipts: u32,
	/// Reported verdicts, over all models.
	pub verdicts: u32,
	/// Reported outcomes, over all models.
	pub outcomes: u32,
}
