// SPDX-License-Identifier: Apache-2.0
//! How often operators run a model: in bulk, since nobody learns which request is of which model.

use crate::{Config, Error, Event, Pallet, ReportedRuns, UsageCounts, UsageReports};
use alloc::collections::BTreeSet;
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, ensure,
		traits::{Consideration, Footprint},
	},
	sp_runtime::DispatchResult,
};
use salus_primitives::{ModelId, Operators, decision_support::MIN_REPORT, quorum::Quorum};
use scale_info::TypeInfo;

/// How often one operator ran a model, by its own word.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct UsageReport<T: Config> {
	/// The organisation that ran the operator when it last reported.
	pub organisation: T::AccountId,
	/// How often, over all its reports.
	pub runs: u32,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_usage(operator: T::AccountId, counts: UsageCounts) -> DispatchResult {
		ensure!(T::Operators::is_in_service(&operator), Error::<T>::NotPermitted);
		let organisation = T::Operators::organisation(&operator).ok_or(Error::<T>::NotPermitted)?;
		// Data rule 15: a count must not tell which request was of which model.
		ensure!(!counts.is_empty(), Error::<T>::TooFew);
		let is_enough = |(_, runs): &(ModelId, u32)| u64::from(*runs) >= MIN_REPORT;
		ensure!(counts.iter().all(is_enough), Error::<T>::TooFew);
		let distinct: BTreeSet<ModelId> = counts.iter().map(|(model, _)| *model).collect();
		ensure!(distinct.len() == counts.len(), Error::<T>::RepeatedModel);
		ReportedRuns::<T>::try_mutate(&operator, |reported| {
			*reported = Self::within_paid_seats(&operator, *reported, &counts)?;
			Ok::<_, Error<T>>(())
		})?;
		for (model, runs) in &counts {
			Self::add_runs(*model, &operator, &organisation, *runs)?;
		}
		Self::deposit_event(Event::UsageReported { operator, counts });
		Ok(())
	}

	/// How many runs are reported with these; never more than the operator was paid seats.
	fn within_paid_seats(
		operator: &T::AccountId,
		reported: u32,
		counts: &UsageCounts,
	) -> Result<u32, Error<T>> {
		let total = counts.iter().try_fold(reported, |sum, (_, runs)| sum.checked_add(*runs));
		let total = total.ok_or(Error::<T>::MoreThanPaidSeats)?;
		ensure!(total <= T::Quorum::paid_seats(operator), Error::<T>::MoreThanPaidSeats);
		Ok(total)
	}

	/// Adds to what the operator has reported of a model; paid for if it is the first time.
	fn add_runs(
		id: ModelId,
		operator: &T::AccountId,
		organisation: &T::AccountId,
		runs: u32,
	) -> DispatchResult {
		Self::once_approved(id)?;
		let (before, ticket) = match UsageReports::<T>::get(id, operator) {
			Some(report) => (report.runs, report.ticket),
			None => {
				let size = Footprint::from_mel::<UsageReport<T>>();
				(0, T::Consideration::new(operator, size)?)
			}
		};
		let runs = before.saturating_add(runs);
		let organisation = organisation.clone();
		UsageReports::<T>::insert(id, operator, UsageReport { organisation, runs, ticket });
		Ok(())
	}
}
