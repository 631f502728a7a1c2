// SPDX-License-Identifier: Apache-2.0
//! How models are proposed, approved, suspended and withdrawn.

use crate::{
	Config, DriftCounts, Error, Event, Held, Model, ModelOf, ModelProposal, ModelState, Models,
	NextModel, Outcomes, Pallet, Verdicts,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Footprint},
	},
	sp_runtime::{DispatchError, DispatchResult},
};
use salus_primitives::{ModelId, Participants, decision_support::MAX_DRAWN};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_model(
		proposer: T::AccountId,
		proposal: ModelProposal,
	) -> DispatchResult {
		let ModelProposal {
			digest,
			card,
			evidence,
			output,
			steps,
			operators,
			quorum,
			metrics_commitment,
		} = proposal;
		ensure!(T::Participants::is_registered(&proposer), Error::<T>::NotPermitted);
		ensure!(steps > 0, Error::<T>::NoSteps);
		ensure!(u32::from(operators) <= MAX_DRAWN, Error::<T>::TooManyOperators);
		// With a bare majority no two outputs can both be settled.
		let majority = u16::from(quorum).saturating_mul(2) > u16::from(operators);
		ensure!(quorum <= operators && majority, Error::<T>::QuorumOutOfRange);
		let card = Self::parse_cid(&card)?;
		let id = NextModel::<T>::get();
		let ticket = T::Consideration::new(&proposer, Footprint::from_mel::<ModelOf<T>>())?;
		let item = Model {
			digest,
			card,
			evidence,
			output,
			steps,
			operators,
			quorum,
			metrics_commitment,
			state: ModelState::Proposed,
			proposer: proposer.clone(),
			requests: 0,
			settled: 0,
			failed: 0,
			verdicts: Verdicts::default(),
			outcomes: Outcomes::default(),
			drift: DriftCounts::default(),
		};
		NextModel::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		Models::<T>::insert(id, Held { item, ticket });
		Self::deposit_event(Event::ModelProposed { model: id, proposer });
		Ok(())
	}

	pub(crate) fn do_approve_model(id: ModelId) -> DispatchResult {
		Models::<T>::try_mutate(id, |model| {
			let model = &mut model.as_mut().ok_or(Error::<T>::NotFound)?.item;
			ensure!(model.state != ModelState::Approved, Error::<T>::ModelApproved);
			model.state = ModelState::Approved;
			Self::deposit_event(Event::ModelApproved { model: id });
			Ok(())
		})
	}

	pub(crate) fn do_suspend_model(id: ModelId) -> DispatchResult {
		Models::<T>::try_mutate(id, |model| {
			let model = &mut model.as_mut().ok_or(Error::<T>::NotFound)?.item;
			Self::ensure_approved(model)?;
			model.state = ModelState::Suspended;
			Self::deposit_event(Event::ModelSuspended { model: id });
			Ok(())
		})
	}

	/// Returns how many operators had declared it.
	pub(crate) fn do_withdraw_model(
		proposer: T::AccountId,
		id: ModelId,
	) -> Result<u32, DispatchError> {
		let Held { item: model, ticket } = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(model.proposer == proposer, Error::<T>::NotPermitted);
		match model.state {
			ModelState::Proposed => {}
			// Receipts may name it.
			ModelState::Approved => return Err(Error::<T>::ModelApproved.into()),
			ModelState::Suspended => return Err(Error::<T>::ModelSuspended.into()),
		}
		Models::<T>::remove(id);
		ticket.drop(&proposer)?;
		let declared = Self::end_declarations(id);
		Self::deposit_event(Event::ModelWithdrawn { model: id });
		Ok(declared)
	}
}
