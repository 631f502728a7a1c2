// SPDX-License-Identifier: Apache-2.0
//! Plans, policies, claims, and the money that answers for them. Amounts are in the asset's smallest unit.

use super::*;
use salus_adjudication::Terms;
use salus_primitives::{
	Day,
	claims::{Asset, ClaimId, NewPlan, PlanId, Pointer, PolicyId, Quarter, ShownEvidence},
};

const PALLET: &str = "Claims";

/// An insurer offers a plan, with its first terms.
pub fn publish_plan(plan: &NewPlan, valid_from: Day, terms: &Terms) -> Call {
	Call::new(PALLET, "publish_plan", (plan, valid_from, terms))
}

/// Gives a plan new terms from a day on.
pub fn revise_plan(plan: PlanId, valid_from: Day, terms: &Terms) -> Call {
	Call::new(PALLET, "revise_plan", (plan, valid_from, terms))
}

/// Closes a plan: it issues no policy any more.
pub fn close_plan(plan: PlanId) -> Call {
	Call::new(PALLET, "close_plan", plan)
}

/// Admits an organisation to a plan's network from a day on.
pub fn admit(plan: PlanId, organisation: &AccountId, from: Day) -> Call {
	Call::new(PALLET, "admit", (plan, organisation, from))
}

/// Excludes an organisation from a plan's network after a day.
pub fn exclude(plan: PlanId, organisation: &AccountId, until: Day) -> Call {
	Call::new(PALLET, "exclude", (plan, organisation, until))
}

/// Puts money in the signer's reserve.
pub fn fund(asset: Asset, amount: u128) -> Call {
	Call::new(PALLET, "fund", (asset, amount))
}

/// Takes money out of the signer's reserve.
pub fn withdraw(asset: Asset, amount: u128) -> Call {
	Call::new(PALLET, "withdraw", (asset, amount))
}

/// Pays an insurer's claims that wait for money, the oldest first.
pub fn pay_waiting(insurer: &AccountId, asset: Asset) -> Call {
	Call::new(PALLET, "pay_waiting", (insurer, asset))
}

/// Issues a policy from one day to another.
pub fn issue(plan: PlanId, holder: &AccountId, from: Day, until: Day, record: RecordId) -> Call {
	Call::new(PALLET, "issue", (plan, holder, from, until, record))
}

/// Ends a policy earlier: that day is its last.
pub fn end_policy(policy: PolicyId, until: Day) -> Call {
	Call::new(PALLET, "end_policy", (policy, until))
}

/// Submits a claim, with a commitment to its evidence.
pub fn submit(
	policy: PolicyId,
	record: RecordId,
	payee: &AccountId,
	ceiling: u128,
	evidence: [u8; 32],
) -> Call {
	Call::new(PALLET, "submit", (policy, record, payee, ceiling, evidence))
}

/// Concludes a claim that was judged from the statement of this number: `statement` comes in its place.
pub fn conclude(
	claim: ClaimId,
	sequence: u32,
	statement: &Pointer,
	paid: u128,
	outcome: &Pointer,
	evidence: Option<&ShownEvidence>,
) -> Call {
	Call::new(PALLET, "conclude", (claim, sequence, statement, paid, outcome, evidence))
}

/// Transfers to a payee all that an insurer owes it.
pub fn collect(insurer: &AccountId, payee: &AccountId, asset: Asset) -> Call {
	Call::new(PALLET, "collect", (insurer, payee, asset))
}

/// The signer gives back what it was paid for a claim, or waives what it waits for.
pub fn refund(claim: ClaimId) -> Call {
	Call::new(PALLET, "refund", claim)
}

/// Takes a claim for which nothing is paid out of the statement of this number.
pub fn reverse(claim: ClaimId, sequence: u32, statement: &Pointer) -> Call {
	Call::new(PALLET, "reverse", (claim, sequence, statement))
}

/// Removes a claim about which nothing is to be done any more.
pub fn close_claim(claim: ClaimId) -> Call {
	Call::new(PALLET, "close_claim", claim)
}

/// Removes a policy for which no claim can come any more.
pub fn close_policy(policy: PolicyId) -> Call {
	Call::new(PALLET, "close_policy", policy)
}

/// Forgets the evidence that so many claims billed in a quarter.
pub fn prune(quarter: Quarter, limit: u32) -> Call {
	Call::new(PALLET, "prune", (quarter, limit))
}

