// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rules 1 and 12.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An insurer offers a plan.
		PlanPublished { plan: PlanId, insurer: T::AccountId },
		/// A plan has new terms, valid from that day on.
		PlanRevised { plan: PlanId, version: u8, valid_from: Day },
		/// A plan issues no policy any more.
		PlanClosed { plan: PlanId },
		/// A plan was removed.
		PlanRemoved { plan: PlanId },
		/// An organisation is in a plan's network from that day on.
		Admitted { plan: PlanId, organisation: T::AccountId, from: Day },
		/// An organisation is in a plan's network until that day.
		Excluded { plan: PlanId, organisation: T::AccountId, until: Day },
		/// An organisation's past admission was removed.
		AdmissionRemoved { plan: PlanId, organisation: T::AccountId },
		/// An insurer put money in reserve.
		Funded { insurer: T::AccountId, asset: Asset, amount: u128 },
		/// An insurer took money out of its reserve.
		Withdrawn { insurer: T::AccountId, asset: Asset, amount: u128 },
		/// A policy was issued.
		PolicyIssued { policy: PolicyId, plan: PlanId, holder: T::AccountId },
		/// A policy ends earlier than it was to.
		PolicyEnded { policy: PolicyId, until: Day },
		/// A policy was closed.
		PolicyClosed { policy: PolicyId },
		/// A claim was submitted: its insurer is to judge it.
		Submitted { claim: ClaimId, policy: PolicyId, payee: T::AccountId },
		/// A claim's insurer gave it to a person, who has until then.
		Referred { claim: ClaimId, decide_until: Deadline },
		/// The policy's holder says that what a claim is for was not done.
		CareDenied { claim: ClaimId },
		/// A claim was judged, and so much is owed to its payee.
		Concluded { claim: ClaimId, paid: u128 },
		/// A claim was judged, and its insurer has too little money: the authority takes note.
		ClaimWaits { claim: ClaimId, insurer: T::AccountId, asset: Asset },
		/// A payee got what it was owed.
		Collected { insurer: T::AccountId, asset: Asset, payee: T::AccountId, amount: u128 },
		/// A payee gave back what was paid for a claim.
		Refunded { claim: ClaimId, amount: u128 },
		/// A payee waived what it waited for.
		Waived { claim: ClaimId },
		/// A claim counts for nothing: its evidence may be billed again.
		Reversed { claim: ClaimId },
		/// A claim was closed.
		ClaimClosed { claim: ClaimId },
		/// The evidence that so many claims billed in a quarter was forgotten.
		Pruned { quarter: Quarter, claims: u32 },
	}
}
