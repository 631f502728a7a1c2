// SPDX-License-Identifier: Apache-2.0
//! Who breaks the glass, and for whom.

use super::*;

/// A physician, and the organisation that stands surety for them.
pub fn practitioner<T: Config>() -> (T::AccountId, T::AccountId) {
	let practitioner: T::AccountId = account("practitioner", 0, 0);
	let organisation: T::AccountId = account("organisation", 0, 0);
	T::Participants::make_practitioner(&practitioner);
	T::Participants::make_member(&organisation, &practitioner);
	CasesOf::<T>::mutate(&organisation, |cases| cases.surety = u32::MAX);
	(practitioner, organisation)
}

/// Opens cases for so many patients.
pub fn break_glass_for<T: Config>(
	practitioner: &T::AccountId,
	organisation: &T::AccountId,
	patients: u32,
) {
	for index in 0..patients {
		T::Consideration::ensure_successful(organisation, Pallet::<T>::case_footprint());
		Pallet::<T>::do_break_glass(
			practitioner.clone(),
			patient::<T>(index),
			[7; 32],
			Some(organisation.clone()),
		)
		.unwrap();
	}
}
