// SPDX-License-Identifier: Apache-2.0
//! Benchmarks, each with the most that its call can meet. They run as tests too.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects,
	missing_docs
)]

use crate::*;
use alloc::{boxed::Box, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
	frame_benchmarking::v2::*,
	frame_support::{
		BoundedVec,
		storage::{storage_prefix, unhashed},
		traits::{Consideration, Footprint, Get, Time},
	},
	frame_system::RawOrigin,
	sp_io::hashing::blake2_256,
};
use salus_adjudication::{
	Amount, Benefit, Caps, Coordination, Cost, Limits, MAX_BENEFITS, NetworkTerms,
};
use salus_primitives::{
	Category, Cid, DAY,
	claims::{ClaimRecords, Claimants, evidence_payload, hidden_payload, quarter_of},
};

const MONEY: u128 = 1_000_000_000;
const PAID: u128 = 1_000;

/// Gives an account what it takes to store so much more.
fn endow<T: Config>(account: &T::AccountId, footprint: Footprint) {
	T::Consideration::ensure_successful(account, footprint);
}

fn insurer<T: Config>() -> T::AccountId {
	let insurer = account("insurer", 0, 0);
	T::Claimants::make_insurer(&insurer);
	insurer
}

fn holder<T: Config>() -> T::AccountId {
	let holder = account("holder", 0, 0);
	T::Claimants::make_patient(&holder);
	holder
}

fn clinic<T: Config>(number: u32) -> T::AccountId {
	let clinic = account("clinic", number, 0);
	T::Claimants::make_organisation(&clinic);
	clinic
}

/// Terms as long as the chain takes.
fn longest_terms<T: Config>() -> Terms {
	let most = Amount(u64::MAX);
	let cost = Cost { copayment: most, coinsurance: 10_000 };
	let network = NetworkTerms { price: most, adult: cost, child: cost };
	let benefit = |id| Benefit {
		id,
		in_network: network,
		out_of_network: Some(network),
		deductible: true,
		waiting_days: 1,
		authorisation: true,
		evidence: None,
		limits: Limits { line: Some(most), day: Some(most), year: Some(most), units: Some(1) },
	};
	let caps = Caps { beneficiary: Some(most), family: Some(most) };
	let mut terms = Terms {
		rules: RULES_VERSION,
		filing_limit: T::MaxFilingDays::get(),
		deductible: caps,
		out_of_pocket: caps,
		maximum: caps,
		lifetime: Some(most),
		coordination: Coordination::Standard,
		benefits: BoundedVec::new(),
		not_beside: BoundedVec::new(),
	};
	for id in 1..=MAX_BENEFITS {
		let mut longer = terms.clone();
		longer.benefits.try_push(benefit(id as u16)).unwrap();
		if longer.encoded_size() > T::MaxTermsBytes::get() as usize {
			break;
		}
		terms = longer;
	}
	terms
}

fn terms_footprint<T: Config>() -> Footprint {
	Footprint { count: 1, size: u64::from(T::MaxTermsBytes::get()) + 4 }
}

fn new_plan<T: Config>() -> NewPlan {
	NewPlan {
		asset: T::BenchmarkHelper::make_asset(),
		currency: Currency(*b"EUR"),
		year: BenefitYear::Calendar,
		reserve: PAID,
		backdating: 0,
	}
}

/// A plan with so many versions, the asset that it pays in, and its insurer.
fn plan<T: Config>(versions: u32) -> (PlanId, Asset, T::AccountId) {
	let insurer = insurer::<T>();
	let new = new_plan::<T>();
	let id = NextPlan::<T>::get();
	endow::<T>(&insurer, Pallet::<T>::plan_footprint());
	for number in 0..versions {
		endow::<T>(&insurer, terms_footprint::<T>());
		let valid_from = in_days::<T>(u32::from(T::NoticeDays::get()) * number.min(1) + number);
		let version = Version { valid_from, terms: longest_terms::<T>() };
		if number == 0 {
			Pallet::<T>::do_publish_plan(insurer.clone(), new, version).unwrap();
		} else {
			Pallet::<T>::do_revise_plan(insurer.clone(), id, version).unwrap();
		}
	}
	(id, new.asset, insurer)
}

fn in_days<T: Config>(days: u32) -> Day {
	Day(Pallet::<T>::today().0 + days as i32)
}

/// Gives an insurer money, and puts so much of it in reserve.
fn put_in_reserve<T: Config>(insurer: &T::AccountId, asset: Asset, amount: u128) {
	T::BenchmarkHelper::mint(asset, insurer, MONEY);
	Pallet::<T>::do_fund(insurer.clone(), asset, amount).unwrap();
}

