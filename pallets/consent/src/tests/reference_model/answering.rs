// SPDX-License-Identifier: Apache-2.0
//! What the answer must be, by the log alone.

use super::*;

impl Model {
	/// The case that grants access, and when it was opened.
	pub(super) fn case(&self, question: &Question, at: Moment) -> Option<(u64, Moment)> {
		let Reader::Account(account) = question.reader else {
			return None;
		};
		let emergency =
			question.purpose == Purpose::BreakGlass && question.compartment.number() == 0;
		if !emergency || !matches!(self.licence(account), Licence::InForce { .. }) {
			return None;
		}
		self.log.iter().find_map(|(when, fact)| match fact {
			Fact::Broke { case, practitioner, patient }
				if *practitioner == account
					&& *patient == question.patient
					&& self.is_open(*case, *when, at) =>
			{
				Some((*case, *when))
			}
			_ => None,
		})
	}

	/// Whether a case that was opened then grants access now.
	pub(super) fn is_open(&self, case: u64, opened_at: Moment, at: Moment) -> bool {
		opened_at <= at
			&& at < opened_at + HOUR
			&& self.ended_at(case).is_none_or(|ended_at| at < ended_at)
	}

	/// When it was reviewed or closed, whichever came first.
	fn ended_at(&self, case: u64) -> Option<Moment> {
		let ends = |fact: &Fact| matches!(fact, Fact::Reviewed(ended) | Fact::Closed(ended) if *ended == case);
		self.log.iter().find(|(_, fact)| ends(fact)).map(|(when, _)| *when)
	}

	/// The earliest of some ends and that of the reader's licence, if it has one.
	fn earliest(
		&self,
		reader: &Reader<AccountId>,
		ends: impl IntoIterator<Item = Option<Moment>>,
	) -> Option<Moment> {
		let licence = match reader {
			Reader::Account(account) => self.licence(*account),
			_ => Licence::None,
		};
		let mut earliest = match licence {
			Licence::InForce { expires_at, .. } => expires_at,
			_ => Moment::MAX,
		};
		for end in ends.into_iter().flatten() {
			earliest = earliest.min(end);
		}
		(earliest < Moment::MAX).then_some(earliest)
	}

	pub(super) fn denial(&self, question: &Question, at: Moment) -> Option<u32> {
		let granted = self.granted(question.patient);
		let denials = granted.into_iter().filter(|(_, _, terms)| terms.effect == Effect::Deny);
		let mut in_force = denials.filter(|(when, id, terms)| {
			self.is_in_force(question.patient, (*when, *id, *terms), at)
				&& self.is_meant(terms, question)
				&& self.is_named(terms, &question.reader)
		});
		in_force.next().map(|(_, id, _)| id)
	}

	fn is_in_force(
		&self,
		patient: AccountId,
		(granted_at, id, terms): (Moment, u32, &Terms),
		at: Moment,
	) -> bool {
		granted_at <= at
			&& terms.from.is_none_or(|from| from <= at)
			&& !Self::has_expired(terms, at)
			&& !self.is_over(patient, id, terms, at)
	}

	pub(super) fn answer(&self, question: &Question, at: Moment) -> Result<Permit, Refusal> {
		if let Some((case, opened_at)) = self.case(question, at) {
			return Ok(Permit {
				basis: Basis::BreakGlass(BreakGlassId(case)),
				obligations: Obligations::default(),
				// As its review left it, also when a moment before that is asked about.
				ends_at: self
					.earliest(&question.reader, [Some(opened_at + HOUR), self.ended_at(case)]),
			});
		}
		if let Some(id) = self.denial(question, at) {
			return Err(Refusal::Denied(ProvisionId(id)));
		}
		let mut meant = self.granted(question.patient);
		meant.retain(|(when, id, terms)| {
			terms.effect == Effect::Permit
				&& self.is_in_force(question.patient, (*when, *id, *terms), at)
				&& self.is_meant(terms, question)
				&& self.is_named(terms, &question.reader)
		});
		if let Reader::Account(account) = question.reader
			&& matches!(self.licence(account), Licence::Expired | Licence::Suspended)
		{
			return Err(Refusal::NotInForce);
		}
		for obligations in 0..=3 {
			for limited in [false, true] {
				for (_, id, terms) in &meant {
					let mut count = 0;
					count += terms.erase_at.is_some() as u32;
					count += terms.no_redisclosure as u32;
					count += terms.mask_identity as u32;
					if count == obligations && terms.uses.is_some() == limited {
						return Ok(Permit {
							basis: Basis::Provision(ProvisionId(*id)),
							obligations: Obligations {
								erase_at: terms.erase_at,
								no_redisclosure: terms.no_redisclosure,
								mask_identity: terms.mask_identity,
							},
							ends_at: self.earliest(&question.reader, [terms.until, terms.erase_at]),
						});
					}
				}
			}
		}
		Err(Refusal::NoPolicy)
	}
}
