// SPDX-License-Identifier: Apache-2.0
//! How models are proposed, approved, suspended and withdrawn.

use crate::{
	Config, DriftCounts, Error, Event, Held, Model, ModelOf, ModelProposal, ModelState, Models,
	NextModel, Outcomes, Output, Pallet, Verdicts, WorkClass,
};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Footprint},
	},
	sp_runtime::DispatchResult,
};
use salus_primitives::{Cid, ModelId, Participants};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_model(
		proposer: T::AccountId,
		proposal: ModelProposal,
	) -> DispatchResult {
		let ModelProposal { digest, card, class, evidence, output, steps, metrics_commitment } =
			proposal;
		ensure!(T::Participants::is_registered(&proposer), Error::<T>::NotPermitted);
		ensure!(steps > 0, Error::<T>::NoSteps);
		// Data rule 1: what is said of a patient for care or payment is about their health.
		let may_be_open = class == WorkClass::Research;
		ensure!(output == Output::Sealed || may_be_open, Error::<T>::ClassIsSealed);
		// Data rule 3: a CID is parsed, not believed.
		let card = Cid::parse(&card).map_err(Error::<T>::from)?;
		let id = NextModel::<T>::get();
		let ticket = T::Consideration::new(&proposer, Footprint::from_mel::<ModelOf<T>>())?;
		let item = Model {
			digest,
			card,
			class,
			evidence,
			output,
			steps,
			metrics_commitment,
			state: ModelState::Proposed,
			proposer: proposer.clone(),
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

	pub(crate) fn do_withdraw_model(proposer: T::AccountId, id: ModelId) -> DispatchResult {
		let Held { item: model, ticket } = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(model.proposer == proposer, Error::<T>::NotPermitted);
		match model.state {
			ModelState::Proposed => {}
			// It may have been asked.
			ModelState::Approved => return Err(Error::<T>::ModelApproved.into()),
			ModelState::Suspended => return Err(Error::<T>::ModelSuspended.into()),
		}
		Models::<T>::remove(id);
		ticket.drop(&proposer)?;
		Self::deposit_event(Event::ModelWithdrawn { model: id });
		Ok(())
	}

	pub(crate) fn ensure_approved(model: &Model<T::AccountId>) -> Result<(), Error<T>> {
		match model.state {
			ModelState::Approved => Ok(()),
			ModelState::Proposed => Err(Error::<T>::ModelNotApproved),
			ModelState::Suspended => Err(Error::<T>::ModelSuspended),
		}
	}

	/// A model that was approved once. One that never was has never been asked.
	pub(crate) fn once_approved(id: ModelId) -> Result<ModelOf<T>, Error<T>> {
		let model = Models::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(model.item.state != ModelState::Proposed, Error::<T>::ModelNotApproved);
		Ok(model)
	}
}