/// Removes a closed plan that has neither policies nor network.
pub fn remove_plan(plan: PlanId) -> Call {
	Call::new(PALLET, "remove_plan", plan)
}

/// Removes an organisation's past admission to a plan's network.
pub fn remove_admission(plan: PlanId, organisation: &AccountId) -> Call {
	Call::new(PALLET, "remove_admission", (plan, organisation))
}

/// Gives a claim to a person to judge, who has more time.
pub fn refer(claim: ClaimId) -> Call {
	Call::new(PALLET, "refer", claim)
}

/// The policy's holder says that what somebody else is paid for was not done.
pub fn deny_care(claim: ClaimId) -> Call {
	Call::new(PALLET, "deny_care", claim)
}

#[cfg(test)]
mod tests {
	use super::{
		super::tests::{account, bounded, bytes},
		*,
	};
	use salus_adjudication::{
		Amount, Benefit, Caps, Coordination, Cost, EvidenceRule, Limits, NetworkTerms,
	};
	use salus_primitives::claims::{BenefitYear, Currency, ShownPiece};

	fn terms() -> Terms {
		let adult = Cost { copayment: Amount(20), coinsurance: 2_000 };
		let child = Cost { copayment: Amount(0), coinsurance: 0 };
		let benefit = |id, price| Benefit {
			id,
			in_network: NetworkTerms { price: Amount(price), adult, child },
			out_of_network: None,
			deductible: true,
			waiting_days: 258,
			authorisation: false,
			evidence: None,
			limits: Limits { units: Some(8), ..Default::default() },
		};
		let mut second = benefit(2, 100);
		second.evidence = Some(EvidenceRule { categories: Default::default(), within_days: 5 });
		Terms {
			rules: 1,
			filing_limit: 90,
			deductible: Caps { beneficiary: Some(Amount(5)), family: Some(Amount(7)) },
			out_of_pocket: Caps::default(),
			maximum: Caps::default(),
			lifetime: None,
			coordination: Coordination::NonDuplication,
			benefits: bounded([benefit(1, 8_000), second]),
			not_beside: bounded([(1, 2)]),
		}
	}

	#[test]
	fn a_plan_comes_before_its_first_day_and_its_terms() {
		let plan = NewPlan {
			asset: 1,
			currency: Currency(*b"EUR"),
			year: BenefitYear::Policy,
			reserve: 0x0102,
			backdating: 30,
		};
		let reserve = [&[2, 1][..], &[0; 14]].concat();
		let new = [&[1, 0, 0, 0][..], b"EUR", &[1], &reserve, &[30, 0]].concat();
		let day = [9, 0, 0, 0];
		// Amounts are compact; one that is not given is a zero.
		let caps = [1, 5 << 2, 1, 7 << 2, 0, 0, 0, 0, 0];
		let costs = [20 << 2, 0xd0, 7, 0, 0, 0];
		let dear = [&[1, 0][..], &[1, 0x7d], &costs, &[0, 1, 2, 1, 0]].concat();
		let cheap = [&[2, 0][..], &[0x91, 1], &costs, &[0, 1, 2, 1, 0]].concat();
		let limits = [0, 0, 0, 1, 8, 0, 0, 0];
		let encoded = [
			&[1, 0, 90, 0][..],
			&caps,
			&[1],
			&[2 << 2],
			&[&dear[..], &[0], &limits].concat(),
			&[&cheap[..], &[1], &categories(), &[5, 0], &limits].concat(),
			&[1 << 2, 1, 0, 2, 0],
		]
		.concat();
		let published = publish_plan(&plan, Day(9), &terms());
		assert_eq!(bytes(&published), [&new[..], &day, &encoded].concat());
		let revised = revise_plan(PlanId(5), Day(9), &terms());
		assert_eq!(bytes(&revised), [&[5, 0, 0, 0][..], &day, &encoded].concat());
	}

	/// No category: what the set is made of is primitives' own affair.
	fn categories() -> Vec<u8> {
		salus_primitives::Categories::default().encode()
	}

