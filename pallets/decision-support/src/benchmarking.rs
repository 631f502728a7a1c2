// SPDX-License-Identifier: Apache-2.0
//! Benchmarks, each with the most that its call can meet. They run as tests too.

#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::panic,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

use super::*;
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_benchmarking::v2::*,
	frame_support::{
		BoundedVec,
		traits::{Consideration, EnsureOrigin, Footprint, Get},
	},
	frame_system::{Pallet as System, RawOrigin},
	sp_io::hashing::blake2_256,
};
use salus_primitives::{
	Cid, DecisionSupportAccess, Evidence, ModelId, Operators, Participants, Purpose, RequestId,
	decision_support::{MAX_DRAWN, MAX_RECORDS},
	output_digest_payload, seal_payload,
};

type SystemEvent<T> = <T as polkadot_sdk::frame_system::Config>::RuntimeEvent;

const DIGEST: [u8; 32] = [1; 32];
const SALT: [u8; 32] = [2; 32];

fn cid_bytes() -> CidBytes {
	BoundedVec::truncate_from(Cid::raw([3; 32]).as_bytes().to_vec())
}

fn proposal(output: Output) -> ModelProposal {
	let operators = MAX_DRAWN as u8;
	ModelProposal {
		digest: [4; 32],
		card: cid_bytes(),
		evidence: Evidence::People,
		output,
		steps: 1_000,
		operators,
		quorum: operators / 2 + 1,
		metrics_commitment: [5; 32],
	}
}

fn practitioner<T: Config>() -> T::AccountId {
	let who: T::AccountId = whitelisted_caller();
	T::Participants::make_practitioner(&who);
	for size in [
		Footprint::from_mel::<ModelOf<T>>(),
		Footprint::from_mel::<RequestOf<T>>(),
		Footprint::from_mel::<ReceiptOf<T>>(),
		Footprint::from_mel::<DriftReport<T>>(),
		Footprint::from_mel::<Declaration<T>>(),
	] {
		T::Consideration::ensure_successful(&who, size);
	}
	who
}

fn proposed<T: Config>(who: &T::AccountId, output: Output) -> ModelId {
	let id = NextModel::<T>::get();
	Pallet::<T>::do_propose_model(who.clone(), proposal(output)).unwrap();
	id
}

fn approved<T: Config>(who: &T::AccountId, output: Output) -> ModelId {
	let id = proposed::<T>(who, output);
	Pallet::<T>::do_approve_model(id).unwrap();
	id
}

fn make_operators<T: Config>() {
	for number in 0..MAX_DRAWN {
		T::Operators::make_operator(&account("operator", number, 0));
	}
}

/// Has so many operators declare the model, of which the first are those of `make_operators`, and the
/// others are out of service.
fn declare<T: Config>(model: ModelId, count: u32) {
	let declarations = (0..count).map(|number| {
		let operator = account("operator", number, 0);
		let footprint = Pallet::<T>::declaration_footprint();
		T::Consideration::ensure_successful(&operator, footprint);
		let ticket = T::Consideration::new(&operator, footprint).unwrap();
		Declaration { operator, ticket }
	});
	let declarations: Vec<_> = declarations.collect();
	Declarations::<T>::insert(model, BoundedVec::truncate_from(declarations));
}

fn requested<T: Config>(who: &T::AccountId, output: Output) -> RequestId {
	make_operators::<T>();
	let model = approved::<T>(who, output);
	declare::<T>(model, T::MaxDeclarations::get());
	let records = T::Access::make_records(who, MAX_RECORDS);
	let id = NextRequest::<T>::get();
	let records = BoundedVec::truncate_from(records);
	Pallet::<T>::do_request(who.clone(), model, records, Purpose::Treatment).unwrap();
	id
}

