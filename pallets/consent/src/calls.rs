// SPDX-License-Identifier: Apache-2.0
//! How the calls do what they say.

use crate::{
	terms::{ProvisionOf, Terms},
	*,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{Consideration, Footprint, Time},
};
use polkadot_sdk::{frame_support, sp_runtime::DispatchError};
use salus_pallet_support::Payment;
use salus_primitives::{ConsentRequestId, Participants, Power, ProvisionId};

/// Which room a new provision took.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Slot {
	/// That of the patient's first provision.
	First,
	/// That of an expired one.
	Replaced,
	/// A free one.
	Free,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(patient: T::AccountId, terms: Terms<T>) -> Result<Slot, DispatchError> {
		let provision = Self::check(terms, T::Time::now())?;
		let (_, slot) = Self::add(patient, provision)?;
		Ok(slot)
	}

	pub(crate) fn do_revoke(patient: T::AccountId, id: ProvisionId) -> DispatchResult {
		Self::end(&patient, id, false)?;
		let ended = Self::take_opened(&patient, id);
		Self::deposit_event(Event::Revoked { patient, provision: id, ended });
		Ok(())
	}

	pub(crate) fn do_revoke_new_access(patient: T::AccountId, id: ProvisionId) -> DispatchResult {
		Self::end(&patient, id, true)?;
		let finishing = Self::take_opened(&patient, id);
		Self::deposit_event(Event::NewAccessRevoked { patient, provision: id, finishing });
		Ok(())
	}

	pub(crate) fn do_request_consent(
		requester: T::AccountId,
		patient: T::AccountId,
		terms: Terms<T>,
	) -> DispatchResult {
		ensure!(T::Participants::is_registered(&requester), Error::<T>::NotRegistered);
		ensure!(T::Participants::is_patient(&patient), Error::<T>::NotAPatient);
		ensure!(terms.effect == Effect::Permit, Error::<T>::NotAPermit);
		Self::ensure_asks_for_itself(&requester, &terms.actor)?;
		let now = T::Time::now();
		let asked = Self::check(terms.clone(), now)?;

		let mut open = RequestsOf::<T>::get(&patient);
		ensure!(open.iter().all(|other| other.requester != requester), Error::<T>::AlreadyAsked);
		let id = NextRequest::<T>::get();
		NextRequest::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		open.try_push(OpenRequest { id, requester: requester.clone() })
			.map_err(|_| Error::<T>::TooManyRequests)?;
		RequestsOf::<T>::insert(&patient, open);

		// A permit that would be over when it is granted needs no answer.
		let latest = now.saturating_add(T::MaxConsentRequestPeriod::get());
		let expires_at = asked.ends_at().map_or(latest, |end| end.min(latest));
		let item = ConsentRequest {
			patient: patient.clone(),
			requester: requester.clone(),
			terms,
			requested_at: now,
			expires_at,
		};
		let ticket = T::Consideration::new(&requester, Self::request_footprint())?;
		Requests::<T>::insert(id, Held { item, ticket });
		Self::deposit_event(Event::ConsentRequested {
			request: id,
			patient,
			requester,
			expires_at,
		});
		Ok(())
	}

	pub(crate) fn do_answer(
		signer: T::AccountId,
		id: ConsentRequestId,
		terms: Option<Terms<T>>,
	) -> DispatchResult {
		let request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let patient = request.item.patient.clone();
		let power = terms.as_ref().map_or(Power::Deny, |_| Power::Permit);
		let guardianship = match signer == patient {
			true => None,
			false => Some(Self::act_for(&signer, &patient, power)?),
		};
		let now = T::Time::now();
		ensure!(now < request.item.expires_at, Error::<T>::Expired);

		let provision = match terms {
			Some(terms) => {
				let mut granted = Self::check(terms, now)?;
				if let Some(guardianship) = guardianship {
					granted = Self::by_guardian(granted, &signer, guardianship)?;
				}
				let asked = Self::check(request.item.terms.clone(), now)?;
				ensure!(granted.is_within(&asked), Error::<T>::WiderThanAsked);
				let (id, _) = Self::add(patient.clone(), granted)?;
				Some(id)
			}
			None => None,
		};
		Self::close_request(id, request)?;
		Self::deposit_event(Event::Answered { request: id, patient, provision });
		Ok(())
	}

	pub(crate) fn do_withdraw_request(
		signer: T::AccountId,
		id: ConsentRequestId,
	) -> DispatchResult {
		let request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let expired = request.item.expires_at <= T::Time::now();
		ensure!(expired || request.item.requester == signer, Error::<T>::NotPermitted);
		let patient = request.item.patient.clone();
		Self::close_request(id, request)?;
		Self::deposit_event(Event::RequestWithdrawn { request: id, patient });
		Ok(())
	}

	pub(crate) fn do_prune(patient: T::AccountId) -> Result<u32, DispatchError> {
		let now = T::Time::now();
		let mut policy = Provisions::<T>::get(&patient).ok_or(Error::<T>::NothingExpired)?;
		let (expired, active): (Vec<_>, Vec<_>) =
			policy.active.into_iter().partition(|provision| provision.has_ended(now));
		policy.active = BoundedVec::truncate_from(active);
		let moved = u32::try_from(expired.len()).unwrap_or(u32::MAX);
		ensure!(moved > 0, Error::<T>::NothingExpired);
		for provision in expired {
			Self::archive(&patient, &mut policy, provision);
		}
		Provisions::<T>::insert(&patient, policy);
		Self::deposit_event(Event::Pruned { patient, moved });
		Ok(moved)
	}

	/// Takes one use of a limited permit; the last one ends it.
	pub(crate) fn take_use(patient: &T::AccountId, id: ProvisionId) {
		let Some(mut policy) = Provisions::<T>::get(patient) else {
			return;
		};
		let Some(permit) = policy.active.iter_mut().find(|permit| permit.id == id) else {
			return;
		};
		permit.uses_left = permit.uses_left.map(|uses| uses.saturating_sub(1));
		let used_up = permit.uses_left == Some(0);
		if used_up && let Some(mut last) = Self::take(&mut policy, id) {
			last.used_up_at = Some(T::Time::now());
			Self::archive(patient, &mut policy, last);
		}
		Provisions::<T>::insert(patient, policy);
		if used_up {
			Self::deposit_event(Event::UsedUp { patient: patient.clone(), provision: id });
		}
	}

	/// Adds the provision to the patient's policy, if need be instead of an expired one, and gives it its id.
	pub(crate) fn add(
		patient: T::AccountId,
		mut provision: ProvisionOf<T>,
	) -> Result<(ProvisionId, Slot), DispatchError> {
		let (mut policy, mut slot) = match Provisions::<T>::get(&patient) {
			Some(policy) => (policy, Slot::Free),
			None => (Self::new_policy(&patient)?, Slot::First),
		};
		if policy.active.is_full() {
			let expired = policy
				.active
				.iter()
				.find(|other| other.has_ended(provision.granted_at))
				.map(|other| other.id)
				.and_then(|id| Self::take(&mut policy, id))
				.ok_or(Error::<T>::TooManyProvisions)?;
			Self::archive(&patient, &mut policy, expired);
			slot = Slot::Replaced;
		}
		let id = policy.next;
		provision.id = id;
		let effect = provision.effect;
		policy.next = id.next().ok_or(Error::<T>::IdsExhausted)?;
		policy.active.try_push(provision).map_err(|_| Error::<T>::TooManyProvisions)?;
		Provisions::<T>::insert(&patient, policy);
		Self::deposit_event(Event::Granted { patient, provision: id, effect });
		Ok((id, slot))
	}

	/// Whoever has a policy is a patient, and stays one: so only the first provision asks.
	pub(crate) fn new_policy(patient: &T::AccountId) -> Result<Policy<T>, DispatchError> {
		ensure!(T::Participants::is_patient(patient), Error::<T>::NotAPatient);
		Ok(Policy {
			// Without a policy nobody denies anything, so every patient can have one. Data rule 10.
			ticket: T::Consideration::new_basic(patient, Self::policy_footprint())?,
			next: ProvisionId::default(),
			archived: 0,
			known_since: 0,
			active: BoundedVec::new(),
		})
	}

	/// Ends a provision now, as the patient wants it.
	fn end(patient: &T::AccountId, id: ProvisionId, lets_finish: bool) -> DispatchResult {
		let mut policy = Provisions::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
		let mut ended = Self::take(&mut policy, id).ok_or(Error::<T>::NotFound)?;
		let opens_access = ended.effect == Effect::Permit;
		ensure!(opens_access || !lets_finish, Error::<T>::NotForDenials);
		(ended.revoked_at, ended.lets_finish) = (Some(T::Time::now()), lets_finish);
		Self::archive(patient, &mut policy, ended);
		Provisions::<T>::insert(patient, policy);
		Ok(())
	}

	fn take(policy: &mut Policy<T>, id: ProvisionId) -> Option<ProvisionOf<T>> {
		let index = policy.active.iter().position(|provision| provision.id == id)?;
		Some(policy.active.remove(index))
	}

	/// Keeps an ended provision as history, where need be instead of the one that was archived first.
	fn archive(patient: &T::AccountId, policy: &mut Policy<T>, ended: ProvisionOf<T>) {
		let index = policy.archived.checked_rem(T::MaxHistory::get()).unwrap_or_default();
		if let Some(forgotten) = History::<T>::get(patient, index) {
			let end = forgotten.ends_at().unwrap_or_default();
			policy.known_since = policy.known_since.max(end);
		}
		History::<T>::insert(patient, index, ended);
		// No more are archived than there are ids.
		policy.archived = policy.archived.saturating_add(1);
	}

	fn close_request(
		id: ConsentRequestId,
		request: Held<ConsentRequest<T::AccountId>, T::Consideration>,
	) -> DispatchResult {
		Requests::<T>::remove(id);
		RequestsOf::<T>::mutate_exists(&request.item.patient, |open| {
			if let Some(requests) = open {
				requests.retain(|request| request.id != id);
			}
			if open.as_ref().is_some_and(|requests| requests.is_empty()) {
				*open = None;
			}
		});
		request.ticket.drop(&request.item.requester)
	}

	/// All provisions and a full history, so that the price is known beforehand and revoking needs no money.
	pub(crate) fn policy_footprint() -> Footprint {
		let kept = u64::from(T::MaxHistory::get());
		let each = Provision::<T::AccountId>::max_encoded_len() as u64;
		let active = Policy::<T>::max_encoded_len() as u64;
		Footprint { count: 1, size: active.saturating_add(kept.saturating_mul(each)) }
	}

	pub(crate) fn request_footprint() -> Footprint {
		Footprint::from_mel::<ConsentRequest<T::AccountId>>()
	}
}
