// SPDX-License-Identifier: Apache-2.0
//! The calls that cost a patient nothing: who counts them, and what they may take of a block. Data rule 10.

use crate::{
	AccountIdOf, Allowances, CallCounts, Config, Event, FreeCall, FreeWeightUsed, Organisations,
	Pallet, Patients, SponsorWeights,
};
use polkadot_sdk::{
	frame_support::{traits::Get, weights::Weight},
	frame_system,
	sp_runtime::SaturatedConversion,
};

/// A free call that was taken: what there is to tell, and perhaps to give back, when it has run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenCall<AccountId> {
	/// For whom.
	pub patient: AccountId,
	/// Of which kind.
	pub kind: FreeCall,
	/// Who pays; none for one of the patient's own.
	pub sponsor: Option<AccountId>,
	/// What was taken of the block for it.
	pub weight: Weight,
}

/// Why a free call could not be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoFreeCall {
	/// None is left today.
	NoneLeft,
	/// The block has no room for it; a later one has.
	BlockFull,
}

impl<T: Config> Pallet<T> {
	/// How many of the patient's own free calls of this kind are left today, whoever sponsors.
	pub fn own_calls_left(patient: &AccountIdOf<T>, kind: FreeCall) -> u32 {
		if !Patients::<T>::contains_key(patient) {
			return 0;
		}
		Self::own_left(&Allowances::<T>::get(patient).calls.on(Self::today()), kind)
	}

	fn count_of(calls: &mut CallCounts, kind: FreeCall) -> &mut u32 {
		match kind {
			FreeCall::WayOut => &mut calls.way_out,
			FreeCall::Reading => &mut calls.reading,
			FreeCall::Guardian => &mut calls.guardian,
			FreeCall::Sponsored => &mut calls.sponsored,
		}
	}

	fn own_left(used: &CallCounts, kind: FreeCall) -> u32 {
		match kind {
			FreeCall::WayOut => T::WayOutCallsPerDay::get().saturating_sub(used.way_out),
			FreeCall::Reading => T::ReadingCallsPerDay::get().saturating_sub(used.reading),
			FreeCall::Guardian => T::WayOutCallsPerDay::get().saturating_sub(used.guardian),
			FreeCall::Sponsored => 0,
		}
	}

	/// How many free calls are left today at the sponsors' expense: the patient's, as far as the sponsors' own daily
	/// caps reach.
	pub fn sponsored_calls_left(patient: &AccountIdOf<T>) -> u32 {
		let today = Self::today();
		let used = Allowances::<T>::get(patient).calls.on(today).sponsored;
		let of_sponsors = Self::sponsors_in_force(patient)
			.iter()
			.fold(0_u32, |sum, (_, sponsor)| sum.saturating_add(sponsor.free_calls_left(today)));
		T::CallsPerDay::get().saturating_sub(used).min(of_sponsors)
	}

	/// How many free calls of this kind are left today in all. As many may wait in the pool: whichever come before,
	/// each takes one at most.
	pub fn free_calls_left(patient: &AccountIdOf<T>, kind: FreeCall) -> u32 {
		Self::own_calls_left(patient, kind).saturating_add(Self::sponsored_calls_left(patient))
	}

	/// Takes a free call of this weight: one of the patient's own while any is left, or else one that a sponsor pays for.
	pub fn take_call(
		patient: &AccountIdOf<T>,
		kind: FreeCall,
		weight: Weight,
	) -> Result<TakenCall<AccountIdOf<T>>, NoFreeCall> {
		let today = Self::today();
		let mut allowance = Allowances::<T>::get(patient);
		let mut calls = allowance.calls.on(today);
		let is_own = Patients::<T>::contains_key(patient) && Self::own_left(&calls, kind) > 0;
		let sponsor = if is_own {
			Self::take_own_room(weight)?;
			let count = Self::count_of(&mut calls, kind);
			*count = count.saturating_add(1);
			None
		} else {
			if calls.sponsored >= T::CallsPerDay::get() {
				return Err(NoFreeCall::NoneLeft);
			}
			let sponsor = Self::take_of_sponsors(patient, weight)?;
			calls.sponsored = calls.sponsored.saturating_add(1);
			Some(sponsor)
		};
		allowance.calls = calls;
		Allowances::<T>::insert(patient, allowance);
		Ok(TakenCall { patient: patient.clone(), kind, sponsor, weight })
	}

