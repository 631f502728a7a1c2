// SPDX-License-Identifier: Apache-2.0
//! The dearest case of each call. Nothing here sets the clock: periods are laid around its present.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing
)]

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{Consideration, EnsureOrigin, Get, Time},
};
use frame_system::RawOrigin;
use polkadot_sdk::{frame_benchmarking, frame_support, frame_system};
use salus_primitives::{
	Action, Category, Compartment, ConsentDecision, DataPeriod, Day, Participants, ProvisionId,
	Purpose, Query, Reader, WorkClasses,
};

fn list<W: Copy, S: Get<u32>>(codes: impl IntoIterator<Item = W>) -> BoundedVec<W, S> {
	BoundedVec::truncate_from(codes.into_iter().collect::<Vec<_>>())
}

/// Every code and every limit there is.
fn terms<T: Config>(actor: Actor<T::AccountId>) -> ProvisionTerms<T::AccountId> {
	let later = T::Time::now() + 1_000_000;
	ProvisionTerms {
		effect: Effect::Permit,
		actor,
		actions: list(Action::ALL.iter().copied()),
		categories: list(Category::ALL.iter().copied()),
		compartments: list(Compartment::ALL),
		purposes: list(
			Purpose::ALL.iter().copied().filter(|purpose| *purpose != Purpose::BreakGlass),
		),
		// Now: the clock of a benchmark stands where no chain's does.
		from: None,
		until: Some(later),
		data_from: Some(Day::FIRST),
		data_until: Some(Day::LAST),
		erase_at: Some(later),
		no_redisclosure: true,
		mask_identity: true,
		uses: Some(10),
	}
}

/// Whom a provision names at its longest.
fn longest_actor<T: Config>() -> Actor<T::AccountId> {
	asked_by::<T>(account("asker", 0, 0))
}

/// Decision support of every class, when a member of this organisation asks.
fn asked_by<T: Config>(organisation: T::AccountId) -> Actor<T::AccountId> {
	Actor::DecisionSupport { classes: WorkClasses::all(), asker: Some(organisation) }
}

fn patient<T: Config>(index: u32) -> T::AccountId {
	let patient = account("patient", index, 0);
	T::Participants::make_patient(&patient);
	patient
}

fn provision<T: Config>(id: u32, terms: ProvisionTerms<T::AccountId>) -> Provision<T::AccountId> {
	let provision = Pallet::<T>::check(terms, T::Time::now()).ok().unwrap();
	Provision { id: ProvisionId(id), ..provision }
}

/// A patient with so many provisions, of which so many have expired, and with a full history.
fn full_patient<T: Config>(provisions: u32, expired: u32) -> T::AccountId {
	let patient = patient::<T>(0);
	T::Consideration::ensure_successful(&patient, Pallet::<T>::policy_footprint());
	let kept = T::MaxHistory::get();
	let made = |id: u32, ended: bool| {
		let mut provision = provision::<T>(id, terms::<T>(longest_actor::<T>()));
		if ended {
			provision.until = Some(T::Time::now());
		}
		provision
	};
	for id in 0..kept {
		History::<T>::insert(&patient, id, made(id, true));
	}
	let active = (0..provisions).map(|index| made(kept + index, index < expired));
	let policy = Policy::<T> {
		next: ProvisionId(kept + provisions),
		archived: kept,
		active: BoundedVec::truncate_from(active.collect::<Vec<_>>()),
		..Pallet::<T>::new_policy(&patient).unwrap()
	};
	Provisions::<T>::insert(&patient, policy);
	patient
}

fn last_of<T: Config>(patient: &T::AccountId) -> ProvisionId {
	let policy = Provisions::<T>::get(patient).unwrap();
	policy.active.last().unwrap().id
}

/// A member of an organisation, who asks for what its members ask of decision support.
fn requester<T: Config>(index: u32) -> (T::AccountId, Actor<T::AccountId>) {
	let organisation = account("organisation", 0, 0);
	let requester = account("requester", index, 0);
	T::Participants::make_member(&organisation, &requester);
	T::Consideration::ensure_successful(&requester, Pallet::<T>::request_footprint());
	(requester, asked_by::<T>(organisation))
}

