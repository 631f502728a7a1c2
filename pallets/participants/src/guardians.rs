// SPDX-License-Identifier: Apache-2.0
//! Guardians: appointed by the patient, or by the authority on an organisation's proposal; dismissed by the patient
//! whoever appointed them. What they may do stands in [`GuardianRole::may`].

use crate::{
	AccountIdOf, Config, Error, Event, Guardian, GuardianProposal, GuardianProposals, GuardianRole,
	GuardiansOf, Guardianship, Held, HoldReason, Pallet, Power,
};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::DispatchResult,
		traits::{Get, Time, fungible::MutateHold, tokens::Precision},
	},
	frame_system,
	sp_runtime::SaturatedConversion,
};
use salus_pallet_support::page;
use salus_primitives::{Guardians, MAX_PAGE, Moment, Participants, WithId, quorum::Deadline};

/// Who ends a guardianship early.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EndedBy {
	/// The patient.
	Patient,
	/// The guardian.
	Guardian,
	/// The authority.
	Authority,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_appoint_guardian(
		patient: AccountIdOf<T>,
		guardian: AccountIdOf<T>,
		role: GuardianRole,
		until: Moment,
	) -> DispatchResult {
		Self::check_guardianship(&patient, &guardian, role, until)?;
		Self::add_guardian(patient, guardian, role, until, None)
	}

	pub(crate) fn end_guardianship(
		patient: AccountIdOf<T>,
		guardian: AccountIdOf<T>,
		by: EndedBy,
	) -> DispatchResult {
		let now = T::Time::now();
		GuardiansOf::<T>::try_mutate(&patient, |guardians| {
			let item = guardians
				.iter_mut()
				.find(|item| item.account == guardian && !item.has_ended(now))
				.ok_or(Error::<T>::NotFound)?;
			item.ended_at = Some(now);
			Ok::<(), Error<T>>(())
		})?;
		Self::deposit_event(match by {
			EndedBy::Patient => Event::GuardianDismissed { patient, guardian },
			EndedBy::Guardian => Event::GuardianResigned { patient, guardian },
			EndedBy::Authority => Event::GuardianRemoved { patient, guardian },
		});
		Ok(())
	}

	pub(crate) fn do_propose_guardian(
		organisation: AccountIdOf<T>,
		patient: AccountIdOf<T>,
		guardian: AccountIdOf<T>,
		role: GuardianRole,
		until: Moment,
	) -> DispatchResult {
		ensure!(Self::is_organisation_in_force(&organisation), Error::<T>::OrganisationNotInForce);
		// One for each organisation, so that none stands in the way of another's.
		ensure!(
			!GuardianProposals::<T>::contains_key(&patient, &organisation),
			Error::<T>::AlreadyProposed
		);
		Self::check_guardianship(&patient, &guardian, role, until)?;
		let deposit = T::GuardianProposalDeposit::get();
		T::Currency::hold(&HoldReason::GuardianProposal.into(), &organisation, deposit)?;
		let proposed_at = T::Time::now();
		let notice_until = Deadline::after(proposed_at, Self::block(), T::GuardianNotice::get());
		let item =
			GuardianProposal { guardian: guardian.clone(), role, until, proposed_at, notice_until };
		let held = Held { item, ticket: deposit };
		GuardianProposals::<T>::insert(&patient, &organisation, held);
		let notice_until = notice_until.moment;
		Self::deposit_event(Event::GuardianProposed {
			patient,
			organisation,
			guardian,
			role,
			until,
			notice_until,
		});
		Ok(())
	}

	pub(crate) fn do_end_proposal(
		signer: AccountIdOf<T>,
		patient: AccountIdOf<T>,
		organisation: AccountIdOf<T>,
	) -> DispatchResult {
		ensure!(signer == patient || signer == organisation, Error::<T>::NotPermitted);
		Self::close_proposal(&patient, &organisation)?;
		Self::deposit_event(Event::GuardianProposalEnded { patient, organisation });
		Ok(())
	}

	pub(crate) fn do_decide_proposal(
		patient: AccountIdOf<T>,
		organisation: AccountIdOf<T>,
		guardian: AccountIdOf<T>,
		role: GuardianRole,
		until: Moment,
		appoint: bool,
	) -> DispatchResult {
		let proposal =
			GuardianProposals::<T>::get(&patient, &organisation).ok_or(Error::<T>::NotFound)?.item;
		// What votes were given for, not what the organisation has proposed in its place since then.
		let same = (&proposal.guardian, proposal.role, proposal.until) == (&guardian, role, until);
		ensure!(same, Error::<T>::ProposalChanged);
		if !appoint {
			Self::close_proposal(&patient, &organisation)?;
			Self::deposit_event(Event::GuardianProposalEnded { patient, organisation });
			return Ok(());
		}
		let seen = proposal.notice_until.is_over(T::Time::now(), Self::block());
		ensure!(seen, Error::<T>::NoticeNotOver);
		ensure!(Self::is_organisation_in_force(&organisation), Error::<T>::OrganisationNotInForce);
		Self::check_guardianship(&patient, &guardian, role, until)?;
		Self::add_guardian(patient.clone(), guardian, role, until, Some(organisation.clone()))?;
		Self::close_proposal(&patient, &organisation)
	}

	/// Takes the proposal away and gives the organisation its deposit back.
	fn close_proposal(patient: &AccountIdOf<T>, organisation: &AccountIdOf<T>) -> DispatchResult {
		let held =
			GuardianProposals::<T>::take(patient, organisation).ok_or(Error::<T>::NotFound)?;
		let reason = HoldReason::GuardianProposal.into();
		T::Currency::release(&reason, organisation, held.ticket, Precision::BestEffort)?;
		Ok(())
	}

	/// What a guardianship must be, whoever appoints.
	fn check_guardianship(
		patient: &AccountIdOf<T>,
		guardian: &AccountIdOf<T>,
		role: GuardianRole,
		until: Moment,
	) -> Result<(), Error<T>> {
		let now = T::Time::now();
		ensure!(Self::is_patient(patient), Error::<T>::NotAPatient);
		ensure!(patient != guardian, Error::<T>::NotForOneself);
		// Without a role they have no key to which custodians could encrypt, and maybe no account.
		ensure!(Self::is_registered(guardian), Error::<T>::NotRegistered);
		ensure!(now < until, Error::<T>::Expired);
		// Data rule 1.
		ensure!(role.may_end_at(until), Error::<T>::NotAtNewYear);
		let longest = match role {
			GuardianRole::Carer => T::MaxCarerPeriod::get(),
			GuardianRole::Parent | GuardianRole::LegalGuardian => T::MaxGuardianPeriod::get(),
		};
		ensure!(until.saturating_sub(now) <= longest, Error::<T>::TermTooLong);
		Ok(())
	}

	fn add_guardian(
		patient: AccountIdOf<T>,
		guardian: AccountIdOf<T>,
		role: GuardianRole,
		until: Moment,
		proposed_by: Option<AccountIdOf<T>>,
	) -> DispatchResult {
		let now = T::Time::now();
		GuardiansOf::<T>::try_mutate(&patient, |guardians| {
			// One guardianship at a time: whoever guards already does so on the new terms.
			let current =
				guardians.iter_mut().find(|item| item.account == guardian && !item.has_ended(now));
			if let Some(current) = current {
				current.ended_at = Some(now);
			}
			if guardians.is_full() {
				let oldest = guardians.iter().position(|item| item.has_ended(now));
				guardians.remove(oldest.ok_or(Error::<T>::TooManyGuardians)?);
			}
			guardians
				.try_push(Guardian {
					account: guardian.clone(),
					role,
					proposed_by: proposed_by.clone(),
					since: now,
					until,
					ended_at: None,
				})
				.map_err(|_| Error::<T>::TooManyGuardians)
		})?;
		Self::deposit_event(Event::GuardianAppointed {
			patient,
			guardian,
			role,
			until,
			proposed_by,
		});
		Ok(())
	}

	/// The height of the chain, as deadlines have it.
	fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// A patient's guardians, in the order of their appointment, and those before as far as they are kept; the answer to
	/// the runtime API's `guardians`.
	pub fn guardians(patient: AccountIdOf<T>) -> Vec<Guardian<AccountIdOf<T>>> {
		GuardiansOf::<T>::get(patient).into_inner()
	}

	/// The guardians that are proposed for a patient, each with the organisation that does, at most [`MAX_PAGE`]; the
	/// answer to the runtime API's `guardian_proposals`.
	pub fn guardian_proposals(
		patient: AccountIdOf<T>,
	) -> Vec<WithId<AccountIdOf<T>, GuardianProposal<AccountIdOf<T>>>> {
		GuardianProposals::<T>::iter_prefix(&patient)
			.map(|(id, held)| WithId { id, item: held.item })
			.take(page(MAX_PAGE))
			.collect()
	}
}

impl<T: Config> Guardians<AccountIdOf<T>> for Pallet<T> {
	fn guardianship(
		account: &AccountIdOf<T>,
		patient: &AccountIdOf<T>,
		power: Power,
	) -> Option<Guardianship> {
		// Most signers act for themselves: no read for them.
		if account == patient {
			return None;
		}
		let now = T::Time::now();
		GuardiansOf::<T>::get(patient)
			.into_iter()
			.find(|item| item.account == *account && item.acted_at(now))
			.filter(|item| item.role.may(power))
			.map(|Guardian { role, until, .. }| Guardianship { role, until })
	}

	fn act(
		account: &AccountIdOf<T>,
		patient: &AccountIdOf<T>,
		power: Power,
	) -> Option<Guardianship> {
		let guardianship = Self::guardianship(account, patient, power)?;
		Self::deposit_event(Event::GuardianActed {
			patient: patient.clone(),
			guardian: account.clone(),
			role: guardianship.role,
			power,
		});
		Some(guardianship)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_guardian(account: &AccountIdOf<T>, patient: &AccountIdOf<T>) {
		crate::benchmarking::make_guardian::<T>(account, patient);
	}
}
