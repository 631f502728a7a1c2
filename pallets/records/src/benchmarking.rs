// SPDX-License-Identifier: Apache-2.0
//! Benchmarks. Set-up goes through the neighbours' `make_…` functions, so that they run in this
//! pallet's mock and in the real runtime alike.
#![allow(
	missing_docs,
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects
)]

use crate::*;
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	BoundedVec,
	traits::{Consideration, Get, Time},
};
use frame_system::RawOrigin;
use polkadot_sdk::{
	frame_benchmarking::{self, account, v2::*},
	sp_io::hashing::blake2_256,
};
use salus_primitives::{
	Action, Category, Cid, Compartment, ConsentDecision, DataPeriod, Day, Guardians, Operators,
	Participants, Purpose, Query, Reader, RecordId,
	quorum::{Deadline, WorkClass},
	records::{MAX_CUSTODIANS, MAX_READERS},
};

const CATEGORY: Category = Category::ObservationLaboratory;
/// What is written for the last of the purposes that are tried.
const JOB: Category = Category::RiskAssessment;

fn operators<T: Config>(count: u32) -> Vec<T::AccountId> {
	operators_called::<T>("operator", count)
}

/// Operators that keep nothing yet.
fn successors<T: Config>(count: u32) -> Vec<T::AccountId> {
	operators_called::<T>("successor", count)
}

fn operators_called<T: Config>(name: &'static str, count: u32) -> Vec<T::AccountId> {
	(0..count)
		.map(|number| {
			let operator = account(name, number, 0);
			T::Operators::make_operator(&operator);
			operator
		})
		.collect()
}

/// Lists so many operators as holders of a record, as if each kept one version.
fn list_holders<T: Config>(id: RecordId, count: u32) -> Vec<T::AccountId> {
	let custodians = operators::<T>(count);
	let holders = custodians.iter().cloned();
	let holders = holders.map(|custodian| Holder { custodian, versions: 1 }).collect();
	Holders::<T>::insert(id, BoundedVec::truncate_from(holders));
	custodians
}

/// A document with a CID and key that no other `seed` has.
fn document<T: Config>(seed: u32, custodians: u32) -> Document<T::AccountId> {
	let custodians = operators::<T>(custodians);
	let key_commitment = (b"key", seed).using_encoded(blake2_256);
	Document {
		cid: Cid::raw(seed.using_encoded(blake2_256)).as_bytes().to_vec().try_into().unwrap(),
		length: T::MaxDocumentSize::get(),
		key_commitment,
		threshold: custodians.len().min(2) as u8,
		custodians: custodians.try_into().unwrap(),
	}
}

/// Data that arose on the chain's present day.
fn today<T: Config>() -> DataPeriod {
	DataPeriod::on(Day::of(T::Time::now()))
}

fn patient<T: Config>() -> T::AccountId {
	let patient = account("patient", 0, 0);
	T::Participants::make_patient(&patient);
	patient
}

/// Whoever does for the patient what the patient may, which is dearer to look up.
fn guardian<T: Config>(patient: &T::AccountId) -> T::AccountId {
	let guardian = account("guardian", 0, 0);
	T::Participants::make_guardian(&guardian, patient);
	guardian
}

/// A practitioner with an encryption key, which being a patient gives.
fn practitioner<T: Config>() -> T::AccountId {
	let practitioner = account("practitioner", 0, 0);
	T::Participants::make_patient(&practitioner);
	T::Participants::make_practitioner(&practitioner);
	practitioner
}

/// Somebody who may write jobs for treatment, payment and research, and is permitted the last, so that consent is
/// asked for every purpose.
fn author_of_jobs<T: Config>(patient: &T::AccountId) -> T::AccountId {
	let author = practitioner::<T>();
	T::Participants::make_member(&account("study", 0, 0), &author);
	let reader = Reader::Account(author.clone());
	permit_category::<T>(patient, reader, Action::Collect, JOB, Purpose::Research);
	author
}