/// A policy with so much in reserve for claims, under a plan of one version.
fn policy<T: Config>(money: u128) -> (PolicyId, Asset, T::AccountId) {
	let (plan, asset, insurer) = plan::<T>(1);
	put_in_reserve::<T>(&insurer, asset, PAID + money);
	let holder = holder::<T>();
	let record = T::Records::make_record(&holder, POLICY_CATEGORY);
	let id = NextPolicy::<T>::get();
	endow::<T>(&insurer, Pallet::<T>::policy_footprint());
	let (from, until) = (in_days::<T>(0), in_days::<T>(T::MaxPolicyDays::get().into()));
	Pallet::<T>::do_issue(insurer.clone(), plan, holder, from, until, record).unwrap();
	(id, asset, insurer)
}

/// A claim that a clinic submits for itself.
fn claim<T: Config>(policy: PolicyId, clinic: &T::AccountId) -> ClaimId {
	let record = T::Records::make_record(&holder::<T>(), Category::Claim);
	let id = NextClaim::<T>::get();
	endow::<T>(clinic, Pallet::<T>::claim_footprint());
	let payee = clinic.clone();
	Pallet::<T>::do_submit(clinic.clone(), policy, record, payee, PAID, [7; 32]).unwrap();
	id
}

fn pointer(seed: u8) -> Pointer {
	let cid = BoundedVec::truncate_from(Cid::raw([seed; 32]).as_bytes().to_vec());
	Pointer { cid: Some(cid), commitment: [seed; 32] }
}

/// So many pieces of evidence that no other claim has, as the claim's insurer shows them; all of them are billed.
fn shown(claim: ClaimId, count: u32) -> ShownEvidence {
	let piece = |number: u32| {
		let mut nullifier = [9; 32];
		nullifier[..4].copy_from_slice(&number.to_le_bytes());
		nullifier[4..8].copy_from_slice(&claim.0.to_le_bytes());
		ShownPiece::Billed { nullifier, salt: [8; 32] }
	};
	let pieces = BoundedVec::truncate_from((0..count).map(piece).collect());
	ShownEvidence { salt: [7; 32], pieces }
}

/// The same, once the claim is committed to it, and a day has passed.
fn committed<T: Config>(id: ClaimId, count: u32) -> Option<ShownEvidence> {
	let shown = shown(id, count);
	let hash = |piece: &ShownPiece| match piece {
		ShownPiece::Billed { nullifier, salt } => blake2_256(&hidden_payload(salt, nullifier)),
		ShownPiece::Unbilled(hidden) => *hidden,
	};
	let hashes: Vec<_> = shown.pieces.iter().map(hash).collect();
	Claims::<T>::mutate_extant(id, |claim| {
		claim.item.evidence = blake2_256(&evidence_payload(&shown.salt, &hashes));
	});
	let_days_pass::<T>(1);
	Some(shown)
}

fn sequence<T: Config>(policy: PolicyId) -> u32 {
	Pallet::<T>::policy(policy).unwrap().statement.sequence
}

/// Concludes a claim, with so much paid and so many pieces of evidence.
fn judge<T: Config>(insurer: &T::AccountId, policy: PolicyId, id: ClaimId, paid: u128, n: u32) {
	endow::<T>(insurer, Pallet::<T>::bill_footprint(n as u16));
	let statement = (sequence::<T>(policy), pointer(1));
	let outcome = (paid, pointer(2));
	let shown = committed::<T>(id, n);
	Pallet::<T>::do_conclude(insurer.clone(), id, statement, outcome, shown).unwrap();
}

/// A policy of which as many claims wait as one call pays, each with another payee.
fn waiting<T: Config>() -> (Asset, T::AccountId) {
	let (policy, asset, insurer) = policy::<T>(0);
	// What lies there for the policy pays no claim before them.
	Reserves::<T>::mutate((&insurer, asset), |money| money.as_mut().unwrap().free = 0);
	for number in 0..T::MaxPaidAtOnce::get() {
		let id = claim::<T>(policy, &clinic::<T>(number));
		judge::<T>(&insurer, policy, id, PAID, 0);
	}
	assert_eq!(Pallet::<T>::reserve(&insurer, asset).unwrap().waiting, T::MaxPaidAtOnce::get());
	(asset, insurer)
}

