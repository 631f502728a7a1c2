// SPDX-License-Identifier: Apache-2.0
//! Access that is open: whether it may go on, and which a provision opened.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::{Get, Time};
use polkadot_sdk::{frame_support, frame_system, sp_runtime::SaturatedConversion};
use salus_primitives::{
	AccessId, Basis, BreakGlassId, Licence, Moment, ProvisionId, Query, Reader,
};

impl<T: Config> Pallet<T> {
	/// Whether what allowed an access still does: the custodians' question, asked for each share. Data rule 5.
	pub(crate) fn may_go_on(query: &Query<T::AccountId>, basis: Basis) -> bool {
		match basis {
			Basis::OwnRecord => true,
			// Whether they still guard the patient, whoever asks knows.
			Basis::Guardianship(_) => !Self::is_denied(&Self::provisions(&query.patient), query),
			Basis::BreakGlass(case) => {
				Self::is_licensed(&query.reader) && Self::is_open_case(case, query)
			}
			Basis::Authorship => {
				Self::is_licensed(&query.reader)
					&& !Self::is_denied(&Self::provisions(&query.patient), query)
			}
			Basis::Provision(id) => {
				let Some(policy) = Provisions::<T>::get(&query.patient) else {
					return false;
				};
				let lapsed = matches!(
					Self::licence_of(&query.reader),
					Licence::Expired | Licence::Suspended
				);
				// Forgotten by now is ended: in doubt no.
				!lapsed
					&& Self::on_record(&query.patient, &policy, id).is_some_and(|provision| {
						provision.lets_go_on(T::Time::now())
							&& Self::names(&provision, &query.reader)
					}) && !Self::is_denied(&policy.active, query)
			}
		}
	}

	fn is_licensed(reader: &Reader<T::AccountId>) -> bool {
		matches!(Self::licence_of(reader), Licence::InForce { .. })
	}

	/// A review ends a case, whatever it finds.
	fn is_open_case(id: BreakGlassId, query: &Query<T::AccountId>) -> bool {
		Self::break_glass_case(id).is_some_and(|case| {
			case.patient == query.patient
				&& query.reader == Reader::Account(case.practitioner)
				&& T::Time::now() < case.until
		})
	}

	/// Whether the patient denies it by now: also what was permitted when it was opened. Data rule 7.
	fn is_denied(active: &[Provision<T::AccountId>], query: &Query<T::AccountId>) -> bool {
		let now = T::Time::now();
		active.iter().any(|provision| {
			provision.effect == Effect::Deny
				&& provision.matches(query, now)
				&& Self::names(provision, &query.reader)
		})
	}

	/// A provision that is active or in the history. What is asked for ended lately, so the last archived comes first.
	fn on_record(
		patient: &T::AccountId,
		policy: &Policy<T>,
		id: ProvisionId,
	) -> Option<Provision<T::AccountId>> {
		let active = policy.active.iter().find(|provision| provision.id == id);
		active.cloned().or_else(|| {
			let room = T::MaxHistory::get();
			(1..=policy.archived.min(room))
				.filter_map(|back| {
					let index = policy.archived.checked_sub(back)?.checked_rem(room)?;
					History::<T>::get(patient, index)
				})
				.find(|provision| provision.id == id)
		})
	}

	/// Keeps the newest that are not over: the oldest gives way, and ends with the others all the same.
	pub(crate) fn note_opened(
		patient: &T::AccountId,
		provision: ProvisionId,
		opened: OpenedAccess,
	) {
		let (now, block) = Self::now_and_block();
		OpenedBy::<T>::mutate(patient, provision, |list| {
			list.retain(|one| !one.expires.is_over(now, block));
			if list.is_full() {
				list.remove(0);
			}
			// There is room now.
			let _ = list.try_push(opened);
		});
	}

	pub(crate) fn note_closed(patient: &T::AccountId, provision: ProvisionId, access: AccessId) {
		OpenedBy::<T>::mutate_exists(patient, provision, |list| {
			if let Some(opened) = list {
				opened.retain(|one| one.access != access);
			}
			if list.as_ref().is_some_and(|opened| opened.is_empty()) {
				*list = None;
			}
		});
	}

	/// Which access requests a provision opened that are not over, and notes them no longer.
	pub(crate) fn take_opened(patient: &T::AccountId, provision: ProvisionId) -> Vec<AccessId> {
		let (now, block) = Self::now_and_block();
		OpenedBy::<T>::take(patient, provision)
			.into_iter()
			.filter(|one| !one.expires.is_over(now, block))
			.map(|one| one.access)
			.collect()
	}

	pub(crate) fn now_and_block() -> (Moment, u32) {
		(T::Time::now(), frame_system::Pallet::<T>::block_number().saturated_into())
	}
}
