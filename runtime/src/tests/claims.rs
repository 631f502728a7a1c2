// SPDX-License-Identifier: Apache-2.0
//! Plans, policies and claims on the real runtime: who makes money, what a holder without tokens can do, and who else
//! may move an insurer's.

use super::{
	runtime_apis::ApiCalls,
	scenario::{operators, submit_of},
	*,
};
use crate::{Assets, Claims, configs::proxy::ProxyType, genesis_presets::DEVELOPMENT_ASSET};
use frame_support::traits::{
	InstanceFilter, OriginTrait,
	fungibles::{Inspect, InspectHold},
};
use salus_adjudication as rules;
use salus_primitives::{
	Day, RecordId, WithId,
	claims::{
		Admission, BenefitYear, Claim, ClaimId, Currency, InsurerTally, NewPlan, Plan, PlanId,
		Pointer, Policy, PolicyId, Reserve, ShownEvidence, ShownPiece, Stage, evidence_payload,
		hidden_payload,
	},
};
use sp_io::hashing::blake2_256;

type AssetsCall = pallet_assets::Call<Runtime>;
type Error = pallet_claims::Error<Runtime>;

/// An accredited insurer.
const INSURER: Sr25519Keyring = Eve;
const PLAN: PlanId = PlanId(0);
const POLICY: PolicyId = PolicyId(0);
const CLAIM: ClaimId = ClaimId(0);
/// The record of the policy, and that of the claim.
const INSURED: RecordId = RecordId(0);
const CLAIMED: RecordId = RecordId(1);
/// What the insurer has, what of it is in reserve, and what must be for each policy.
const MONEY: u128 = 1_000_000;
const FUNDED: u128 = 500_000;
const FOR_A_POLICY: u128 = 100_000;
/// The claim's one piece of evidence, its salt, and the salt of the commitment.
const NULLIFIER: [u8; 32] = [4; 32];
const PIECE_SALT: [u8; 32] = [6; 32];
const SALT: [u8; 32] = [5; 32];

fn today() -> Day {
	Day::of(now())
}

fn terms() -> rules::Terms {
	let cost =
		|copayment, coinsurance| rules::Cost { copayment: rules::Amount(copayment), coinsurance };
	let benefit = rules::Benefit {
		id: 1,
		in_network: rules::NetworkTerms {
			price: rules::Amount(8_000),
			adult: cost(2_000, 2_000),
			child: cost(0, 0),
		},
		out_of_network: None,
		deductible: false,
		waiting_days: 0,
		authorisation: false,
		evidence: None,
		limits: Default::default(),
	};
	rules::Terms {
		rules: rules::RULES_VERSION,
		filing_limit: 90,
		deductible: Default::default(),
		out_of_pocket: Default::default(),
		maximum: Default::default(),
		lifetime: None,
		coordination: rules::Coordination::Standard,
		benefits: list(&[benefit]),
		not_beside: Default::default(),
	}
}

/// An insurer with money, part of it in reserve, and a plan; a patient without tokens, with a policy under it and a
/// claim's record.
fn insured() -> sr25519::Pair {
	as_root(ParticipantsCall::accredit {
		organisation: INSURER.to_account_id(),
		kind: OrganisationKind::Insurer,
		jurisdiction: *b"CH",
		registrations_per_day: 0,
		free_calls_per_day: 0,
	});
	let (id, target) = (DEVELOPMENT_ASSET, INSURER.to_account_id().into());
	succeeds(&Alice.pair(), AssetsCall::transfer { id, target, amount: MONEY });
	let plan = NewPlan {
		asset: DEVELOPMENT_ASSET,
		currency: Currency(*b"EUR"),
		year: BenefitYear::Calendar,
		reserve: FOR_A_POLICY,
		backdating: 30,
	};
	let (valid_from, terms) = (today(), Box::new(terms()));
	succeeds(&INSURER.pair(), ClaimsCall::publish_plan { plan, valid_from, terms });
	succeeds(&INSURER.pair(), ClaimsCall::fund { asset: DEVELOPMENT_ASSET, amount: FUNDED });
	let (holder, operators) = (patient(), operators());
	for cid in [1, 2] {
		succeeds(&holder, submit_of(Category::Claim, cid, &holder, &operators));
	}
	let (from, until) = (today(), Day(today().0 + 364));
	let issue =
		ClaimsCall::issue { plan: PLAN, holder: account(&holder), from, until, record: INSURED };
	succeeds(&INSURER.pair(), issue);
	holder
}

