//! What the pallet answers, changing nothing.

use crate::{
	Config, Model, ModelInfo, ModelState, Models, NextModel, OpenRequests, Pallet, Receipt,
	ReceiptInfo, Receipts, Request, RequestInfo, Requests, RequestsOf, Stage,
};
use alloc::vec::Vec;
use salus_pallet_support::page;
use salus_primitives::{ModelId, Operators, RequestId};

impl<T: Config> Pallet<T> {
	/// A model, as the runtime API tells it.
	pub fn model_info(id: ModelId) -> Option<ModelInfo<T::AccountId>> {
		Models::<T>::get(id).map(|model| {
			let running = Self::running(id, T::Operators::in_service());
			model.info(id, u32::try_from(running.len()).unwrap_or(u32::MAX))
		})
	}

	/// A page of models, in order of their ids.
	pub fn models_page(start: ModelId, count: u32) -> Vec<ModelInfo<T::AccountId>> {
		(start.0..NextModel::<T>::get().0)
			.filter_map(|id| Self::model_info(ModelId(id)))
			.take(page(count))
			.collect()
	}

	/// A request that is not closed, as the runtime API tells it.
	pub fn request_info(id: RequestId) -> Option<RequestInfo<T::AccountId>> {
		Requests::<T>::get(id).map(|request| request.info(id))
	}

	/// A receipt, as the runtime API tells it.
	pub fn receipt_info(id: RequestId) -> Option<ReceiptInfo<T::AccountId>> {
		Receipts::<T>::get(id).map(|receipt| receipt.info(id))
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

impl<T: Config> Model<T> {
	fn info(self, id: ModelId, declared: u32) -> ModelInfo<T::AccountId> {
		ModelInfo {
			id,
			digest: self.digest,
			card: self.card,
			evidence: self.evidence,
			output: self.output,
			steps: self.steps,
			operators: self.operators,
			quorum: self.quorum,
			metrics_commitment: self.metrics_commitment,
			state: self.state,
			proposer: self.proposer,
			requests: self.requests,
			settled: self.settled,
			failed: self.failed,
			verdicts: self.verdicts,
			outcomes: self.outcomes,
			drift: self.drift,
			declared,
		}
	}
}

impl<T: Config> Request<T> {
	/// Asked of the model each time: to mark every open request of a model would take a walk over them.
	fn is_suspended(&self) -> bool {
		self.stage == Stage::Sealing
			&& Models::<T>::get(self.model)
				.is_some_and(|model| model.state == ModelState::Suspended)
	}

	fn info(self, id: RequestId) -> RequestInfo<T::AccountId> {
		let suspended = self.is_suspended();
		RequestInfo {
			id,
			model: self.model,
			model_digest: self.model_digest,
			patient: self.patient,
			requester: self.requester,
			records: self.records.into_inner(),
			drawn: self.drawn.into_inner(),
			opened_at: self.opened_at,
			seal_until: self.seal_until,
			settle_until: self.settle_until,
			stage: self.stage,
			suspended,
		}
	}
}

impl<T: Config> Receipt<T> {
	fn info(self, id: RequestId) -> ReceiptInfo<T::AccountId> {
		ReceiptInfo {
			id,
			model: self.model,
			model_digest: self.model_digest,
			patient: self.patient,
			requester: self.requester,
			records: self.records.into_inner(),
			digest: self.digest,
			agreeing: self.agreeing,
			drawn: self.drawn,
			settled_by: self.settled_by,
			result: self.result,
			output: self.output.map(|output| output.into_inner()),
			settled_at: self.settled_at,
			verdict: self.verdict,
		}
	}
}
