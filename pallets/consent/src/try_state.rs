//! What always holds.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use codec::Encode;
use frame_support::{ensure, traits::Time};
use polkadot_sdk::{frame_support, sp_runtime::TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_provisions()?;
		Self::try_state_history()?;
		Self::try_state_requests()?;
		Self::try_state_cases()
	}

	fn try_state_provisions() -> Result<(), TryRuntimeError> {
		for (patient, shelf) in Provisions::<T>::iter() {
			ensure!(
				shelf
					.active
					.iter()
					.is_sorted_by(|one, two| one.item.id < two.item.id),
				"active provisions are not in the order of their ids"
			);
			for Held { item, .. } in &shelf.active {
				ensure!(item.id < shelf.next, "an id was given twice, or will be");
				ensure!(
					item.revoked_at.is_none()
						&& item.used_up_at.is_none()
						&& item.uses_left != Some(0),
					"a provision has ended but is active"
				);
				ensure!(
					!History::<T>::contains_key(&patient, item.id),
					"active and in history"
				);
				ensure!(
					!item.compartments.is_empty(),
					"a provision without a compartment"
				);
				let silent = item.actions.is_empty()
					|| item.categories.is_empty()
					|| item.purposes.is_empty();
				ensure!(
					item.effect == Effect::Deny || !silent,
					"a permit names nothing"
				);
			}
		}
		Ok(())
	}

	fn try_state_history() -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		let mut kept = 0usize;
		for (patient, index) in HistoryOf::<T>::iter() {
			let ids: BTreeSet<_> = index.ended.iter().copied().collect();
			ensure!(
				ids.len() == index.ended.len(),
				"an ended provision is listed twice"
			);
			kept = kept.saturating_add(ids.len());
			let next = Provisions::<T>::get(&patient).next;
			for id in ids {
				let held = History::<T>::get(&patient, id).ok_or("history is missing")?;
				ensure!(held.item.id == id && id < next, "history has a wrong id");
				ensure!(
					held.item.has_ended(now),
					"history has a provision that has not ended"
				);
			}
			ensure!(
				index.known_since <= now,
				"history is missing from the future"
			);
		}
		ensure!(
			History::<T>::iter().count() == kept,
			"history is not listed"
		);
		Ok(())
	}

	fn try_state_requests() -> Result<(), TryRuntimeError> {
		let mut listed = 0usize;
		for (patient, open) in RequestsOf::<T>::iter() {
			ensure!(!open.is_empty(), "an empty list of requests is kept");
			listed = listed.saturating_add(open.len());
			let requesters: BTreeSet<_> = open.iter().map(|open| open.requester.encode()).collect();
			ensure!(
				requesters.len() == open.len(),
				"a reader has two requests to one patient"
			);
			for OpenRequest { id, requester } in open {
				let request = Self::request(id).ok_or("a listed request is missing")?;
				ensure!(
					request.patient == patient && request.requester == requester,
					"a request is listed wrongly"
				);
				ensure!(
					id < NextRequest::<T>::get(),
					"a request's id will be given again"
				);
			}
		}
		ensure!(
			Requests::<T>::iter().count() == listed,
			"a request is not listed"
		);
		Ok(())
	}

	fn try_state_cases() -> Result<(), TryRuntimeError> {
		let mut of_patient = BTreeMap::<_, usize>::new();
		let (mut cases, mut unreviewed) = (0usize, 0usize);
		for (id, Held { item, .. }) in Cases::<T>::iter() {
			ensure!(id < NextCase::<T>::get(), "a case's id will be given again");
			ensure!(
				item.previous.is_none_or(|previous| previous < id),
				"cases run in a circle"
			);
			ensure!(item.opened_at <= item.until, "a case ends before it begins");
			cases = cases.saturating_add(1);
			unreviewed = unreviewed.saturating_add(usize::from(item.review.is_none()));
			let count = of_patient.entry(item.patient.encode()).or_default();
			*count = count.saturating_add(1);
		}
		for (patient, mut id) in LatestCase::<T>::iter() {
			let mut walked = 1usize;
			loop {
				let case = Self::case(id).ok_or("a patient's case is missing")?;
				ensure!(
					case.patient == patient,
					"a case is in another patient's chain"
				);
				let Some(previous) = case.previous else { break };
				id = previous;
				walked = walked.saturating_add(1);
			}
			ensure!(
				of_patient.get(&patient.encode()) == Some(&walked),
				"a case is in no chain"
			);
			cases = cases.saturating_sub(walked);
		}
		ensure!(cases == 0, "a case is in no patient's chain");
		for (practitioner, open) in OpenCases::<T>::iter() {
			ensure!(!open.is_empty(), "an empty list of cases is kept");
			unreviewed = unreviewed
				.checked_sub(open.len())
				.ok_or("a case is listed twice")?;
			for OpenCase { id, patient, until } in open {
				let case = Self::case(id).ok_or("a listed case is missing")?;
				ensure!(
					case.practitioner == practitioner
						&& case.patient == patient
						&& case.until == until
						&& case.review.is_none(),
					"an open case is listed wrongly"
				);
			}
		}
		ensure!(unreviewed == 0, "an unreviewed case is not listed");
		Ok(())
	}
}
