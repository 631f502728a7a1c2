// SPDX-License-Identifier: Apache-2.0
//! Plays what happens elsewhere: time, licences, members, organisations, guardians, studies. The tables of the mock are
//! kept as the pallet of participants would answer.

use super::*;

impl World {
	/// Licences expire and guardianships end by themselves.
	pub fn let_time_pass(&mut self, quarters: u64, blocks: u64) {
		pass(quarters * QUARTER);
		pass_blocks(blocks);
		self.now += quarters * QUARTER;
		self.block += blocks;
		let now = self.now;
		for (account, licence) in &mut self.licences {
			if matches!(*licence, Licence::InForce { expires_at, .. } if expires_at <= now) {
				*licence = Licence::Expired;
				set_licence(*account, Licence::Expired);
			}
		}
		self.guardians.retain(|(patient, guardian), guardianship| {
			let lasts = now < guardianship.until;
			if !lasts {
				dismiss(*patient, *guardian);
			}
			lasts
		});
	}

	pub fn license(&mut self, account: AccountId, standing: Standing) {
		let of = |profession, expires_at| Licence::InForce { profession, expires_at };
		let licence = match standing {
			Standing::Lasting => of(Profession::Physician, Moment::MAX),
			Standing::For(quarters) => of(Profession::Nurse, self.now + quarters * QUARTER),
			Standing::Therapist => of(Profession::Therapist, Moment::MAX),
			Standing::Suspended => Licence::Suspended,
		};
		set_licence(account, licence);
		self.licences.insert(account, licence);
	}

	/// Whoever is a member leaves, and whoever is none joins.
	pub fn change_member(&mut self, organisation: AccountId, account: AccountId) {
		let membership = (organisation, account);
		if self.enrolled.remove(&membership) {
			Members::mutate(|members| members.remove(&membership));
			FormerMembers::mutate(|former| former.insert(membership, self.now));
		} else {
			self.enrolled.insert(membership);
			Members::mutate(|members| members.insert(membership));
		}
	}

	/// What is suspended is reinstated, and what is in force suspended.
	pub fn change_organisation(&mut self, organisation: AccountId) {
		if !self.suspended.remove(&organisation) {
			self.suspended.insert(organisation);
		}
		SuspendedOrganisations::set(self.suspended.clone());
	}

	/// Nobody guards themselves. Who guards already has another role or end from now on.
	pub fn appoint(
		&mut self,
		patient: AccountId,
		guardian: AccountId,
		role: GuardianRole,
		quarters: u64,
	) {
		if patient != guardian {
			let until = self.now + quarters * QUARTER;
			guard(patient, guardian, role, until);
			self.guardians.insert((patient, guardian), Guardianship { role, until });
		}
	}

	pub fn dismiss_some(&mut self, pick: usize) {
		let (patient, guardian) = self.some_guardian(pick);
		dismiss(patient, guardian);
		self.guardians.remove(&(patient, guardian));
	}

	pub fn register_study(&mut self, study: StudyId) {
		if self.studies.insert(study) {
			Registered::mutate(|registered| registered.push(study));
		}
	}
}
