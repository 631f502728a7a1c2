// SPDX-License-Identifier: Apache-2.0
//! Broken glass: how a case is opened in an emergency, ended and reviewed, and which organisation answers for it.

use crate::*;
use frame_support::{
	ensure,
	pallet_prelude::*,
	traits::{Consideration, Contains, Footprint, Time},
};
use polkadot_sdk::{
	frame_support, frame_system::pallet_prelude::OriginFor, sp_runtime::DispatchError,
};
use salus_primitives::{BreakGlassId, Licence, Licensing, Participants, Power, quorum::Deadline};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_break_glass(
		practitioner: T::AccountId,
		patient: T::AccountId,
		reason_commitment: [u8; 32],
		organisation: Option<T::AccountId>,
	) -> DispatchResult {
		ensure!(practitioner != patient, Error::<T>::NotForOneself);
		ensure!(T::Participants::is_patient(&patient), Error::<T>::NotAPatient);
		Self::ensure_acts_in_emergencies(&practitioner)?;
		if let Some(organisation) = &organisation {
			ensure!(
				T::Participants::is_member(organisation, &practitioner),
				Error::<T>::NotAMember
			);
		}
		let (now, block) = Self::now_and_block();
		let until = now.saturating_add(T::BreakGlassPeriod::get());
		let review_due = Deadline::after(now, block, T::ReviewPeriod::get());
		let mut open = OpenCases::<T>::get(&practitioner);
		ensure!(
			!open.iter().any(|case| case.patient == patient && now < case.until),
			Error::<T>::AlreadyOpen
		);
		// Reviewers who are late stop nobody's care: only what is far beyond normal practice waits for them.
		let overdue = open.iter().filter(|case| case.review_due.is_over(now, block)).count();
		let few = u32::try_from(overdue).is_ok_and(|count| count < T::MaxOverdueCases::get());
		ensure!(few, Error::<T>::ReviewsOverdue);

		let id = NextCase::<T>::get();
		NextCase::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		open.try_push(OpenCase { id, patient: patient.clone(), until, review_due })
			.map_err(|_| Error::<T>::TooManyOpenCases)?;
		OpenCases::<T>::insert(&practitioner, open);

		let (depositor, ticket) = Self::pay_for_case(&practitioner, organisation.as_ref())?;
		if let Some(organisation) = &organisation {
			CasesOf::<T>::mutate(organisation, OrganisationCases::count_opened);
		}
		let item = BreakGlassCase {
			patient: patient.clone(),
			practitioner: practitioner.clone(),
			organisation: organisation.clone(),
			depositor,
			reason_commitment,
			opened_at: now,
			until,
			review_due,
			review: None,
			previous: LatestCase::<T>::get(&patient),
		};
		Cases::<T>::insert(id, Held { item, ticket });
		LatestCase::<T>::insert(&patient, id);
		Self::deposit_event(Event::GlassBroken {
			case: id,
			patient,
			practitioner,
			organisation,
			reason_commitment,
			until,
		});
		Ok(())
	}

	/// Whether the account's licence is in force and of a profession that treats in emergencies.
	fn ensure_acts_in_emergencies(practitioner: &T::AccountId) -> Result<(), Error<T>> {
		match T::Participants::licence(practitioner) {
			Licence::InForce { profession, .. } => {
				ensure!(
					T::EmergencyProfessions::contains(&profession),
					Error::<T>::ProfessionNotFitting
				);
				Ok(())
			}
			Licence::Expired | Licence::Suspended => Err(Error::<T>::NotInForce),
			Licence::None => Err(Error::<T>::NotAPractitioner),
		}
	}

	/// Who pays for a case, and by what: the organisation, as far as it stands surety, or else the practitioner, so that
	/// an organisation's want of money or room stops no care.
	fn pay_for_case(
		practitioner: &T::AccountId,
		organisation: Option<&T::AccountId>,
	) -> Result<(T::AccountId, T::Consideration), DispatchError> {
		let footprint = Self::case_footprint();
		if let Some(organisation) = organisation
			&& CasesOf::<T>::get(organisation).has_room()
			&& let Ok(ticket) = T::Consideration::new(organisation, footprint)
		{
			return Ok((organisation.clone(), ticket));
		}
		let ticket = T::Consideration::new(practitioner, footprint)?;
		Ok((practitioner.clone(), ticket))
	}

	pub(crate) fn do_close_break_glass(signer: T::AccountId, id: BreakGlassId) -> DispatchResult {
		let mut case = Cases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let now = T::Time::now();
		ensure!(now < case.item.until, Error::<T>::Expired);
		let BreakGlassCase { patient, practitioner, .. } = case.item.clone();
		if signer != practitioner && signer != patient {
			Self::act_for(&signer, &patient, Power::Deny)?;
		}
		case.item.until = now;
		Cases::<T>::insert(id, case);
		// One that is not over is not reviewed, and so in the list.
		OpenCases::<T>::mutate(&practitioner, |open| {
			if let Some(one) = open.iter_mut().find(|one| one.id == id) {
				one.until = now;
			}
		});
		Self::deposit_event(Event::GlassClosed { case: id, patient, closed_by: signer });
		Ok(())
	}

	/// Whether the origin may review this case: the reviewers may; once its review is overdue, others may, too, so that
	/// reviewers who never review keep nobody out of reach.
	pub(crate) fn ensure_reviews(origin: OriginFor<T>, id: BreakGlassId) -> DispatchResult {
		let origin = match T::AuthorityOrigin::try_origin(origin) {
			Ok(_) => return Ok(()),
			Err(origin) => origin,
		};
		let (now, block) = Self::now_and_block();
		let overdue = Self::break_glass_case(id).is_some_and(|case| case.is_overdue(now, block));
		ensure!(overdue, DispatchError::BadOrigin);
		T::OverdueOrigin::ensure_origin(origin)?;
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
		let BreakGlassCase { patient, practitioner, organisation, .. } = case.item.clone();
		Cases::<T>::insert(id, case);
		OpenCases::<T>::mutate_exists(&practitioner, |open| {
			if let Some(cases) = open {
				cases.retain(|case| case.id != id);
			}
			if open.as_ref().is_some_and(|cases| cases.is_empty()) {
				*open = None;
			}
		});
		if let Some(organisation) = &organisation {
			CasesOf::<T>::mutate(organisation, |cases| cases.count_reviewed(outcome));
		}
		if outcome == ReviewOutcome::Unjustified {
			// With the licence ends all access by it, of this case and of every other. Data rule 5.
			T::Participants::suspend(&practitioner);
		}
		Self::deposit_event(Event::Reviewed {
			case: id,
			patient,
			practitioner,
			organisation,
			outcome,
		});
		Ok(())
	}

	pub(crate) fn do_stand_surety(organisation: T::AccountId, cases: u32) -> DispatchResult {
		// To stand surety for nobody more it need not be in force; but nothing is stored for who never was.
		let ends = cases == 0 && CasesOf::<T>::contains_key(&organisation);
		ensure!(
			ends || T::Participants::is_organisation_in_force(&organisation),
			Error::<T>::OrganisationNotInForce
		);
		CasesOf::<T>::mutate(&organisation, |counts| counts.surety = cases);
		Self::deposit_event(Event::SuretySet { organisation, cases });
		Ok(())
	}

	pub(crate) fn do_remove_case(id: BreakGlassId) -> DispatchResult {
		let Held { item, ticket } = Cases::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let longest_ago = T::Time::now().saturating_sub(T::CaseRetention::get());
		let reviewed_at = item.review.map(|review| review.reviewed_at);
		ensure!(reviewed_at.is_some_and(|moment| moment <= longest_ago), Error::<T>::Retained);
		// From the oldest on, so that no patient's chain of cases has a gap.
		let is_oldest = item.previous.is_none_or(|previous| !Cases::<T>::contains_key(previous));
		ensure!(is_oldest, Error::<T>::Retained);
		Cases::<T>::remove(id);
		if LatestCase::<T>::get(&item.patient) == Some(id) {
			LatestCase::<T>::remove(&item.patient);
		}
		ticket.drop(&item.depositor)?;
		Self::deposit_event(Event::CaseRemoved { case: id, patient: item.patient });
		Ok(())
	}

	/// Who pays for what is opened by a case: the organisation that stood surety for it, while it goes on doing so and
	/// the practitioner is its member.
	pub(crate) fn surety_of(id: BreakGlassId) -> Option<T::AccountId> {
		let case = Self::break_glass_case(id)?;
		let organisation = case.organisation.filter(|one| *one == case.depositor)?;
		let stands = CasesOf::<T>::get(&organisation).surety > 0
			&& T::Participants::is_member(&organisation, &case.practitioner);
		stands.then_some(organisation)
	}

	pub(crate) fn case_footprint() -> Footprint {
		Footprint::from_mel::<BreakGlassCase<T::AccountId>>()
	}
}
