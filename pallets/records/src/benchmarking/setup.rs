// SPDX-License-Identifier: Apache-2.0
//! Whom and what benchmarks need: accounts with their roles and money, permits, and records with their custody.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_support::{
	BoundedVec,
	storage::{storage_prefix, unhashed},
	traits::{
		Consideration, Get, Time,
		fungible::{Inspect, Mutate},
	},
};
use polkadot_sdk::{
	frame_benchmarking::account, sp_io::hashing::blake2_256, sp_runtime::traits::Saturating,
};
use salus_primitives::{
	Action, Category, Cid, Compartment, ConsentDecision, DAY, DataPeriod, Day, Guardians,
	Operators, Participants, Purpose, Query, Reader, RecordId, VersionNumber,
	quorum::WorkClass,
	records::{MAX_CUSTODIANS, MAX_READERS, retention_step_payload},
};

pub(super) const CATEGORY: Category = Category::ObservationLaboratory;
/// What is written for the last of the purposes that are tried.
pub(super) const JOB: Category = Category::RiskAssessment;
/// What every custodian of a benchmark claims with.
pub(super) const PROOF: [u8; 32] = [9; 32];

pub(super) fn operators<T: Config>(count: u32) -> Vec<T::AccountId> {
	operators_called::<T>("operator", count)
}

/// Operators that keep nothing yet.
pub(super) fn successors<T: Config>(count: u32) -> Vec<T::AccountId> {
	operators_called::<T>("successor", count)
}

pub(super) fn operators_called<T: Config>(name: &'static str, count: u32) -> Vec<T::AccountId> {
	(0..count)
		.map(|number| {
			let operator = account(name, number, 0);
			T::Operators::make_operator(&operator);
			operator
		})
		.collect()
}

/// Lists so many operators as holders of a record, as if each kept one version.
pub(super) fn list_holders<T: Config>(id: RecordId, count: u32) -> Vec<T::AccountId> {
	let custodians = operators::<T>(count);
	let holders = custodians.iter().cloned();
	let holders = holders.map(|custodian| Holder { custodian, versions: 1 }).collect();
	Holders::<T>::insert(id, BoundedVec::truncate_from(holders));
	custodians
}

/// Gives an account money for the custody of one version.
pub(super) fn endow<T: Config>(account: &T::AccountId) {
	let shares = usize::try_from(MAX_CUSTODIANS).unwrap();
	let cost = Pallet::<T>::term_price(T::MaxCustodyPrice::get(), shares);
	let money = cost.saturating_add(T::Currency::minimum_balance());
	T::Currency::mint_into(account, money).unwrap();
}

/// Has an account that nobody else is pay for a version's custody.
pub(super) fn pay_by_another<T: Config>(number: u32, record: RecordId, version: VersionNumber) {
	let payer = account("payer", number, 0);
	endow::<T>(&payer);
	Pallet::<T>::do_fund_custody(payer, record, version).expect("it has the money");
}

/// Lets ten days pass. The clock of a benchmark stands at 0, where nobody has earned anything, and is moved past its
/// pallet.
pub(super) fn let_days_pass<T: Config>() {
	let later = T::Time::now() + 10 * DAY;
	unhashed::put(&storage_prefix(b"Timestamp", b"Now"), &later);
	assert_eq!(T::Time::now(), later);
}

/// As many anchors as shares, of which everybody has the proof.
pub(super) fn anchors(shares: usize) -> Anchors {
	BoundedVec::truncate_from(vec![blake2_256(&retention_step_payload(&PROOF)); shares])
}

/// A document with a CID and key that no other `seed` has.
pub(super) fn document<T: Config>(seed: u32, custodians: u32) -> Document<T::AccountId> {
	let custodians = operators::<T>(custodians);
	let key_commitment = (b"key", seed).using_encoded(blake2_256);
	Document {
		cid: Cid::raw(seed.using_encoded(blake2_256)).as_bytes().to_vec().try_into().unwrap(),
		length: T::MaxDocumentSize::get(),
		key_commitment,
		threshold: custodians.len().min(2) as u8,
		anchors: anchors(custodians.len()),
		custodians: custodians.try_into().unwrap(),
	}
}

/// Data that arose on the chain's present day.
pub(super) fn today<T: Config>() -> DataPeriod {
	DataPeriod::on(Day::of(T::Time::now()))
}

pub(super) fn patient<T: Config>() -> T::AccountId {
	let patient = account("patient", 0, 0);
	T::Participants::make_patient(&patient);
	patient
}

/// Whoever does for the patient what the patient may, which is dearer to look up.
pub(super) fn guardian<T: Config>(patient: &T::AccountId) -> T::AccountId {
	let guardian = account("guardian", 0, 0);
	T::Participants::make_guardian(&guardian, patient);
	guardian
}

/// A practitioner with an encryption key, which being a patient gives.
pub(super) fn practitioner<T: Config>() -> T::AccountId {
	let practitioner = account("practitioner", 0, 0);
	T::Participants::make_patient(&practitioner);
	T::Participants::make_practitioner(&practitioner);
	practitioner
}

/// Somebody who may write jobs for treatment, payment and research, and is permitted the last, so that consent is
/// asked for every purpose.
pub(super) fn author_of_jobs<T: Config>(patient: &T::AccountId) -> T::AccountId {
	let author = practitioner::<T>();
	T::Participants::make_member(&account("study", 0, 0), &author);
	let reader = Reader::Account(author.clone());
	permit_category::<T>(patient, reader, Action::Collect, JOB, Purpose::Research);
	author
}

pub(super) fn permit<T: Config>(
	patient: &T::AccountId,
	reader: Reader<T::AccountId>,
	action: Action,
	purpose: Purpose,
) {
	permit_category::<T>(patient, reader, action, CATEGORY, purpose);
}

pub(super) fn permit_category<T: Config>(
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
pub(super) fn record<T: Config>(patient: &T::AccountId, seed: u32, versions: u32) -> RecordId {
	record_of::<T>(patient, CATEGORY, seed, versions)
}

pub(super) fn record_of<T: Config>(
	patient: &T::AccountId,
	category: Category,
	seed: u32,
	versions: u32,
) -> RecordId {
	record_by::<T>(patient, patient, category, seed, versions)
}

/// Puts one record in the place of another, as its author sees it.
pub(super) fn link<T: Config>(before: RecordId, after: RecordId) {
	Records::<T>::mutate_extant(before, |stored| stored.record.replaced_by = Some(after));
	Records::<T>::mutate_extant(after, |stored| stored.record.replaces = Some(before));
}

/// A record with so many versions of one author's.
pub(super) fn record_by<T: Config>(
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
	endow::<T>(author);
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
		endow::<T>(author);
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

/// A record that a patient wrote, in its first version. Nothing of it is shared with what an earlier call made.
pub(crate) fn make_record<T: Config>(patient: &T::AccountId, category: Category) -> RecordId {
	record_of::<T>(patient, category, NextRecord::<T>::get().0 as u32, 1)
}
