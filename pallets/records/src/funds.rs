// SPDX-License-Identifier: Apache-2.0
//! What custody is paid: set aside with a version, paid out for proofs that shares are kept, and given back.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	BoundedVec,
	dispatch::DispatchResult,
	ensure,
	traits::{
		Defensive, Get, Time,
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Restriction},
	},
};
use polkadot_sdk::{
	frame_system,
	sp_io::hashing::blake2_256,
	sp_runtime::{
		DispatchError, SaturatedConversion,
		traits::{Saturating, Zero},
	},
};
use salus_primitives::{
	DAY, Moment, RecordId, VersionNumber,
	participants::{Sponsored, WorkSponsor},
	records::retention_step_payload,
};

/// A version, and what is held to pay for it.
type Funded<T> = (Version<<T as frame_system::Config>::AccountId>, CustodyFundOf<T>);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim_custody(
		custodian: T::AccountId,
		claims: CustodyClaims,
	) -> DispatchResult {
		// Records are erased and keys shared anew while a claim is under way: that must not void the others.
		let outcomes: Vec<_> =
			claims.iter().map(|claim| Self::claim_one(&custodian, claim)).collect();
		if outcomes.iter().any(Result::is_ok) {
			return Ok(());
		}
		let first = outcomes.into_iter().find_map(Result::err);
		Err(first.unwrap_or_else(|| Error::<T>::NoClaims.into()))
	}

	/// Pays one version's custodian for its next proof. A claim that does not hold changes nothing.
	fn claim_one(custodian: &T::AccountId, claim: &CustodyClaim) -> DispatchResult {
		let CustodyClaim { record, version, proof } = *claim;
		let (kept, mut fund) = Self::funded(record, version)?;
		let index = kept.custodians.iter().position(|one| one == custodian);
		let retention = index
			.and_then(|index| fund.retentions.get_mut(index))
			.ok_or(Error::<T>::NotACustodian)?;
		// Whoever has only what others revealed would have to find what hashes to it.
		let follows = blake2_256(&retention_step_payload(&proof));
		ensure!(follows == retention.proof, Error::<T>::WrongProof);
		let now = T::Time::now();
		let earned = Self::earned(fund.price, now.saturating_sub(retention.paid_until));
		*retention = Retention { proof, paid_until: now };
		let amount = earned.min(fund.held);
		Self::pay(&fund.payer, custodian, amount)?;
		fund.held = fund.held.saturating_sub(amount);
		CustodyFunds::<T>::insert(record, version, fund);
		let custodian = custodian.clone();
		Self::deposit_event(Event::CustodyPaid { record, version, custodian, amount });
		Ok(())
	}

	fn pay(
		payer: &T::AccountId,
		custodian: &T::AccountId,
		amount: BalanceOf<T>,
	) -> Result<(), DispatchError> {
		if amount.is_zero() {
			return Ok(());
		}
		let reason = HoldReason::Custody.into();
		let (exactly, free) = (Precision::Exact, Restriction::Free);
		// By force, or a payer would lock what it has set aside.
		let force = Fortitude::Force;
		T::Currency::transfer_on_hold(&reason, payer, custodian, amount, exactly, free, force)?;
		Ok(())
	}

	pub(crate) fn do_fund_custody(
		payer: T::AccountId,
		record: RecordId,
		version: VersionNumber,
	) -> DispatchResult {
		let (_, fund) = Self::funded(record, version)?;
		// First, so that whoever renews their own fund need not have the money twice.
		Self::give_back(&fund);
		let price = Self::custody_price();
		let held = Self::term_price(price, fund.retentions.len());
		T::Currency::hold(&HoldReason::Custody.into(), &payer, held)?;
		// What the former fund could not have paid is lost, as it is when a fund runs dry: or new money would go for a
		// time long past.
		let since = T::Time::now().saturating_sub(Self::lasts(&fund));
		let mut retentions = fund.retentions;
		for retention in retentions.iter_mut() {
			retention.paid_until = retention.paid_until.max(since);
		}
		let fund = CustodyFund { payer: payer.clone(), price, held, retentions };
		CustodyFunds::<T>::insert(record, version, fund);
		Self::deposit_event(Event::CustodyFunded { record, version, payer, amount: held });
		Ok(())
	}

	pub(crate) fn do_set_custody_price(price: BalanceOf<T>) -> DispatchResult {
		let allowed = T::MinCustodyPrice::get()..=T::MaxCustodyPrice::get();
		ensure!(allowed.contains(&price), Error::<T>::PriceOutOfRange);
		CustodyPrice::<T>::put(price);
		Self::deposit_event(Event::CustodyPriceSet { price });
		Ok(())
	}

	/// Refuses custodians of whom some could prove nothing.
	pub(crate) fn check_anchors(
		anchors: &Anchors,
		custodians: &Custodians<T::AccountId>,
	) -> Result<(), Error<T>> {
		ensure!(anchors.len() == custodians.len(), Error::<T>::AnchorsMissing);
		Ok(())
	}

	/// Sets aside what a new version's custody costs for a term. Whoever writes for another pays it, or does not write; what
	/// a guardian writes, the patient pays for, as for its storage.
	pub(crate) fn open_fund(
		record: RecordId,
		version: VersionNumber,
		payer: T::AccountId,
		patient: T::AccountId,
		anchors: Anchors,
	) -> DispatchResult {
		let price = Self::custody_price();
		let cost = Self::term_price(price, anchors.len());
		let (payer, held) = if payer == patient {
			Self::hold_for_patient(patient, cost)
		} else {
			T::Currency::hold(&HoldReason::Custody.into(), &payer, cost)?;
			(payer, cost)
		};
		let paid_until = T::Time::now();
		let retentions = anchors.into_iter().map(|proof| Retention { proof, paid_until });
		let retentions = BoundedVec::truncate_from(retentions.collect());
		let fund = CustodyFund { payer: payer.clone(), price, held, retentions };
		CustodyFunds::<T>::insert(record, version, fund);
		if !held.is_zero() {
			Self::deposit_event(Event::CustodyFunded { record, version, payer, amount: held });
		}
		Ok(())
	}

	/// Data rule 10: the sponsor pays up to its limit, or else a patient who has tokens; a patient without any writes all
	/// the same, and is kept unpaid. Returns who pays, and how much is held.
	fn hold_for_patient(patient: T::AccountId, cost: BalanceOf<T>) -> (T::AccountId, BalanceOf<T>) {
		let sponsor = match T::Sponsors::take(&patient, cost) {
			Sponsored::By(sponsor) => Some(sponsor),
			Sponsored::LimitReached | Sponsored::None => None,
		};
		let reason = HoldReason::Custody.into();
		sponsor
			.into_iter()
			.chain([patient.clone()])
			.find(|payer| T::Currency::hold(&reason, payer, cost).is_ok())
			.map_or((patient, Zero::zero()), |payer| (payer, cost))
	}

	/// New shares have new proofs. Who keeps one of the old sharing too is owed for that time; the others begin now.
	pub(crate) fn anchor_anew(
		record: RecordId,
		version: VersionNumber,
		before: &[T::AccountId],
		custodians: &[T::AccountId],
		anchors: Anchors,
	) {
		CustodyFunds::<T>::mutate(record, version, |fund| {
			let Some(fund) = fund else { return };
			let now = T::Time::now();
			let paid_until = |custodian: &T::AccountId| {
				let index = before.iter().position(|one| one == custodian);
				index
					.and_then(|index| fund.retentions.get(index))
					.map_or(now, |retention| retention.paid_until)
			};
			let retentions = custodians
				.iter()
				.zip(anchors)
				.map(|(custodian, proof)| Retention { proof, paid_until: paid_until(custodian) })
				.collect();
			fund.retentions = BoundedVec::truncate_from(retentions);
		});
	}

	/// Gives back what is left of a version's fund.
	pub(crate) fn close_fund(record: RecordId, version: VersionNumber) {
		if let Some(fund) = CustodyFunds::<T>::take(record, version) {
			Self::give_back(&fund);
		}
	}

	/// A release that fails is passed over: it must not stand in the way of erasure.
	fn give_back(fund: &CustodyFundOf<T>) {
		if fund.held.is_zero() {
			return;
		}
		let reason = HoldReason::Custody.into();
		let precision = Precision::BestEffort;
		let _ = T::Currency::release(&reason, &fund.payer, fund.held, precision).defensive();
	}

	/// A version of a record that is not erased, and what is held to pay for it.
	fn funded(record: RecordId, version: VersionNumber) -> Result<Funded<T>, Error<T>> {
		let stored = Self::live(record)?;
		Self::version_of(record, &stored, version)
			.zip(CustodyFunds::<T>::get(record, version))
			.ok_or(Error::<T>::UnknownVersion)
	}

	/// What a share is paid for a day by money that is set aside now.
	pub(crate) fn custody_price() -> BalanceOf<T> {
		CustodyPrice::<T>::get().unwrap_or_else(T::MinCustodyPrice::get)
	}

	/// What so many shares are paid for a term.
	pub(crate) fn term_price(price: BalanceOf<T>, shares: usize) -> BalanceOf<T> {
		Self::earned(price, T::CustodyTerm::get()).saturating_mul((shares as u32).into())
	}

	/// What one share is paid for so long: by time and not by blocks, so that a pause of the chain costs nobody.
	fn earned(price: BalanceOf<T>, time: Moment) -> BalanceOf<T> {
		let price: u128 = price.saturated_into();
		let earned = price.saturating_mul(time.into()).checked_div(DAY.into());
		earned.unwrap_or_default().saturated_into()
	}

	/// How long what is left of a fund pays for all its shares.
	fn lasts(fund: &CustodyFundOf<T>) -> Moment {
		let a_day: u128 =
			fund.price.saturating_mul((fund.retentions.len() as u32).into()).saturated_into();
		let left: u128 = fund.held.saturated_into();
		let lasts = left.saturating_mul(DAY.into()).checked_div(a_day);
		lasts.unwrap_or_default().saturated_into()
	}
}
