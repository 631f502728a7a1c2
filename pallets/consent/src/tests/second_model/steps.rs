// SPDX-License-Identifier: Apache-2.0
//! What may happen. Numbers pick one of what there is by then.

use super::*;
use proptest::{prelude::*, sample::select};

/// What a licence becomes.
#[derive(Clone, Copy, Debug)]
pub enum Standing {
	Lasting,
	/// In force for so many quarters of an hour.
	For(u64),
	/// In force, of a profession that does not treat in emergencies.
	Therapist,
	Suspended,
}

#[derive(Clone, Debug)]
pub enum Step {
	/// So many quarters of an hour and so many blocks.
	Pass(u64, u64),
	/// By the patient.
	Grant(AccountId, Box<Sketch>),
	/// By the patient: to somebody who has access open, or who broke the glass.
	DenyReader(usize, Box<Sketch>),
	/// By whom is picked.
	GrantFor(usize, Box<Sketch>),
	/// By the patient.
	Revoke(usize),
	/// By the patient.
	RevokeNewAccess(usize),
	/// By whom, then what.
	RevokeFor(usize, usize),
	/// Access is asked for, and opened if that is permitted.
	Use(Asked),
	/// Pallet records opens access by what it knows itself.
	OpenBy(Basis, Asked),
	/// By a practitioner, then for which patient.
	BreakGlass(AccountId, AccountId),
	/// Which case, then by whom.
	Close(usize, usize),
	Review(usize, ReviewOutcome),
	License(AccountId, Standing),
	/// Begins or ends a membership: organisation, then account.
	Member(AccountId, AccountId),
	/// Suspends or reinstates an organisation.
	Suspend(AccountId),
	/// Patient, guardian, role, for how many quarters of an hour.
	Appoint(AccountId, AccountId, GuardianRole, u64),
	Dismiss(usize),
	RegisterStudy(StudyId),
}

pub fn step() -> impl Strategy<Value = Step> {
	let pick = || 0..1_000usize;
	let patient = || select(&PATIENTS[..]);
	let account = || select(&ACCOUNTS[..]);
	let organisation = || select(&ORGANISATIONS[..]);
	let terms = || sketch().prop_map(Box::new);
	let basis = select(
		[Basis::OwnRecord, Basis::Authorship, Basis::Guardianship(GuardianRole::Parent)].to_vec(),
	);
	let practitioner = select([DORA, DORA, EMIL, EMIL, BOB, OTTO].to_vec());
	let licensed = select([DORA, EMIL, BOB].to_vec());
	let standing = prop_oneof![
		2 => Just(Standing::Lasting),
		3 => (1..12u64).prop_map(Standing::For),
		1 => Just(Standing::Therapist),
		2 => Just(Standing::Suspended),
	];
	prop_oneof![
		8 => (1..5u64, 0..6u64).prop_map(|(quarters, blocks)| Step::Pass(quarters, blocks)),
		8 => (patient(), terms()).prop_map(|(patient, terms)| Step::Grant(patient, terms)),
		3 => (pick(), terms()).prop_map(|(reader, terms)| Step::DenyReader(reader, terms)),
		4 => (pick(), terms()).prop_map(|(guardian, terms)| Step::GrantFor(guardian, terms)),
		2 => pick().prop_map(Step::Revoke),
		2 => pick().prop_map(Step::RevokeNewAccess),
		2 => (pick(), pick()).prop_map(|(guardian, what)| Step::RevokeFor(guardian, what)),
		9 => asked().prop_map(Step::Use),
		3 => (basis, asked()).prop_map(|(basis, asked)| Step::OpenBy(basis, asked)),
		4 => (practitioner, patient()).prop_map(|(who, patient)| Step::BreakGlass(who, patient)),
		2 => (pick(), 0..4usize).prop_map(|(case, signer)| Step::Close(case, signer)),
		2 => (pick(), select(ReviewOutcome::ALL))
			.prop_map(|(case, outcome)| Step::Review(case, outcome)),
		3 => (licensed, standing).prop_map(|(account, standing)| Step::License(account, standing)),
		2 => (organisation(), account())
			.prop_map(|(organisation, account)| Step::Member(organisation, account)),
		2 => organisation().prop_map(Step::Suspend),
		4 => (patient(), account(), select(GuardianRole::ALL), 4..24u64)
			.prop_map(|(patient, who, role, end)| Step::Appoint(patient, who, role, end)),
		1 => pick().prop_map(Step::Dismiss),
		1 => select(&STUDIES[..]).prop_map(Step::RegisterStudy),
	]
}
