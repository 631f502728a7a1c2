// SPDX-License-Identifier: Apache-2.0
//! Steps as the pallet takes them, and what the model says of whether it may.

use super::*;

impl Model {
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
			Step::Revoke(patient, pick) => {
				let granted = self.granted(patient);
				let Some((_, id, terms)) = granted.get(pick % granted.len().max(1)) else {
					return;
				};
				let (id, over, expired) =
					(*id, self.is_over(patient, *id, terms, at), Self::has_expired(terms, at));
				let result = Consent::revoke(signed(patient), ProvisionId(id));
				// An expired one may have been archived: revoking it or not makes no difference.
				assert!(expired || result.is_ok() != over, "{result:?}");
				if result.is_ok() {
					self.log.push((at, Fact::Revoked(patient, id)));
				}
			}
			Step::Use(question) => {
				let expected = self.answer(&question, at);
				assert_eq!(decide_and_use(&question), expected, "use {question:?}");
				if let Ok(Permit { basis: Basis::Provision(id), .. }) = expected {
					self.log.push((at, Fact::Used(question.patient, id.0)));
				}
			}
			Step::BreakGlass(practitioner, patient) => {
				let result = Consent::break_glass(
					signed(practitioner),
					patient,
					BreakGlassReason::LifeThreat,
				);
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
				let result = Consent::review_break_glass(
					RuntimeOrigin::root(),
					BreakGlassId(case),
					ReviewOutcome::Unjustified,
				);
				assert_eq!(result.is_ok(), case < cases.into() && !reviewed, "{result:?}");
				if result.is_ok() {
					self.log.push((at, Fact::Reviewed(case)));
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
