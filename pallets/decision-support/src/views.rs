// SPDX-License-Identifier: Apache-2.0
//! What clients ask.

use crate::{
	Config, Model, Models, NextModel, Pallet, Receipt, Receipts, Request, Requests, RequestsOf,
};
use alloc::vec::Vec;
use salus_pallet_support::page;
use salus_primitives::{ModelId, RequestId, WithId};

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