fn permit<T: Config>(
	patient: &T::AccountId,
	reader: Reader<T::AccountId>,
	action: Action,
	purpose: Purpose,
) {
	permit_category::<T>(patient, reader, action, CATEGORY, purpose);
}

fn permit_category<T: Config>(
	patient: &T::AccountId,
	reader: Reader<T::AccountId>,
	action: Action,
	category: Category,
	purpose: Purpose,
) {
	T::Consent::make_permit(&Query {
		patient: patient.clone(),
		reader,
		action,
		category,
		compartment: Compartment::General,
		purpose,
		data: today::<T>(),
	});
}

/// A record that the patient wrote for themselves, with so many versions.
fn record<T: Config>(patient: &T::AccountId, seed: u32, versions: u32) -> RecordId {
	record_of::<T>(patient, CATEGORY, seed, versions)
}

fn record_of<T: Config>(
	patient: &T::AccountId,
	category: Category,
	seed: u32,
	versions: u32,
) -> RecordId {
	record_by::<T>(patient, patient, category, seed, versions)
}

/// Puts one record in the place of another, as its author sees it.
fn link<T: Config>(before: RecordId, after: RecordId) {
	Records::<T>::mutate_extant(before, |stored| stored.record.replaced_by = Some(after));
	Records::<T>::mutate_extant(after, |stored| stored.record.replaces = Some(before));
}

/// A record with so many versions of one author's.
fn record_by<T: Config>(
	author: &T::AccountId,
	patient: &T::AccountId,
	category: Category,
	seed: u32,
	versions: u32,
) -> RecordId {
	let custodians = MAX_CUSTODIANS;
	let number = |version: u32| seed * T::MaxVersions::get() + version;
	let first = document::<T>(number(0), custodians);
	T::Consideration::ensure_successful(author, Pallet::<T>::first_footprint());
	let id = Pallet::<T>::do_submit(
		author.clone(),
		patient.clone(),
		category,
		Compartment::General,
		today::<T>(),
		first,
	)
	.expect("the author may write");
	for version in 1..versions {
		let next = document::<T>(number(version), custodians);
		T::Consideration::ensure_successful(author, Pallet::<T>::next_footprint());
		Pallet::<T>::do_amend(author.clone(), id, version, next, today::<T>())
			.expect("the author may amend");
	}
	id
}

