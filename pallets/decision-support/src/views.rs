// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use crate::{
	Config, Model, Models, NextModel, Pallet, Receipt, Receipts, ReportedRuns, Request, Requests,
	RequestsOf, Usage, UsageReports, UsageTally,
};
use alloc::{collections::BTreeSet, vec::Vec};
use salus_pallet_support::page;
use salus_primitives::{
	ModelId, RequestId, WithId, decision_support::MIN_REPORTING_ORGANISATIONS, quorum::Quorum,
};

/// What the runtime responds to [`crate::runtime_api::DecisionSupportApi`].
impl<T: Config> Pallet<T> {
	/// A model.
	pub fn model(id: ModelId) -> Option<Model<T::AccountId>> {
		Models::<T>::get(id).map(|held| held.item)
	}

	/// A page of models, in order of their ids.
	pub fn models(start: ModelId, count: u32) -> Vec<WithId<ModelId, Model<T::AccountId>>> {
		(start.0..NextModel::<T>::get().0)
			.map(ModelId)
			.filter_map(|id| Some(WithId { id, item: Self::model(id)? }))
			.take(page(count))
			.collect()
	}

	/// How often a model was run; none before operators of enough organisations have reported it.
	pub fn model_usage(id: ModelId) -> Option<Usage> {
		let mut organisations = BTreeSet::new();
		let mut usage = Usage::default();
		for report in UsageReports::<T>::iter_prefix_values(id) {
			organisations.insert(report.organisation);
			usage.operators = usage.operators.saturating_add(1);
			usage.runs = usage.runs.saturating_add(report.runs.into());
		}
		(organisations.len() >= MIN_REPORTING_ORGANISATIONS).then_some(usage)
	}

	/// How much an operator may report.
	pub fn usage_tally(operator: &T::AccountId) -> UsageTally {
		UsageTally {
			paid_seats: T::Quorum::paid_seats(operator),
			reported: ReportedRuns::<T>::get(operator),
		}
	}

	/// A request that is neither settled nor failed. The runtime adds its task.
	pub fn open_request(id: RequestId) -> Option<Request<T::AccountId>> {
		Requests::<T>::get(id).map(|held| held.item)
	}

	/// A receipt.
	pub fn receipt(id: RequestId) -> Option<Receipt<T::AccountId>> {
		Receipts::<T>::get(id).map(|held| held.item)
	}

	/// A page of the requests that read the patient's records, in order of their ids.
	pub fn requests_of(patient: &T::AccountId, start: RequestId, count: u32) -> Vec<RequestId> {
		let mut ids: Vec<_> =
			RequestsOf::<T>::iter_key_prefix(patient).filter(|id| *id >= start).collect();
		ids.sort_unstable();
		ids.truncate(page(count));
		ids
	}
}
