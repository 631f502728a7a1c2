// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use crate::{
	Config, ModelState, ModelStatus, Models, NextModel, OpenRequests, Pallet, Receipt, Receipts,
	Request, RequestState, RequestStatus, Requests, RequestsOf,
};
use alloc::vec::Vec;
use salus_pallet_support::page;
use salus_primitives::{ModelId, Operators, RequestId, WithId};

/// What the runtime responds to [`crate::runtime_api::DecisionSupportApi`].
impl<T: Config> Pallet<T> {
	/// A model.
	pub fn model(id: ModelId) -> Option<ModelStatus<T::AccountId>> {
		Models::<T>::get(id).map(|held| {
			let running = Self::running(id, T::Operators::in_service());
			let declared = u32::try_from(running.len()).unwrap_or(u32::MAX);
			ModelStatus { model: held.item, declared }
		})
	}

	/// A page of models, in order of their ids.
	pub fn models(start: ModelId, count: u32) -> Vec<WithId<ModelId, ModelStatus<T::AccountId>>> {
		(start.0..NextModel::<T>::get().0)
			.map(ModelId)
			.filter_map(|id| Some(WithId { id, item: Self::model(id)? }))
			.take(page(count))
			.collect()
	}

	/// A request that is not closed.
	pub fn open_request(id: RequestId) -> Option<RequestStatus<T::AccountId>> {
		Requests::<T>::get(id).map(|held| {
			let suspended = Self::is_suspended(&held.item);
			RequestStatus { request: held.item, suspended }
		})
	}

	/// Asked of the model each time: to mark every open request of a model would take reading all of them.
	fn is_suspended(request: &Request<T::AccountId>) -> bool {
		request.state == RequestState::Sealing
			&& Models::<T>::get(request.model)
				.is_some_and(|model| model.item.state == ModelState::Suspended)
	}

	/// A receipt.
	pub fn receipt(id: RequestId) -> Option<Receipt<T::AccountId>> {
		Receipts::<T>::get(id).map(|held| held.item)
	}

	/// The requests in which the operator still has to seal or refuse.
	pub fn requests_for(operator: &T::AccountId) -> Vec<RequestId> {
		OpenRequests::<T>::get(operator).into_inner()
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
