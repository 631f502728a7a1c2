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
use salus_primitives::{BreakGlassId, ConsentRequestId, Licence, Participants, ProvisionId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(
		patient: T::AccountId,
		terms: Terms<T>,
	) -> Result<ProvisionId, DispatchError> {
		ensure!(
			T::Participants::is_patient(&patient),
			Error::<T>::NotAPatient
		);
		let provision = Self::check(terms, T::Time::now())?;
		Self::put_on_shelf(patient, provision)
	}

	pub(crate) fn do_revoke(patient: T::AccountId, id: ProvisionId) -> DispatchResult {
		let mut shelf = Provisions::<T>::get(&patient);
		let mut revoked = Self::take_from_shelf(&mut shelf, id).ok_or(Error::<T>::NotFound)?;
		revoked.item.revoked_at = Some(T::Time::now());
		Provisions::<T>::insert(&patient, shelf);
		Self::put_away(&patient, revoked);
		Self::deposit_event(Event::Revoked {
			patient,
			provision: id,
		});
		Ok(())
	}

	pub(crate) fn do_request_consent(
		requester: T::AccountId,
		patient: T::AccountId,
		terms: Terms<T>,
	) -> DispatchResult {
		ensure!(
			T::Participants::is_registered(&requester),
			Error::<T>::NotRegistered
		);
		ensure!(
			T::Participants::is_patient(&patient),
			Error::<T>::NotAPatient
		);
		ensure!(terms.effect == Effect::Permit, Error::<T>::NotAPermit);
		Self::ensure_asks_for_itself(&requester, &terms.actor)?;
		let now = T::Time::now();
		let asked = Self::check(terms.clone(), now)?;

		let mut open = RequestsOf::<T>::get(&patient);
		ensure!(
			open.iter().all(|other| other.requester != requester),
			Error::<T>::AlreadyAsked
		);
		let id = NextRequest::<T>::get();
		NextRequest::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		open.try_push(OpenRequest {
			id,
			requester: requester.clone(),
		})
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
		patient: T::AccountId,
		id: ConsentRequestId,
		terms: Option<Terms<T>>,
	) -> DispatchResult {
		let request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(request.item.patient == patient, Error::<T>::NotPermitted);
		let now = T::Time::now();
		ensure!(now < request.item.expires_at, Error::<T>::Expired);

		let provision = match terms {
			Some(terms) => {
				ensure!(
					T::Participants::is_patient(&patient),
					Error::<T>::NotAPatient
				);
				let granted = Self::check(terms, now)?;
				let asked = Self::check(request.item.terms.clone(), now)?;
				ensure!(granted.is_within(&asked), Error::<T>::WiderThanAsked);
				Some(Self::put_on_shelf(patient.clone(), granted)?)
			}
			None => None,
		};
		Self::close_request(id, request)?;
		Self::deposit_event(Event::Answered {
			request: id,
			patient,
			provision,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_request(
		signer: T::AccountId,
		id: ConsentRequestId,
	) -> DispatchResult {
		let request = Requests::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let expired = request.item.expires_at <= T::Time::now();
		ensure!(
			expired || request.item.requester == signer,
			Error::<T>::NotPermitted
		);
		let patient = request.item.patient.clone();
		Self::close_request(id, request)?;
		Self::deposit_event(Event::RequestWithdrawn {
			request: id,
			patient,
		});
		Ok(())
	}

	pub(crate) fn do_break_glass(
		practitioner: T::AccountId,
		patient: T::AccountId,
		reason: BreakGlassReason,
	) -> DispatchResult {
		ensure!(practitioner != patient, Error::<T>::NotForOneself);
		ensure!(
			T::Participants::is_patient(&patient),
			Error::<T>::NotAPatient
		);
		match T::Participants::licence(&practitioner) {
			Licence::InForce { .. } => {}
			Licence::None => return Err(Error::<T>::NotAPractitioner.into()),
			Licence::Expired | Licence::Suspended => return Err(Error::<T>::NotInForce.into()),
		}
		let now = T::Time::now();
		let until = now.saturating_add(T::BreakGlassPeriod::get());
		let mut open = OpenCases::<T>::get(&practitioner);
		ensure!(
			open.iter().all(|case| now < case.until),
			Error::<T>::ReviewPending
		);
		ensure!(
			open.iter().all(|case| case.patient != patient),
			Error::<T>::AlreadyOpen
		);
		let id = NextCase::<T>::get();
		NextCase::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		open.try_push(OpenCase {
			id,
			patient: patient.clone(),
			until,
		})
		.map_err(|_| Error::<T>::TooManyOpenCases)?;
		OpenCases::<T>::insert(&practitioner, open);

		let item = BreakGlassCase {
			patient: patient.clone(),
			practitioner: practitioner.clone(),
			reason,
			opened_at: now,
			until,
			review: None,
			previous: LatestCase::<T>::get(&patient),
		};
		let ticket = T::Consideration::new(&practitioner, Self::case_footprint())?;
		Cases::<T>::insert(id, Held { item, ticket });
		LatestCase::<T>::insert(&patient, id);
		Self::deposit_event(Event::GlassBroken {
			case: id,
			patient,
			practitioner,
			reason,
			until,
		});
		Ok(())
	}

	pub(crate) fn do_review_break_glass(
		id: BreakGlassId,
		outcome: ReviewOutcome,
	) -> DispatchResult {
		let mut case = Cases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(case.item.review.is_none(), Error::<T>::AlreadyReviewed);
		let now = T::Time::now();
		case.item.until = case.item.until.min(now);
		case.item.review = Some(Review {
			outcome,
			reviewed_at: now,
		});
		let BreakGlassCase {
			patient,
			practitioner,
			..
		} = case.item.clone();
		Cases::<T>::insert(id, case);
		OpenCases::<T>::mutate_exists(&practitioner, |open| {
			if let Some(cases) = open {
				cases.retain(|case| case.id != id);
			}
			if open.as_ref().is_some_and(|cases| cases.is_empty()) {
				*open = None;
			}
		});
		Self::deposit_event(Event::Reviewed {
			case: id,
			patient,
			practitioner,
			outcome,
		});
		Ok(())
	}

	pub(crate) fn do_prune(patient: T::AccountId) -> Result<u32, DispatchError> {
		let now = T::Time::now();
		let mut shelf = Provisions::<T>::get(&patient);
		let expired: Vec<HeldProvision<T>> = shelf
			.active
			.iter()
			.filter(|held| held.item.has_ended(now))
			.cloned()
			.collect();
		let moved = u32::try_from(expired.len()).unwrap_or(u32::MAX);
		ensure!(moved > 0, Error::<T>::NothingExpired);
		shelf.active.retain(|held| !held.item.has_ended(now));
		Provisions::<T>::insert(&patient, shelf);
		expired
			.into_iter()
			.for_each(|held| Self::put_away(&patient, held));
		Self::deposit_event(Event::Pruned { patient, moved });
		Ok(moved)
	}

	/// Takes one use of a limited permit; the last one ends it.
	pub(crate) fn take_use(patient: &T::AccountId, id: ProvisionId) {
		let mut shelf = Provisions::<T>::get(patient);
		let Some(held) = shelf.active.iter_mut().find(|held| held.item.id == id) else {
			return;
		};
		let left = held.item.uses_left.map(|uses| uses.saturating_sub(1));
		held.item.uses_left = left;
		if left != Some(0) {
			Provisions::<T>::insert(patient, shelf);
			return;
		}
		if let Some(mut last) = Self::take_from_shelf(&mut shelf, id) {
			last.item.used_up_at = Some(T::Time::now());
			Provisions::<T>::insert(patient, shelf);
			Self::put_away(patient, last);
			Self::deposit_event(Event::UsedUp {
				patient: patient.clone(),
				provision: id,
			});
		}
	}

	/// Gives the provision its id and a place, if need be that of an expired one.
	fn put_on_shelf(
		patient: T::AccountId,
		mut item: ProvisionOf<T>,
	) -> Result<ProvisionId, DispatchError> {
		let mut shelf = Provisions::<T>::get(&patient);
		if shelf.active.is_full() {
			let expired = shelf
				.active
				.iter()
				.find(|held| held.item.has_ended(item.granted_at))
				.map(|held| held.item.id)
				.and_then(|id| Self::take_from_shelf(&mut shelf, id))
				.ok_or(Error::<T>::TooManyProvisions)?;
			Self::put_away(&patient, expired);
		}
		let id = shelf.next;
		item.id = id;
		let effect = item.effect;
		shelf.next = id.next().ok_or(Error::<T>::IdsExhausted)?;
		let ticket = T::Consideration::new(&patient, Self::provision_footprint())?;
		shelf
			.active
			.try_push(Held { item, ticket })
			.map_err(|_| Error::<T>::TooManyProvisions)?;
		Provisions::<T>::insert(&patient, shelf);
		Self::deposit_event(Event::Granted {
			patient,
			provision: id,
			effect,
		});
		Ok(id)
	}

	fn take_from_shelf(shelf: &mut Shelf<T>, id: ProvisionId) -> Option<HeldProvision<T>> {
		let place = shelf.active.iter().position(|held| held.item.id == id)?;
		Some(shelf.active.remove(place))
	}

	/// Keeps an ended provision as history; the oldest one gives place when there is none left.
	fn put_away(patient: &T::AccountId, ended: HeldProvision<T>) {
		let mut index = HistoryOf::<T>::get(patient);
		if index.ended.is_full()
			&& let Some(oldest) = index.ended.first().copied()
		{
			index.ended.retain(|id| *id != oldest);
			if let Some(Held { item, ticket }) = History::<T>::take(patient, oldest) {
				let end = item.ends_at().unwrap_or_default();
				index.known_since = index.known_since.max(end);
				// A ticket that can't be given back must not stop a patient from revoking.
				let _ = ticket.drop(patient);
			}
		}
		let id = ended.item.id;
		if index.ended.try_push(id).is_ok() {
			History::<T>::insert(patient, id, ended);
		}
		HistoryOf::<T>::insert(patient, index);
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

	/// The same for every provision, so that the price is known beforehand.
	pub(crate) fn provision_footprint() -> Footprint {
		Footprint::from_mel::<Provision<T::AccountId>>()
	}

	pub(crate) fn request_footprint() -> Footprint {
		Footprint::from_mel::<ConsentRequest<T::AccountId>>()
	}

	pub(crate) fn case_footprint() -> Footprint {
		Footprint::from_mel::<BreakGlassCase<T::AccountId>>()
	}
}
