// SPDX-License-Identifier: Apache-2.0
//! Guardians against a model that keeps a list of what was granted, over random histories of appointments, dismissals,
//! ends, permits and denials. `SALUS_HISTORIES` says how many.

use super::*;
use proptest::{
	collection::vec,
	option,
	prelude::*,
	sample::select,
	test_runner::{Config as RunnerConfig, TestRunner},
};
use salus_primitives::GuardianRole::{self, Carer, LegalGuardian, Parent};
use std::collections::BTreeMap;

const QUARTER: Moment = HOUR / 4;
const GUARDIANS: [AccountId; 2] = [DORA, EMIL];
const READERS: [AccountId; 4] = [DORA, EMIL, OTTO, BOB];

#[derive(Clone, Debug)]
enum Step {
	Pass(u64),
	/// So many quarters of an hour ahead.
	Appoint(AccountId, GuardianRole, u64),
	Dismiss(AccountId),
	/// By Alice, or by a guardian, with an end so many quarters ahead or without.
	Grant(Option<AccountId>, Effect, AccountId, Option<u64>),
	Revoke(Option<AccountId>, usize),
}

struct Granted {
	effect: Effect,
	reader: AccountId,
	until: Option<Moment>,
	by: Option<GuardianRole>,
	is_revoked: bool,
}

#[derive(Default)]
struct Model {
	guardians: BTreeMap<AccountId, (GuardianRole, Moment)>,
	granted: Vec<Granted>,
}

impl Model {
	fn play(&mut self, step: Step) {
		match step {
			Step::Pass(quarters) => {
				pass(quarters * QUARTER);
				// As pallet participants has it.
				self.guardians.retain(|guardian, (_, until)| {
					let acts = now() < *until;
					if !acts {
						dismiss(ALICE, *guardian);
					}
					acts
				});
			}
			Step::Appoint(guardian, role, quarters) => {
				let until = now() + quarters * QUARTER;
				guard(ALICE, guardian, role, until);
				self.guardians.insert(guardian, (role, until));
			}
			Step::Dismiss(guardian) => {
				dismiss(ALICE, guardian);
				self.guardians.remove(&guardian);
			}
			Step::Grant(by, effect, reader, quarters) => self.grant(by, effect, reader, quarters),
			Step::Revoke(by, pick) => self.revoke(by, pick),
		}
	}

	fn grant(
		&mut self,
		by: Option<AccountId>,
		effect: Effect,
		reader: AccountId,
		quarters: Option<u64>,
	) {
		let until = quarters.map(|quarters| now() + quarters * QUARTER);
		let terms = match effect {
			Effect::Permit => permit(Actor::Account(reader)),
			Effect::Deny => denial(Actor::Account(reader)),
		};
		let terms = ProvisionTerms { until, ..terms };
		let (result, expected) = match by {
			None => {
				let result = Consent::grant(signed(ALICE), terms).map(|_| ());
				(result.map_err(|failure| failure.error), Some((until, None)))
			}
			Some(guardian) => {
				let result = Consent::grant_for(signed(guardian), ALICE, terms);
				(result, self.as_guardian(guardian, effect, reader, until))
			}
		};
		assert_eq!(result.is_ok(), expected.is_some(), "{result:?}");
		if let Some((until, by)) = expected {
			self.granted.push(Granted { effect, reader, until, by, is_revoked: false });
		}
	}

	/// The end and the role that a guardian's provision has; none if they may not grant it.
	fn as_guardian(
		&self,
		guardian: AccountId,
		effect: Effect,
		reader: AccountId,
		until: Option<Moment>,
	) -> Option<(Option<Moment>, Option<GuardianRole>)> {
		let (role, end) = *self.guardians.get(&guardian)?;
		let permits = effect == Effect::Permit;
		if role == Carer || (permits && reader == guardian) {
			return None;
		}
		let clamped = until.map_or(end, |until| until.min(end));
		Some((if permits { Some(clamped) } else { until }, Some(role)))
	}

	fn revoke(&mut self, by: Option<AccountId>, pick: usize) {
		let Some(id) = pick.checked_rem(self.granted.len()) else { return };
		let role = by.and_then(|guardian| self.guardians.get(&guardian)).map(|(role, _)| *role);
		let provision = &mut self.granted[id];
		// The patient's, and one of their own account.
		let stays = provision.effect == Effect::Deny
			&& (provision.by.is_none() || Some(provision.reader) == by);
		let may = match (by, role) {
			(None, _) => true,
			(Some(_), Some(Parent | LegalGuardian)) => !stays,
			_ => false,
		};
		let id = ProvisionId(id as u32);
		let result = match by {
			None => Consent::revoke(signed(ALICE), id),
			Some(guardian) => Consent::revoke_for(signed(guardian), ALICE, id),
		};
		assert_eq!(result.is_ok(), may && !provision.is_revoked, "{result:?}");
		provision.is_revoked |= result.is_ok();
	}

	fn in_force(&self, effect: Effect, reader: AccountId) -> Option<u32> {
		let found = self.granted.iter().position(|provision| {
			provision.effect == effect
				&& provision.reader == reader
				&& !provision.is_revoked
				&& provision.until.is_none_or(|until| now() < until)
		});
		found.map(|id| id as u32)
	}

	fn compare(&self) {
		for reader in READERS {
			let decided = decide(&question(reader)).map(|permit| permit.basis);
			let denied = self.in_force(Effect::Deny, reader).map(ProvisionId);
			let permitted = self.in_force(Effect::Permit, reader).map(ProvisionId);
			let expected = match (denied, permitted) {
				(Some(denial), _) => Err(Refusal::Denied(denial)),
				(None, Some(permit)) => Ok(Basis::Provision(permit)),
				(None, None) => Err(Refusal::NoPolicy),
			};
			assert_eq!(decided, expected, "{reader}");
		}
		for provision in Consent::provisions(&ALICE) {
			let known = &self.granted[provision.id.0 as usize];
			assert_eq!((provision.guardian, provision.until), (known.by, known.until));
		}
	}
}

fn step() -> impl Strategy<Value = Step> {
	let guardian = || select(&GUARDIANS[..]);
	let by = || option::weighted(0.6, guardian());
	let role = select(GuardianRole::ALL);
	let effect = select(&[Effect::Permit, Effect::Permit, Effect::Deny][..]);
	let until = option::of(1..12u64);
	prop_oneof![
		3 => (0..3u64).prop_map(Step::Pass),
		3 => (guardian(), role, 1..8u64).prop_map(|(who, role, end)| Step::Appoint(who, role, end)),
		1 => guardian().prop_map(Step::Dismiss),
		6 => (by(), effect, select(&READERS[..]), until)
			.prop_map(|(by, effect, reader, until)| Step::Grant(by, effect, reader, until)),
		3 => (by(), any::<usize>()).prop_map(|(by, pick)| Step::Revoke(by, pick)),
	]
}

#[test]
fn data_rule_7_guardians_permit_deny_and_end_as_the_model_has_it() {
	let usual = if cfg!(debug_assertions) { 500 } else { 10_000 };
	let cases = std::env::var("SALUS_HISTORIES").ok().and_then(|count| count.parse().ok());
	let mut runner = TestRunner::new(RunnerConfig {
		cases: cases.unwrap_or(usual),
		failure_persistence: None,
		..RunnerConfig::default()
	});
	let result = runner.run(&vec(step(), 5..30), |steps| {
		build_and_execute(|| {
			let mut model = Model::default();
			for step in steps {
				model.play(step);
				model.compare();
			}
		});
		Ok(())
	});
	result.unwrap();
}
