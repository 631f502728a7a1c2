// SPDX-License-Identifier: Apache-2.0
//! How calls are agreed to and made.

use crate::{Agreement, Agreements, Body, Config, Development, Error, Event, Pallet, WeightInfo};
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		dispatch::{DispatchResultWithPostInfo, Pays, PostDispatchInfo},
		ensure,
		traits::{Contains, Get, Time},
	},
	frame_system,
	sp_runtime::{
		DispatchResult, SaturatedConversion,
		traits::{Dispatchable, Hash},
	},
};
use salus_primitives::{
	Moment,
	quorum::{Deadline, Period},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_approve(body: Body, call_hash: T::Hash) -> DispatchResult {
		let (now, block) = Self::now();
		let stored = Agreements::<T>::get(call_hash);
		let room = Agreements::<T>::count() < T::MaxAgreements::get();
		// One that lapsed gives its place to the new one.
		ensure!(stored.is_some() || room, Error::<T>::TooManyAgreements);
		match stored.filter(|agreement| !agreement.has_lapsed(now, block)) {
			Some(agreement) => {
				let other = agreement.from.is_none() && agreement.first != body;
				ensure!(other, Error::<T>::AlreadyApproved);
				let from = Deadline::after(now, block, Self::delay());
				let until = from.and(T::Lifetime::get());
				let agreed = Agreement { from: Some(from), until, ..agreement };
				Agreements::<T>::insert(call_hash, agreed);
				Self::deposit_event(Event::Approved { call_hash, body });
				Self::deposit_event(Event::Agreed { call_hash, from });
			}
			None => {
				let until = Deadline::after(now, block, T::Lifetime::get());
				Agreements::<T>::insert(call_hash, Agreement { first: body, from: None, until });
				Self::deposit_event(Event::Approved { call_hash, body });
			}
		}
		Ok(())
	}

	pub(crate) fn do_withdraw(body: Body, call_hash: T::Hash) -> DispatchResult {
		Agreements::<T>::take(call_hash).ok_or(Error::<T>::NotFound)?;
		Self::deposit_event(Event::Withdrawn { call_hash, body });
		Ok(())
	}

	pub(crate) fn do_enact(call: <T as Config>::RuntimeCall) -> DispatchResultWithPostInfo {
		let call_hash = T::Hashing::hash_of(&call);
		let length = u32::try_from(call.encoded_size()).unwrap_or(u32::MAX);
		let agreement = Agreements::<T>::get(call_hash).ok_or(Error::<T>::NotFound)?;
		let from = agreement.from.ok_or(Error::<T>::NotAgreed)?;
		let (now, block) = Self::now();
		ensure!(!agreement.has_lapsed(now, block), Error::<T>::Lapsed);
		let is_due = from.is_over(now, block) || T::WithoutDelay::contains(&call);
		ensure!(is_due, Error::<T>::DelayContinues);
		// Before the call: it may agree to nothing, and withdraw nothing, that this then overwrites.
		Agreements::<T>::remove(call_hash);
		// A failure fails the whole transaction, and so the agreement stays.
		let done = call
			.dispatch(frame_system::Origin::<T>::Root.into())
			.map_err(|refused| refused.error)?;
		Self::deposit_event(Event::Enacted { call_hash });
		let own = T::WeightInfo::enact(length);
		let actual_weight = done.actual_weight.map(|weight| weight.saturating_add(own));
		Ok(PostDispatchInfo { actual_weight, pays_fee: Pays::No })
	}

	/// How long an agreement of both bodies waits on this chain.
	pub fn delay() -> Period {
		if Development::<T>::get() { T::DevelopmentDelay::get() } else { T::Delay::get() }
	}

	/// The on-chain clock, and the chain's height. Data rule 8.
	fn now() -> (Moment, u32) {
		(T::Time::now(), frame_system::Pallet::<T>::block_number().saturated_into())
	}
}
