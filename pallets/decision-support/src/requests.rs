// SPDX-License-Identifier: Apache-2.0
//! How a request is made, and what becomes of it when operators are drawn, agree, or don't.

use crate::{
	Config, Error, Event, Held, Input, Inputs, Pallet, Receipt, ReceiptOf, Receipts, Request,
	RequestOf, RequestTickets, Requests, RequestsOf, Tallies, Tier, WorkClass,
};
use alloc::{collections::BTreeSet, vec, vec::Vec};
use polkadot_sdk::{
	frame_support::{
		BoundedVec, ensure,
		traits::{Consideration, ConstU32, Footprint, Time},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::DispatchError,
};
use salus_pallet_support::Payment;
use salus_primitives::{
	Category, CheckedRecord, DecisionSupportAccess, Purpose, RecordId, RequestId, VersionNumber,
	decision_support::{MAX_RECORDS, TIERS},
	inputs_payload,
	participants::{Sponsored, WorkSponsor},
	quorum::{Agreement, Deadline, NewTask, OnQuorum, Quorum, TaskId, TaskKind, Unwanted},
};

/// The records of inputs, as a call names them.
pub type InputIds = BoundedVec<RecordId, ConstU32<MAX_RECORDS>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request(
		requester: T::AccountId,
		job: RecordId,
		inputs: InputIds,
		class: WorkClass,
		tier: Tier,
		purpose: Purpose,
	) -> Result<RequestId, DispatchError> {
		ensure!(TIERS.contains(&tier), Error::<T>::TierNotAllowed);
		Self::make_request(requester, job, inputs, class, tier, purpose)
	}

	/// Makes a request of any tier.
	pub(crate) fn make_request(
		requester: T::AccountId,
		job: RecordId,
		inputs: InputIds,
		class: WorkClass,
		tier: Tier,
		purpose: Purpose,
	) -> Result<RequestId, DispatchError> {
		ensure!(!inputs.is_empty(), Error::<T>::NoInputs);
		let distinct: BTreeSet<_> = inputs.iter().chain([&job]).collect();
		ensure!(distinct.len() > inputs.len(), Error::<T>::RepeatedRecord);
		let (CheckedRecord { patient, category, .. }, job) =
			Self::check(job, &requester, class, purpose)?;
		ensure!(category == Category::RiskAssessment, Error::<T>::NotAJob);
		let mut checked = Vec::new();
		for record in inputs {
			let (about, input) = Self::check(record, &requester, class, purpose)?;
			ensure!(about.patient == patient, Error::<T>::SeveralPatients);
			checked.push(input);
		}
		let inputs = Inputs::truncate_from(checked);

		let pay = |footprint| T::Consideration::new_about(&requester, &patient, footprint);
		let ticket = RequestTickets {
			request: pay(Footprint::from_mel::<RequestOf<T>>())?,
			receipt: pay(Footprint::from_mel::<ReceiptOf<T>>())?,
		};
		let versions: Vec<_> = inputs.iter().map(version_of).collect();
		let mut excluded = vec![requester.clone()];
		if requester != patient {
			excluded.push(patient.clone());
		}
		let task = NewTask {
			kind: TaskKind::DecisionSupport,
			class,
			tier,
			inputs: blake2_256(&inputs_payload(version_of(&job), &versions, class)),
			payer: requester.clone(),
			// Nobody checks themselves.
			excluded: BoundedVec::truncate_from(excluded),
			// The job too.
			documents: (inputs.len() as u32).saturating_add(1),
		};
		let id = RequestId::from(Self::open_task(task, &patient)?);
		RequestsOf::<T>::insert(&patient, id, ());
		let item = Request {
			patient: patient.clone(),
			requester: requester.clone(),
			purpose,
			job,
			inputs,
			class,
			tier,
			opened_at: T::Time::now(),
		};
		Requests::<T>::insert(id, Held { item, ticket });
		Self::deposit_event(Event::Requested { request: id, patient, requester, class });
		Ok(id)
	}

	/// Opens a task at the requester's expense; but while the sponsor of a patient who asks about themselves pays for
	/// such work, at the sponsor's. Data rule 10.
	fn open_task(
		mut task: NewTask<T::AccountId>,
		patient: &T::AccountId,
	) -> Result<TaskId, DispatchError> {
		let mut sponsor_fails = false;
		if task.payer == *patient {
			match T::Sponsors::take(patient, T::Quorum::price(task.class, task.tier)) {
				Sponsored::By(sponsor) => {
					// Nor does whoever pays check what they pay for. There is room: nobody else asks.
					let _ = task.excluded.try_push(sponsor.clone());
					task.payer = sponsor;
				}
				Sponsored::LimitReached => sponsor_fails = true,
				Sponsored::None => {}
			}
		}
		T::Quorum::open(task).map_err(|cause| {
			let cause: DispatchError = cause.into();
			// The patient can't pay either.
			let by_nobody = sponsor_fails && matches!(cause, DispatchError::Token(_));
			if by_nobody { Error::<T>::SponsorLimitReached.into() } else { cause }
		})
	}

	/// What is known of a record that the requester and decision support may read, and the input that it becomes.
	fn check(
		record: RecordId,
		requester: &T::AccountId,
		class: WorkClass,
		purpose: Purpose,
	) -> Result<(CheckedRecord<T::AccountId>, Input), DispatchError> {
		let checked = T::Access::check(record, requester, class, purpose).map_err(Into::into)?;
		let CheckedRecord { version, contested, replaced, .. } = checked;
		Ok((checked, Input { record, version, access: None, contested, replaced }))
	}

	/// Takes a request from storage when it ends, and gives back what paid for it.
	fn end(id: RequestId) -> Option<(Request<T::AccountId>, T::Consideration)> {
		let Held { item, ticket: RequestTickets { request, receipt } } = Requests::<T>::take(id)?;
		Self::release(request, &item.requester);
		Some((item, receipt))
	}

	/// Gives a deposit back. A release that fails must not keep operators bound, so it is passed over: the requester
	/// then has more held than needed, and nobody else loses.
	fn release(ticket: T::Consideration, who: &T::AccountId) {
		let _ = ticket.drop(who);
	}
}

