// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::*;
use alloc::{collections::BTreeMap, vec::Vec};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Get, fungibles::InspectHold},
	},
	sp_runtime::TryRuntimeError,
};
use salus_pallet_support::Deposits;

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists, in its order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_plans()?;
		Self::try_policies()?;
		Self::try_claims()?;
		Self::try_money()?;
		Self::try_queues()?;
		Self::try_bills()?;
		Self::deposits().check::<T::Consideration>()
	}

	/// What each account's tickets of this pallet hold.
	pub fn deposits() -> Deposits<T::AccountId> {
		let mut deposits = Deposits::default();
		let insurer = |id: PlanId| Plans::<T>::get(id).map(|plan| plan.item.insurer);
		for Held { item, ticket } in Plans::<T>::iter_values() {
			deposits.add(item.insurer, &ticket);
		}
		let versions = PlanVersions::<T>::iter().map(|(plan, _, held)| (plan, held.ticket));
		let admissions = Networks::<T>::iter().map(|(plan, _, held)| (plan, held.ticket));
		let policies = Policies::<T>::iter_values().map(|held| (held.item.plan, held.ticket));
		for (plan, ticket) in versions.chain(admissions).chain(policies) {
			if let Some(insurer) = insurer(plan) {
				deposits.add(insurer, &ticket);
			}
		}
		for Held { item, ticket } in Claims::<T>::iter_values() {
			deposits.add(item.filed_by, &ticket);
		}
		for Held { item, ticket } in Bills::<T>::iter_values() {
			deposits.add(item.insurer, &ticket);
		}
		deposits
	}

	fn try_plans() -> Result<(), TryRuntimeError> {
		let mut versions = 0_usize;
		let mut admissions = 0_usize;
		for (id, Held { item: plan, .. }) in Plans::<T>::iter() {
			ensure!(id < NextPlan::<T>::get(), "a plan's id was never given");
			let known = Self::plan_versions(id);
			ensure!(known.len() == usize::from(plan.versions), "a plan lacks a version");
			let allowed = 1..=MAX_VERSIONS;
			ensure!(allowed.contains(&u32::from(plan.versions)), "too few or many versions");
			let rising = known
				.windows(2)
				.all(|pair| matches!(pair, [one, two] if one.valid_from < two.valid_from));
			ensure!(rising, "versions don't follow each other");
			let longest = known.iter().map(|version| version.terms.filing_limit).max();
			ensure!(longest == Some(plan.filing_limit), "a filing limit is not the longest");
			let network = Networks::<T>::iter_key_prefix(id).count();
			ensure!(network == count(plan.network), "a network is not counted rightly");
			versions = versions.saturating_add(known.len());
			admissions = admissions.saturating_add(network);
		}
		ensure!(PlanVersions::<T>::iter_keys().count() == versions, "a version is of no plan");
		ensure!(Networks::<T>::iter_keys().count() == admissions, "an admission is of no plan");
		for admission in Networks::<T>::iter_values() {
			let Admission { from, until } = admission.item;
			ensure!(until.is_none_or(|until| from <= until), "an admission ends before it begins");
		}
		Ok(())
	}

	fn try_policies() -> Result<(), TryRuntimeError> {
		let mut policies = BTreeMap::<PlanId, u32>::new();
		for (id, Held { item: policy, .. }) in Policies::<T>::iter() {
			ensure!(id < NextPolicy::<T>::get(), "a policy's id was never given");
			ensure!(policy.from <= policy.until, "a policy ends before it begins");
			let sum = policies.entry(policy.plan).or_default();
			*sum = sum.saturating_add(1);
		}
		for (id, plan) in Plans::<T>::iter() {
			let counted = policies.remove(&id).unwrap_or_default();
			ensure!(plan.item.policies == counted, "a plan's policies are not counted rightly");
		}
		ensure!(policies.is_empty(), "a policy is under no plan");
		Ok(())
	}

	fn try_claims() -> Result<(), TryRuntimeError> {
		let mut kept = BTreeMap::<PolicyId, (u32, u32)>::new();
		let mut claimed = 0_usize;
		for (id, Held { item: claim, .. }) in Claims::<T>::iter() {
			ensure!(id < NextClaim::<T>::get(), "a claim's id was never given");
			ensure!(ClaimsOf::<T>::contains_key(claim.policy, id), "a claim is not its policy's");
			let (all, open) = kept.entry(claim.policy).or_default();
			*all = all.saturating_add(1);
			if matches!(claim.stage, Stage::Submitted { .. }) {
				*open = open.saturating_add(1);
			}
			if !matches!(claim.stage, Stage::Reversed { .. }) {
				let stands_in = Claimed::<T>::get(claim.policy, (claim.record, claim.version));
				ensure!(stands_in == Some(id), "a claim's record stands in another claim");
				claimed = claimed.saturating_add(1);
			}
			if let Stage::Waiting { outcome, .. }
			| Stage::Concluded { outcome, .. }
			| Stage::Refunded { outcome, .. } = claim.stage
			{
				ensure!(outcome.paid <= claim.ceiling, "more was paid than claimed");
			}
		}
		ensure!(Claimed::<T>::iter_keys().count() == claimed, "a record stands in no claim");
		ensure!(
			ClaimsOf::<T>::iter_keys().count() == Claims::<T>::iter_keys().count(),
			"a policy lists a claim that is not kept"
		);
		for (id, Held { item: policy, .. }) in Policies::<T>::iter() {
			let counted = kept.remove(&id).unwrap_or_default();
			let counts = (policy.claims, policy.open_claims);
			ensure!(counts == counted, "a policy's claims are not counted rightly");
			ensure!(policy.open_claims <= T::MaxOpenClaims::get(), "too many claims are open");
		}
		ensure!(kept.is_empty(), "a claim is under no policy");
		Ok(())
	}

	fn try_money() -> Result<(), TryRuntimeError> {
		let mut owed = BTreeMap::<ReserveKey<T>, u128>::new();
		for (key, _, amount) in Owed::<T>::iter() {
			ensure!(amount > 0, "that nothing is owed is stored");
			let sum = owed.entry(key).or_default();
			*sum = sum.saturating_add(amount);
		}
		let mut open = BTreeMap::<ReserveKey<T>, u32>::new();
		for Held { item: policy, .. } in Policies::<T>::iter_values() {
			let plan = Self::plan_of(&policy)?;
			let sum = open.entry((plan.insurer, plan.asset)).or_default();
			*sum = sum.saturating_add(policy.open_claims);
		}
		let mut needed = BTreeMap::<ReserveKey<T>, (u128, u32)>::new();
		for Held { item: plan, .. } in Plans::<T>::iter_values() {
			let (required, plans) = needed.entry((plan.insurer, plan.asset)).or_default();
			let policies = plan.reserve.saturating_mul(plan.policies.into());
			*required = required.saturating_add(policies);
			*plans = plans.saturating_add(1);
		}
		for (key, money) in Reserves::<T>::iter() {
			let held = T::Assets::balance_on_hold(key.1, &HoldReason::Reserve.into(), &key.0);
			let sum = money.free.saturating_add(money.owed);
			ensure!(held == sum, "what is on hold is not what is free and owed");
			let of_payees = owed.remove(&key).unwrap_or_default();
			ensure!(money.owed == of_payees, "what is owed is not the sum of what payees are owed");
			let of_policies = open.remove(&key).unwrap_or_default();
			ensure!(money.open == of_policies, "open claims of a reserve are not counted rightly");
			let of_plans = needed.remove(&key).unwrap_or_default();
			let wanted = (money.required, money.plans);
			ensure!(wanted == of_plans && money.plans > 0, "a reserve is not what plans demand");
		}
		ensure!(owed.is_empty(), "something is owed out of no reserve");
		ensure!(needed.is_empty(), "a plan has no reserve");
		Self::try_owed()
	}

	/// What a payee is owed is owed for claims that are kept, since they pay for its storage.
	fn try_owed() -> Result<(), TryRuntimeError> {
		let mut concluded = BTreeMap::<(ReserveKey<T>, T::AccountId), u128>::new();
		for Held { item: claim, .. } in Claims::<T>::iter_values() {
			let Stage::Concluded { outcome, .. } = claim.stage else { continue };
			let plan = Self::plan_of(&Self::policy_held(claim.policy)?.item)?;
			let key = ((plan.insurer, plan.asset), claim.payee);
			let sum = concluded.entry(key).or_default();
			*sum = sum.saturating_add(outcome.paid);
		}
		for (key, payee, amount) in Owed::<T>::iter() {
			let most = concluded.get(&(key, payee)).copied().unwrap_or_default();
			ensure!(amount <= most, "more is owed than was concluded");
		}
		Ok(())
	}

	fn try_queues() -> Result<(), TryRuntimeError> {
		let mut queued = 0_usize;
		for (key, money) in Reserves::<T>::iter() {
			let numbers: Vec<_> = WaitingClaims::<T>::iter_key_prefix(&key).collect();
			let range = money.first_waiting..money.next_waiting;
			let in_range = numbers.iter().all(|number| range.contains(number));
			let length = range.end.checked_sub(range.start);
			ensure!(in_range, "a claim waits under a number that is not in use");
			ensure!(length == Some(money.waiting.into()), "numbers of waiting claims have gaps");
			ensure!(numbers.len() == count(money.waiting), "waiting claims are miscounted");
			queued = queued.saturating_add(numbers.len());
		}
		let all = WaitingClaims::<T>::iter_keys().count();
		ensure!(all == queued, "a claim waits for no reserve");
		let mut waiting = 0_usize;
		for (id, Held { item: claim, .. }) in Claims::<T>::iter() {
			let Stage::Waiting { number, .. } = claim.stage else { continue };
			let plan = Self::plan_of(&Self::policy_held(claim.policy)?.item)?;
			let listed = WaitingClaims::<T>::get((plan.insurer, plan.asset), number);
			ensure!(listed == Some(id), "a claim waits and is not listed");
			waiting = waiting.saturating_add(1);
		}
		ensure!(waiting == all, "a claim is listed and does not wait");
		Ok(())
	}

	fn try_bills() -> Result<(), TryRuntimeError> {
		let mut billed = 0_usize;
		for (id, Held { item: bill, .. }) in Bills::<T>::iter() {
			ensure!(!bill.nullifiers.is_empty(), "a bill of nothing is stored");
			let known = |nullifier: &[u8; 32]| Billed::<T>::get(nullifier) == Some(id);
			ensure!(bill.nullifiers.iter().all(known), "evidence was billed with another claim");
			ensure!(BilledIn::<T>::contains_key(bill.quarter, id), "a bill is in no quarter");
			billed = billed.saturating_add(bill.nullifiers.len());
		}
		ensure!(Billed::<T>::iter_keys().count() == billed, "evidence was billed with no claim");
		let listed = BilledIn::<T>::iter_keys().count();
		ensure!(listed == Bills::<T>::iter_keys().count(), "a quarter lists a bill that is gone");
		Ok(())
	}
}

fn count(number: u32) -> usize {
	usize::try_from(number).unwrap_or(usize::MAX)
}
