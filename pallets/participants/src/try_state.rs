// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::{
	AccountIdOf, Allowances, BalanceOf, Config, EncryptionKeys, FormerMembers, GuardianProposals,
	GuardiansOf, Held, HoldReason, Invitations, Members, MembershipCount, MembershipPeriod,
	Operators, OperatorsInService, Organisations, Pallet, Patients, WorkLimits, WorkWindows,
	is_weak,
};
use alloc::collections::{BTreeMap, BTreeSet};
use polkadot_sdk::{
	frame_support::{
		ensure,
		traits::{Time, fungible::InspectHold},
	},
	sp_runtime::{TryRuntimeError, traits::Saturating},
};
use salus_primitives::Participants;

type Sums<T> = BTreeMap<AccountIdOf<T>, BalanceOf<T>>;

fn add<T: Config>(sums: &mut Sums<T>, account: AccountIdOf<T>, amount: BalanceOf<T>) {
	let sum = sums.entry(account).or_default();
	*sum = sum.saturating_add(amount);
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant that the README names.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_patients()?;
		Self::check_members()?;
		Self::check_guardians()?;
		Self::check_operators()?;
		for (account, item) in EncryptionKeys::<T>::iter() {
			ensure!(Self::is_registered(&account), "a key belongs to a registered account");
			ensure!(!is_weak(&item.key) && item.version > 0, "a key is a key");
		}
		Ok(())
	}

	fn check_holds(reason: HoldReason, sums: Sums<T>) -> Result<(), TryRuntimeError> {
		for (account, sum) in sums {
			let held = T::Currency::balance_on_hold(&reason.into(), &account);
			ensure!(held == sum, "what is held is the sum of what was asked");
		}
		Ok(())
	}

	fn check_patients() -> Result<(), TryRuntimeError> {
		let mut sums = Sums::<T>::new();
		let mut counts = BTreeMap::<AccountIdOf<T>, u32>::new();
		for (patient, Held { item, ticket }) in Patients::<T>::iter() {
			ensure!(EncryptionKeys::<T>::contains_key(&patient), "a patient has a key");
			let distinct = item.sponsors.iter().collect::<BTreeSet<_>>();
			ensure!(distinct.len() == item.sponsors.len(), "a sponsor sponsors a patient once");
			let begun = usize::try_from(item.sponsorships).unwrap_or(usize::MAX);
			ensure!(distinct.len() <= begun, "sponsorships are counted");
			for organisation in item.sponsors {
				let count = counts.entry(organisation).or_default();
				*count = count.saturating_add(1);
			}
			add::<T>(&mut sums, ticket.depositor, ticket.amount);
		}
		for (organisation, item) in Organisations::<T>::iter() {
			let count = counts.remove(&organisation).unwrap_or_default();
			ensure!(item.patient_count == count, "an organisation's patients are counted");
		}
		ensure!(counts.is_empty(), "a sponsor is an organisation");
		for patient in Allowances::<T>::iter_keys() {
			ensure!(Patients::<T>::contains_key(&patient), "an allowance is a patient's");
		}
		for patient in WorkWindows::<T>::iter_keys() {
			ensure!(Patients::<T>::contains_key(&patient), "a window of work is a patient's");
		}
		for organisation in WorkLimits::<T>::iter_keys() {
			let is_known = Organisations::<T>::contains_key(&organisation);
			ensure!(is_known, "a limit is an organisation's");
		}
		Self::check_holds(HoldReason::Patient, sums)
	}

	fn check_members() -> Result<(), TryRuntimeError> {
		let mut sums = Sums::<T>::new();
		let mut counts = BTreeMap::<AccountIdOf<T>, u32>::new();
		for (organisation, member, item) in Members::<T>::iter() {
			ensure!(
				Organisations::<T>::contains_key(&organisation),
				"members have an organisation"
			);
			let count = counts.entry(member).or_default();
			*count = count.saturating_add(1);
			add::<T>(&mut sums, organisation, item.deposit);
		}
		for (member, organisation, held) in Invitations::<T>::iter() {
			let is_member = Members::<T>::contains_key(&organisation, &member);
			ensure!(!is_member, "nobody is invited who is a member");
			let is_known = Organisations::<T>::contains_key(&organisation);
			ensure!(is_known, "an organisation invites");
			add::<T>(&mut sums, organisation, held.ticket);
		}
		for (organisation, _, former) in FormerMembers::<T>::iter() {
			let mut before = former.known_since;
			for MembershipPeriod { since, until } in former.periods {
				ensure!(before <= since && since < until, "memberships follow each other");
				before = until;
			}
			add::<T>(&mut sums, organisation, former.deposit);
		}
		let counted = MembershipCount::<T>::iter().collect::<BTreeMap<_, _>>();
		ensure!(counted == counts, "memberships are counted");
		Self::check_holds(HoldReason::Member, sums)
	}

	fn check_guardians() -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		for (patient, guardians) in GuardiansOf::<T>::iter() {
			ensure!(Patients::<T>::contains_key(&patient), "guardians are a patient's");
			let mut acting = BTreeSet::new();
			for item in guardians {
				ensure!(item.account != patient, "nobody is their own guardian");
				ensure!(item.since < item.until, "a guardianship ends after it begins");
				ensure!(item.role.may_end_at(item.until), "no end tells a birth date");
				ensure!(
					item.has_ended(now) || acting.insert(item.account),
					"nobody guards a patient twice"
				);
			}
		}
		let mut sums = Sums::<T>::new();
		for (patient, organisation, held) in GuardianProposals::<T>::iter() {
			ensure!(Patients::<T>::contains_key(&patient), "a guardian is proposed for a patient");
			let is_known = Organisations::<T>::contains_key(&organisation);
			ensure!(is_known, "an organisation proposes");
			add::<T>(&mut sums, organisation, held.ticket);
		}
		Self::check_holds(HoldReason::GuardianProposal, sums)
	}

	fn check_operators() -> Result<(), TryRuntimeError> {
		let in_service = OperatorsInService::<T>::get();
		let distinct = in_service.iter().cloned().collect::<BTreeSet<_>>();
		ensure!(distinct.len() == in_service.len(), "an operator is in service once");
		let fit = Operators::<T>::iter()
			.filter(|(_, item)| Self::is_fit(item))
			.map(|(operator, _)| operator)
			.collect::<BTreeSet<_>>();
		ensure!(fit == distinct, "in service are the fit, and only they");
		let mut counts = BTreeMap::<AccountIdOf<T>, u32>::new();
		for item in Operators::<T>::iter_values() {
			let count = counts.entry(item.organisation).or_default();
			*count = count.saturating_add(1);
		}
		for (organisation, item) in Organisations::<T>::iter() {
			let count = counts.remove(&organisation).unwrap_or_default();
			ensure!(item.operator_count == count, "an organisation's operators are counted");
		}
		ensure!(counts.is_empty(), "an operator is run by an organisation");
		let sums = Operators::<T>::iter().map(|(operator, item)| (operator, item.bond)).collect();
		Self::check_holds(HoldReason::OperatorBond, sums)
	}
}