/// Lets every drawn operator seal, a bare quorum the digest and the rest another, and returns who may
/// settle.
fn all_sealed<T: Config>(id: RequestId, digest: [u8; 32]) -> T::AccountId {
	let operators: Vec<_> = Requests::<T>::get(id)
		.unwrap()
		.item
		.drawn
		.iter()
		.map(|drawn| drawn.operator.clone())
		.collect();
	for (index, operator) in operators.iter().enumerate() {
		let digest = if index <= operators.len() / 2 { digest } else { [6; 32] };
		let seal = blake2_256(&seal_payload(&digest, operator));
		Pallet::<T>::do_seal(operator.clone(), id, seal).unwrap();
	}
	operators[0].clone()
}

/// A request that failed since nobody sealed: everybody is accused.
fn failed<T: Config>(who: &T::AccountId) -> (RequestId, T::AccountId) {
	let id = requested::<T>(who, Output::Sealed);
	end_periods::<T>(id);
	Pallet::<T>::do_fail(id).unwrap();
	(id, Requests::<T>::get(id).unwrap().item.drawn[0].operator.clone())
}

fn settled<T: Config>(who: &T::AccountId) -> RequestId {
	let id = requested::<T>(who, Output::Sealed);
	let operator = all_sealed::<T>(id, DIGEST);
	Pallet::<T>::do_settle(operator, id, DIGEST, cid_bytes()).unwrap();
	id
}

/// The clock can't be turned here, so the request's periods are ended instead.
fn end_periods<T: Config>(id: RequestId) {
	Requests::<T>::mutate(id, |request| {
		let request = &mut request.as_mut().unwrap().item;
		request.seal_until = 0;
		request.settle_until = 0;
		match &mut request.state {
			RequestState::Sealing => {}
			RequestState::Settled { challenge_until }
			| RequestState::Failed { challenge_until } => {
				*challenge_until = 0;
			}
		}
	});
}