impl<T: Config> OnQuorum<T::AccountId> for Pallet<T> {
	/// Data rule 5: the drawn operators are granted access to the job and to every input, or to nothing.
	fn drawn(
		task: TaskId,
		operators: &[T::AccountId],
		seal_until: Deadline,
	) -> Result<(), Unwanted> {
		let id = RequestId::from(task);
		let Held { item: mut request, ticket } = Requests::<T>::get(id).ok_or(Unwanted)?;
		let open = |input: &mut Input| -> Result<(), Unwanted> {
			let access = T::Access::open(
				input.record,
				input.version,
				&request.requester,
				request.class,
				operators,
				request.purpose,
				seal_until,
			);
			input.access = Some(access.map_err(|_| Unwanted)?);
			Ok(())
		};
		core::iter::once(&mut request.job).chain(request.inputs.iter_mut()).try_for_each(open)?;
		Requests::<T>::insert(id, Held { item: request, ticket });
		Self::deposit_event(Event::Opened { request: id });
		Ok(())
	}

	fn settled(task: TaskId, agreement: Agreement) {
		let id = RequestId::from(task);
		let Some((request, ticket)) = Self::end(id) else {
			return;
		};
		let Request { patient, requester, job, inputs, class, tier: Tier { seats, .. }, .. } =
			request;
		let Agreement { content, result, agreeing } = agreement;
		Tallies::<T>::mutate(&requester, |tally| {
			tally.receipts = tally.receipts.saturating_add(1);
		});
		let item = Receipt {
			patient,
			requester,
			job,
			inputs,
			class,
			content,
			result,
			output: None,
			agreeing,
			seats,
			settled_at: T::Time::now(),
			erased_at: None,
			verdict: None,
		};
		Receipts::<T>::insert(id, Held { item, ticket });
		Self::deposit_event(Event::Settled { request: id, content, agreeing, seats });
	}

	fn failed(task: TaskId) {
		let id = RequestId::from(task);
		let Some((request, ticket)) = Self::end(id) else {
			return;
		};
		Self::release(ticket, &request.requester);
		RequestsOf::<T>::remove(&request.patient, id);
		Self::deposit_event(Event::Failed { request: id });
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_task(tier: Tier, documents: u32) -> TaskId {
		crate::benchmarking::request_of::<T>(tier, documents.saturating_sub(1)).into()
	}
}

/// What the task is bound to of a record.
fn version_of(input: &Input) -> (RecordId, VersionNumber) {
	(input.record, input.version)
}
