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
use polkadot_sdk::{
	frame_benchmarking::{self, v2::*},
	frame_support::{
		BoundedVec,
		traits::{Consideration, EnsureOrigin, Footprint, Time},
	},
	frame_system::{Pallet as System, RawOrigin},
	sp_io::hashing::blake2_256,
};
use salus_primitives::{
	AccessId, Cid, DecisionSupportAccess, Evidence, Guardians, ModelId, Operators, Participants,
	Purpose, RecordId, RequestId,
	decision_support::{MAX_RECORDS, MAX_REPORTED_MODELS, TIERS},
	output_digest_payload,
	quorum::Quorum,
};

type SystemEvent<T> = <T as polkadot_sdk::frame_system::Config>::RuntimeEvent;

const SALT: [u8; 32] = [2; 32];

fn cid_bytes() -> CidBytes {
	BoundedVec::truncate_from(Cid::raw([3; 32]).as_bytes().to_vec())
}

fn proposal() -> ModelProposal {
	ModelProposal {
		digest: [4; 32],
		card: cid_bytes(),
		class: WorkClass::Research,
		evidence: Evidence::People,
		output: Output::Open,
		steps: 1_000,
		metrics_commitment: [5; 32],
	}
}

/// Gives a practitioner money for what is stored of a request, and for the seats: they are not paid for by the
/// consideration, so it is asked for far more than is stored.
fn fund<T: Config>(who: &T::AccountId) {
	T::Participants::make_practitioner(who);
	for size in [
		Footprint::from_mel::<ModelOf<T>>(),
		Footprint::from_mel::<RequestOf<T>>(),
		Footprint::from_mel::<ReceiptOf<T>>(),
		Footprint::from_mel::<DriftReport<T>>(),
		Footprint::from_mel::<Report<T>>(),
		Footprint::from_mel::<UsageReport<T>>(),
		Footprint::from_parts(1_000, 1_000_000),
	] {
		T::Consideration::ensure_successful(who, size);
	}
}

fn practitioner<T: Config>() -> T::AccountId {
	let who: T::AccountId = whitelisted_caller();
	fund::<T>(&who);
	who
}

fn proposed<T: Config>(who: &T::AccountId) -> ModelId {
	let id = NextModel::<T>::get();
	Pallet::<T>::do_propose_model(who.clone(), proposal()).unwrap();
	id
}

fn approved<T: Config>(who: &T::AccountId) -> ModelId {
	let id = proposed::<T>(who);
	Pallet::<T>::do_approve_model(id).unwrap();
	id
}

/// A request of this tier that reads as many records as one can. The quorum's benchmarks draw for it.
pub(crate) fn request_of<T: Config>(tier: Tier, inputs: u32) -> RequestId {
	let requester: T::AccountId = account("requester", 0, 0);
	fund::<T>(&requester);
	let (job, inputs) = T::Access::make_records(&requester, inputs);
	let inputs = BoundedVec::truncate_from(inputs);
	let (class, purpose) = (WorkClass::Clinical, Purpose::Treatment);
	Pallet::<T>::make_request(requester, job, inputs, class, tier, purpose).unwrap()
}

fn largest_output() -> OutputBytes {
	OutputBytes::truncate_from(999_u32.to_le_bytes().repeat(8))
}

/// A receipt of the requester's own records, with the largest output of the first model as its content.
fn receipt<T: Config>(requester: &T::AccountId) -> RequestId {
	let id = RequestId(7);
	let input = |record: u32| Input {
		record: RecordId(record.into()),
		version: 1,
		access: Some(AccessId(record.into())),
		contested: false,
		replaced: false,
	};
	let content = output_digest_payload(&SALT, id, &proposal().digest, &largest_output());
	let item = Receipt {
		patient: requester.clone(),
		requester: requester.clone(),
		job: input(0),
		inputs: Inputs::truncate_from((1..=MAX_RECORDS).map(input).collect()),
		class: WorkClass::Research,
		content: blake2_256(&content),
		result: Some(Cid::raw([8; 32])),
		output: None,
		agreeing: 7,
		seats: 7,
		settled_at: T::Time::now(),
		erased_at: None,
		verdict: None,
	};
	let size = Footprint::from_mel::<ReceiptOf<T>>();
	let ticket = T::Consideration::new(requester, size).unwrap();
	Receipts::<T>::insert(id, Held { item, ticket });
	RequestsOf::<T>::insert(requester, id, ());
	id
}

/// Puts a practitioner into service as an operator that was paid for many seats.
fn put_to_work<T: Config>(who: &T::AccountId) {
	T::Quorum::make_operators();
	T::Operators::make_operator(who);
	T::Quorum::set_paid_seats(who, u32::MAX);
}

