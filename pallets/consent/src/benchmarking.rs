// SPDX-License-Identifier: Apache-2.0
//! The dearest case of each call. Nothing here sets the clock: periods are laid around its present.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing
)]

mod emergencies;
mod permits;
mod requests;

pub(crate) use permits::make_permit;

use super::*;
use alloc::vec::Vec;
use emergencies::{break_glass_for, practitioner};
use frame_benchmarking::v2::*;
use frame_support::{
	BoundedVec,
	traits::{Consideration, EnsureOrigin, Get, Time},
};
use frame_system::RawOrigin;
use polkadot_sdk::{frame_benchmarking, frame_support, frame_system};
use requests::{ask, requester};
use salus_primitives::{
	AccessId, Action, Category, Compartment, ConsentDecision, DataPeriod, Day, Guardians, Licence,
	Participants, ProvisionId, Purpose, Query, Reader, WorkClasses, consent::MAX_NAMED_ACCESSES,
	quorum::Deadline,
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

fn guardian<T: Config>(patient: &T::AccountId) -> T::AccountId {
	let guardian = account("guardian", 0, 0);
	T::Participants::make_guardian(&guardian, patient);
	guardian
}

fn provision<T: Config>(id: u32, terms: ProvisionTerms<T::AccountId>) -> Provision<T::AccountId> {
	let provision = Pallet::<T>::check(terms, T::Time::now()).ok().unwrap();
	Provision { id: ProvisionId(id), ..provision }
}

/// A patient with so many provisions, of which so many have expired, and with a full history. The first has opened as
/// many access requests as are named.
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
	open_accesses::<T>(&patient, ProvisionId(kept));
	patient
}

/// As many access requests as are named, by a provision that is to be revoked.
fn open_accesses<T: Config>(patient: &T::AccountId, provision: ProvisionId) {
	let expires = Deadline { moment: T::Time::now() + 1_000_000, block: u32::MAX };
	let opened = (0..MAX_NAMED_ACCESSES)
		.map(|number| OpenedAccess { access: AccessId(number.into()), expires });
	let opened = BoundedVec::truncate_from(opened.collect::<Vec<_>>());
	OpenedBy::<T>::insert(patient, provision, opened);
}

fn last_of<T: Config>(patient: &T::AccountId) -> ProvisionId {
	let policy = Provisions::<T>::get(patient).unwrap();
	policy.active.last().unwrap().id
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
		assert!(!OpenedBy::<T>::contains_key(&patient, first));
	}

	#[benchmark]
	fn revoke_new_access() {
		let patient = full_patient::<T>(T::MaxProvisions::get(), 0);
		let first = ProvisionId(T::MaxHistory::get());
		whitelist_account!(patient);

		#[extrinsic_call]
		_(RawOrigin::Signed(patient.clone()), first);

		assert!(History::<T>::get(&patient, 0).unwrap().lets_finish);
	}

	#[benchmark]
	fn grant_for() {
		let patient = patient::<T>(0);
		T::Consideration::ensure_successful(&patient, Pallet::<T>::policy_footprint());
		let guardian = guardian::<T>(&patient);
		let terms = terms::<T>(longest_actor::<T>());
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), patient.clone(), terms);

		assert_eq!(last_of::<T>(&patient), ProvisionId(0));
	}

	#[benchmark]
	fn revoke_for() {
		let patient = full_patient::<T>(T::MaxProvisions::get(), 0);
		let guardian = guardian::<T>(&patient);
		let first = ProvisionId(T::MaxHistory::get());
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), patient.clone(), first);

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
		let guardian = guardian::<T>(&patient);
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), id, Some(terms));

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
		let (practitioner, organisation) = practitioner::<T>();
		let others = T::MaxOpenCases::get().saturating_sub(1);
		break_glass_for::<T>(&practitioner, &organisation, others);
		let patient = patient::<T>(others);
		T::Consideration::ensure_successful(&organisation, Pallet::<T>::case_footprint());
		whitelist_account!(practitioner);

		#[extrinsic_call]
		_(RawOrigin::Signed(practitioner.clone()), patient, [7; 32], Some(organisation.clone()));

		assert!(OpenCases::<T>::get(&practitioner).is_full());
		assert_eq!(CasesOf::<T>::get(&organisation).unreviewed, others + 1);
	}

	#[benchmark]
	fn review_break_glass() -> Result<(), BenchmarkError> {
		let authority =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (practitioner, organisation) = practitioner::<T>();
		break_glass_for::<T>(&practitioner, &organisation, T::MaxOpenCases::get());
		let id = OpenCases::<T>::get(&practitioner)[0].id;

		#[extrinsic_call]
		_(authority as T::RuntimeOrigin, id, ReviewOutcome::Unjustified);

		assert!(Cases::<T>::get(id).unwrap().item.review.is_some());
		assert_eq!(T::Participants::licence(&practitioner), Licence::Suspended);
		Ok(())
	}

	#[benchmark]
	fn close_break_glass() {
		let (practitioner, organisation) = practitioner::<T>();
		break_glass_for::<T>(&practitioner, &organisation, T::MaxOpenCases::get());
		let OpenCase { id, patient, .. } = OpenCases::<T>::get(&practitioner)[0].clone();
		let guardian = guardian::<T>(&patient);
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), id);

		assert_eq!(Cases::<T>::get(id).unwrap().item.until, T::Time::now());
	}

	#[benchmark]
	fn stand_surety() {
		let (_, organisation) = practitioner::<T>();
		CasesOf::<T>::remove(&organisation);
		whitelist_account!(organisation);

		#[extrinsic_call]
		_(RawOrigin::Signed(organisation.clone()), 50);

		assert_eq!(CasesOf::<T>::get(&organisation).surety, 50);
	}

	#[benchmark]
	fn remove_case() {
		let (practitioner, organisation) = practitioner::<T>();
		break_glass_for::<T>(&practitioner, &organisation, 1);
		let id = OpenCases::<T>::take(&practitioner)[0].id;
		Cases::<T>::mutate(id, |case| {
			let case = &mut case.as_mut().unwrap().item;
			// Longer ago than any retention, whatever the clock says.
			case.review = Some(Review { outcome: ReviewOutcome::Justified, reviewed_at: 0 });
			case.previous = id.next();
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);

		assert!(!Cases::<T>::contains_key(id));
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
