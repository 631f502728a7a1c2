// SPDX-License-Identifier: Apache-2.0
//! The steps that calls share, each named for what it does.

use crate::{
	Config, Drawn, Error, Event, Fault, FaultState, Input, Inputs, Model, ModelOf, ModelState,
	Models, OpenRequests, Output, Pallet, Receipts, Request, RequestOf, RequestState, Requests,
	Response,
};
use alloc::vec::Vec;
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		BoundedVec, ensure,
		traits::{Consideration, ConstU32, Randomness, Time},
	},
	frame_system,
	sp_io::hashing::blake2_256,
	sp_runtime::DispatchError,
};
use salus_primitives::{
	Cid, DecisionSupportAccess, ModelId, Moment, Operators, Purpose, RecordId, RequestId,
	decision_support::MAX_DRAWN, seal_payload,
};

type Operator<T> = Drawn<<T as frame_system::Config>::AccountId>;
type DrawnOperators<AccountId> = BoundedVec<AccountId, ConstU32<MAX_DRAWN>>;

impl<T: Config> Pallet<T> {
	/// Draws operators that run the model without putting any back, and notes for each that it has to seal.
	pub(crate) fn draw(
		id: RequestId,
		model: ModelId,
		requester: &T::AccountId,
		count: u8,
	) -> Result<DrawnOperators<T::AccountId>, DispatchError> {
		let mut candidates = Self::running(model, T::Operators::in_service());
		// Nobody checks themselves.
		candidates.retain(|candidate| candidate != requester);
		let (seed, _) = T::Randomness::random(&(b"salus/draw/v1", id).encode());
		let mut drawn = BoundedVec::new();
		let mut turn = 0u32;
		while drawn.len() < usize::from(count) {
			let hash = blake2_256(&(seed, turn).encode());
			turn = turn.saturating_add(1);
			let number = hash.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
			let index = number
				.checked_rem(candidates.len() as u64)
				.and_then(|index| usize::try_from(index).ok())
				.ok_or(Error::<T>::TooFewOperators)?;
			let candidate = candidates.swap_remove(index);
			// An operator without room for another request is passed over.
			if OpenRequests::<T>::try_mutate(&candidate, |open| open.try_push(id)).is_ok() {
				drawn.try_push(candidate).map_err(|_| Error::<T>::TooManyOperators)?;
			}
		}
		Ok(drawn)
	}

	/// Grants the drawn operators access to every record, all of one patient. Data rule 5.
	pub(crate) fn open_records(
		records: &[RecordId],
		requester: &T::AccountId,
		operators: &[T::AccountId],
		purpose: Purpose,
		until: Moment,
	) -> Result<(T::AccountId, Inputs), DispatchError> {
		let mut patient = None;
		let mut inputs = Vec::new();
		for record in records.iter().copied() {
			let opened = T::Access::open(record, requester, operators, purpose, until)
				.map_err(Into::into)?;
			let first = patient.get_or_insert_with(|| opened.patient.clone());
			ensure!(*first == opened.patient, Error::<T>::SeveralPatients);
			inputs.push(Input {
				record,
				version: opened.version,
				access: opened.access,
				contested: opened.contested,
			});
		}
		let patient = patient.ok_or(Error::<T>::NoRecords)?;
		Ok((patient, BoundedVec::truncate_from(inputs)))
	}

	/// Whether the patient erased one of the records meanwhile.
	pub(crate) fn has_erased_input(request: &Request<T::AccountId>) -> bool {
		request.records.iter().any(|input| !T::Access::is_readable(input.record, input.version))
	}

	/// Ends the sealing: whoever has a fault is accused, and nobody has to seal any more.
	pub(crate) fn accuse(
		id: RequestId,
		request: &mut Request<T::AccountId>,
		fault_of: impl Fn(&Operator<T>) -> Option<Fault>,
	) {
		for drawn in request.drawn.iter_mut() {
			if drawn.response.is_none() {
				Self::end_sealing(&drawn.operator, id);
			}
			if let Some(fault) = fault_of(drawn) {
				drawn.fault = FaultState::Accused(fault);
				let operator = drawn.operator.clone();
				Self::deposit_event(Event::Accused { request: id, operator, fault });
			}
		}
	}

