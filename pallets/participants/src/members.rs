// SPDX-License-Identifier: Apache-2.0
//! Members of organisations: invited, admitted by their own acceptance, gone, and what stays on record of it.

use crate::{
	AccountIdOf, BalanceOf, Config, Error, Event, FormerMember, FormerMembers, Held, HoldReason,
	Invitation, Invitations, Members, Membership, MembershipCount, MembershipHistory,
	MembershipPeriod, Pallet,
};
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_support::{
		ensure,
		pallet_prelude::DispatchResult,
		traits::{Get, Time, fungible::MutateHold, tokens::Precision},
	},
	sp_runtime::traits::{Saturating, Zero},
};
use salus_pallet_support::page;
use salus_primitives::{MAX_PAGE, Moment, Participants, WithId};

/// Who ends a membership or an invitation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Leaving {
	/// The organisation.
	Dismissed,
	/// The member.
	Left,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_invite_member(
		organisation: AccountIdOf<T>,
		member: AccountIdOf<T>,
	) -> DispatchResult {
		ensure!(Self::is_organisation_in_force(&organisation), Error::<T>::OrganisationNotInForce);
		ensure!(!Members::<T>::contains_key(&organisation, &member), Error::<T>::AlreadyMember);
		let invited_at = T::Time::now();
		let deposit = match Invitations::<T>::get(&member, &organisation) {
			Some(open) => {
				ensure!(open.item.expires_at <= invited_at, Error::<T>::AlreadyInvited);
				open.ticket
			}
			None => {
				let deposit = T::MemberDeposit::get();
				T::Currency::hold(&HoldReason::Member.into(), &organisation, deposit)?;
				deposit
			}
		};
		let expires_at = invited_at.saturating_add(T::InvitationPeriod::get());
		let item = Invitation { invited_at, expires_at };
		Invitations::<T>::insert(&member, &organisation, Held { item, ticket: deposit });
		Self::deposit_event(Event::MemberInvited { organisation, member, expires_at });
		Ok(())
	}

	/// Without it nobody is a member: an organisation could else enrol a patient's doctor, so that the patient's denial of
	/// its members meant the doctor.
	pub(crate) fn do_accept_invitation(
		organisation: AccountIdOf<T>,
		member: AccountIdOf<T>,
	) -> DispatchResult {
		let Held { item, ticket: deposit } =
			Invitations::<T>::get(&member, &organisation).ok_or(Error::<T>::NotFound)?;
		let since = T::Time::now();
		ensure!(since < item.expires_at, Error::<T>::Expired);
		ensure!(Self::is_organisation_in_force(&organisation), Error::<T>::OrganisationNotInForce);
		Invitations::<T>::remove(&member, &organisation);
		Members::<T>::insert(&organisation, &member, Membership { since, deposit });
		MembershipCount::<T>::mutate(&member, |count| *count = count.saturating_add(1));
		Self::deposit_event(Event::MemberAdmitted { organisation, member });
		Ok(())
	}

	pub(crate) fn end_membership(
		organisation: AccountIdOf<T>,
		member: AccountIdOf<T>,
		leaving: Leaving,
	) -> DispatchResult {
		if let Some(invitation) = Invitations::<T>::take(&member, &organisation) {
			Self::release_of_member(&organisation, invitation.ticket)?;
			Self::deposit_event(Event::InvitationEnded { organisation, member });
			return Ok(());
		}
		let membership = Members::<T>::take(&organisation, &member).ok_or(Error::<T>::NotFound)?;
		let kept = Self::record_period(&organisation, &member, &membership);
		Self::release_of_member(&organisation, membership.deposit.saturating_sub(kept))?;
		MembershipCount::<T>::mutate_exists(&member, |count| {
			*count = count.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
		});
		Self::remove_key_if_unregistered(&member);
		Self::deposit_event(match leaving {
			Leaving::Dismissed => Event::MemberDismissed { organisation, member },
			Leaving::Left => Event::MemberLeft { organisation, member },
		});
		Ok(())
	}

	/// Keeps from when to when the membership lasted. Data rule 8. Gives what stays held of its deposit for that.
	fn record_period(
		organisation: &AccountIdOf<T>,
		member: &AccountIdOf<T>,
		membership: &Membership<BalanceOf<T>>,
	) -> BalanceOf<T> {
		let period = MembershipPeriod { since: membership.since, until: T::Time::now() };
		if period.since >= period.until {
			// Over within its block: nobody can tell it from none.
			return Zero::zero();
		}
		let (mut former, kept) = match FormerMembers::<T>::get(organisation, member) {
			Some(former) => (former, Zero::zero()),
			None => {
				let deposit = T::FormerMemberDeposit::get().min(membership.deposit);
				let known_since = Moment::default();
				(FormerMember { periods: Default::default(), known_since, deposit }, deposit)
			}
		};
		if former.periods.is_full() {
			let forgotten = former.periods.remove(0);
			former.known_since = forgotten.until;
		}
		// There is room: one was just removed, if need be.
		if former.periods.try_push(period).is_ok() {
			FormerMembers::<T>::insert(organisation, member, former);
		}
		kept
	}

	fn release_of_member(organisation: &AccountIdOf<T>, amount: BalanceOf<T>) -> DispatchResult {
		let reason = HoldReason::Member.into();
		T::Currency::release(&reason, organisation, amount, Precision::BestEffort)?;
		Ok(())
	}

	/// What is on record of an account in an organisation; the answer to the runtime API's `membership`.
	pub fn membership(organisation: AccountIdOf<T>, account: AccountIdOf<T>) -> MembershipHistory {
		let since = Members::<T>::get(&organisation, &account).map(|item| item.since);
		match FormerMembers::<T>::get(&organisation, &account) {
			Some(FormerMember { periods, known_since, .. }) => {
				MembershipHistory { since, past: periods.into_inner(), known_since }
			}
			None => MembershipHistory { since, ..Default::default() },
		}
	}

	/// The invitations of an account that it has not answered, at most [`MAX_PAGE`]; the answer to the runtime API's
	/// `invitations`.
	pub fn invitations(account: AccountIdOf<T>) -> Vec<WithId<AccountIdOf<T>, Invitation>> {
		Invitations::<T>::iter_prefix(&account)
			.map(|(id, held)| WithId { id, item: held.item })
			.take(page(MAX_PAGE))
			.collect()
	}
}