fn submit_claim(payee: AccountId) -> ClaimsCall {
	let hash = blake2_256(&hidden_payload(&PIECE_SALT, &NULLIFIER));
	let evidence = blake2_256(&evidence_payload(&SALT, &[hash]));
	ClaimsCall::submit { policy: POLICY, record: CLAIMED, payee, ceiling: 8_300, evidence }
}

/// In a later block.
fn conclude_later(paid: u128) {
	pass(SLOT_DURATION);
	succeeds(&INSURER.pair(), conclude(paid));
}

fn conclude(paid: u128) -> ClaimsCall {
	let pointer = |byte| Pointer { cid: None, commitment: [byte; 32] };
	ClaimsCall::conclude {
		claim: CLAIM,
		sequence: 0,
		statement: pointer(2),
		paid,
		outcome: pointer(3),
		evidence: Some(ShownEvidence {
			salt: SALT,
			pieces: list(&[ShownPiece::Billed { nullifier: NULLIFIER, salt: PIECE_SALT }]),
		}),
	}
}

fn collect(payee: AccountId) -> ClaimsCall {
	ClaimsCall::collect { insurer: INSURER.to_account_id(), payee, asset: DEVELOPMENT_ASSET }
}

fn money_of(who: &AccountId) -> u128 {
	<Assets as Inspect<AccountId>>::balance(DEVELOPMENT_ASSET, who)
}

fn reserve() -> Reserve {
	Claims::reserve(&INSURER.to_account_id(), DEVELOPMENT_ASSET).unwrap()
}

#[test]
fn a_holder_without_tokens_claims_and_a_clinic_is_paid() {
	execute(|| {
		let holder = insured();
		let clinic = CLINIC.to_account_id();
		assert_eq!(balance(&account(&holder)), 0);
		succeeds(&holder, submit_claim(clinic.clone()));
		assert_eq!(reserve().open, 1);
		conclude_later(4_800);
		assert!(matches!(Claims::claim(CLAIM).unwrap().stage, Stage::Concluded { .. }));
		assert_eq!((reserve().free, reserve().owed), (FUNDED - 4_800, 4_800));
		let tokens = balance(&OUTSIDER.to_account_id());
		succeeds(&OUTSIDER.pair(), collect(clinic.clone()));
		assert_eq!(money_of(&clinic), 4_800);
		assert_eq!(reserve().owed, 0);
		// Who collects for a payee pays nothing for it.
		assert_eq!(balance(&OUTSIDER.to_account_id()), tokens);
		assert_eq!(balance(&account(&holder)), 0);
	});
}

#[test]
fn a_holder_without_tokens_is_paid_gives_back_and_ends_the_policy() {
	execute(|| {
		let holder = insured();
		let account = account(&holder);
		succeeds(&holder, submit_claim(account.clone()));
		conclude_later(4_800);
		succeeds(&holder, collect(account.clone()));
		assert_eq!((money_of(&account), balance(&account)), (4_800, 0));
		succeeds(&holder, ClaimsCall::refund { claim: CLAIM });
		assert_eq!(money_of(&account), 0);
		assert_eq!((reserve().free, reserve().owed), (FUNDED, 0));
		succeeds(&holder, ClaimsCall::end_policy { policy: POLICY, until: today() });
		pass(180 * crate::time::DAY);
		succeeds(&holder, ClaimsCall::close_claim { claim: CLAIM });
		assert_eq!(balance(&account), 0);
	});
}

#[test]
fn a_holder_denies_that_care_was_given_whoever_sponsors() {
	execute(|| {
		let holder = insured();
		succeeds(&CLINIC.pair(), submit_claim(CLINIC.to_account_id()));
		let organisation = CLINIC.to_account_id();
		as_root(ParticipantsCall::suspend_organisation { organisation });
		succeeds(&holder, ClaimsCall::deny_care { claim: CLAIM });
		assert!(Claims::claim(CLAIM).unwrap().care_denied);
		assert_eq!(balance(&account(&holder)), 0);
	});
}

#[test]
fn nothing_about_anothers_claim_is_free() {
	execute(|| {
		let holder = insured();
		succeeds(&holder, submit_claim(account(&holder)));
		let other = stranger("Other");
		succeeds(&CLINIC.pair(), register(registration(CLINIC, &other), &other));
		let payment = InvalidTransaction::Payment;
		refused(signed(&other, ClaimsCall::refund { claim: CLAIM }), payment);
		refused(signed(&other, ClaimsCall::close_claim { claim: CLAIM }), payment);
		refused(signed(&other, ClaimsCall::deny_care { claim: CLAIM }), payment);
		refused(signed(&other, submit_claim(account(&other))), payment);
		refused(signed(&other, collect(account(&holder))), payment);
		refused(signed(&other, ClaimsCall::end_policy { policy: POLICY, until: today() }), payment);
	});
}

