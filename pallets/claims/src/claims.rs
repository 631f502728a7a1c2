// SPDX-License-Identifier: Apache-2.0
//! Claims: submitted, concluded, given back, reversed, closed. Data rule 12: no line of a claim comes here.

use crate::*;
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Consideration, Get, Time},
	},
	sp_runtime::{DispatchError, DispatchResult},
};
use salus_pallet_support::Payment;
use salus_primitives::{
	Category, Cid, DAY,
	claims::Claimants,
	quorum::{Deadline, Period},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit(
		signer: T::AccountId,
		id: PolicyId,
		record: RecordId,
		payee: T::AccountId,
		ceiling: u128,
		evidence: [u8; 32],
	) -> DispatchResult {
		let mut policy = Self::policy_held(id)?;
		let plan = Self::plan_of(&policy.item)?;
		let by_holder = signer == policy.item.holder;
		// An insurer does not bill itself: what leaves its reserve so would not have to stay for anybody.
		let paid_to_others = payee != plan.insurer;
		// The most that the rules can come to.
		ensure!(ceiling <= u64::MAX.into(), Error::<T>::CeilingTooHigh);
		let fit = payee == policy.item.holder || T::Claimants::is_organisation_in_force(&payee);
		ensure!(paid_to_others && fit, Error::<T>::BadPayee);
		ensure!(by_holder || signer == payee, Error::<T>::NotTheClaimant);
		let version = Self::check_record(record, &policy.item.holder, Category::Claim)?;
		ensure!(record != policy.item.record, Error::<T>::OtherCategory);
		let last = days_after(policy.item.until, plan.filing_limit);
		ensure!(Self::today() <= last, Error::<T>::FiledTooLate);
		ensure!(policy.item.open_claims < T::MaxOpenClaims::get(), Error::<T>::TooManyOpen);
		let stands_in = (record, version);
		ensure!(!Claimed::<T>::contains_key(id, stands_in), Error::<T>::AlreadyClaimed);

		let claim = NextClaim::<T>::get();
		NextClaim::<T>::put(claim.next().ok_or(Error::<T>::IdsExhausted)?);
		let footprint = Self::claim_footprint();
		// Data rule 10: of their own claim a sponsor may pay for the holder.
		let ticket = if by_holder {
			T::Consideration::new_own(&signer, footprint)?
		} else {
			T::Consideration::new(&signer, footprint)?
		};
		let (now, block) = Self::now();
		let decide_until = Deadline::after(now, block, T::DecidePeriod::get());
		let item = Claim {
			policy: id,
			record,
			version,
			payee: payee.clone(),
			filed_by: signer,
			ceiling,
			evidence,
			filed_at: now,
			referred: false,
			care_denied: false,
			stage: Stage::Submitted { decide_until },
		};
		Claims::<T>::insert(claim, Held { item, ticket });
		ClaimsOf::<T>::insert(id, claim, ());
		Claimed::<T>::insert(id, stands_in, claim);
		policy.item.open_claims = policy.item.open_claims.saturating_add(1);
		policy.item.claims = policy.item.claims.saturating_add(1);
		Policies::<T>::insert(id, policy);
		let key = (plan.insurer, plan.asset);
		let mut money = Self::money(&key)?;
		money.open = money.open.saturating_add(1);
		Reserves::<T>::insert(&key, money);
		Self::deposit_event(Event::Submitted { claim, policy: id, payee });
		Ok(())
	}

	pub(crate) fn do_conclude(
		insurer: T::AccountId,
		id: ClaimId,
		(sequence, statement): (u32, Pointer),
		(paid, outcome): (u128, Pointer),
		shown: Option<ShownEvidence>,
	) -> DispatchResult {
		let mut claim = Self::claim_held(id)?;
		let mut policy = Self::policy_held(claim.item.policy)?;
		let plan = Self::plan_of(&policy.item)?;
		ensure!(plan.insurer == insurer, Error::<T>::NotTheInsurer);
		let Stage::Submitted { decide_until } = claim.item.stage else {
			return Err(Error::<T>::AlreadyConcluded.into());
		};
		ensure!(paid <= claim.item.ceiling, Error::<T>::AboveCeiling);
		Self::replace_statement(&mut policy.item.statement, sequence, statement)?;
		let nullifiers = match shown {
			Some(shown) => Self::nullifiers_of(&claim.item, &shown)?,
			// What opens to no evidence must not stay open for ever.
			None if paid == 0 => Nullifiers::default(),
			None => return Err(Error::<T>::EvidenceNotShown.into()),
		};
		let pieces = Self::bill(id, &insurer, nullifiers)?;
		let outcome = Outcome {
			paid,
			commitment: outcome.commitment,
			cid: Self::parse(outcome.cid)?,
			pieces,
		};
		policy.item.open_claims = policy.item.open_claims.saturating_sub(1);
		Policies::<T>::insert(claim.item.policy, policy);
		let (now, block) = Self::now();
		let is_late = decide_until.is_over(now, block);
		Self::tally(&insurer, |tally| {
			tally.concluded = tally.concluded.saturating_add(1);
			tally.late = tally.late.saturating_add(is_late.into());
		});

		let key = (insurer, plan.asset);
		let mut money = Self::money(&key)?;
		money.open = money.open.saturating_sub(1);
		// Where nothing is paid there is nothing to wait for. Nobody is paid before those who wait.
		let at_once = (paid == 0 || money.waiting == 0)
			&& Self::owe(&key, &mut money, &claim.item.payee, paid);
		if at_once {
			claim.item.stage = Stage::Concluded { outcome, at: T::Time::now() };
			Self::deposit_event(Event::Concluded { claim: id, paid });
		} else {
			let number = money.next_waiting;
			money.next_waiting = number.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
			money.waiting = money.waiting.saturating_add(1);
			WaitingClaims::<T>::insert(&key, number, id);
			claim.item.stage = Stage::Waiting { outcome, number };
			let (insurer, asset) = key.clone();
			Self::deposit_event(Event::ClaimWaits { claim: id, insurer, asset });
		}
		Reserves::<T>::insert(&key, money);
		Claims::<T>::insert(id, claim);
		Ok(())
	}

	/// Gives a claim to a person, who has more time.
	pub(crate) fn do_refer(insurer: T::AccountId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::claim_held(id)?;
		let plan = Self::plan_of(&Self::policy_held(claim.item.policy)?.item)?;
		ensure!(plan.insurer == insurer, Error::<T>::NotTheInsurer);
		let Stage::Submitted { decide_until } = claim.item.stage else {
			return Err(Error::<T>::AlreadyConcluded.into());
		};
		ensure!(!claim.item.referred, Error::<T>::AlreadyReferred);
		let (now, block) = Self::now();
		// Else who is late would not be.
		ensure!(!decide_until.is_over(now, block), Error::<T>::Expired);
		let decide_until = Deadline::after(now, block, T::ReferPeriod::get());
		claim.item.referred = true;
		claim.item.stage = Stage::Submitted { decide_until };
		Claims::<T>::insert(id, claim);
		Self::tally(&insurer, |tally| tally.referred = tally.referred.saturating_add(1));
		Self::deposit_event(Event::Referred { claim: id, decide_until });
		Ok(())
	}

	/// The holder says that what somebody else is paid for was not done.
	pub(crate) fn do_deny_care(holder: T::AccountId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::claim_held(id)?;
		let policy = Self::policy_held(claim.item.policy)?.item;
		ensure!(policy.holder == holder, Error::<T>::NotTheHolder);
		// Who submits it says that it was done.
		let is_anothers = claim.item.payee != holder && claim.item.filed_by != holder;
		ensure!(is_anothers, Error::<T>::OwnClaim);
		let counts = !matches!(claim.item.stage, Stage::Refunded { .. } | Stage::Reversed { .. });
		ensure!(counts && !claim.item.care_denied, Error::<T>::AlreadyDenied);
		claim.item.care_denied = true;
		Claims::<T>::insert(id, claim);
		let insurer = Self::plan_of(&policy)?.insurer;
		Self::tally(&insurer, |tally| tally.care_denied = tally.care_denied.saturating_add(1));
		Self::deposit_event(Event::CareDenied { claim: id });
		Ok(())
	}

	fn tally(insurer: &T::AccountId, change: impl FnOnce(&mut InsurerTally)) {
		Tallies::<T>::mutate(insurer, change);
	}

	pub(crate) fn do_refund(payee: T::AccountId, id: ClaimId) -> DispatchResult {
		let mut claim = Self::claim_held(id)?;
		ensure!(claim.item.payee == payee, Error::<T>::NotThePayee);
		let (outcome, at) = match claim.item.stage {
			Stage::Concluded { outcome, at } => (outcome, at),
			// Who waits for what never comes may waive it: so nobody waits behind it.
			Stage::Waiting { outcome, number } => {
				let outcome = Outcome { paid: 0, ..outcome };
				claim.item.stage = Stage::Waiting { outcome, number };
				Claims::<T>::insert(id, claim);
				Self::deposit_event(Event::Waived { claim: id });
				return Ok(());
			}
			_ => return Err(Error::<T>::NotConcluded.into()),
		};
		let now = T::Time::now();
		let last = at.saturating_add(Self::milliseconds(T::RefundDays::get()));
		ensure!(now <= last, Error::<T>::Expired);
		let plan = Self::plan_of(&Self::policy_held(claim.item.policy)?.item)?;
		Self::take_back(&(plan.insurer, plan.asset), &payee, outcome.paid)?;
		claim.item.stage = Stage::Refunded { outcome, at: now };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::Refunded { claim: id, amount: outcome.paid });
		Ok(())
	}

	/// Returns how many pieces of evidence are free again.
	pub(crate) fn do_reverse(
		insurer: T::AccountId,
		id: ClaimId,
		(sequence, statement): (u32, Pointer),
	) -> Result<u32, DispatchError> {
		let mut claim = Self::claim_held(id)?;
		let mut policy = Self::policy_held(claim.item.policy)?;
		let plan = Self::plan_of(&policy.item)?;
		ensure!(plan.insurer == insurer, Error::<T>::NotTheInsurer);
		let unpaid = match claim.item.stage {
			Stage::Refunded { .. } => true,
			Stage::Concluded { outcome, .. } => outcome.paid == 0,
			Stage::Submitted { .. } | Stage::Waiting { .. } | Stage::Reversed { .. } => false,
		};
		ensure!(unpaid, Error::<T>::NotRefunded);
		Self::replace_statement(&mut policy.item.statement, sequence, statement)?;
		Policies::<T>::insert(claim.item.policy, policy);
		let pieces = Self::unbill(id)?;
		Claimed::<T>::remove(claim.item.policy, (claim.item.record, claim.item.version));
		claim.item.stage = Stage::Reversed { at: T::Time::now() };
		Claims::<T>::insert(id, claim);
		Self::deposit_event(Event::Reversed { claim: id });
		Ok(pieces)
	}

	pub(crate) fn do_close_claim(signer: T::AccountId, id: ClaimId) -> DispatchResult {
		let Held { item: claim, ticket } = Self::claim_held(id)?;
		let mut policy = Self::policy_held(claim.policy)?;
		let keep = Self::milliseconds(T::KeepDays::get());
		let (now, block) = Self::now();
		let over = match claim.stage {
			Stage::Submitted { decide_until } => {
				decide_until.and(Period { time: keep, blocks: 0 }).is_over(now, block)
			}
			Stage::Waiting { .. } => false,
			Stage::Concluded { at, .. } | Stage::Refunded { at, .. } | Stage::Reversed { at } => {
				now >= at.saturating_add(keep)
			}
		};
		ensure!(over, Error::<T>::ClaimKept);
		match claim.stage {
			Stage::Submitted { .. } => {
				// Else an insurer would wait until it can no longer be filed, and remove what proves that it was.
				let claimant = signer == claim.filed_by || signer == claim.payee;
				ensure!(claimant, Error::<T>::NotTheClaimant);
				policy.item.open_claims = policy.item.open_claims.saturating_sub(1);
				let plan = Self::plan_of(&policy.item)?;
				let key = (plan.insurer, plan.asset);
				let mut money = Self::money(&key)?;
				money.open = money.open.saturating_sub(1);
				Reserves::<T>::insert(&key, money);
			}
			Stage::Concluded { outcome, .. } if outcome.paid > 0 => {
				let plan = Self::plan_of(&policy.item)?;
				let owed = Owed::<T>::get((plan.insurer, plan.asset), &claim.payee);
				// What is owed is paid for by the claims that it is owed for. Data rule 11.
				ensure!(owed == 0, Error::<T>::NotCollected);
			}
			_ => {}
		}
		// The record of a reversed claim may stand in another by now.
		if !matches!(claim.stage, Stage::Reversed { .. }) {
			Claimed::<T>::remove(claim.policy, (claim.record, claim.version));
		}
		Claims::<T>::remove(id);
		ClaimsOf::<T>::remove(claim.policy, id);
		policy.item.claims = policy.item.claims.saturating_sub(1);
		Policies::<T>::insert(claim.policy, policy);
		ticket.drop(&claim.filed_by)?;
		Self::deposit_event(Event::ClaimClosed { claim: id });
		Ok(())
	}

	pub(crate) fn claim_held(id: ClaimId) -> Result<ClaimOf<T>, Error<T>> {
		Claims::<T>::get(id).ok_or(Error::<T>::UnknownClaim)
	}

	/// Puts a new statement in the place of the one that it was made from: whoever judged from an older one loses the
	/// race, and nothing else.
	fn replace_statement(
		statement: &mut Statement,
		sequence: u32,
		new: Pointer,
	) -> Result<(), Error<T>> {
		ensure!(statement.sequence == sequence, Error::<T>::StaleStatement);
		*statement = Statement {
			cid: Self::parse(new.cid)?,
			commitment: new.commitment,
			sequence: sequence.checked_add(1).ok_or(Error::<T>::IdsExhausted)?,
		};
		Ok(())
	}

	/// Data rule 3: a CID is parsed, not believed.
	fn parse(cid: Option<CidBytes>) -> Result<Option<Cid>, Error<T>> {
		cid.map(|bytes| Cid::parse(&bytes)).transpose().map_err(Error::<T>::from)
	}

	pub(crate) fn milliseconds(days: u16) -> Moment {
		DAY.saturating_mul(days.into())
	}
}