fn ask<T: Config>(patient: &T::AccountId, count: u32) {
	for index in 0..count {
		let (requester, actor) = requester::<T>(index);
		Pallet::<T>::do_request_consent(requester, patient.clone(), terms::<T>(actor)).unwrap();
	}
}

/// Makes the patient permit what the query asks, by the provision that is dearest to find: it names an organisation of
/// which the reader is a member, and counts its uses. All others are preferred to it, match as well, and name other
/// organisations.
pub(crate) fn make_permit<T: Config>(query: &Query<T::AccountId>) {
	let Query { patient, reader, .. } = query;
	let named = |organisation: T::AccountId| match reader {
		Reader::DecisionSupport { .. } => asked_by::<T>(organisation),
		Reader::Account(_) | Reader::Study(_) => Actor::MembersOf(organisation),
	};
	let unlimited = |actor: Actor<T::AccountId>| ProvisionTerms {
		until: None,
		erase_at: None,
		no_redisclosure: false,
		mask_identity: false,
		uses: None,
		..terms::<T>(actor)
	};
	let mut policy = Provisions::<T>::get(patient).unwrap_or_else(|| {
		T::Consideration::ensure_successful(patient, Pallet::<T>::policy_footprint());
		let room = T::MaxProvisions::get();
		let others = (0..room).map(|index| {
			let other = account("other clinic", index, 0);
			provision::<T>(index, unlimited(named(other)))
		});
		Policy::<T> {
			next: ProvisionId(room),
			active: BoundedVec::truncate_from(others.collect::<Vec<_>>()),
			..Pallet::<T>::new_policy(patient).unwrap()
		}
	});

	let clinic: T::AccountId = account("clinic", 0, 0);
	if let Reader::Account(member) | Reader::DecisionSupport { asker: member, .. } = reader {
		T::Participants::make_member(&clinic, member);
	}
	let actor = match reader {
		Reader::Study(study) => Actor::Study(*study),
		Reader::Account(_) | Reader::DecisionSupport { .. } => named(clinic),
	};
	let wanted = ProvisionTerms {
		actions: list([query.action]),
		categories: list([query.category]),
		compartments: list([query.compartment]),
		purposes: list([query.purpose]),
		uses: Some(u32::MAX),
		..unlimited(actor)
	};
	let ProvisionId(next) = policy.next;
	// In the place of one of the others: there are as many as there can be.
	policy.active.remove(0);
	policy.active.try_push(provision::<T>(next, wanted)).ok().unwrap();
	policy.next = ProvisionId(next + 1);
	Provisions::<T>::insert(patient, policy);
}

fn practitioner<T: Config>() -> T::AccountId {
	let practitioner = account("practitioner", 0, 0);
	T::Participants::make_practitioner(&practitioner);
	practitioner
}