#[test]
fn an_insurer_does_not_spend_its_reserve() {
	execute(|| {
		insured();
		let insurer = INSURER.to_account_id();
		assert_eq!(money_of(&insurer), MONEY - FUNDED);
		let on_hold = <crate::AssetsHolder as InspectHold<AccountId>>::total_balance_on_hold(
			DEVELOPMENT_ASSET,
			&insurer,
		);
		assert_eq!(on_hold, FUNDED);
		let (id, target) = (DEVELOPMENT_ASSET, Alice.to_account_id().into());
		let all: RuntimeCall =
			AssetsCall::transfer { id, target, amount: MONEY - FUNDED + 1 }.into();
		assert!(all.dispatch(RuntimeOrigin::signed(insurer)).is_err());
		let asset = DEVELOPMENT_ASSET;
		let amount = FUNDED - FOR_A_POLICY;
		fails(
			&INSURER.pair(),
			ClaimsCall::withdraw { asset, amount: amount + 1 },
			Error::ReserveNeeded,
		);
		succeeds(&INSURER.pair(), ClaimsCall::withdraw { asset, amount });
	});
}

/// Every origin that a body or a person has, but root.
fn agreed() -> Vec<RuntimeOrigin> {
	let mut origins = vec![RuntimeOrigin::signed(Alice.to_account_id())];
	origins.extend(bodies::BODIES.map(|body| body.agreed(3, 3)));
	origins
}

#[test]
fn nobody_but_root_makes_an_asset() {
	execute(|| {
		let owner = || Alice.to_account_id().into();
		let make: RuntimeCall = AssetsCall::create { id: 7, admin: owner(), min_balance: 1 }.into();
		let force: RuntimeCall =
			AssetsCall::force_create { id: 7, owner: owner(), is_sufficient: true, min_balance: 1 }
				.into();
		for origin in agreed() {
			for call in [&make, &force] {
				let refused = call.clone().dispatch(origin.clone()).unwrap_err();
				assert_eq!(refused.error, DispatchError::BadOrigin, "{:?}", origin.caller());
			}
		}
		as_root(force);
		assert!(<Assets as Inspect<AccountId>>::asset_exists(7));
	});
}

#[test]
fn the_development_asset_says_that_it_is_worth_nothing() {
	execute(|| {
		let metadata = pallet_assets::Metadata::<Runtime>::get(DEVELOPMENT_ASSET);
		assert!(String::from_utf8_lossy(&metadata.name).contains("worth nothing"));
		assert_eq!(metadata.decimals, 2);
		let asset = pallet_assets::Asset::<Runtime>::get(DEVELOPMENT_ASSET).unwrap();
		assert!(asset.is_sufficient);
		assert_eq!(<Assets as Inspect<AccountId>>::minimum_balance(DEVELOPMENT_ASSET), 1);
	});
}

#[test]
fn a_proxy_that_moves_no_tokens_moves_no_insurers_money() {
	let moves = |call: ClaimsCall| !ProxyType::NonTransfer.filter(&call.into());
	let (asset, amount) = (DEVELOPMENT_ASSET, 1);
	assert!(moves(ClaimsCall::fund { asset, amount }));
	assert!(moves(ClaimsCall::withdraw { asset, amount }));
	assert!(moves(ClaimsCall::refund { claim: CLAIM }));
	assert!(moves(conclude(1)));
	assert!(moves(collect(CLINIC.to_account_id())));
	assert!(moves(submit_claim(CLINIC.to_account_id())));
	let (organisation, from) = (CLINIC.to_account_id(), Day(0));
	assert!(moves(ClaimsCall::admit { plan: PLAN, organisation, from }));
	assert!(!moves(ClaimsCall::deny_care { claim: CLAIM }));
	assert!(!moves(ClaimsCall::close_plan { plan: PLAN }));
}