	#[test]
	fn a_network_is_of_days() {
		let ids = [&[5, 0, 0, 0][..], &[4; 32]].concat();
		let day = [0xff, 0xff, 0xff, 0xff];
		let (plan, organisation) = (PlanId(5), account(4));
		let dated = [&ids[..], &day].concat();
		assert_eq!(bytes(&admit(plan, &organisation, Day(-1))), dated);
		assert_eq!(bytes(&exclude(plan, &organisation, Day(-1))), dated);
		assert_eq!(bytes(&remove_admission(plan, &organisation)), ids);
		assert_eq!(bytes(&close_plan(plan)), [5, 0, 0, 0]);
		assert_eq!(bytes(&remove_plan(plan)), [5, 0, 0, 0]);
	}

	#[test]
	fn money_is_of_an_asset() {
		let money = [&[1, 0, 0, 0, 2, 1][..], &[0; 14]].concat();
		assert_eq!(bytes(&fund(1, 0x0102)), money);
		assert_eq!(bytes(&withdraw(1, 0x0102)), money);
		let paid = pay_waiting(&account(4), 1);
		assert_eq!(bytes(&paid), [&[4; 32][..], &[1, 0, 0, 0]].concat());
		let collected = collect(&account(4), &account(5), 1);
		assert_eq!(bytes(&collected), [&[4; 32][..], &[5; 32], &[1, 0, 0, 0]].concat());
		// The asset's own call: the asset, an account by its id, and a compact amount.
		let moved = sdk::transfer_asset(1, &account(4), 0x0102);
		let expected = [&[1, 0, 0, 0, 0][..], &[4; 32], &[0x09, 0x04]].concat();
		assert_eq!((bytes(&moved), moved.name()), (&expected[..], "Assets.transfer".to_owned()));
	}

	#[test]
	fn a_policy_names_its_holder_its_days_and_then_its_record() {
		let issued = issue(PlanId(5), &account(4), Day(1), Day(2), RecordId(7));
		let expected =
			[&[5, 0, 0, 0][..], &[4; 32], &[1, 0, 0, 0, 2, 0, 0, 0], &[7, 0, 0, 0, 0, 0, 0, 0]];
		assert_eq!(bytes(&issued), expected.concat());
		assert_eq!(bytes(&end_policy(PolicyId(5), Day(2))), [5, 0, 0, 0, 2, 0, 0, 0]);
		assert_eq!(bytes(&close_policy(PolicyId(5))), [5, 0, 0, 0]);
	}

	#[test]
	fn a_claim_is_submitted_with_a_commitment_and_concluded_from_a_statement() {
		let submitted = submit(PolicyId(5), RecordId(7), &account(4), 0x0102, [9; 32]);
		let amount = [&[2, 1][..], &[0; 14]].concat();
		let expected =
			[&[5, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0][..], &[4; 32], &amount, &[9; 32]].concat();
		assert_eq!(bytes(&submitted), expected);

		let statement = Pointer { cid: None, commitment: [2; 32] };
		let outcome = Pointer { cid: Some(bounded([1u8, 0x55])), commitment: [3; 32] };
		let judged = [
			&[6, 0, 0, 0, 8, 0, 0, 0][..],
			&[0],
			&[2; 32],
			&amount,
			&[1, 2 << 2, 1, 0x55],
			&[3; 32],
		]
		.concat();
		let without = conclude(ClaimId(6), 8, &statement, 0x0102, &outcome, None);
		assert_eq!(bytes(&without), [&judged[..], &[0]].concat());
		let pieces = bounded([
			ShownPiece::Billed { nullifier: [4; 32], salt: [6; 32] },
			ShownPiece::Unbilled([5; 32]),
		]);
		let shown = ShownEvidence { salt: [7; 32], pieces };
		let concluded = conclude(ClaimId(6), 8, &statement, 0x0102, &outcome, Some(&shown));
		let pieces = [&[2 << 2, 0][..], &[4; 32], &[6; 32], &[1], &[5; 32]].concat();
		let expected = [&judged[..], &[1], &[7; 32], &pieces].concat();
		assert_eq!(bytes(&concluded), expected);

		let reversed = reverse(ClaimId(6), 8, &statement);
		assert_eq!(bytes(&reversed), [&[6, 0, 0, 0, 8, 0, 0, 0, 0][..], &[2; 32]].concat());
		assert_eq!(bytes(&refund(ClaimId(6))), [6, 0, 0, 0]);
		for call in [close_claim, refer, deny_care] {
			assert_eq!(bytes(&call(ClaimId(6))), [6, 0, 0, 0]);
		}
		assert_eq!(bytes(&prune(258, 10)), [2, 1, 10, 0, 0, 0]);
	}
}