/// Moves the clock, past its pallet.
fn let_days_pass<T: Config>(days: u64) {
	let later = T::Time::now() + days * DAY;
	unhashed::put(&storage_prefix(b"Timestamp", b"Now"), &later);
	assert_eq!(T::Time::now(), later);
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn publish_plan() {
		let insurer = insurer::<T>();
		let new = new_plan::<T>();
		endow::<T>(&insurer, Pallet::<T>::plan_footprint());
		endow::<T>(&insurer, terms_footprint::<T>());
		let (valid_from, terms) = (in_days::<T>(0), Box::new(longest_terms::<T>()));
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), new, valid_from, terms);
		assert_eq!(Plans::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn revise_plan() {
		let (id, _, insurer) = plan::<T>(MAX_VERSIONS - 1);
		endow::<T>(&insurer, terms_footprint::<T>());
		let valid_from = in_days::<T>(u32::from(T::NoticeDays::get()) + MAX_VERSIONS);
		let terms = Box::new(longest_terms::<T>());
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, valid_from, terms);
		assert_eq!(u32::from(Pallet::<T>::plan(id).unwrap().versions), MAX_VERSIONS);
	}

	#[benchmark]
	fn close_plan() {
		let (id, _, insurer) = plan::<T>(1);
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id);
		assert!(Pallet::<T>::plan(id).unwrap().closed);
	}

	#[benchmark]
	fn admit() {
		let (id, _, insurer) = plan::<T>(1);
		let clinic = clinic::<T>(0);
		endow::<T>(&insurer, Pallet::<T>::admission_footprint());
		let from = in_days::<T>(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, clinic.clone(), from);
		assert!(Networks::<T>::contains_key(id, &clinic));
	}

	#[benchmark]
	fn exclude() {
		let (id, _, insurer) = plan::<T>(1);
		let clinic = clinic::<T>(0);
		endow::<T>(&insurer, Pallet::<T>::admission_footprint());
		let today = in_days::<T>(0);
		Pallet::<T>::do_admit(insurer.clone(), id, clinic.clone(), today).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, clinic.clone(), today);
		assert_eq!(Pallet::<T>::admission(id, &clinic).unwrap().until, Some(today));
	}

	/// Worst when it pays as many claims as it may, each to another payee.
	#[benchmark]
	fn fund() {
		let (asset, insurer) = waiting::<T>();
		let amount = PAID * u128::from(T::MaxPaidAtOnce::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer.clone()), asset, amount);
		assert_eq!(Pallet::<T>::reserve(&insurer, asset).unwrap().waiting, 0);
	}

	#[benchmark]
	fn withdraw() {
		let (_, asset, insurer) = policy::<T>(PAID);
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer.clone()), asset, PAID);
		assert_eq!(Pallet::<T>::reserve(&insurer, asset).unwrap().free, PAID);
	}

	/// Worst when it pays as many claims as it may, each to another payee.
	#[benchmark]
	fn pay_waiting() {
		let (asset, insurer) = waiting::<T>();
		Reserves::<T>::mutate((&insurer, asset), |money| money.as_mut().unwrap().free = MONEY);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), insurer.clone(), asset);
		assert_eq!(Pallet::<T>::reserve(&insurer, asset).unwrap().waiting, 0);
	}

	#[benchmark]
	fn issue() {
		let (id, asset, insurer) = plan::<T>(1);
		put_in_reserve::<T>(&insurer, asset, PAID);
		let holder = holder::<T>();
		let record = T::Records::make_record(&holder, POLICY_CATEGORY);
		endow::<T>(&insurer, Pallet::<T>::policy_footprint());
		let (from, until) = (in_days::<T>(0), in_days::<T>(T::MaxPolicyDays::get().into()));
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, holder, from, until, record);
		assert_eq!(Policies::<T>::iter().count(), 1);
	}

	/// Worst by the insurer, for whom the plan is read.
	#[benchmark]
	fn end_policy() {
		let (id, _, insurer) = policy::<T>(0);
		let until = in_days::<T>(T::NoticeDays::get().into());
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, until);
		assert_eq!(Pallet::<T>::policy(id).unwrap().until, until);
	}

	/// Worst by an organisation, whose standing is looked up.
	#[benchmark]
	fn submit() {
		let (id, ..) = policy::<T>(0);
		let clinic = clinic::<T>(0);
		let record = T::Records::make_record(&holder::<T>(), Category::Claim);
		endow::<T>(&clinic, Pallet::<T>::claim_footprint());
		#[extrinsic_call]
		_(RawOrigin::Signed(clinic.clone()), id, record, clinic.clone(), PAID, [7; 32]);
		assert_eq!(Claims::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn conclude(n: Linear<0, { MAX_NULLIFIERS }>) {
		let (policy, _, insurer) = policy::<T>(PAID);
		let id = claim::<T>(policy, &clinic::<T>(0));
		endow::<T>(&insurer, Pallet::<T>::bill_footprint(n as u16));
		let shown = committed::<T>(id, n);
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, 0, pointer(1), PAID, pointer(2), shown);
		assert_eq!(Billed::<T>::iter().count(), n as usize);
	}

	/// Worst when the payee is new to the asset.
	#[benchmark]
	fn collect() {
		let (policy, asset, insurer) = policy::<T>(PAID);
		let clinic = clinic::<T>(0);
		let id = claim::<T>(policy, &clinic);
		judge::<T>(&insurer, policy, id, PAID, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), insurer.clone(), clinic.clone(), asset);
		assert_eq!(Pallet::<T>::owed(&insurer, &clinic, asset), 0);
	}

	/// Worst when a part is collected and a part of another claim is not.
	#[benchmark]
	fn refund() {
		let (policy, asset, insurer) = policy::<T>(2 * PAID);
		let clinic = clinic::<T>(0);
		let id = claim::<T>(policy, &clinic);
		judge::<T>(&insurer, policy, id, PAID, 0);
		Pallet::<T>::do_collect(insurer.clone(), clinic.clone(), asset).unwrap();
		let other = claim::<T>(policy, &clinic);
		judge::<T>(&insurer, policy, other, PAID / 2, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(clinic), id);
		assert_eq!(Pallet::<T>::reserve(&insurer, asset).unwrap().owed, 0);
	}

	#[benchmark]
	fn reverse(n: Linear<0, { MAX_NULLIFIERS }>) {
		let (policy, _, insurer) = policy::<T>(PAID);
		let id = claim::<T>(policy, &clinic::<T>(0));
		judge::<T>(&insurer, policy, id, 0, n);
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, 1, pointer(3));
		assert_eq!(Billed::<T>::iter().count(), 0);
	}

	/// Worst when something was paid.
	#[benchmark]
	fn close_claim() {
		let (policy, asset, insurer) = policy::<T>(PAID);
		let clinic = clinic::<T>(0);
		let id = claim::<T>(policy, &clinic);
		judge::<T>(&insurer, policy, id, PAID, 0);
		Pallet::<T>::do_collect(insurer, clinic, asset).unwrap();
		let_days_pass::<T>(T::KeepDays::get().into());
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);
		assert!(!Claims::<T>::contains_key(id));
	}

	#[benchmark]
	fn close_policy() {
		let (id, ..) = policy::<T>(0);
		let days = u64::from(T::MaxPolicyDays::get()) + u64::from(T::MaxFilingDays::get());
		let_days_pass::<T>(days + 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);
		assert!(!Policies::<T>::contains_key(id));
	}

	/// Worst when each of the claims has as much evidence as it can.
	#[benchmark]
	fn prune(n: Linear<1, { MAX_PRUNED }>) {
		let (policy, _, insurer) = policy::<T>(0);
		for number in 0..n {
			let id = claim::<T>(policy, &clinic::<T>(number));
			judge::<T>(&insurer, policy, id, 0, MAX_NULLIFIERS);
		}
		let quarter = quarter_of(in_days::<T>(0));
		let_days_pass::<T>(u64::from(T::BilledDays::get()) + 92);
		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), quarter, n);
		assert_eq!(Billed::<T>::iter().count(), 0);
	}

	/// Worst when the reserve goes with it.
	#[benchmark]
	fn remove_plan(v: Linear<1, { MAX_VERSIONS }>) {
		let (id, asset, insurer) = plan::<T>(v);
		Pallet::<T>::do_close_plan(insurer.clone(), id).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer.clone()), id);
		assert_eq!(Pallet::<T>::reserve(&insurer, asset), None);
	}

	#[benchmark]
	fn remove_admission() {
		let (id, _, insurer) = plan::<T>(1);
		let clinic = clinic::<T>(0);
		endow::<T>(&insurer, Pallet::<T>::admission_footprint());
		let today = in_days::<T>(0);
		Pallet::<T>::do_admit(insurer.clone(), id, clinic.clone(), today).unwrap();
		Pallet::<T>::do_close_plan(insurer.clone(), id).unwrap();
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id, clinic.clone());
		assert!(!Networks::<T>::contains_key(id, &clinic));
	}

	#[benchmark]
	fn refer() {
		let (policy, _, insurer) = policy::<T>(0);
		let id = claim::<T>(policy, &clinic::<T>(0));
		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), id);
		assert!(Pallet::<T>::claim(id).unwrap().referred);
	}

	#[benchmark]
	fn deny_care() {
		let (policy, ..) = policy::<T>(0);
		let id = claim::<T>(policy, &clinic::<T>(0));
		#[extrinsic_call]
		_(RawOrigin::Signed(holder::<T>()), id);
		assert!(Pallet::<T>::claim(id).unwrap().care_denied);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
