// SPDX-License-Identifier: Apache-2.0
//! How operators watch a model while it is in use: reports of drift.

use crate::{Config, Drift, DriftReports, Error, Event, Models, Pallet};
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, ensure,
		traits::{Consideration, Footprint, Time},
	},
	sp_runtime::DispatchResult,
};
use salus_primitives::{ModelId, Moment, Operators};
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
		let mut model = Self::once_approved(id)?;
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
}
