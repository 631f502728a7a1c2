// SPDX-License-Identifier: Apache-2.0
//! What requesters say of a model's results: in bulk, since nobody learns which receipt is of which model.

use crate::{
	Config, Error, Event, ModelOf, Models, Outcomes, Pallet, Reports, Tallies, UsageReports,
	Verdicts,
};
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, ensure,
		traits::{Consideration, Footprint},
	},
	sp_runtime::{DispatchError, DispatchResult},
};
use salus_pallet_support::is_licensed;
use salus_primitives::{ModelId, decision_support::MIN_REPORT};
use scale_info::TypeInfo;

/// All that one reporter has said of a model's results.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Report<T: Config> {
	/// What was made of them.
	pub verdicts: Verdicts,
	/// How predictions turned out.
	pub outcomes: Outcomes,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_verdicts(
		reporter: T::AccountId,
		id: ModelId,
		verdicts: Verdicts,
	) -> DispatchResult {
		let (mut model, mut report) = Self::reporting(&reporter, id)?;
		ensure!(verdicts.total() >= MIN_REPORT, Error::<T>::TooFew);
		ensure!(!verdicts.has_small_count(), Error::<T>::SmallCount);
		Tallies::<T>::try_mutate(&reporter, |tally| {
			tally.verdicts = Self::add_to(tally.verdicts, verdicts.total(), tally.receipts)?;
			Ok::<_, Error<T>>(())
		})?;
		report.verdicts = report.verdicts.plus(verdicts);
		model.item.verdicts = model.item.verdicts.plus(verdicts);
		Models::<T>::insert(id, model);
		Reports::<T>::insert(id, &reporter, report);
		Self::deposit_event(Event::VerdictsReported { model: id, reporter, verdicts });
		Ok(())
	}

	pub(crate) fn do_report_outcomes(
		reporter: T::AccountId,
		id: ModelId,
		outcomes: Outcomes,
	) -> DispatchResult {
		let (mut model, mut report) = Self::reporting(&reporter, id)?;
		// Data rule 1: what is so of one patient must not show.
		ensure!(outcomes.total() >= MIN_REPORT, Error::<T>::TooFew);
		ensure!(!outcomes.has_small_count(), Error::<T>::SmallCount);
		ensure!(!outcomes.tells_the_same_of_all(), Error::<T>::OneOutcomeOnly);
		Tallies::<T>::try_mutate(&reporter, |tally| {
			tally.outcomes = Self::add_to(tally.outcomes, outcomes.total(), tally.receipts)?;
			Ok::<_, Error<T>>(())
		})?;
		report.outcomes = report.outcomes.plus(outcomes);
		model.item.outcomes = model.item.outcomes.plus(outcomes);
		Models::<T>::insert(id, model);
		Reports::<T>::insert(id, &reporter, report);
		Self::deposit_event(Event::OutcomesReported { model: id, reporter, outcomes });
		Ok(())
	}

	/// What is struck stays counted in the reporter's tallies: its receipts and seats are used up.
	pub(crate) fn do_strike_report(id: ModelId, reporter: T::AccountId) -> DispatchResult {
		let report = Reports::<T>::take(id, &reporter);
		let usage = UsageReports::<T>::take(id, &reporter);
		ensure!(report.is_some() || usage.is_some(), Error::<T>::NotFound);
		if let Some(report) = report {
			let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
			model.item.verdicts = model.item.verdicts.minus(report.verdicts);
			model.item.outcomes = model.item.outcomes.minus(report.outcomes);
			Models::<T>::insert(id, model);
			report.ticket.drop(&reporter)?;
		}
		if let Some(usage) = usage {
			usage.ticket.drop(&reporter)?;
		}
		Self::deposit_event(Event::ReportStruck { model: id, reporter });
		Ok(())
	}

	/// The model, and what the reporter has said of it; paid for if it is the first time.
	fn reporting(
		reporter: &T::AccountId,
		id: ModelId,
	) -> Result<(ModelOf<T>, Report<T>), DispatchError> {
		let model = Self::once_approved(id)?;
		ensure!(is_licensed::<T::Participants, _>(reporter), Error::<T>::NotInForce);
		let report = match Reports::<T>::get(id, reporter) {
			Some(report) => report,
			None => Report {
				verdicts: Verdicts::default(),
				outcomes: Outcomes::default(),
				ticket: T::Consideration::new(reporter, Footprint::from_mel::<Report<T>>())?,
			},
		};
		Ok((model, report))
	}

	/// How many are reported in all; never more than there are receipts.
	fn add_to(reported: u32, more: u64, receipts: u32) -> Result<u32, Error<T>> {
		let total = u64::from(reported).saturating_add(more);
		let total = u32::try_from(total).map_err(|_| Error::<T>::MoreThanReceipts)?;
		ensure!(total <= receipts, Error::<T>::MoreThanReceipts);
		Ok(total)
	}
}