fn assert_last<T: Config>(event: Event<T>) {
	System::<T>::assert_last_event(Into::<SystemEvent<T>>::into(event));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose_model() {
		let caller = practitioner::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), proposal(Output::Sealed));
		let model = ModelId(NextModel::<T>::get().0 - 1);
		assert_last::<T>(Event::ModelProposed { model, proposer: caller });
	}

	#[benchmark]
	fn approve_model() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let model = proposed::<T>(&practitioner::<T>(), Output::Sealed);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, model);
		assert_last::<T>(Event::ModelApproved { model });
		Ok(())
	}

	#[benchmark]
	fn suspend_model() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let model = approved::<T>(&practitioner::<T>(), Output::Sealed);
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, model);
		assert_last::<T>(Event::ModelSuspended { model });
		Ok(())
	}

	#[benchmark]
	fn withdraw_model(d: Linear<0, { T::MaxDeclarations::get() }>) {
		let caller = practitioner::<T>();
		let model = proposed::<T>(&caller, Output::Sealed);
		if d > 0 {
			declare::<T>(model, d);
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), model);
		assert_last::<T>(Event::ModelWithdrawn { model });
	}

	#[benchmark]
	fn request(r: Linear<1, { MAX_RECORDS }>) {
		let caller = practitioner::<T>();
		make_operators::<T>();
		let model = approved::<T>(&caller, Output::Sealed);
		declare::<T>(model, T::MaxDeclarations::get());
		let records = BoundedVec::truncate_from(T::Access::make_records(&caller, r));
		let id = NextRequest::<T>::get();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), model, records, Purpose::Treatment);
		assert_eq!(Requests::<T>::get(id).unwrap().item.records.len(), r as usize);
	}

	#[benchmark]
	fn seal() {
		let id = requested::<T>(&practitioner::<T>(), Output::Sealed);
		let operator = Requests::<T>::get(id).unwrap().item.drawn[0].operator.clone();
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), id, [7; 32]);
		assert_last::<T>(Event::Sealed { request: id, operator });
	}

	#[benchmark]
	fn settle() {
		let id = requested::<T>(&practitioner::<T>(), Output::Sealed);
		let operator = all_sealed::<T>(id, DIGEST);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), id, DIGEST, cid_bytes());
		assert!(Receipts::<T>::contains_key(id));
	}

	#[benchmark]
	fn settle_open() {
		let id = requested::<T>(&practitioner::<T>(), Output::Open);
		let output = OutputBytes::truncate_from(999u32.to_le_bytes().repeat(8));
		let model_digest = Requests::<T>::get(id).unwrap().item.model_digest;
		let digest = blake2_256(&output_digest_payload(&SALT, id, &model_digest, &output));
		let operator = all_sealed::<T>(id, digest);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator), id, SALT, output);
		assert!(Receipts::<T>::contains_key(id));
	}

	#[benchmark]
	fn fail() {
		let caller = practitioner::<T>();
		let id = requested::<T>(&caller, Output::Sealed);
		end_periods::<T>(id);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		let state = Requests::<T>::get(id).unwrap().item.state;
		assert!(matches!(state, RequestState::Failed { .. }));
	}

	#[benchmark]
	fn challenge() {
		let (id, operator) = failed::<T>(&practitioner::<T>());
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), id);
		assert_last::<T>(Event::Challenged { request: id, operator });
	}

	#[benchmark]
	fn rule() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (id, operator) = failed::<T>(&practitioner::<T>());
		Pallet::<T>::do_challenge(operator.clone(), id).unwrap();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, operator.clone(), true);
		assert_last::<T>(Event::Penalised { request: id, operator });
		Ok(())
	}

	#[benchmark]
	fn close() {
		let caller = practitioner::<T>();
		let (id, _) = failed::<T>(&caller);
		end_periods::<T>(id);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert_last::<T>(Event::Closed { request: id });
	}

	#[benchmark]
	fn give_verdict() {
		let caller = practitioner::<T>();
		let id = settled::<T>(&caller);
		let (verdict, reason) = (Verdict::Modify, VerdictReason::Other);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, verdict, reason);
		assert_last::<T>(Event::VerdictGiven { request: id, verdict, reason });
	}

	#[benchmark]
	fn erase_result() {
		let id = settled::<T>(&practitioner::<T>());
		let patient = Receipts::<T>::get(id).unwrap().item.patient;
		#[extrinsic_call]
		_(RawOrigin::Signed(patient), id);
		assert_last::<T>(Event::ResultErased { request: id });
	}

	#[benchmark]
	fn refuse() {
		let id = requested::<T>(&practitioner::<T>(), Output::Sealed);
		let operator = Requests::<T>::get(id).unwrap().item.drawn[0].operator.clone();
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), id, Some(cid_bytes()));
		assert_last::<T>(Event::Refused { request: id, operator });
	}

	// A first report: to hold a deposit is dearer than to give it back.
	#[benchmark]
	fn report_drift() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller, Output::Sealed);
		make_operators::<T>();
		T::Operators::make_operator(&caller);
		let drift = Some(Drift::Large);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), model, drift);
		assert_last::<T>(Event::DriftReported { model, operator: caller, drift });
	}

	#[benchmark]
	fn report_outcomes() {
		let caller = practitioner::<T>();
		let id = approved::<T>(&caller, Output::Sealed);
		// As if so many requests had been settled.
		Models::<T>::mutate(id, |model| {
			let model = &mut model.as_mut().unwrap().item;
			model.requests = 1_000;
			model.settled = 1_000;
		});
		let outcomes = Outcomes {
			true_positive: 250,
			false_positive: 250,
			true_negative: 250,
			false_negative: 250,
		};
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), id, outcomes);
		assert_last::<T>(Event::OutcomesReported { model: id, reporter: caller, outcomes });
	}

	// It replaces one that left service, whose deposit is given back, too.
	#[benchmark]
	fn declare_model() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller, Output::Sealed);
		make_operators::<T>();
		T::Operators::make_operator(&caller);
		declare::<T>(model, T::MaxDeclarations::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), model);
		assert_last::<T>(Event::ModelDeclared { model, operator: caller });
	}

	#[benchmark]
	fn retract_model() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller, Output::Sealed);
		T::Operators::make_operator(&caller);
		declare::<T>(model, T::MaxDeclarations::get() - 1);
		Pallet::<T>::do_declare_model(caller.clone(), model).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), model);
		assert_last::<T>(Event::ModelRetracted { model, operator: caller });
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
