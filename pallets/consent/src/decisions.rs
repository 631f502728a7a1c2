// SPDX-License-Identifier: Apache-2.0
//! The decision: who may, now or at a past moment.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::Time;
use polkadot_sdk::frame_support;
use salus_primitives::{
	AccessId, Basis, BreakGlassId, Compartment, ConsentDecision, Licence, Moment, Obligations,
	Participants, Permit, Purpose, Query, Reader, Refusal, quorum::Deadline,
};

/// What grants a reader access.
struct Grounds {
	permit: Permit,
	/// Whether it is a provision that counts its uses.
	counts_uses: bool,
}

/// A break-glass case that grants access.
struct Case {
	id: BreakGlassId,
	/// Before when.
	until: Moment,
}

impl<T: Config> ConsentDecision<T::AccountId> for Pallet<T> {
	fn decide(query: &Query<T::AccountId>) -> Result<Permit, Refusal> {
		Self::evaluate_now(query).map(|grounds| grounds.permit)
	}

	fn decide_and_use(query: &Query<T::AccountId>) -> Result<Permit, Refusal> {
		let Grounds { permit, counts_uses } = Self::evaluate_now(query)?;
		if let Basis::Provision(id) = permit.basis
			&& counts_uses
		{
			Self::take_use(&query.patient, id);
		}
		Ok(permit)
	}

	fn still_allows(query: &Query<T::AccountId>, basis: Basis) -> bool {
		Self::may_go_on(query, basis)
	}

	fn opened(patient: &T::AccountId, basis: Basis, access: AccessId, expires: Deadline) {
		if let Basis::Provision(provision) = basis {
			Self::note_opened(patient, provision, OpenedAccess { access, expires });
		}
	}

	fn closed(patient: &T::AccountId, basis: Basis, access: AccessId) {
		if let Basis::Provision(provision) = basis {
			Self::note_closed(patient, provision, access);
		}
	}

