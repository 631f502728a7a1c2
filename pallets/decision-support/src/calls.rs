// SPDX-License-Identifier: Apache-2.0
//! How the calls do what `lib.rs` says, in the order of a request's life.

use crate::{
	CidBytes, Config, Drawn, Error, Event, Fault, FaultState, GivenVerdict, Held, ModelOf,
	ModelState, Models, NextRequest, Output, OutputBytes, Pallet, Receipt, ReceiptOf, Receipts,
	Request, RequestOf, RequestState, RequestTickets, Requests, RequestsOf, Response, Verdict,
	VerdictReason,
	steps::{challenge_period_is_over, on_grid, opens},
};
use alloc::collections::BTreeSet;
use polkadot_sdk::{
	frame_support::{
		BoundedVec, ensure,
		traits::{Consideration, ConstU32, Footprint, Get, Time},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::DispatchResult,
};
use salus_pallet_support::is_licensed;
use salus_primitives::{
	Cid, ModelId, Operators, Purpose, RecordId, RequestId, decision_support::MAX_RECORDS,
	output_digest_payload,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request(
		requester: T::AccountId,
		model_id: ModelId,
		records: BoundedVec<RecordId, ConstU32<MAX_RECORDS>>,
		purpose: Purpose,
	) -> DispatchResult {
		let mut model = Models::<T>::get(model_id).ok_or(Error::<T>::NotFound)?;
		Self::ensure_approved(&model.item)?;
		ensure!(!records.is_empty(), Error::<T>::NoRecords);
		let distinct: BTreeSet<_> = records.iter().collect();
		ensure!(distinct.len() == records.len(), Error::<T>::RepeatedRecord);

		let id = NextRequest::<T>::get();
		let operators = Self::draw(id, model_id, &requester, model.item.operators)?;
		let opened_at = T::Time::now();
		let seal_until = opened_at.saturating_add(T::SealPeriod::get());
		let (patient, records) =
			Self::open_records(&records, &requester, &operators, purpose, seal_until)?;
		// Both are taken now, so that nothing that the requester does later can stop the settling.
		let ticket = RequestTickets {
			request: T::Consideration::new(&requester, Footprint::from_mel::<RequestOf<T>>())?,
			receipt: Some(T::Consideration::new(
				&requester,
				Footprint::from_mel::<ReceiptOf<T>>(),
			)?),
		};
		let mut drawn = BoundedVec::new();
		for operator in &operators {
			T::Operators::add_duty(operator);
			let operator = operator.clone();
			drawn
				.try_push(Drawn { operator, response: None, fault: FaultState::Clear })
				.map_err(|_| Error::<T>::TooManyOperators)?;
		}

		NextRequest::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		RequestsOf::<T>::insert(&patient, id, ());
		let item = Request {
			model: model_id,
			model_digest: model.item.digest,
			patient: patient.clone(),
			requester,
			records,
			drawn,
			opened_at,
			seal_until,
			settle_until: seal_until.saturating_add(T::SealPeriod::get()),
			state: RequestState::Sealing,
		};
		Requests::<T>::insert(id, Held { item, ticket });
		model.item.requests = model.item.requests.saturating_add(1);
		Models::<T>::insert(model_id, model);
		Self::deposit_event(Event::Requested { request: id, model: model_id, patient, operators });
		Ok(())
	}

	pub(crate) fn do_seal(operator: T::AccountId, id: RequestId, seal: [u8; 32]) -> DispatchResult {
		// The chain takes a copy of another's seal too, since refusing it would let a faster copier shut
		// out the operator it copied. The copy does not open for the copier, which is then accused.
		Self::respond(&operator, id, Response::Seal(seal))?;
		Self::deposit_event(Event::Sealed { request: id, operator });
		Ok(())
	}

	pub(crate) fn do_refuse(
		operator: T::AccountId,
		id: RequestId,
		notice: Option<CidBytes>,
	) -> DispatchResult {
		let notice = notice.map(|notice| Self::parse_cid(&notice)).transpose()?;
		Self::respond(&operator, id, Response::Refusal(notice))?;
		Self::deposit_event(Event::Refused { request: id, operator });
		Ok(())
	}

	fn respond(operator: &T::AccountId, id: RequestId, response: Response) -> DispatchResult {
		let mut request = Self::sealing(id)?;
		let seal_until = request.item.seal_until;
		let own = Self::drawn_mut(&mut request.item, operator)?;
		ensure!(own.response.is_none(), Error::<T>::AlreadyResponded);
		ensure!(T::Time::now() < seal_until, Error::<T>::Expired);
		own.response = Some(response);
		Requests::<T>::insert(id, request);
		Self::end_sealing(operator, id);
		Ok(())
	}

	pub(crate) fn do_settle(
		operator: T::AccountId,
		id: RequestId,
		digest: [u8; 32],
		result: CidBytes,
	) -> DispatchResult {
		let request = Self::sealing(id)?;
		let model = Self::answering(&request.item, Output::Sealed)?;
		let result = Self::parse_cid(&result)?;
		Self::settle_with(operator, id, request, model, digest, Some(result), None)
	}

	pub(crate) fn do_settle_open(
		operator: T::AccountId,
		id: RequestId,
		salt: [u8; 32],
		output: OutputBytes,
	) -> DispatchResult {
		let request = Self::sealing(id)?;
		let model = Self::answering(&request.item, Output::Open)?;
		ensure!(on_grid(&output, model.item.steps), Error::<T>::OutputOffGrid);
		let digest =
			blake2_256(&output_digest_payload(&salt, id, &request.item.model_digest, &output));
		Self::settle_with(operator, id, request, model, digest, None, Some(output))
	}

	fn settle_with(
		settled_by: T::AccountId,
		id: RequestId,
		request: RequestOf<T>,
		mut model: ModelOf<T>,
		digest: [u8; 32],
		result: Option<Cid>,
		output: Option<OutputBytes>,
	) -> DispatchResult {
		let Held { item: mut request, ticket: mut tickets } = request;
		let own = Self::drawn_mut(&mut request, &settled_by)?;
		ensure!(opens(own, &digest), Error::<T>::SealDiffers);
		let now = T::Time::now();
		let all_responded = request.drawn.iter().all(|drawn| drawn.response.is_some());
		ensure!(all_responded || now >= request.seal_until, Error::<T>::SealingContinues);
		let agreeing = request.drawn.iter().filter(|drawn| opens(drawn, &digest)).count();
		let agreeing = u8::try_from(agreeing).unwrap_or(u8::MAX);
		ensure!(agreeing >= model.item.quorum, Error::<T>::NoQuorum);

		let drawn = model.item.operators;
		Self::deposit_event(Event::Settled { request: id, digest, agreeing, drawn });
		// An operator that came after an erasure found nothing to read.
		let erased = Self::has_erased_input(&request);
		Self::accuse(id, &mut request, |drawn| match drawn.response {
			None if erased => None,
			None => Some(Fault::Missing),
			Some(Response::Refusal(_)) if erased => None,
			Some(_) if !opens(drawn, &digest) => Some(Fault::Deviating),
			Some(_) => None,
		});
		// Taken when the request was made; without it nobody would pay for the receipt.
		let ticket = tickets.receipt.take().ok_or(Error::<T>::AlreadySettled)?;
		let item = Receipt {
			model: request.model,
			model_digest: request.model_digest,
			patient: request.patient.clone(),
			requester: request.requester.clone(),
			records: request.records.clone(),
			digest,
			agreeing,
			drawn,
			settled_by,
			result,
			output,
			settled_at: now,
			verdict: None,
		};
		Receipts::<T>::insert(id, Held { item, ticket });
		model.item.settled = model.item.settled.saturating_add(1);
		Models::<T>::insert(request.model, model);
		let challenge_until = now.saturating_add(T::ChallengePeriod::get());
		request.state = RequestState::Settled { challenge_until };
		Requests::<T>::insert(id, Held { item: request, ticket: tickets });
		Ok(())
	}

	pub(crate) fn do_fail(id: RequestId) -> DispatchResult {
		let Held { item: mut request, ticket: mut tickets } = Self::sealing(id)?;
		let mut model = Models::<T>::get(request.model).ok_or(Error::<T>::NotFound)?;
		let suspended = model.item.state == ModelState::Suspended;
		let now = T::Time::now();
		let may_seal = request
			.drawn
			.iter()
			.filter(|drawn| !matches!(drawn.response, Some(Response::Refusal(_))))
			.count();
		let no_quorum_left = may_seal < usize::from(model.item.quorum);
		ensure!(
			suspended || no_quorum_left || now >= request.settle_until,
			Error::<T>::SettlingContinues
		);

		Self::deposit_event(Event::Failed { request: id });
		// Without a quorum nobody can say who deviates; no operator has to run a suspended model, or on
		// what was erased; and one who still had time to answer is not missing.
		let in_vain = suspended || now < request.seal_until || Self::has_erased_input(&request);
		Self::accuse(id, &mut request, |drawn| match drawn.response {
			None if !in_vain => Some(Fault::Missing),
			_ => None,
		});
		if let Some(ticket) = tickets.receipt.take() {
			Self::release(ticket, &request.requester);
		}
		RequestsOf::<T>::remove(&request.patient, id);
		model.item.failed = model.item.failed.saturating_add(1);
		Models::<T>::insert(request.model, model);
		let challenge_until = now.saturating_add(T::ChallengePeriod::get());
		request.state = RequestState::Failed { challenge_until };
		Requests::<T>::insert(id, Held { item: request, ticket: tickets });
		Ok(())
	}

	pub(crate) fn do_challenge(operator: T::AccountId, id: RequestId) -> DispatchResult {
		let mut request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let state = request.item.state;
		let own = Self::drawn_mut(&mut request.item, &operator)?;
		let fault = match own.fault {
			FaultState::Accused(fault) => fault,
			FaultState::Clear => return Err(Error::<T>::NotAccused.into()),
			FaultState::Challenged(_) | FaultState::Excused(_) | FaultState::Penalised(_) => {
				return Err(Error::<T>::AlreadyChallenged.into());
			}
		};
		ensure!(!challenge_period_is_over::<T>(state)?, Error::<T>::Expired);
		own.fault = FaultState::Challenged(fault);
		Requests::<T>::insert(id, request);
		Self::deposit_event(Event::Challenged { request: id, operator });
		Ok(())
	}

	pub(crate) fn do_rule(id: RequestId, operator: T::AccountId, upheld: bool) -> DispatchResult {
		let mut request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let drawn = Self::drawn_mut(&mut request.item, &operator)?;
		let FaultState::Challenged(fault) = drawn.fault else {
			return Err(Error::<T>::NotChallenged.into());
		};
		Self::deposit_event(Event::Ruled { request: id, operator, upheld });
		if upheld {
			Self::penalise(id, drawn, fault);
		} else {
			drawn.fault = FaultState::Excused(fault);
		}
		Requests::<T>::insert(id, request);
		Ok(())
	}

	pub(crate) fn do_close(id: RequestId) -> DispatchResult {
		let Held { item: mut request, ticket } =
			Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let over = challenge_period_is_over::<T>(request.state)?;
		ensure!(over, Error::<T>::ChallengePeriodContinues);
		let pending =
			request.drawn.iter().any(|drawn| matches!(drawn.fault, FaultState::Challenged(_)));
		ensure!(!pending, Error::<T>::ChallengePending);
		for drawn in request.drawn.iter_mut() {
			if let FaultState::Accused(fault) = drawn.fault {
				Self::penalise(id, drawn, fault);
			}
			T::Operators::end_duty(&drawn.operator);
		}
		Requests::<T>::remove(id);
		Self::release(ticket.request, &request.requester);
		Self::deposit_event(Event::Closed { request: id });
		Ok(())
	}

	pub(crate) fn do_give_verdict(
		clinician: T::AccountId,
		id: RequestId,
		verdict: Verdict,
		reason: VerdictReason,
	) -> DispatchResult {
		let mut receipt = Receipts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(receipt.item.requester == clinician, Error::<T>::NotPermitted);
		ensure!(is_licensed::<T::Participants, _>(&clinician), Error::<T>::NotInForce);
		ensure!(receipt.item.verdict.is_none(), Error::<T>::AlreadyJudged);
		let agrees = reason == VerdictReason::AgreesWithJudgement;
		ensure!(!agrees || verdict == Verdict::Accept, Error::<T>::ReasonMismatch);

		let mut model = Models::<T>::get(receipt.item.model).ok_or(Error::<T>::NotFound)?;
		let count = match verdict {
			Verdict::Accept => &mut model.item.verdicts.accepted,
			Verdict::Modify => &mut model.item.verdicts.modified,
			Verdict::Reject => &mut model.item.verdicts.rejected,
		};
		*count = count.saturating_add(1);
		Models::<T>::insert(receipt.item.model, model);
		receipt.item.verdict = Some(GivenVerdict { verdict, reason, given_at: T::Time::now() });
		Receipts::<T>::insert(id, receipt);
		Self::deposit_event(Event::VerdictGiven { request: id, verdict, reason });
		Ok(())
	}

	pub(crate) fn do_erase_result(patient: T::AccountId, id: RequestId) -> DispatchResult {
		let mut receipt = Receipts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(receipt.item.patient == patient, Error::<T>::NotPermitted);
		let erased = receipt.item.result.is_none() && receipt.item.output.is_none();
		ensure!(!erased, Error::<T>::AlreadyErased);
		// Data rule 6.
		receipt.item.result = None;
		receipt.item.output = None;
		Receipts::<T>::insert(id, receipt);
		Self::deposit_event(Event::ResultErased { request: id });
		Ok(())
	}
}
