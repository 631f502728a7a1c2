// SPDX-License-Identifier: Apache-2.0
//! What always holds.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use codec::Encode;
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use polkadot_sdk::{frame_support, sp_runtime::TryRuntimeError};
use salus_pallet_support::Deposits;
use salus_primitives::WorkClasses;

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_provisions()?;
		Self::try_state_history()?;
		Self::try_state_opened()?;
		Self::try_state_requests()?;
		Self::try_state_cases()?;
		Self::deposits().check::<T::Consideration>()
	}

	/// What each account's tickets of this pallet hold.
	pub fn deposits() -> Deposits<T::AccountId> {
		let mut deposits = Deposits::default();
		for (patient, policy) in Provisions::<T>::iter() {
			deposits.add(patient, &policy.ticket);
		}
		for Held { item: request, ticket } in Requests::<T>::iter_values() {
			deposits.add(request.requester, &ticket);
		}
		for Held { item: case, ticket } in Cases::<T>::iter_values() {
			deposits.add(case.depositor, &ticket);
		}
		deposits
	}

	fn try_state_provisions() -> Result<(), TryRuntimeError> {
		for (_, policy) in Provisions::<T>::iter() {
			ensure!(
				policy.active.is_sorted_by(|one, two| one.id < two.id),
				"active provisions are not in the order of their ids"
			);
			for provision in &policy.active {
				ensure!(provision.id < policy.next, "an id was given twice, or will be");
				ensure!(
					provision.revoked_at.is_none()
						&& provision.used_up_at.is_none()
						&& provision.uses_left != Some(0),
					"a provision has ended but is active"
				);
				ensure!(!provision.compartments.is_empty(), "a provision without a compartment");
				let silent = provision.actions.is_empty()
					|| provision.categories.is_empty()
					|| provision.purposes.is_empty();
				ensure!(provision.effect == Effect::Deny || !silent, "a permit names nothing");
				if let Actor::DecisionSupport { classes, .. } = &provision.actor {
					ensure!(WorkClasses::all().covers(*classes), "a class that there is not");
				}
			}
		}
		Ok(())
	}

	fn try_state_history() -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		let mut kept = 0u32;
		for (patient, policy) in Provisions::<T>::iter() {
			let count = policy.archived.min(T::MaxHistory::get());
			kept = kept.saturating_add(count);
			let mut ids: BTreeSet<_> = policy.active.iter().map(|active| active.id).collect();
			for index in 0..count {
				let ended = History::<T>::get(&patient, index).ok_or("history is missing")?;
				ensure!(ended.id < policy.next, "history has an id that was not given");
				ensure!(
					ids.insert(ended.id),
					"a provision is kept twice, or active and in history"
				);
				ensure!(ended.has_ended(now), "history has a provision that has not ended");
			}
			ensure!(policy.known_since <= now, "history is missing from the future");
		}
		ensure!(
			u32::try_from(History::<T>::iter().count()) == Ok(kept),
			"history belongs to no policy"
		);
		Ok(())
	}

	fn try_state_opened() -> Result<(), TryRuntimeError> {
		for (patient, provision, opened) in OpenedBy::<T>::iter() {
			ensure!(!opened.is_empty(), "an empty list of access requests is kept");
			ensure!(
				opened.is_sorted_by(|one, two| one.access < two.access),
				"access requests are not in the order of their ids"
			);
			let policy = Provisions::<T>::get(&patient).ok_or("access without a policy")?;
			ensure!(provision < policy.next, "access by a provision that was not granted");
			let ended = Self::all_history(&patient, &policy);
			ensure!(
				!ended.iter().any(|one| one.id == provision && one.revoked_at.is_some()),
				"access by a revoked provision is noted"
			);
		}
		Ok(())
	}

	fn try_state_requests() -> Result<(), TryRuntimeError> {
		let mut listed = 0usize;
		for (patient, open) in RequestsOf::<T>::iter() {
			ensure!(!open.is_empty(), "an empty list of requests is kept");
			listed = listed.saturating_add(open.len());
			let requesters: BTreeSet<_> = open.iter().map(|open| open.requester.encode()).collect();
			ensure!(requesters.len() == open.len(), "a reader has two requests to one patient");
			for OpenRequest { id, requester } in open {
				let request = Self::request(id).ok_or("a listed request is missing")?;
				ensure!(
					request.patient == patient && request.requester == requester,
					"a request is listed wrongly"
				);
				ensure!(id < NextRequest::<T>::get(), "a request's id will be given again");
			}
		}
		ensure!(Requests::<T>::iter().count() == listed, "a request is not listed");
		Ok(())
	}

	fn try_state_cases() -> Result<(), TryRuntimeError> {
		let mut of_patient = BTreeMap::<_, usize>::new();
		let mut of_organisation = BTreeMap::<_, OrganisationCases>::new();
		let (mut cases, mut unreviewed) = (0usize, 0usize);
		for (id, Held { item, .. }) in Cases::<T>::iter() {
			ensure!(id < NextCase::<T>::get(), "a case's id will be given again");
			ensure!(item.previous.is_none_or(|previous| previous < id), "cases run in a circle");
			ensure!(item.opened_at <= item.until, "a case ends before it begins");
			ensure!(
				item.depositor == item.practitioner
					|| item.organisation.as_ref() == Some(&item.depositor),
				"somebody pays for a case who does not answer for it"
			);
			ensure!(
				item.review.is_none_or(|review| item.until <= review.reviewed_at),
				"a case goes on after its review"
			);
			if let Some(organisation) = &item.organisation {
				let counts = of_organisation.entry(organisation.encode()).or_default();
				counts.count_opened();
				if let Some(review) = item.review {
					counts.count_reviewed(review.outcome);
				}
			}
			cases = cases.saturating_add(1);
			unreviewed = unreviewed.saturating_add(usize::from(item.review.is_none()));
			let count = of_patient.entry(item.patient.encode()).or_default();
			*count = count.saturating_add(1);
		}
		for (patient, mut id) in LatestCase::<T>::iter() {
			let mut chained = 1usize;
			loop {
				let case = Self::break_glass_case(id).ok_or("a patient's case is missing")?;
				ensure!(case.patient == patient, "a case is in another patient's chain");
				// The oldest are removed first: before one that was removed there is none.
				let previous = case.previous.filter(|id| Cases::<T>::contains_key(id));
				let Some(previous) = previous else { break };
				id = previous;
				chained = chained.saturating_add(1);
			}
			ensure!(of_patient.get(&patient.encode()) == Some(&chained), "a case is in no chain");
			cases = cases.saturating_sub(chained);
		}
		ensure!(cases == 0, "a case is in no patient's chain");
		for (practitioner, open) in OpenCases::<T>::iter() {
			ensure!(!open.is_empty(), "an empty list of cases is kept");
			unreviewed = unreviewed.checked_sub(open.len()).ok_or("a case is listed twice")?;
			for OpenCase { id, patient, until, review_due } in open {
				let case = Self::break_glass_case(id).ok_or("a listed case is missing")?;
				ensure!(
					case.practitioner == practitioner
						&& case.patient == patient
						&& case.until == until
						&& case.review_due == review_due
						&& case.review.is_none(),
					"an open case is listed wrongly"
				);
			}
		}
		ensure!(unreviewed == 0, "an unreviewed case is not listed");
		for (organisation, counts) in CasesOf::<T>::iter() {
			let kept = of_organisation.remove(&organisation.encode()).unwrap_or_default();
			// Those that were removed stay counted.
			ensure!(
				counts.unreviewed == kept.unreviewed
					&& counts.justified >= kept.justified
					&& counts.unjustified >= kept.unjustified,
				"an organisation's cases are counted wrongly"
			);
		}
		ensure!(of_organisation.is_empty(), "an organisation's cases are not counted");
		Ok(())
	}
}