fn break_glass_for<T: Config>(practitioner: &T::AccountId, patients: u32) {
	for index in 0..patients {
		T::Consideration::ensure_successful(practitioner, Pallet::<T>::case_footprint());
		Pallet::<T>::do_break_glass(
			practitioner.clone(),
			patient::<T>(index),
			BreakGlassReason::LifeThreat,
		)
		.unwrap();
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn grant() {
		let patient = full_patient::<T>(T::MaxProvisions::get() - 1, 0);
		let terms = terms::<T>(longest_actor::<T>());
		let next = Provisions::<T>::get(&patient).unwrap().next;
		whitelist_account!(patient);

		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), terms);

		assert_eq!(last_of::<T>(&patient), next);
	}

	#[benchmark]
	fn grant_first() {
		let patient = patient::<T>(0);
		T::Consideration::ensure_successful(&patient, Pallet::<T>::policy_footprint());
		let terms = terms::<T>(longest_actor::<T>());
		whitelist_account!(patient);

		#[extrinsic_call]
		grant(RawOrigin::Signed(patient.clone()), terms);

		assert_eq!(last_of::<T>(&patient), ProvisionId(0));
	}

	#[benchmark]
	fn grant_replacing() {
		let patient = full_patient::<T>(T::MaxProvisions::get(), 1);
		let terms = terms::<T>(longest_actor::<T>());
		let next = Provisions::<T>::get(&patient).unwrap().next;
		whitelist_account!(patient);

		#[extrinsic_call]
		grant(RawOrigin::Signed(patient.clone()), terms);

		assert_eq!(last_of::<T>(&patient), next);
	}

	#[benchmark]
	fn revoke() {
		let patient = full_patient::<T>(T::MaxProvisions::get(), 0);
		let index = T::MaxHistory::get();
		let first = ProvisionId(index);
		whitelist_account!(patient);

		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), first);

		assert_eq!(History::<T>::get(&patient, 0).unwrap().id, first);
	}

	#[benchmark]
	fn request_consent() {
		let patient = patient::<T>(0);
		let others = T::MaxRequests::get().saturating_sub(1);
		ask::<T>(&patient, others);
		let (requester, actor) = requester::<T>(others);
		let terms = terms::<T>(actor);
		whitelist_account!(requester);

		#[extrinsic_call]
		_(RawOrigin::Signed(requester), patient.clone(), terms);

		assert_eq!(RequestsOf::<T>::get(&patient).len() as u32, others + 1);
	}

	#[benchmark]
	fn answer() {
		let patient = patient::<T>(0);
		T::Consideration::ensure_successful(&patient, Pallet::<T>::policy_footprint());
		ask::<T>(&patient, T::MaxRequests::get());
		let id = RequestsOf::<T>::get(&patient)[0].id;
		let terms = Requests::<T>::get(id).unwrap().item.terms;
		whitelist_account!(patient);

		#[extrinsic_call]
		_(RawOrigin::Signed(patient), id, Some(terms));

		assert!(!Requests::<T>::contains_key(id));
	}

	#[benchmark]
	fn withdraw_request() {
		let patient = patient::<T>(0);
		ask::<T>(&patient, T::MaxRequests::get());
		let OpenRequest { id, requester } = RequestsOf::<T>::get(&patient)[0].clone();
		whitelist_account!(requester);

		#[extrinsic_call]
		_(RawOrigin::Signed(requester), id);

		assert!(!Requests::<T>::contains_key(id));
	}

	#[benchmark]
	fn break_glass() {
		let practitioner = practitioner::<T>();
		let others = T::MaxOpenCases::get().saturating_sub(1);
		break_glass_for::<T>(&practitioner, others);
		let patient = patient::<T>(others);
		T::Consideration::ensure_successful(&practitioner, Pallet::<T>::case_footprint());
		whitelist_account!(practitioner);

		#[extrinsic_call]
		_(RawOrigin::Signed(practitioner.clone()), patient, BreakGlassReason::LifeThreat);

		assert!(OpenCases::<T>::get(&practitioner).is_full());
	}

	#[benchmark]
	fn review_break_glass() -> Result<(), BenchmarkError> {
		let authority =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let practitioner = practitioner::<T>();
		break_glass_for::<T>(&practitioner, T::MaxOpenCases::get());
		let id = OpenCases::<T>::get(&practitioner)[0].id;

		#[extrinsic_call]
		_(authority as T::RuntimeOrigin, id, ReviewOutcome::Justified);

		assert!(Cases::<T>::get(id).unwrap().item.review.is_some());
		Ok(())
	}

	#[benchmark]
	fn prune(n: Linear<1, { T::MaxProvisions::get() }>) {
		let patient = full_patient::<T>(T::MaxProvisions::get(), n);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), patient.clone());

		assert_eq!(
			Provisions::<T>::get(&patient).unwrap().active.len() as u32,
			T::MaxProvisions::get() - n
		);
	}

	/// No call of its own: what each reading pays for its decision, within the call that asks.
	#[benchmark(extra)]
	fn decide() {
		let query = Query {
			patient: patient::<T>(0),
			reader: Reader::Account(account("reader", 0, 0)),
			action: Action::Access,
			category: Category::Condition,
			compartment: Compartment::Fifteen,
			purpose: Purpose::Treatment,
			data: DataPeriod::on(Day::of(T::Time::now())),
		};
		make_permit::<T>(&query);
		let decision;

		#[block]
		{
			decision = <Pallet<T> as ConsentDecision<T::AccountId>>::decide_and_use(&query);
		}

		assert!(decision.is_ok());
		let policy = Provisions::<T>::get(&query.patient).unwrap();
		assert!(policy.active.is_full());
		assert_eq!(policy.active.last().unwrap().uses_left, Some(u32::MAX - 1));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