	fn surety(basis: Basis) -> Option<T::AccountId> {
		match basis {
			Basis::BreakGlass(case) => Self::surety_of(case),
			_ => None,
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_permit(query: &Query<T::AccountId>) {
		crate::benchmarking::make_permit::<T>(query);
	}
}

impl<T: Config> Pallet<T> {
	/// Decides for the end of that moment, by what is still on record of it.
	///
	/// Licences, memberships and registration are as of now. A moment before `known_since` is answered
	/// with `NoPolicy`: what is not on record can't be shown to have been permitted. A moment to come
	/// is answered by what stands now.
	pub fn decide_at(query: &Query<T::AccountId>, at: Moment) -> Result<Permit, Refusal> {
		let policy = Provisions::<T>::get(&query.patient);
		if policy.as_ref().is_some_and(|policy| at < policy.known_since) {
			return Err(Refusal::NoPolicy);
		}
		let case = |practitioner: &T::AccountId| {
			let mut next = LatestCase::<T>::get(&query.patient);
			while let Some(id) = next {
				let case = Cases::<T>::get(id)?.item;
				if case.practitioner == *practitioner && case.opened_at <= at && at < case.until {
					return Some(Case { id, until: case.until });
				}
				next = case.previous;
			}
			None
		};
		let provisions = || {
			let Some(policy) = policy else {
				return Vec::new();
			};
			let mut all = Self::all_history(&query.patient, &policy);
			all.extend(policy.active);
			all.sort_unstable_by_key(|provision| provision.id);
			all
		};
		Self::evaluate(query, at, case, provisions).map(|grounds| grounds.permit)
	}

	fn evaluate_now(query: &Query<T::AccountId>) -> Result<Grounds, Refusal> {
		let now = T::Time::now();
		let case = |practitioner: &T::AccountId| {
			OpenCases::<T>::get(practitioner)
				.into_iter()
				.find(|case| case.patient == query.patient && now < case.until)
				.map(|case| Case { id: case.id, until: case.until })
		};
		Self::evaluate(query, now, case, || Self::provisions(&query.patient))
	}

	/// The order of decision. `case` and `provisions` (by id) are read only when they matter.
	fn evaluate(
		query: &Query<T::AccountId>,
		at: Moment,
		case: impl FnOnce(&T::AccountId) -> Option<Case>,
		provisions: impl FnOnce() -> Vec<Provision<T::AccountId>>,
	) -> Result<Grounds, Refusal> {
		let licence = Self::licence_of(&query.reader);
		let licence_end = match licence {
			Licence::InForce { expires_at, .. } => Some(expires_at),
			Licence::None | Licence::Expired | Licence::Suspended => None,
		};
		// Data rule 5.
		let ends_at = |end: Option<Moment>| [end, licence_end].into_iter().flatten().min();

		// An emergency overrides denials, but only in the general compartment. Data rule 7.
		if let (Purpose::BreakGlass, Compartment::General) = (query.purpose, query.compartment)
			&& let (Reader::Account(account), Licence::InForce { .. }) = (&query.reader, licence)
			&& let Some(Case { id, until }) = case(account)
		{
			let permit = Permit {
				basis: Basis::BreakGlass(id),
				obligations: Obligations::default(),
				ends_at: ends_at(Some(until)),
			};
			return Ok(Grounds { permit, counts_uses: false });
		}

		let (denials, mut permits): (Vec<_>, Vec<_>) = provisions()
			.into_iter()
			.filter(|provision| provision.matches(query, at))
			.partition(|provision| provision.effect == Effect::Deny);
		// A denial beats a permit. Data rule 7.
		if let Some(denial) = denials.iter().find(|denial| Self::names(denial, &query.reader)) {
			return Err(Refusal::Denied(denial.id));
		}
		if let Licence::Expired | Licence::Suspended = licence {
			return Err(Refusal::NotInForce);
		}
		// Sorted first, so that no membership is looked up beyond the permit that is chosen.
		permits.sort_unstable_by_key(Provision::preference);
		let chosen = permits
			.into_iter()
			.find(|permit| Self::names(permit, &query.reader))
			.ok_or(Refusal::NoPolicy)?;
		let permit = Permit {
			basis: Basis::Provision(chosen.id),
			obligations: chosen.obligations(),
			ends_at: ends_at(chosen.terms_end_at()),
		};
		Ok(Grounds { permit, counts_uses: chosen.uses_left.is_some() })
	}

	/// The licence by which the reader reads, if they are a person. Whoever asks for decision support must also be
	/// allowed to read for themselves: records decides that.
	pub(crate) fn licence_of(reader: &Reader<T::AccountId>) -> Licence {
		match reader {
			Reader::Account(account) => T::Participants::licence(account),
			Reader::DecisionSupport { .. } | Reader::Study(_) => Licence::None,
		}
	}

	/// Whether the provision names the reader. Asked last: it may look up a membership.
	pub(crate) fn names(
		provision: &Provision<T::AccountId>,
		reader: &Reader<T::AccountId>,
	) -> bool {
		match (&provision.actor, reader) {
			(Actor::Account(named), Reader::Account(account)) => named == account,
			(Actor::MembersOf(organisation), Reader::Account(account)) => {
				Self::is_member(provision.effect, organisation, account)
			}
			(
				Actor::DecisionSupport { classes, asker: named },
				Reader::DecisionSupport { class, asker },
			) => {
				(classes.is_empty() || classes.contains(*class))
					&& named.as_ref().is_none_or(|named| {
						named == asker || Self::is_member(provision.effect, named, asker)
					})
			}
			(Actor::Study(named), Reader::Study(study)) => named == study,
			_ => false,
		}
	}

	/// Whether a provision of this effect that names the organisation means the account.
	fn is_member(effect: Effect, organisation: &T::AccountId, account: &T::AccountId) -> bool {
		match effect {
			Effect::Permit => T::Participants::is_member(organisation, account),
			// A suspension ends what members may, never what they may not.
			Effect::Deny => T::Participants::is_enrolled(organisation, account),
		}
	}
}
