// SPDX-License-Identifier: Apache-2.0
//! Who asks a patient for consent.

use super::*;

/// A member of an organisation, who asks for what its members ask of decision support.
pub fn requester<T: Config>(index: u32) -> (T::AccountId, Actor<T::AccountId>) {
	let organisation = account("organisation", 0, 0);
	let requester = account("requester", index, 0);
	T::Participants::make_member(&organisation, &requester);
	T::Consideration::ensure_successful(&requester, Pallet::<T>::request_footprint());
	(requester, asked_by::<T>(organisation))
}

/// So many requests for consent to this patient, by as many members.
pub fn ask<T: Config>(patient: &T::AccountId, count: u32) {
	for index in 0..count {
		let (requester, actor) = requester::<T>(index);
		Pallet::<T>::do_request_consent(requester, patient.clone(), terms::<T>(actor)).unwrap();
	}
}