/// As if the requester had so many receipts.
fn tally<T: Config>(requester: &T::AccountId, receipts: u32) {
	Tallies::<T>::insert(requester, Tally { receipts, ..Default::default() });
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
		_(RawOrigin::Signed(caller.clone()), proposal());
		let model = ModelId(NextModel::<T>::get().0 - 1);
		assert_last::<T>(Event::ModelProposed { model, proposer: caller });
	}

	#[benchmark]
	fn approve_model() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let model = proposed::<T>(&practitioner::<T>());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, model);
		assert_last::<T>(Event::ModelApproved { model });
		Ok(())
	}

	#[benchmark]
	fn suspend_model() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let model = approved::<T>(&practitioner::<T>());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, model);
		assert_last::<T>(Event::ModelSuspended { model });
		Ok(())
	}

	#[benchmark]
	fn withdraw_model() {
		let caller = practitioner::<T>();
		let model = proposed::<T>(&caller);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), model);
		assert_last::<T>(Event::ModelWithdrawn { model });
	}

	// Worst when somebody else than the patient asks: to decide on consent is dearer than to ask the patient's sponsor.
	#[benchmark]
	fn request(r: Linear<1, { MAX_RECORDS }>) {
		let caller = practitioner::<T>();
		T::Quorum::make_operators();
		let (job, inputs) = T::Access::make_records(&caller, r);
		let inputs = BoundedVec::truncate_from(inputs);
		let [.., tier] = TIERS;
		let (class, purpose) = (WorkClass::Clinical, Purpose::Treatment);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), job, inputs, class, tier, purpose);
		let made = Requests::<T>::iter_values().next().unwrap();
		assert_eq!(made.item.inputs.len(), r as usize);
	}

	#[benchmark]
	fn give_verdict() {
		let caller = practitioner::<T>();
		let id = receipt::<T>(&caller);
		let (verdict, reason) = (Verdict::Modify, VerdictReason::Other);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, verdict, reason);
		assert_last::<T>(Event::VerdictGiven { request: id, verdict, reason });
	}

	#[benchmark]
	fn erase_result() {
		// By a guardian, who is dearer to look up than the patient.
		let patient = practitioner::<T>();
		let id = receipt::<T>(&patient);
		let guardian: T::AccountId = account("guardian", 0, 0);
		T::Participants::make_guardian(&guardian, &patient);
		whitelist_account!(guardian);
		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), id);
		assert_last::<T>(Event::ResultErased { request: id });
	}

	#[benchmark]
	fn pay_for() {
		let id = receipt::<T>(&practitioner::<T>());
		for number in 0..2 {
			fund::<T>(&account("payer", number, 0));
		}
		Pallet::<T>::do_pay_for(account("payer", 0, 0), id).unwrap();
		let payer: T::AccountId = account("payer", 1, 0);
		whitelist_account!(payer);
		#[extrinsic_call]
		_(RawOrigin::Signed(payer.clone()), id);
		assert_last::<T>(Event::PaidFor { request: id, payer });
	}

	#[benchmark]
	fn publish_output() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller);
		let id = receipt::<T>(&caller);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, model, SALT, largest_output());
		assert_last::<T>(Event::OutputPublished { request: id, model });
	}

	// A first report: to hold a deposit is dearer than to give it back.
	#[benchmark]
	fn report_drift() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller);
		T::Quorum::make_operators();
		T::Operators::make_operator(&caller);
		let drift = Some(Drift::Large);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), model, drift);
		assert_last::<T>(Event::DriftReported { model, operator: caller, drift });
	}

	#[benchmark]
	fn report_verdicts() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller);
		tally::<T>(&caller, 1_000);
		let verdicts = Verdicts { accepted: 500, modified: 250, rejected: 250 };
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), model, verdicts);
		assert_last::<T>(Event::VerdictsReported { model, reporter: caller, verdicts });
	}

	#[benchmark]
	fn report_outcomes() {
		let caller = practitioner::<T>();
		let model = approved::<T>(&caller);
		tally::<T>(&caller, 1_000);
		let outcomes = Outcomes {
			true_positive: 250,
			false_positive: 250,
			true_negative: 250,
			false_negative: 250,
		};
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), model, outcomes);
		assert_last::<T>(Event::OutcomesReported { model, reporter: caller, outcomes });
	}

	// First reports: to hold a deposit is dearer than to add to what was reported.
	#[benchmark]
	fn report_usage(m: Linear<1, { MAX_REPORTED_MODELS }>) {
		let caller = practitioner::<T>();
		put_to_work::<T>(&caller);
		let mut counts = UsageCounts::default();
		for _ in 0..m {
			counts.try_push((approved::<T>(&caller), 1_000)).unwrap();
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), counts.clone());
		assert_last::<T>(Event::UsageReported { operator: caller, counts });
	}

	// Worst when the reporter has reported both results and usage.
	#[benchmark]
	fn strike_report() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let reporter = practitioner::<T>();
		let model = approved::<T>(&reporter);
		tally::<T>(&reporter, 100);
		let verdicts = Verdicts { accepted: 100, ..Default::default() };
		Pallet::<T>::do_report_verdicts(reporter.clone(), model, verdicts).unwrap();
		put_to_work::<T>(&reporter);
		let counts = UsageCounts::truncate_from([(model, 1_000)].to_vec());
		Pallet::<T>::do_report_usage(reporter.clone(), counts).unwrap();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, model, reporter.clone());
		assert_last::<T>(Event::ReportStruck { model, reporter });
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
