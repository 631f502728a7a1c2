// SPDX-License-Identifier: Apache-2.0
//! Evidence that was billed: remembered for all insurers alike, so that none pays for it twice, and forgotten a quarter
//! at a time when it is too late to file it.

use crate::*;
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Get, Time},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::DispatchError,
};
use salus_primitives::claims::{evidence_payload, hidden_payload, last_day_of, quarter_of};

impl<T: Config> Pallet<T> {
	/// What a claim bills of the evidence that is shown, if that is what the claim was submitted with.
	///
	/// A nullifier is public once it waits in the pool. Only who knew it before could commit to it in an earlier block: so
	/// nobody else bills it, however quick.
	pub(crate) fn nullifiers_of(
		claim: &Claim<T::AccountId>,
		shown: &ShownEvidence,
	) -> Result<Nullifiers, Error<T>> {
		let mut nullifiers = Nullifiers::default();
		let mut hashes = Vec::new();
		for piece in &shown.pieces {
			hashes.push(match piece {
				ShownPiece::Billed { nullifier, salt } => {
					// As many as there are pieces, and no more.
					let _ = nullifiers.try_push(*nullifier);
					blake2_256(&hidden_payload(salt, nullifier))
				}
				ShownPiece::Unbilled(hidden) => *hidden,
			});
		}
		let commitment = blake2_256(&evidence_payload(&shown.salt, &hashes));
		ensure!(commitment == claim.evidence, Error::<T>::OtherEvidence);
		if nullifiers.is_empty() {
			return Ok(nullifiers);
		}
		let now = T::Time::now();
		// The clock is set once a block.
		ensure!(now > claim.filed_at, Error::<T>::TooSoon);
		// What it would bill again may be forgotten after that.
		let judged = T::DecidePeriod::get().time.saturating_add(T::ReferPeriod::get().time);
		let kept = judged.saturating_add(Self::milliseconds(T::KeepDays::get()));
		ensure!(now <= claim.filed_at.saturating_add(kept), Error::<T>::Expired);
		Ok(nullifiers)
	}

	/// Bills evidence with a claim, at the insurer's expense. Returns how many pieces.
	pub(crate) fn bill(
		id: ClaimId,
		insurer: &T::AccountId,
		nullifiers: Nullifiers,
	) -> Result<u16, DispatchError> {
		let pieces = u16::try_from(nullifiers.len()).unwrap_or(u16::MAX);
		if pieces == 0 {
			return Ok(0);
		}
		for nullifier in &nullifiers {
			// One that the claim names twice is there the second time, too.
			ensure!(!Billed::<T>::contains_key(nullifier), Error::<T>::BilledBefore);
			Billed::<T>::insert(nullifier, id);
		}
		let ticket = T::Consideration::new(insurer, Self::bill_footprint(pieces))?;
		let quarter = quarter_of(Self::today());
		let bill = Bill { insurer: insurer.clone(), quarter, nullifiers };
		Bills::<T>::insert(id, Held { item: bill, ticket });
		BilledIn::<T>::insert(quarter, id, ());
		Ok(pieces)
	}

	/// Forgets what a claim billed, and gives the deposit back. Returns how many pieces it was.
	pub(crate) fn unbill(id: ClaimId) -> Result<u32, DispatchError> {
		let Some(Held { item: bill, ticket }) = Bills::<T>::take(id) else { return Ok(0) };
		for nullifier in &bill.nullifiers {
			Billed::<T>::remove(nullifier);
		}
		BilledIn::<T>::remove(bill.quarter, id);
		ticket.drop(&bill.insurer)?;
		Ok(u32::try_from(bill.nullifiers.len()).unwrap_or(u32::MAX))
	}

	/// Returns of how many claims the evidence was forgotten.
	pub(crate) fn do_prune(quarter: Quarter, limit: u32) -> Result<u32, DispatchError> {
		let remembered = days_after(last_day_of(quarter), T::BilledDays::get());
		ensure!(remembered < Self::today(), Error::<T>::QuarterKept);
		let limit = usize::try_from(limit).unwrap_or_default();
		let ids: Vec<_> = BilledIn::<T>::iter_key_prefix(quarter).take(limit).collect();
		ensure!(!ids.is_empty(), Error::<T>::NothingToPrune);
		let claims = u32::try_from(ids.len()).unwrap_or(u32::MAX);
		for id in ids {
			Self::unbill(id)?;
		}
		Self::deposit_event(Event::Pruned { quarter, claims });
		Ok(claims)
	}
}
