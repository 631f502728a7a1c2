// SPDX-License-Identifier: Apache-2.0
//! What the tests do: calls with what is usual filled in, evidence, and what is asked afterwards.

use super::*;
use polkadot_sdk::{
	frame_support::{
		assert_ok,
		traits::{
			fungible::InspectHold as _,
			fungibles::{Inspect as _, InspectHold as _},
		},
	},
	sp_io::hashing::blake2_256,
	sp_runtime::{DispatchResult, traits::Dispatchable},
};
use salus_adjudication::{Amount, Benefit, Caps, Coordination, Cost, Limits, NetworkTerms};
use salus_primitives::{
	Cid,
	claims::{evidence_payload, hidden_payload},
};

/// Dispatches as a signed extrinsic does: a call that is refused changes nothing.
pub fn call(who: u64, call: Call<Test>) -> DispatchResult {
	RuntimeCall::from(call)
		.dispatch(RuntimeOrigin::signed(who))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// A record of a patient's, in its first version.
pub fn record(patient: u64, category: Category) -> RecordId {
	Known::mutate(|known| {
		let id = RecordId(u64::try_from(known.len()).unwrap());
		let checked =
			CheckedRecord { patient, category, version: 1, contested: false, replaced: false };
		known.insert(id, checked);
		id
	})
}

/// Amends a record.
pub fn amend(record: RecordId) {
	Known::mutate(|known| known.get_mut(&record).unwrap().version += 1);
}

pub fn benefit(id: u16) -> Benefit {
	let cost = Cost { copayment: Amount(0), coinsurance: 0 };
	Benefit {
		id,
		in_network: NetworkTerms { price: Amount(100), adult: cost, child: cost },
		out_of_network: None,
		deductible: false,
		waiting_days: 0,
		authorisation: false,
		evidence: None,
		limits: Limits::default(),
	}
}

pub fn terms(filing_limit: u16) -> Terms {
	Terms {
		rules: RULES_VERSION,
		filing_limit,
		deductible: Caps::default(),
		out_of_pocket: Caps::default(),
		maximum: Caps::default(),
		lifetime: None,
		coordination: Coordination::Standard,
		benefits: vec![benefit(1)].try_into().unwrap(),
		not_beside: Default::default(),
	}
}

pub fn new_plan() -> NewPlan {
	NewPlan {
		asset: EUR,
		currency: Currency(*b"EUR"),
		year: BenefitYear::Calendar,
		reserve: PER_POLICY,
		backdating: BACKDATING,
	}
}

pub fn publish(insurer: u64, plan: NewPlan, valid_from: Day, terms: Terms) -> DispatchResult {
	call(insurer, Call::publish_plan { plan, valid_from, terms: Box::new(terms) })
}

pub fn revise(insurer: u64, plan: PlanId, valid_from: Day, terms: Terms) -> DispatchResult {
	call(insurer, Call::revise_plan { plan, valid_from, terms: Box::new(terms) })
}

/// A plan of this insurer's.
pub fn a_plan(insurer: u64) -> PlanId {
	let id = NextPlan::<Test>::get();
	assert_ok!(publish(insurer, new_plan(), today(), terms(FILING)));
	id
}

pub fn fund(insurer: u64, amount: u128) -> DispatchResult {
	call(insurer, Call::fund { asset: EUR, amount })
}

pub fn withdraw(insurer: u64, amount: u128) -> DispatchResult {
	call(insurer, Call::withdraw { asset: EUR, amount })
}

pub fn collect(insurer: u64, payee: u64) -> DispatchResult {
	call(OUTSIDER, Call::collect { insurer, payee, asset: EUR })
}

pub fn pay_waiting(insurer: u64) -> DispatchResult {
	call(OUTSIDER, Call::pay_waiting { insurer, asset: EUR })
}

/// Issues a policy for a year, from today on.
pub fn issue(insurer: u64, plan: PlanId, holder: u64) -> DispatchResult {
	let record = record(holder, Category::Claim);
	call(insurer, Call::issue { plan, holder, from: today(), until: day(365), record })
}

/// A policy under a new plan of this insurer's, which has so much in reserve for claims besides what policies need.
pub fn a_policy(insurer: u64, money: u128) -> PolicyId {
	let plan = a_plan(insurer);
	assert_ok!(fund(insurer, PER_POLICY + money));
	let id = NextPolicy::<Test>::get();
	assert_ok!(issue(insurer, plan, HOLDER));
	id
}

/// The holder of a policy submits a claim of a record for a payee.
pub fn submit(policy: PolicyId, record: RecordId, payee: u64, ceiling: u128) -> DispatchResult {
	let holder = Insurance::policy(policy).map_or(OUTSIDER, |policy| policy.holder);
	submit_with(
		holder,
		policy,
		record,
		payee,
		ceiling,
		commitment(&(0..MAX_PIECES).collect::<Vec<_>>()),
	)
}

/// Submits a claim; the next call is in a later block.
pub fn submit_with(
	who: u64,
	policy: PolicyId,
	record: RecordId,
	payee: u64,
	ceiling: u128,
	evidence: [u8; 32],
) -> DispatchResult {
	call(who, Call::submit { policy, record, payee, ceiling, evidence })?;
	Timestamp::set_timestamp(Timestamp::get() + 1);
	Ok(())
}

/// Every claim is submitted with as much evidence as one can have: pieces 0 to 159.
pub const MAX_PIECES: u8 = 160;
pub const SALT: [u8; 32] = [8; 32];

/// The salt of each piece.
pub fn salt_of(piece: u8) -> [u8; 32] {
	[piece ^ 0xff; 32]
}

fn hash_of(piece: u8) -> [u8; 32] {
	blake2_256(&hidden_payload(&salt_of(piece), &[piece; 32]))
}

/// The commitment to these pieces.
pub fn commitment(pieces: &[u8]) -> [u8; 32] {
	let hashes: Vec<_> = pieces.iter().map(|piece| hash_of(*piece)).collect();
	blake2_256(&evidence_payload(&SALT, &hashes))
}

/// Shows so many pieces, of which these are billed.
pub fn shown(pieces: &[u8], billed: &[u8]) -> ShownEvidence {
	let show = |piece: &u8| {
		if billed.contains(piece) {
			ShownPiece::Billed { nullifier: [*piece; 32], salt: salt_of(*piece) }
		} else {
			ShownPiece::Unbilled(hash_of(*piece))
		}
	};
	let pieces: Vec<_> = pieces.iter().map(show).collect();
	ShownEvidence { salt: SALT, pieces: pieces.try_into().unwrap() }
}

/// A claim of a record of its own, for a clinic.
pub fn a_claim(policy: PolicyId, ceiling: u128) -> ClaimId {
	let id = NextClaim::<Test>::get();
	let holder = Insurance::policy(policy).unwrap().holder;
	assert_ok!(submit(policy, record(holder, Category::Claim), CLINIC, ceiling));
	id
}

/// The same with other evidence.
pub fn a_claim_with(policy: PolicyId, ceiling: u128, evidence: [u8; 32]) -> ClaimId {
	let id = NextClaim::<Test>::get();
	let holder = Insurance::policy(policy).unwrap().holder;
	let record = record(holder, Category::Claim);
	assert_ok!(submit_with(holder, policy, record, CLINIC, ceiling, evidence));
	id
}

pub fn pointer(seed: u8) -> Pointer {
	let cid = Cid::raw([seed; 32]).as_bytes().to_vec().try_into().unwrap();
	Pointer { cid: Some(cid), commitment: [seed; 32] }
}

/// The number of the statement of a claim's policy.
pub fn sequence(claim: ClaimId) -> u32 {
	let policy = Insurance::claim(claim).and_then(|claim| Insurance::policy(claim.policy));
	policy.map_or(0, |policy| policy.statement.sequence)
}

/// Concludes a claim from the latest statement, and bills these pieces of evidence.
pub fn bill(insurer: u64, claim: ClaimId, paid: u128, pieces: &[u8]) -> DispatchResult {
	let all: Vec<_> = (0..MAX_PIECES).collect();
	conclude_with(insurer, claim, paid, Some(shown(&all, pieces)))
}

/// Concludes a claim from the latest statement.
pub fn conclude_with(
	insurer: u64,
	claim: ClaimId,
	paid: u128,
	evidence: Option<ShownEvidence>,
) -> DispatchResult {
	let sequence = sequence(claim);
	let (statement, outcome) = (pointer(1), pointer(2));
	call(insurer, Call::conclude { claim, sequence, statement, paid, outcome, evidence })
}

pub fn conclude(insurer: u64, claim: ClaimId, paid: u128) -> DispatchResult {
	bill(insurer, claim, paid, &[])
}

pub fn refund(payee: u64, claim: ClaimId) -> DispatchResult {
	call(payee, Call::refund { claim })
}

pub fn reverse(insurer: u64, claim: ClaimId) -> DispatchResult {
	let sequence = sequence(claim);
	call(insurer, Call::reverse { claim, sequence, statement: pointer(3) })
}

/// Whoever submitted a claim closes it.
pub fn close_claim(claim: ClaimId) -> DispatchResult {
	let filed_by = Insurance::claim(claim).map_or(OUTSIDER, |claim| claim.filed_by);
	call(filed_by, Call::close_claim { claim })
}

pub fn stage(claim: ClaimId) -> Stage {
	Insurance::claim(claim).unwrap().stage
}

pub fn reserve(insurer: u64) -> Reserve {
	Insurance::reserve(&insurer, EUR).unwrap()
}

/// What an account can spend of the asset.
pub fn balance(account: u64) -> u128 {
	Assets::balance(EUR, account)
}

/// What is held of it.
pub fn on_hold(account: u64) -> u128 {
	AssetsHolder::balance_on_hold(EUR, &HoldReason::Reserve.into(), &account)
}

/// All that there is of it.
pub fn issued() -> u128 {
	AssetsHolder::total_issuance(EUR)
}

/// What is held of an account's tokens for what it stores.
pub fn deposits(account: u64) -> u64 {
	Balances::balance_on_hold(&StorageReason::get(), &account)
}

/// Makes so much of the asset.
pub fn mint(asset: Asset, account: u64, amount: u128) {
	assert_ok!(Assets::mint(RuntimeOrigin::signed(AUTHORITY), asset, account, amount));
}

/// The pallet's events since the last call of this function.
pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
