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

/// Where a new provision found its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
	/// It is the patient's first.
	First,
	/// That of an expired one.
	Replaced,
	/// One was free.
	Free,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(patient: T::AccountId, terms: Terms<T>) -> Result<Place, DispatchError> {
		let provision = Self::check(terms, T::Time::now())?;
		let (_, place) = Self::put_on_shelf(patient, provision)?;
		Ok(place)
	}

	pub(crate) fn do_revoke(patient: T::AccountId, id: ProvisionId) -> DispatchResult {
		let mut shelf = Provisions::<T>::get(&patient).ok_or(Error::<T>::NotFound)?;
		let mut revoked = Self::take_from_shelf(&mut shelf, id).ok_or(Error::<T>::NotFound)?;
		revoked.revoked_at = Some(T::Time::now());
		Self::put_away(&patient, &mut shelf, revoked);
		Provisions::<T>::insert(&patient, shelf);
		Self::deposit_event(Event::Revoked { patient, provision: id });
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
				let granted = Self::check(terms, now)?;
				let asked = Self::check(request.item.terms.clone(), now)?;
				ensure!(granted.is_within(&asked), Error::<T>::WiderThanAsked);
				let (id, _) = Self::put_on_shelf(patient.clone(), granted)?;
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

	pub(crate) fn do_break_glass(
		practitioner: T::AccountId,
		patient: T::AccountId,
		reason: BreakGlassReason,
	) -> DispatchResult {
		ensure!(practitioner != patient, Error::<T>::NotForOneself);
		ensure!(T::Participants::is_patient(&patient), Error::<T>::NotAPatient);
		match T::Participants::licence(&practitioner) {
			Licence::InForce { .. } => {}
			Licence::None => return Err(Error::<T>::NotAPractitioner.into()),
			Licence::Expired | Licence::Suspended => return Err(Error::<T>::NotInForce.into()),
		}
		let now = T::Time::now();
		let until = now.saturating_add(T::BreakGlassPeriod::get());
		let mut open = OpenCases::<T>::get(&practitioner);
		ensure!(open.iter().all(|case| now < case.until), Error::<T>::ReviewPending);
		ensure!(open.iter().all(|case| case.patient != patient), Error::<T>::AlreadyOpen);
		let id = NextCase::<T>::get();
		NextCase::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		open.try_push(OpenCase { id, patient: patient.clone(), until })
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
		Self::deposit_event(Event::GlassBroken { case: id, patient, practitioner, reason, until });
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
		case.item.review = Some(Review { outcome, reviewed_at: now });
		let BreakGlassCase { patient, practitioner, .. } = case.item.clone();
		Cases::<T>::insert(id, case);
		OpenCases::<T>::mutate_exists(&practitioner, |open| {
			if let Some(cases) = open {
				cases.retain(|case| case.id != id);
			}
			if open.as_ref().is_some_and(|cases| cases.is_empty()) {
				*open = None;
			}
		});
		Self::deposit_event(Event::Reviewed { case: id, patient, practitioner, outcome });
		Ok(())
	}

	pub(crate) fn do_prune(patient: T::AccountId) -> Result<u32, DispatchError> {
		let now = T::Time::now();
		let mut shelf = Provisions::<T>::get(&patient).ok_or(Error::<T>::NothingExpired)?;
		let (expired, active): (Vec<_>, Vec<_>) =
			shelf.active.into_iter().partition(|provision| provision.has_ended(now));
		shelf.active = BoundedVec::truncate_from(active);
		let moved = u32::try_from(expired.len()).unwrap_or(u32::MAX);
		ensure!(moved > 0, Error::<T>::NothingExpired);
		for provision in expired {
			Self::put_away(&patient, &mut shelf, provision);
		}
		Provisions::<T>::insert(&patient, shelf);
		Self::deposit_event(Event::Pruned { patient, moved });
		Ok(moved)
	}

	/// Takes one use of a limited permit; the last one ends it.
	pub(crate) fn take_use(patient: &T::AccountId, id: ProvisionId) {
		let Some(mut shelf) = Provisions::<T>::get(patient) else {
			return;
		};
		let Some(permit) = shelf.active.iter_mut().find(|permit| permit.id == id) else {
			return;
		};
		permit.uses_left = permit.uses_left.map(|uses| uses.saturating_sub(1));
		let used_up = permit.uses_left == Some(0);
		if used_up && let Some(mut last) = Self::take_from_shelf(&mut shelf, id) {
			last.used_up_at = Some(T::Time::now());
			Self::put_away(patient, &mut shelf, last);
		}
		Provisions::<T>::insert(patient, shelf);
		if used_up {
			Self::deposit_event(Event::UsedUp { patient: patient.clone(), provision: id });
		}
	}

	/// Gives the provision its id and a place, if need be that of an expired one.
	fn put_on_shelf(
		patient: T::AccountId,
		mut provision: ProvisionOf<T>,
	) -> Result<(ProvisionId, Place), DispatchError> {
		let (mut shelf, mut place) = match Provisions::<T>::get(&patient) {
			Some(shelf) => (shelf, Place::Free),
			None => (Self::first_shelf(&patient)?, Place::First),
		};
		if shelf.active.is_full() {
			let expired = shelf
				.active
				.iter()
				.find(|other| other.has_ended(provision.granted_at))
				.map(|other| other.id)
				.and_then(|id| Self::take_from_shelf(&mut shelf, id))
				.ok_or(Error::<T>::TooManyProvisions)?;
			Self::put_away(&patient, &mut shelf, expired);
			place = Place::Replaced;
		}
		let id = shelf.next;
		provision.id = id;
		let effect = provision.effect;
		shelf.next = id.next().ok_or(Error::<T>::IdsExhausted)?;
		shelf.active.try_push(provision).map_err(|_| Error::<T>::TooManyProvisions)?;
		Provisions::<T>::insert(&patient, shelf);
		Self::deposit_event(Event::Granted { patient, provision: id, effect });
		Ok((id, place))
	}

	/// Who has a shelf is a patient, and stays one: only here it is asked.
	pub(crate) fn first_shelf(patient: &T::AccountId) -> Result<Shelf<T>, DispatchError> {
		ensure!(T::Participants::is_patient(patient), Error::<T>::NotAPatient);
		Ok(Shelf {
			ticket: T::Consideration::new(patient, Self::shelf_footprint())?,
			next: ProvisionId::default(),
			put_away: 0,
			known_since: 0,
			active: BoundedVec::new(),
		})
	}

	fn take_from_shelf(shelf: &mut Shelf<T>, id: ProvisionId) -> Option<ProvisionOf<T>> {
		let place = shelf.active.iter().position(|provision| provision.id == id)?;
		Some(shelf.active.remove(place))
	}

	/// Keeps an ended provision as history, where need be in the place of the one that was put away first.
	fn put_away(patient: &T::AccountId, shelf: &mut Shelf<T>, ended: ProvisionOf<T>) {
		let place = shelf.put_away.checked_rem(T::MaxHistory::get()).unwrap_or_default();
		if let Some(forgotten) = History::<T>::get(patient, place) {
			let end = forgotten.ends_at().unwrap_or_default();
			shelf.known_since = shelf.known_since.max(end);
		}
		History::<T>::insert(patient, place, ended);
		// No more are put away than there are ids.
		shelf.put_away = shelf.put_away.saturating_add(1);
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
	pub(crate) fn shelf_footprint() -> Footprint {
		let kept = u64::from(T::MaxHistory::get());
		let each = Provision::<T::AccountId>::max_encoded_len() as u64;
		let active = Shelf::<T>::max_encoded_len() as u64;
		Footprint { count: 1, size: active.saturating_add(kept.saturating_mul(each)) }
	}

	pub(crate) fn request_footprint() -> Footprint {
		Footprint::from_mel::<ConsentRequest<T::AccountId>>()
	}

	pub(crate) fn case_footprint() -> Footprint {
		Footprint::from_mel::<BreakGlassCase<T::AccountId>>()
	}
}
