// SPDX-License-Identifier: Apache-2.0
//! The permit that is dearest to find, for the benchmarks of whoever asks this pallet.

use super::*;

/// Makes the patient permit what the query asks, by the provision that is dearest to find: it names an organisation of
/// which the reader is a member, and counts its uses. All others are preferred to it, match as well, and name other
/// organisations.
pub(crate) fn make_permit<T: Config>(query: &Query<T::AccountId>) {
	let Query { patient, reader, .. } = query;
	let named = |organisation: T::AccountId| match reader {
		Reader::DecisionSupport { .. } => asked_by::<T>(organisation),
		Reader::Account(_) | Reader::Study(_) => Actor::MembersOf(organisation),
	};
	let unlimited = |actor: Actor<T::AccountId>| ProvisionTerms {
		until: None,
		erase_at: None,
		no_redisclosure: false,
		mask_identity: false,
		uses: None,
		..terms::<T>(actor)
	};
	let mut policy = Provisions::<T>::get(patient).unwrap_or_else(|| {
		T::Consideration::ensure_successful(patient, Pallet::<T>::policy_footprint());
		let room = T::MaxProvisions::get();
		let others = (0..room).map(|index| {
			let other = account("other clinic", index, 0);
			provision::<T>(index, unlimited(named(other)))
		});
		Policy::<T> {
			next: ProvisionId(room),
			active: BoundedVec::truncate_from(others.collect::<Vec<_>>()),
			..Pallet::<T>::new_policy(patient).unwrap()
		}
	});

	let clinic: T::AccountId = account("clinic", 0, 0);
	if let Reader::Account(member) | Reader::DecisionSupport { asker: member, .. } = reader {
		T::Participants::make_member(&clinic, member);
	}
	let actor = match reader {
		Reader::Study(study) => Actor::Study(*study),
		Reader::Account(_) | Reader::DecisionSupport { .. } => named(clinic),
	};
	let wanted = ProvisionTerms {
		actions: list([query.action]),
		categories: list([query.category]),
		compartments: list([query.compartment]),
		purposes: list([query.purpose]),
		uses: Some(u32::MAX),
		..unlimited(actor)
	};
	let ProvisionId(next) = policy.next;
	// In the place of one of the others: there are as many as there can be.
	policy.active.remove(0);
	policy.active.try_push(provision::<T>(next, wanted)).ok().unwrap();
	policy.next = ProvisionId(next + 1);
	Provisions::<T>::insert(patient, policy);
}