	/// The first of the patient's sponsors that has a call left today and room in this block.
	fn take_of_sponsors(
		patient: &AccountIdOf<T>,
		weight: Weight,
	) -> Result<AccountIdOf<T>, NoFreeCall> {
		let today = Self::today();
		let mut why_not = NoFreeCall::NoneLeft;
		for (sponsor, mut item) in Self::sponsors_in_force(patient) {
			if item.free_calls_left(today) == 0 {
				continue;
			}
			if !Self::take_sponsors_room(&sponsor, weight) {
				why_not = NoFreeCall::BlockFull;
				continue;
			}
			// So that the sponsor of whoever abuses the allowance can be named.
			item.calls_today.add(today);
			Organisations::<T>::insert(&sponsor, item);
			return Ok(sponsor);
		}
		Err(why_not)
	}

	pub(crate) fn take_own_room(weight: Weight) -> Result<(), NoFreeCall> {
		FreeWeightUsed::<T>::try_mutate(|used| {
			let own = used.own.saturating_add(weight);
			if own.any_gt(T::OwnCallsWeight::get()) {
				return Err(NoFreeCall::BlockFull);
			}
			used.own = own;
			Ok(())
		})
	}

	/// Whether this block has room, of what all sponsors have together and of what this one has.
	pub(crate) fn take_sponsors_room(sponsor: &AccountIdOf<T>, weight: Weight) -> bool {
		let mut used = FreeWeightUsed::<T>::get();
		let block: u32 = frame_system::Pallet::<T>::block_number().saturated_into();
		let before = SponsorWeights::<T>::get(sponsor)
			.filter(|(at, _)| *at == block)
			.map_or(Weight::zero(), |(_, weight)| weight);
		let all = used.sponsored.saturating_add(weight);
		let of_sponsor = before.saturating_add(weight);
		if all.any_gt(T::SponsoredCallsWeight::get()) || of_sponsor.any_gt(T::SponsorWeight::get())
		{
			return false;
		}
		used.sponsored = all;
		FreeWeightUsed::<T>::put(used);
		SponsorWeights::<T>::insert(sponsor, (block, of_sponsor));
		true
	}

	/// Tells of a free call that has run, and gives the block back what it did not weigh. One that failed is given back,
	/// a few a day: a mistake closes no way out, and whoever only means to take room gets no more of it.
	pub fn call_ended(
		signer: &AccountIdOf<T>,
		taken: TakenCall<AccountIdOf<T>>,
		failed: bool,
		unspent: Weight,
	) {
		if failed {
			Self::forgive(&taken);
		}
		Self::give_room_back(&taken, unspent.min(taken.weight));
		let TakenCall { patient, kind, sponsor, .. } = taken;
		let signer = signer.clone();
		Self::deposit_event(Event::FreeCallUsed { signer, patient, kind, sponsor });
	}

	fn give_room_back(taken: &TakenCall<AccountIdOf<T>>, unspent: Weight) {
		FreeWeightUsed::<T>::mutate(|used| match &taken.sponsor {
			None => used.own = used.own.saturating_sub(unspent),
			Some(sponsor) => {
				used.sponsored = used.sponsored.saturating_sub(unspent);
				SponsorWeights::<T>::mutate(sponsor, |of_block| {
					if let Some((_, weight)) = of_block {
						*weight = weight.saturating_sub(unspent);
					}
				});
			}
		});
	}

	fn forgive(taken: &TakenCall<AccountIdOf<T>>) {
		let today = Self::today();
		if let Some(sponsor) = &taken.sponsor {
			Organisations::<T>::mutate(sponsor, |item| {
				if let Some(item) = item {
					item.failed_today.add(today);
				}
			});
		}
		Allowances::<T>::mutate(&taken.patient, |allowance| {
			let mut calls = allowance.calls.on(today);
			if calls.forgiven >= T::FailedCallsPerDay::get() {
				return;
			}
			calls.forgiven = calls.forgiven.saturating_add(1);
			let kind = if taken.sponsor.is_some() { FreeCall::Sponsored } else { taken.kind };
			let count = Self::count_of(&mut calls, kind);
			*count = count.saturating_sub(1);
			allowance.calls = calls;
		});
	}
}
