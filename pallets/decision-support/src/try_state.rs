// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::{
	Config, Declarations, DriftCounts, DriftReports, FaultState, Held, ModelState, Models,
	NextModel, NextRequest, OpenRequests, Output, Pallet, Receipts, RequestState, Requests,
	RequestsOf, Response, steps::opens,
};
use alloc::collections::BTreeSet;
use polkadot_sdk::{
	frame_support::{ensure, traits::Get},
	sp_runtime::{TryRuntimeError, traits::Zero},
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists, in its order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_models()?;
		Self::try_requests()?;
		Self::try_receipts()?;
		Self::try_lists()?;
		Self::try_drift()?;
		Self::try_declarations()
	}

	fn try_declarations() -> Result<(), TryRuntimeError> {
		for id in Declarations::<T>::iter_keys() {
			ensure!(Models::<T>::contains_key(id), "a declared model is unknown");
			let declared = Self::declared(id);
			ensure!(!declared.is_empty(), "an empty list of declarations is stored");
			let distinct: BTreeSet<_> = declared.iter().collect();
			ensure!(distinct.len() == declared.len(), "an operator has declared a model twice");
			// More than the bound can't be decoded, and show as none.
			ensure!(
				u32::try_from(declared.len()).is_ok_and(|count| count <= T::MaxDeclarations::get()),
				"too many operators have declared a model"
			);
		}
		Ok(())
	}

	fn try_models() -> Result<(), TryRuntimeError> {
		for (id, Held { item: model, .. }) in Models::<T>::iter() {
			ensure!(id < NextModel::<T>::get(), "a model's id was never given");
			ensure!(model.quorum <= model.operators, "a quorum is more than all operators");
			let majority = u16::from(model.quorum).saturating_mul(2) > u16::from(model.operators);
			ensure!(majority, "a quorum is not more than half of the operators");
			ensure!(model.steps > 0, "a grid has no step");
			let ended = model.settled.saturating_add(model.failed);
			ensure!(ended <= model.requests, "more requests ended than were made");
			let verdicts = model.verdicts;
			let judged = verdicts
				.accepted
				.saturating_add(verdicts.modified)
				.saturating_add(verdicts.rejected);
			ensure!(judged <= model.settled, "more verdicts than receipts");
			ensure!(
				model.outcomes.total() <= u64::from(model.settled),
				"more outcomes than receipts"
			);
			if model.state == ModelState::Proposed {
				ensure!(model.requests.is_zero(), "a model was asked before its approval");
			}
		}
		Ok(())
	}

	fn try_requests() -> Result<(), TryRuntimeError> {
		for (id, Held { item: request, ticket }) in Requests::<T>::iter() {
			ensure!(id < NextRequest::<T>::get(), "a request's id was never given");
			let model = Models::<T>::get(request.model).ok_or("a request's model is unknown")?.item;
			ensure!(request.model_digest == model.digest, "a model's digest changed");
			ensure!(!request.records.is_empty(), "a request reads nothing");
			ensure!(request.drawn.len() == usize::from(model.operators), "a wrong number drawn");
			let distinct: BTreeSet<_> = request.drawn.iter().map(|drawn| &drawn.operator).collect();
			ensure!(distinct.len() == request.drawn.len(), "an operator was drawn twice");
			ensure!(!distinct.contains(&request.requester), "a requester was drawn");
			let receipt = Self::receipt(id);
			let sealing = request.state == RequestState::Sealing;
			ensure!(ticket.receipt.is_some() == sealing, "a receipt is paid for twice");
			match request.state {
				RequestState::Sealing | RequestState::Failed { .. } => {
					ensure!(receipt.is_none(), "an unsettled request has a receipt");
				}
				RequestState::Settled { .. } => {
					let receipt = receipt.ok_or("a settled request has no receipt")?;
					for drawn in &request.drawn {
						let clear = drawn.fault == FaultState::Clear;
						// An operator that refused or did not respond is clear too when an input was erased meanwhile.
						let right = match drawn.response {
							Some(Response::Seal(_)) => clear == opens(drawn, &receipt.digest),
							None | Some(Response::Refusal(_)) => true,
						};
						ensure!(right, "a wrong accusation");
					}
				}
			}
			for drawn in &request.drawn {
				let clear = drawn.fault == FaultState::Clear;
				ensure!(clear || !sealing, "an operator is accused before the time is up");
				let listed = OpenRequests::<T>::get(&drawn.operator).contains(&id);
				let owed = sealing && drawn.response.is_none();
				ensure!(listed == owed, "an operator's list is wrong");
			}
		}
		Ok(())
	}

	fn try_receipts() -> Result<(), TryRuntimeError> {
		for (id, Held { item: receipt, .. }) in Receipts::<T>::iter() {
			ensure!(id < NextRequest::<T>::get(), "a receipt's id was never given");
			let model = Models::<T>::get(receipt.model).ok_or("a receipt's model is unknown")?.item;
			ensure!(receipt.model_digest == model.digest, "a model's digest changed");
			ensure!(receipt.agreeing >= model.quorum, "a receipt without a quorum");
			ensure!(receipt.agreeing <= receipt.drawn, "more agreed than were drawn");
			let fits = match model.output {
				Output::Sealed => receipt.output.is_none(),
				Output::Open => receipt.result.is_none(),
			};
			ensure!(fits, "a receipt of the wrong kind");
			ensure!(
				RequestsOf::<T>::contains_key(&receipt.patient, id),
				"a receipt is not in its patient's list"
			);
		}
		Ok(())
	}

	fn try_lists() -> Result<(), TryRuntimeError> {
		for (operator, open) in OpenRequests::<T>::iter() {
			ensure!(!open.is_empty(), "an empty list is stored");
			let distinct: BTreeSet<_> = open.iter().collect();
			ensure!(distinct.len() == open.len(), "a request is listed twice");
			for id in open {
				let request = Requests::<T>::get(id).ok_or("a listed request is unknown")?.item;
				ensure!(
					request.drawn.iter().any(|drawn| drawn.operator == operator),
					"a request is listed for one who was not drawn"
				);
			}
		}
		for (patient, id, ()) in RequestsOf::<T>::iter() {
			let of_receipt = Receipts::<T>::get(id).map(|receipt| receipt.item.patient);
			let of_request = Requests::<T>::get(id).map(|request| request.item.patient);
			ensure!(
				of_receipt.or(of_request) == Some(patient),
				"a request is listed for another patient"
			);
		}
		Ok(())
	}

	fn try_drift() -> Result<(), TryRuntimeError> {
		for (id, Held { item: model, .. }) in Models::<T>::iter() {
			let mut counted = DriftCounts::default();
			for report in DriftReports::<T>::iter_prefix_values(id) {
				counted.add(report.drift);
			}
			ensure!(counted == model.drift, "a model's reports of drift are miscounted");
		}
		for (id, _) in DriftReports::<T>::iter_keys() {
			let model = Models::<T>::get(id).ok_or("a drifting model is unknown")?.item;
			ensure!(model.state != ModelState::Proposed, "a model drifts that was never approved");
		}
		Ok(())
	}
}