/// A job and inputs of one patient that the requester and decision support may read, and money for the requester to
/// open each once. Nothing of it is shared with what an earlier call made.
pub(crate) fn make_records<T: Config>(
	requester: &T::AccountId,
	count: u32,
) -> (RecordId, Vec<RecordId>) {
	let seed = NextRecord::<T>::get().0 as u32;
	let patient: T::AccountId = account("patient", seed, 0);
	T::Participants::make_patient(&patient);
	for category in [Category::RiskAssessment, CATEGORY] {
		let reader = Reader::Account(requester.clone());
		let (action, purpose) = (Action::Access, Purpose::Treatment);
		permit_category::<T>(&patient, reader, action, category, purpose);
		// Consent permits it for every class.
		let class = WorkClass::Clinical;
		let reader = Reader::DecisionSupport { class, asker: requester.clone() };
		permit_category::<T>(&patient, reader, action, category, Purpose::DecisionSupport);
	}
	let readers = MAX_READERS as usize;
	let made = |category: Category, seed: u32| {
		T::Consideration::ensure_successful(requester, Pallet::<T>::access_footprint(readers));
		record_of::<T>(&patient, category, seed, 1)
	};
	let job = made(Category::RiskAssessment, seed);
	let inputs = (1..=count).map(|number| made(CATEGORY, seed + number)).collect();
	(job, inputs)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn submit(c: Linear<1, { MAX_CUSTODIANS }>) {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let document = document::<T>(0, c);
		T::Consideration::ensure_successful(&author, Pallet::<T>::first_footprint());
		let data = today::<T>();
		whitelist_account!(author);

		#[extrinsic_call]
		_(RawOrigin::Signed(author), patient, JOB, Compartment::General, data, document);

		assert_eq!(Records::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn amend(c: Linear<1, { MAX_CUSTODIANS }>) {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let id = record_by::<T>(&author, &patient, JOB, 0, 2);
		list_holders::<T>(id, T::MaxHolders::get());
		let document = document::<T>(2, c);
		T::Consideration::ensure_successful(&author, Pallet::<T>::next_footprint());
		let data = today::<T>();
		whitelist_account!(author);

		#[extrinsic_call]
		_(RawOrigin::Signed(author), id, 2, document, data);

		assert!(EarlierVersions::<T>::contains_key(id, 2));
	}

	#[benchmark]
	fn amend_for(c: Linear<1, { MAX_CUSTODIANS }>) {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let id = record_by::<T>(&author, &patient, JOB, 0, 2);
		list_holders::<T>(id, T::MaxHolders::get());
		let (organisation, colleague): (T::AccountId, T::AccountId) =
			(account("study", 0, 0), account("colleague", 0, 0));
		T::Participants::make_practitioner(&colleague);
		T::Participants::make_member(&organisation, &colleague);
		let reader = Reader::Account(colleague.clone());
		permit_category::<T>(&patient, reader, Action::Collect, JOB, Purpose::Research);
		let document = document::<T>(2, c);
		T::Consideration::ensure_successful(&colleague, Pallet::<T>::next_footprint());
		let data = today::<T>();
		whitelist_account!(colleague);

		#[extrinsic_call]
		_(RawOrigin::Signed(colleague), organisation, id, 2, document, data);

		assert!(EarlierVersions::<T>::contains_key(id, 2));
	}

	#[benchmark]
	fn replace(c: Linear<1, { MAX_CUSTODIANS }>) {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let id = record_of::<T>(&patient, JOB, 0, 1);
		let document = document::<T>(1, c);
		T::Consideration::ensure_successful(&author, Pallet::<T>::first_footprint());
		let data = today::<T>();
		whitelist_account!(author);

		#[extrinsic_call]
		_(RawOrigin::Signed(author), id, document, data);

		assert!(Records::<T>::get(id).is_some_and(|stored| stored.record.replaced_by.is_some()));
	}

	#[benchmark]
	fn request_access() {
		let (patient, reader) = (patient::<T>(), practitioner::<T>());
		let id = record::<T>(&patient, 0, 1);
		let asks = Reader::Account(reader.clone());
		permit::<T>(&patient, asks, Action::Access, Purpose::Treatment);
		T::Consideration::ensure_successful(&reader, Pallet::<T>::access_footprint(1));
		whitelist_account!(reader);

		#[extrinsic_call]
		_(RawOrigin::Signed(reader), id, Some(1), Purpose::Treatment);

		assert_eq!(Accesses::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn close_access() {
		let (patient, reader) = (patient::<T>(), practitioner::<T>());
		let id = record::<T>(&patient, 0, 1);
		// By a provision, under which it is noted.
		permit::<T>(&patient, Reader::Account(reader.clone()), Action::Access, Purpose::Treatment);
		T::Consideration::ensure_successful(&reader, Pallet::<T>::access_footprint(1));
		let access = Pallet::<T>::do_request_access(reader.clone(), id, None, Purpose::Treatment)
			.expect("the patient permits it");
		whitelist_account!(reader);

		#[extrinsic_call]
		_(RawOrigin::Signed(reader), access);

		assert!(!Accesses::<T>::contains_key(access));
	}

	#[benchmark]
	fn contest() {
		let patient = patient::<T>();
		let id = record::<T>(&patient, 0, 1);
		let guardian = guardian::<T>(&patient);
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), id, ContestReason::Inaccurate);

		assert!(Records::<T>::get(id).is_some_and(|stored| stored.record.contested.is_some()));
	}

	#[benchmark]
	fn withdraw_contest() {
		let patient = patient::<T>();
		let id = record::<T>(&patient, 0, 1);
		Pallet::<T>::do_contest(patient.clone(), id, ContestReason::Inaccurate)
			.expect("a patient may contest");
		let guardian = guardian::<T>(&patient);
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), id);

		assert!(Records::<T>::get(id).is_some_and(|stored| stored.record.contested.is_none()));
	}

	#[benchmark]
	fn erase(v: Linear<2, { T::MaxVersions::get() }>, h: Linear<1, { T::MaxHolders::get() }>) {
		let patient = patient::<T>();
		let [before, after] = [1, 2].map(|seed| record::<T>(&patient, seed, 1));
		let id = record::<T>(&patient, 0, v);
		link::<T>(before, id);
		link::<T>(id, after);
		list_holders::<T>(id, h);
		let guardian = guardian::<T>(&patient);
		whitelist_account!(guardian);

		#[extrinsic_call]
		_(RawOrigin::Signed(guardian), id);

		assert_eq!(Destructions::<T>::get(id).map(|owed| owed.len()), Some(h as usize));
	}

	#[benchmark]
	fn confirm_destruction() {
		let patient = patient::<T>();
		let id = record::<T>(&patient, 0, 2);
		let holders = list_holders::<T>(id, T::MaxHolders::get());
		Pallet::<T>::do_erase(patient, id).expect("a patient may erase");
		let (last, others) = holders.split_last().unwrap();
		for custodian in others {
			Pallet::<T>::do_confirm_destruction(custodian.clone(), id).unwrap();
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(last.clone()), id);

		assert!(!Destructions::<T>::contains_key(id));
	}

	#[benchmark]
	fn end_destruction(h: Linear<1, { T::MaxHolders::get() }>) {
		let patient = patient::<T>();
		let id = record::<T>(&patient, 0, 2);
		list_holders::<T>(id, h);
		Pallet::<T>::do_erase(patient, id).expect("a patient may erase");
		Destructions::<T>::mutate(id, |owed| {
			let late = Deadline { moment: 0, block: 0 };
			owed.iter_mut().flatten().for_each(|owing| owing.due = late);
		});
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);

		assert!(!Destructions::<T>::contains_key(id));
	}

	#[benchmark]
	fn pay_for() {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let id = record_by::<T>(&author, &patient, JOB, 0, 2);
		let payer: T::AccountId = whitelisted_caller();
		T::Consideration::ensure_successful(&payer, Pallet::<T>::first_footprint());

		#[extrinsic_call]
		_(RawOrigin::Signed(payer), id, 1);

		let version = EarlierVersions::<T>::get(id, 1).unwrap();
		assert!(version.ticket.taken_over_by.is_some());
	}

	// By the author; fewer than two custodians would be fewer than the threshold.
	#[benchmark]
	fn reshare(c: Linear<2, { MAX_CUSTODIANS }>) {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let id = record_by::<T>(&author, &patient, JOB, 0, 2);
		let custodians: Custodians<T::AccountId> = successors::<T>(c).try_into().unwrap();
		whitelist_account!(author);

		#[extrinsic_call]
		_(RawOrigin::Signed(author), id, 1, 0, [7; 32], custodians);

		assert_eq!(EarlierVersions::<T>::get(id, 1).unwrap().item.generation(), 1);
		assert_eq!(Destructions::<T>::get(id).unwrap().len(), MAX_CUSTODIANS as usize);
	}

	#[benchmark]
	fn hand_over() {
		let patient = patient::<T>();
		let id = record::<T>(&patient, 0, 2);
		let custodian = operators::<T>(1).remove(0);
		let successor = successors::<T>(1).remove(0);
		whitelist_account!(custodian);

		#[extrinsic_call]
		_(RawOrigin::Signed(custodian), id, 1, 0, successor.clone());

		let kept = EarlierVersions::<T>::get(id, 1).unwrap().item;
		assert_eq!(kept.custodians.first(), Some(&successor));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
