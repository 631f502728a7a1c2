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

mod setup;

pub(crate) use setup::{make_record, make_records};

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	BoundedVec,
	traits::{Consideration, EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use polkadot_sdk::frame_benchmarking::{self, account, v2::*};
use salus_primitives::{
	Action, Compartment, Participants, Purpose, Reader,
	quorum::Deadline,
	records::{MAX_CLAIMS, MAX_CUSTODIANS},
};
use setup::*;

#[benchmarks]
mod benchmarks {
	use super::*;

	// By somebody who pays for custody: to decide whether they may write takes longer than to ask a patient's sponsor.
	#[benchmark]
	fn submit(c: Linear<1, { MAX_CUSTODIANS }>) {
		let patient = patient::<T>();
		let author = author_of_jobs::<T>(&patient);
		let document = document::<T>(0, c);
		T::Consideration::ensure_successful(&author, Pallet::<T>::first_footprint());
		endow::<T>(&author);
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
		endow::<T>(&author);
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
		endow::<T>(&colleague);
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
		endow::<T>(&author);
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
		(1..=v).for_each(|version| pay_by_another::<T>(version, id, version));
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
		_(RawOrigin::Signed(author), id, 1, 0, [7; 32], custodians, anchors(c as usize));

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

	#[benchmark]
	fn claim_custody(n: Linear<1, { MAX_CLAIMS }>) {
		let patient = patient::<T>();
		let claim = |number| {
			let record = record::<T>(&patient, number, 2);
			pay_by_another::<T>(number, record, 1);
			CustodyClaim { record, version: 1, proof: PROOF }
		};
		let claims: Vec<_> = (0..n).map(claim).collect();
		let held = |claim: &CustodyClaim| CustodyFunds::<T>::get(claim.record, 1).unwrap().held;
		let before: Vec<_> = claims.iter().map(held).collect();
		let custodian = operators::<T>(MAX_CUSTODIANS).pop().unwrap();
		endow::<T>(&custodian);
		let_days_pass::<T>();
		whitelist_account!(custodian);

		#[extrinsic_call]
		_(RawOrigin::Signed(custodian), BoundedVec::truncate_from(claims.clone()));

		let paid = |(claim, before): (&CustodyClaim, &_)| held(claim) < *before;
		assert!(claims.iter().zip(&before).all(paid));
	}

	#[benchmark]
	fn fund_custody() {
		let patient = patient::<T>();
		let id = record::<T>(&patient, 0, 2);
		pay_by_another::<T>(0, id, 1);
		let payer: T::AccountId = account("payer", 1, 0);
		endow::<T>(&payer);
		whitelist_account!(payer);

		#[extrinsic_call]
		_(RawOrigin::Signed(payer.clone()), id, 1);

		assert_eq!(CustodyFunds::<T>::get(id, 1).unwrap().payer, payer);
	}

	#[benchmark]
	fn set_custody_price() -> Result<(), BenchmarkError> {
		let origin =
			T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let price = T::MaxCustodyPrice::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, price);

		assert_eq!(CustodyPrice::<T>::get(), Some(price));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