/// A policy of one adult for a year, and a claim for one visit.
fn asked() -> (rules::Policy, rules::Statement, rules::Claim) {
	let until = Day(today().0 + 364);
	let beneficiary = rules::Beneficiary { number: 0, from: today(), until, adult_from: Day(0) };
	let policy = rules::Policy { from: today(), until, beneficiaries: vec![beneficiary] };
	let provider = rules::Provider { id: [1; 32], accredited: true, in_network: true };
	let line = rules::Line {
		benefit: 1,
		beneficiary: 0,
		visit: 0,
		units: 1,
		charge: rules::Amount(8_300),
		first: today(),
		last: today(),
		provider,
		evidence: Vec::new(),
		other: None,
	};
	let claim = rules::Claim { currency: Currency(*b"EUR"), filed: today(), lines: vec![line] };
	(policy, rules::Statement::default(), claim)
}

#[test]
fn the_chain_judges_by_the_same_rules() {
	execute(|| {
		insured();
		let (policy, statement, claim) = asked();
		let plan = rules::Plan {
			currency: Currency(*b"EUR"),
			year: BenefitYear::Calendar,
			versions: list(&[rules::Version { valid_from: today(), terms: terms() }]),
		};
		let outcome = rules::judge(&plan, &policy, &statement, &claim).unwrap();
		// 80.00 allowed of 83.00, less 20.00, less a fifth of the rest.
		assert_eq!(outcome.paid, rules::Amount(4_800));
		let mut api = ApiCalls::default();
		let judged: Judged = api.call("ClaimsApi_judge", (PLAN, &policy, &statement, &claim));
		assert_eq!(judged, Some(Ok(outcome)));
		let unknown: Judged = api.call("ClaimsApi_judge", (PlanId(9), &policy, &statement, &claim));
		assert_eq!(unknown, None);
		let other = rules::Claim { currency: Currency(*b"CHF"), ..claim };
		let judged: Judged = api.call("ClaimsApi_judge", (PLAN, &policy, &statement, &other));
		assert_eq!(judged.unwrap().unwrap_err().error, rules::Error::OtherCurrency);
	});
}

type Judged = Option<Result<rules::Outcome, rules::Rejected>>;

#[test]
fn every_response_is_decoded_by_the_type_of_its_pallet() {
	execute(|| {
		let holder = insured();
		let (insurer, clinic) = (INSURER.to_account_id(), CLINIC.to_account_id());
		let admit = ClaimsCall::admit { plan: PLAN, organisation: clinic.clone(), from: today() };
		succeeds(&INSURER.pair(), admit);
		succeeds(&holder, submit_claim(clinic.clone()));
		conclude_later(4_800);
		let mut api = ApiCalls::default();
		let plan: Option<Plan<AccountId>> = api.call("ClaimsApi_plan", PLAN);
		assert_eq!(plan.unwrap().insurer, insurer);
		let versions: Vec<rules::Version> = api.call("ClaimsApi_plan_versions", PLAN);
		assert_eq!(versions, [rules::Version { valid_from: today(), terms: terms() }]);
		let admission: Option<Admission> = api.call("ClaimsApi_admission", (PLAN, &clinic));
		assert_eq!(admission, Some(Admission { from: today(), until: None }));
		let told: Option<Reserve> = api.call("ClaimsApi_reserve", (&insurer, DEVELOPMENT_ASSET));
		assert_eq!(told, Some(reserve()));
		let owed: u128 = api.call("ClaimsApi_owed", (&insurer, &clinic, DEVELOPMENT_ASSET));
		assert_eq!(owed, 4_800);
		let tally: InsurerTally = api.call("ClaimsApi_insurer_tally", &insurer);
		assert_eq!(tally, InsurerTally { concluded: 1, ..Default::default() });
		let policy: Option<Policy<AccountId>> = api.call("ClaimsApi_policy", POLICY);
		assert_eq!(policy.unwrap().holder, account(&holder));
		let claim: Option<Claim<AccountId>> = api.call("ClaimsApi_claim", CLAIM);
		let listed: Vec<WithId<ClaimId, Claim<AccountId>>> =
			api.call("ClaimsApi_claims_of", (POLICY, None::<ClaimId>, 100u32));
		assert_eq!(listed, [WithId { id: CLAIM, item: claim.unwrap() }]);
		let rest: Vec<WithId<ClaimId, Claim<AccountId>>> =
			api.call("ClaimsApi_claims_of", (POLICY, Some(CLAIM), 100u32));
		assert_eq!(rest, []);
		assert!(api.call::<bool>("ClaimsApi_is_billed", NULLIFIER));
		let (policy, statement, claim) = asked();
		let judged: Judged = api.call("ClaimsApi_judge", (PLAN, &policy, &statement, &claim));
		assert!(judged.is_some());
		let source = include_str!("../../../pallets/claims/src/runtime_api.rs");
		api.assert_complete(&[("ClaimsApi", source)]);
	});
}
