// SPDX-License-Identifier: Apache-2.0
//! All that the rules look at: the clock, who is who, what was permitted and denied, cases, and access that was opened.

use super::*;

/// Access that was opened at some time.
#[derive(Clone, Debug)]
pub struct Open {
	pub query: Query<AccountId>,
	pub basis: Basis,
}

pub struct World {
	pub now: Moment,
	pub block: u64,
	pub licences: BTreeMap<AccountId, Licence>,
	/// Organisation, then member, whether it is suspended or not.
	pub enrolled: BTreeSet<(AccountId, AccountId)>,
	/// Organisations.
	pub suspended: BTreeSet<AccountId>,
	/// Patient, then guardian.
	pub guardians: BTreeMap<(AccountId, AccountId), Guardianship>,
	pub studies: BTreeSet<StudyId>,
	/// Both patients', the oldest first.
	pub given: Vec<Given>,
	pub cases: Vec<Case>,
	pub open: Vec<Open>,
}

/// One of a list, by any number.
pub fn nth<T>(list: &[T], pick: usize) -> Option<&T> {
	list.get(pick.checked_rem(list.len())?)
}

/// A parent or legal guardian permits, denies and revokes; a carer does nothing of that.
pub fn decides(role: GuardianRole) -> bool {
	role != GuardianRole::Carer
}

impl World {
	/// As the mock begins.
	pub fn start() -> Self {
		let lasting =
			Licence::InForce { profession: Profession::Physician, expires_at: Moment::MAX };
		Self {
			now: START,
			block: 1,
			licences: [(DORA, lasting), (EMIL, lasting)].into(),
			enrolled: [(CLINIC, DORA)].into(),
			suspended: BTreeSet::new(),
			guardians: BTreeMap::new(),
			studies: [1, 7].map(StudyId).into(),
			given: Vec::new(),
			cases: Vec::new(),
			open: Vec::new(),
		}
	}

	/// Only accounts hold licences: decision support and studies have none to lose.
	pub fn licence(&self, reader: &Reader<AccountId>) -> Licence {
		match reader {
			Reader::Account(account) => {
				self.licences.get(account).copied().unwrap_or(Licence::None)
			}
			Reader::DecisionSupport { .. } | Reader::Study(_) => Licence::None,
		}
	}

	pub fn is_licensed(&self, reader: &Reader<AccountId>) -> bool {
		matches!(self.licence(reader), Licence::InForce { .. })
	}

	/// Who was never licensed has no licence to lose.
	pub fn has_lost_licence(&self, reader: &Reader<AccountId>) -> bool {
		matches!(self.licence(reader), Licence::Expired | Licence::Suspended)
	}

	/// When the reader's licence ends, if they have one.
	pub fn licence_end(&self, reader: &Reader<AccountId>) -> Option<Moment> {
		match self.licence(reader) {
			Licence::InForce { expires_at, .. } => Some(expires_at),
			_ => None,
		}
	}

	/// Whether somebody is a member as a provision of this effect sees it: a suspension ends what members may, never
	/// what they may not.
	pub fn is_member(&self, effect: Effect, organisation: AccountId, account: AccountId) -> bool {
		let stands = effect == Effect::Deny || !self.suspended.contains(&organisation);
		stands && self.enrolled.contains(&(organisation, account))
	}

	pub fn role(&self, patient: AccountId, guardian: AccountId) -> Option<GuardianRole> {
		self.guardians.get(&(patient, guardian)).map(|guardianship| guardianship.role)
	}

	/// A patient's provisions, the oldest first.
	pub fn given_by(&self, patient: AccountId) -> impl Iterator<Item = &Given> {
		self.given.iter().filter(move |given| given.patient == patient)
	}

	pub fn given(&self, patient: AccountId, id: ProvisionId) -> Option<&Given> {
		self.given_by(patient).find(|given| given.id == id)
	}

	pub fn given_mut(&mut self, patient: AccountId, id: ProvisionId) -> &mut Given {
		let is_it = |given: &&mut Given| given.patient == patient && given.id == id;
		self.given.iter_mut().find(is_it).unwrap()
	}

	/// The id that the patient's next provision gets: they are counted for each patient from 0.
	pub fn next_id(&self, patient: AccountId) -> ProvisionId {
		ProvisionId(self.given_by(patient).count().try_into().unwrap())
	}

	/// A provision for somebody to end: often one that opened access, and now and then one that is not on record.
	pub fn some_provision(&self, pick: usize) -> (AccountId, ProvisionId) {
		let opened = nth(&self.open, pick / 3).filter(|_| pick.is_multiple_of(3));
		if let Some(Open { query, basis: Basis::Provision(id) }) = opened {
			return (query.patient, *id);
		}
		let patient = PATIENTS[pick % 2];
		(patient, self.some_provision_of(patient, pick / 2))
	}

	pub fn some_provision_of(&self, patient: AccountId, pick: usize) -> ProvisionId {
		let count = self.given_by(patient).count();
		ProvisionId((pick % (count + 1)).try_into().unwrap())
	}

	/// A patient, and an account that broke their glass or to which something of theirs was opened.
	pub fn some_reader(&self, pick: usize) -> Option<(AccountId, AccountId)> {
		if pick.is_multiple_of(2) {
			return nth(&self.cases, pick / 2).map(|case| (case.patient, case.practitioner));
		}
		let Open { query, .. } = nth(&self.open, pick / 2)?;
		match &query.reader {
			Reader::Account(account) => Some((query.patient, *account)),
			Reader::DecisionSupport { .. } | Reader::Study(_) => None,
		}
	}

	/// A patient, and mostly a guardian of theirs.
	pub fn some_guardian(&self, pick: usize) -> (AccountId, AccountId) {
		let guardians: Vec<_> = self.guardians.keys().copied().collect();
		match nth(&guardians, pick / 5) {
			Some(known) if !pick.is_multiple_of(5) => *known,
			_ => (PATIENTS[pick % 2], ACCOUNTS[pick / 5 % 5]),
		}
	}
}
