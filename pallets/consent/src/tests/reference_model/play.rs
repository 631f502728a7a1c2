// SPDX-License-Identifier: Apache-2.0
//! Steps as the pallet takes them, and what the model says of whether it may.

use super::*;

impl Model {
	/// When a case was opened, by whom and for whom.
	fn broke(&self, which: u64) -> Option<(Moment, AccountId, AccountId)> {
		self.log.iter().find_map(|(when, fact)| match fact {
			Fact::Broke { case, practitioner, patient } if *case == which => {
				Some((*when, *practitioner, *patient))
			}
			_ => None,
		})
	}

	pub(super) fn play(&mut self, step: Step) {
		let at = now();
		match step {
			Step::Pass(quarters) => pass(quarters * QUARTER),
			Step::Grant(patient, terms) => {
				let result = Consent::grant(signed(patient), terms.clone());
				assert_eq!(result.is_ok(), self.may_grant(patient, &terms, at), "{result:?}");
				if result.is_ok() {
					let id = self.granted(patient).len() as u32;
					self.log.push((at, Fact::Granted(patient, id, terms)));
				}
			}
			Step::Revoke(patient, pick, lets_finish) => {
				let granted = self.granted(patient);
				let Some((_, id, terms)) = granted.get(pick % granted.len().max(1)) else {
					return;
				};
				let (id, over, expired) =
					(*id, self.is_over(patient, *id, terms, at), Self::has_expired(terms, at));
				let denies = terms.effect == Effect::Deny;
				let result = match lets_finish {
					true => Consent::revoke_new_access(signed(patient), ProvisionId(id)),
					false => Consent::revoke(signed(patient), ProvisionId(id)),
				};
				let possible = !(over || denies && lets_finish);
				// An expired one may have been archived: revoking it or not makes no difference.
				assert!(expired || result.is_ok() == possible, "{result:?}");
				if result.is_ok() {
					self.log.push((at, Fact::Revoked { patient, id, lets_finish }));
				}
			}
			Step::Use(question) => {
				let expected = self.answer(&question, at);
				assert_eq!(decide_and_use(&question), expected, "use {question:?}");
				let Ok(Permit { basis, .. }) = expected else { return };
				if let Basis::Provision(id) = basis {
					self.log.push((at, Fact::Used(question.patient, id.0)));
				}
				self.opened.push((question, basis));
			}
			Step::BreakGlass(practitioner, patient) => {
				let result = break_glass(practitioner, patient);
				let expected = self.may_break_glass(practitioner, patient, at);
				assert_eq!(result.is_ok(), expected, "{result:?}");
				if result.is_ok() {
					let case = self.count(at, |fact| matches!(fact, Fact::Broke { .. })).into();
					self.log.push((at, Fact::Broke { case, practitioner, patient }));
				}
			}
			Step::Review(pick) => {
				let cases = self.count(at, |fact| matches!(fact, Fact::Broke { .. }));
				let case = pick as u64 % u64::from(cases + 1);
				let reviewed = self.count(at, |f| matches!(f, Fact::Reviewed(r) if *r == case)) > 0;
				let outcome = ReviewOutcome::ALL[pick % 2];
				let result = review(case, outcome);
				assert_eq!(result.is_ok(), case < cases.into() && !reviewed, "{result:?}");
				if result.is_ok() {
					self.log.push((at, Fact::Reviewed(case)));
					let (_, practitioner, _) = self.broke(case).unwrap();
					if outcome == ReviewOutcome::Unjustified
						&& self.licence(practitioner) != Licence::None
					{
						self.licences.push((practitioner, Licence::Suspended));
					}
				}
			}
			Step::Close(pick) => {
				let case = pick as u64;
				let broke = self.broke(case);
				let patient = broke.map_or(ALICE, |(_, _, patient)| patient);
				let result = Consent::close_break_glass(signed(patient), BreakGlassId(case));
				let open = broke.is_some_and(|(when, ..)| self.is_open(case, when, at));
				assert_eq!(result.is_ok(), open, "{result:?}");
				if result.is_ok() {
					self.log.push((at, Fact::Closed(case)));
				}
			}
			Step::Join(organisation, account) => {
				self.members.push((organisation, account));
				Members::set(self.members.iter().copied().collect());
			}
			Step::Leave(organisation, account) => {
				self.members.retain(|member| *member != (organisation, account));
				Members::set(self.members.iter().copied().collect());
			}
			Step::License(account, licence) => {
				self.licences.push((account, licence));
				set_licence(account, licence);
			}
			Step::Suspend(organisation, suspended) => {
				self.suspended.retain(|other| *other != organisation);
				self.suspended.extend(suspended.then_some(organisation));
				SuspendedOrganisations::set(self.suspended.iter().copied().collect());
			}
			Step::Prune(patient) => {
				let _ = Consent::prune(signed(OTTO), patient);
			}
		}
	}
}
