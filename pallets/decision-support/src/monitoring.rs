// SPDX-License-Identifier: Apache-2.0
//! How a model is watched while it is in use: reports of drift, and counts of outcomes.

use crate::{Config, Drift, DriftReports, Error, Event, ModelState, Models, Outcomes, Pallet};
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, ensure,
		traits::{Consideration, Footprint, Time},
	},
	sp_runtime::DispatchResult,
};
use salus_pallet_support::is_licensed;
use salus_primitives::{ModelId, Moment, Operators, decision_support::MIN_OUTCOMES};
use scale_info::TypeInfo;

/// An operator's word that a model's live inputs have drifted.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct DriftReport<T: Config> {
	/// How far.
	pub drift: Drift,
	/// When the operator said so last.
	pub reported_at: Moment,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_drift(
		operator: T::AccountId,
		model: ModelId,
		drift: Option<Drift>,
	) -> DispatchResult {
		match drift {
			Some(drift) => Self::enter_drift(&operator, model, drift)?,
			None => Self::strike_drift(&operator, model)?,
		}
		Self::deposit_event(Event::DriftReported { model, operator, drift });
		Ok(())
	}

	fn enter_drift(operator: &T::AccountId, id: ModelId, drift: Drift) -> DispatchResult {
		ensure!(T::Operators::is_in_service(operator), Error::<T>::NotPermitted);
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		// One that was never approved was never asked, and has had no input.
		ensure!(model.item.state != ModelState::Proposed, Error::<T>::ModelNotApproved);
		let ticket = match DriftReports::<T>::get(id, operator) {
			Some(former) => {
				model.item.drift.remove(former.drift);
				former.ticket
			}
			None => T::Consideration::new(operator, Footprint::from_mel::<DriftReport<T>>())?,
		};
		model.item.drift.add(drift);
		Models::<T>::insert(id, model);
		let report = DriftReport { drift, reported_at: T::Time::now(), ticket };
		DriftReports::<T>::insert(id, operator, report);
		Ok(())
	}

	/// Asks nobody to be in service, so that an operator that has left can take back its report and its deposit.
	fn strike_drift(operator: &T::AccountId, id: ModelId) -> DispatchResult {
		let report = DriftReports::<T>::take(id, operator).ok_or(Error::<T>::NotFound)?;
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		model.item.drift.remove(report.drift);
		Models::<T>::insert(id, model);
		report.ticket.drop(operator)?;
		Ok(())
	}

	pub(crate) fn do_report_outcomes(
		reporter: T::AccountId,
		id: ModelId,
		outcomes: Outcomes,
	) -> DispatchResult {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(is_licensed::<T::Participants, _>(&reporter), Error::<T>::NotInForce);
		// Data rule 1: what is so of one patient must not show.
		ensure!(outcomes.total() >= MIN_OUTCOMES, Error::<T>::TooFewOutcomes);
		ensure!(!outcomes.has_small_count(), Error::<T>::SmallCount);
		ensure!(!outcomes.tells_the_same_of_all(), Error::<T>::OneOutcomeOnly);
		// By the totals, which are wide enough never to saturate; so no count saturates below.
		let total = model.item.outcomes.total().saturating_add(outcomes.total());
		ensure!(total <= u64::from(model.item.settled), Error::<T>::MoreOutcomesThanReceipts);
		model.item.outcomes = model.item.outcomes.plus(outcomes);
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::OutcomesReported { model: id, reporter, outcomes });
		Ok(())
	}
}