	pub(crate) fn penalise(id: RequestId, drawn: &mut Operator<T>, fault: Fault) {
		T::Operators::penalise(&drawn.operator);
		drawn.fault = FaultState::Penalised(fault);
		let operator = drawn.operator.clone();
		Self::deposit_event(Event::Penalised { request: id, operator });
	}

	/// Takes the request from the operator's list, and the list from storage once it is empty.
	pub(crate) fn end_sealing(operator: &T::AccountId, id: RequestId) {
		OpenRequests::<T>::mutate_exists(operator, |list| {
			if let Some(open) = list {
				open.retain(|other| *other != id);
				if open.is_empty() {
					*list = None;
				}
			}
		});
	}

	/// Gives a deposit back. A release that fails must not keep operators bound, so it is passed over:
	/// the requester then has more held than needed, and nobody else loses.
	pub(crate) fn release(ticket: T::Consideration, who: &T::AccountId) {
		let _ = ticket.drop(who);
	}

	/// A request in which sealing is not over by settlement or failure.
	pub(crate) fn sealing(id: RequestId) -> Result<RequestOf<T>, Error<T>> {
		match Requests::<T>::get(id) {
			Some(request) if request.item.state == RequestState::Sealing => Ok(request),
			Some(_) => Err(Error::<T>::AlreadySettled),
			None if Receipts::<T>::contains_key(id) => Err(Error::<T>::AlreadySettled),
			None => Err(Error::<T>::NotFound),
		}
	}

	/// The request's model, if it still may have a receipt, and in this way.
	pub(crate) fn answering(
		request: &Request<T::AccountId>,
		output: Output,
	) -> Result<ModelOf<T>, Error<T>> {
		let model = Models::<T>::get(request.model).ok_or(Error::<T>::NotFound)?;
		Self::ensure_approved(&model.item)?;
		match (model.item.output, output) {
			(Output::Sealed, Output::Sealed) | (Output::Open, Output::Open) => Ok(model),
			(Output::Sealed, Output::Open) => Err(Error::<T>::OutputIsSealed),
			(Output::Open, Output::Sealed) => Err(Error::<T>::OutputIsOpen),
		}
	}

	pub(crate) fn ensure_approved(model: &Model<T::AccountId>) -> Result<(), Error<T>> {
		match model.state {
			ModelState::Approved => Ok(()),
			ModelState::Proposed => Err(Error::<T>::ModelNotApproved),
			ModelState::Suspended => Err(Error::<T>::ModelSuspended),
		}
	}

	pub(crate) fn drawn_mut<'a>(
		request: &'a mut Request<T::AccountId>,
		operator: &T::AccountId,
	) -> Result<&'a mut Operator<T>, Error<T>> {
		request
			.drawn
			.iter_mut()
			.find(|drawn| drawn.operator == *operator)
			.ok_or(Error::<T>::NotDrawn)
	}

	/// Data rule 3: a CID is parsed, not believed.
	pub(crate) fn parse_cid(bytes: &[u8]) -> Result<Cid, Error<T>> {
		Ok(Cid::parse(bytes)?)
	}
}

/// Whether the challenge period of a settled or failed request is over.
pub(crate) fn challenge_period_is_over<T: Config>(state: RequestState) -> Result<bool, Error<T>> {
	match state {
		RequestState::Sealing => Err(Error::<T>::SealingContinues),
		RequestState::Settled { challenge_until } | RequestState::Failed { challenge_until } => {
			Ok(T::Time::now() >= challenge_until)
		}
	}
}

/// Whether the operator's seal binds it to this digest.
pub(crate) fn opens<AccountId: Encode>(drawn: &Drawn<AccountId>, digest: &[u8; 32]) -> bool {
	let seal = blake2_256(&seal_payload(digest, &drawn.operator));
	drawn.response == Some(Response::Seal(seal))
}

/// Whether the bytes are whole numbers of four bytes each, lowest byte first, none above `steps`.
pub(crate) fn on_grid(output: &[u8], steps: u32) -> bool {
	let (numbers, rest) = output.as_chunks::<4>();
	!numbers.is_empty()
		&& rest.is_empty()
		&& numbers.iter().all(|bytes| u32::from_le_bytes(*bytes) <= steps)
}
