// SPDX-License-Identifier: Apache-2.0
//! The emergency brake: for hours, and by nobody to write data.

use super::{
	bodies::{BODIES, MEDICAL_BOARD, MODEL_COMMITTEE, TECHNICAL_COMMITTEE},
	*,
};
use crate::{
	SafeMode,
	configs::brake::{BRAKE, BrakeOnFailure, CallsOfTheBrake, EXTENSION, REST},
};
use frame_support::{
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	traits::Contains,
};
use salus_primitives::{AccessId, BreakGlassId, ProvisionId, RecordId, RequestId, quorum::TaskId};
use std::collections::BTreeMap;

type Filter = <Runtime as frame_system::Config>::BaseCallFilter;

const BRAKES: [bodies::Body; 2] = [MEDICAL_BOARD, TECHNICAL_COMMITTEE];

fn pull() -> RuntimeCall {
	SafeModeCall::force_enter {}.into()
}

fn extend() -> RuntimeCall {
	SafeModeCall::force_extend {}.into()
}

fn release() -> RuntimeCall {
	SafeModeCall::force_exit {}.into()
}

fn bad_origin() -> Result<(), DispatchError> {
	Err(DispatchError::BadOrigin)
}

/// Ends this block and begins the one so many later.
fn go_on(blocks: u32) {
	let next = System::block_number() + blocks;
	System::set_block_number(next);
	SafeMode::on_initialize(next);
}

fn denial() -> ConsentCall {
	let ConsentCall::grant { mut terms } = permit_clinician() else { panic!("a grant") };
	terms.effect = Effect::Deny;
	ConsentCall::grant { terms }
}

fn request_access(purpose: Purpose) -> RuntimeCall {
	RecordsCall::request_access { record: RecordId(0), version: None, purpose }.into()
}

/// What stays open: inherents, votes, the way out, emergencies, one's own, work under way.
fn open() -> Vec<RuntimeCall> {
	let organisation = CLINIC.to_account_id();
	let (provision, record, request) = (ProvisionId(0), RecordId(0), RequestId(0));
	let vote = pallet_collective::Call::<Runtime, pallet_collective::Instance1>::vote {
		proposal: GENESIS,
		index: 0,
		approve: true,
	};
	vec![
		pallet_timestamp::Call::<Runtime>::set { now: START }.into(),
		SystemCall::apply_authorized_upgrade { code: Vec::new() }.into(),
		vote.into(),
		EnactmentCall::approve { call_hash: GENESIS }.into(),
		release(),
		denial().into(),
		ConsentCall::revoke { provision }.into(),
		ConsentCall::break_glass {
			patient: organisation.clone(),
			reason_commitment: [7; 32],
			organisation: None,
		}
		.into(),
		ConsentCall::close_break_glass { case: BreakGlassId(0) }.into(),
		ConsentCall::review_break_glass {
			case: BreakGlassId(0),
			outcome: pallet_consent::ReviewOutcome::Justified,
		}
		.into(),
		request_access(Purpose::EmergencyTreatment),
		request_access(Purpose::BreakGlass),
		request_access(Purpose::PatientRequest),
		RecordsCall::close_access { access: AccessId(0) }.into(),
		RecordsCall::erase { record }.into(),
		RecordsCall::withdraw_contest { record }.into(),
		RecordsCall::confirm_destruction { record }.into(),
		DecisionSupportCall::erase_result { request }.into(),
		ParticipantsCall::suspend_organisation { organisation }.into(),
		QuorumCall::refuse { task: TaskId(0) }.into(),
		UtilityCall::batch { calls: Vec::new() }.into(),
	]
}

/// What is shut.
fn shut() -> Vec<RuntimeCall> {
	let account = CLINIC.to_account_id();
	let (dest, value) = (account.clone().into(), 1);
	vec![
		permit_clinician().into(),
		request_access(Purpose::Treatment),
		request_access(Purpose::Research),
		set_key(3).into(),
		ParticipantsCall::reinstate_organisation { organisation: account.clone() }.into(),
		ParticipantsCall::invite_member { member: account }.into(),
		DecisionSupportCall::approve_model { model: salus_primitives::ModelId(0) }.into(),
		RecordsCall::claim_custody { claims: list(&[]) }.into(),
		RecordsCall::fund_custody { record: RecordId(0), version: 1 }.into(),
		RecordsCall::set_custody_price { price: 1 }.into(),
		BalancesCall::transfer_allow_death { dest, value }.into(),
		ClaimsCall::fund { asset: 1, amount: 1 }.into(),
		ClaimsCall::close_claim { claim: salus_primitives::claims::ClaimId(0) }.into(),
		SystemCall::remark { remark: Vec::new() }.into(),
		ProxyCall::add_proxy {
			delegate: CLINIC.to_account_id().into(),
			proxy_type: Default::default(),
			delay: 0,
		}
		.into(),
	]
}

#[test]
fn it_shuts_all_but_the_way_out_emergencies_and_votes() {
	execute(|| {
		let all = [open(), shut()].concat();
		for call in &all {
			assert!(Filter::contains(call), "{call:?}");
		}
		assert_eq!(MEDICAL_BOARD.dispatches(pull()), Ok(()));
		for call in open() {
			assert!(Filter::contains(&call), "{call:?}");
		}
		for call in shut() {
			assert!(!Filter::contains(&call), "{call:?}");
		}
	});
}

/// What was barred before it stays barred: it opens nothing.
#[test]
fn it_opens_nothing() {
	execute(|| {
		let message =
			|| Box::new(staging_xcm::VersionedXcm::from(staging_xcm::latest::Xcm(vec![])));
		let send: RuntimeCall =
			XcmCall::execute { message: message(), max_weight: Default::default() }.into();
		assert!(!Filter::contains(&send));
		assert_eq!(TECHNICAL_COMMITTEE.dispatches(pull()), Ok(()));
		assert!(!Filter::contains(&send));
	});
}

#[test]
fn either_body_pulls_and_either_releases_it_and_nobody_else() {
	execute(|| {
		for body in BODIES {
			let may = BRAKES.iter().any(|one| one.name == body.name);
			assert_eq!(body.dispatches(pull()), if may { Ok(()) } else { bad_origin() });
			// So that each begins anew.
			pallet_safe_mode::EnteredUntil::<Runtime>::kill();
		}
		for (one, other) in
			[(MEDICAL_BOARD, TECHNICAL_COMMITTEE), (TECHNICAL_COMMITTEE, MEDICAL_BOARD)]
		{
			assert_eq!(one.dispatches(pull()), Ok(()));
			assert_eq!(MODEL_COMMITTEE.dispatches(release()), bad_origin());
			assert_eq!(other.dispatches(release()), Ok(()));
			assert!(!SafeMode::is_entered());
			go_on(REST);
		}
		// Nor for money.
		let off = pallet_safe_mode::Error::<Runtime>::NotConfigured;
		fails(&OUTSIDER.pair(), SafeModeCall::enter {}, off);
		fails(&OUTSIDER.pair(), pull(), DispatchError::BadOrigin);
	});
}

#[test]
fn it_ends_by_itself_after_hours() {
	execute(|| {
		assert_eq!(MEDICAL_BOARD.dispatches(pull()), Ok(()));
		go_on(BRAKE);
		assert!(SafeMode::is_entered());
		go_on(1);
		assert!(!SafeMode::is_entered());
	});
}

/// Attack: one body pulls it again and again, and so holds the chain shut.
#[test]
fn after_it_was_released_no_body_pulls_it_for_days() {
	execute(|| {
		assert_eq!(MEDICAL_BOARD.dispatches(pull()), Ok(()));
		for body in BRAKES {
			assert_eq!(body.dispatches(extend()), bad_origin());
		}
		go_on(BRAKE + 1);
		for body in BRAKES {
			assert_eq!(body.dispatches(pull()), bad_origin());
		}
		go_on(REST - 1);
		assert_eq!(MEDICAL_BOARD.dispatches(pull()), bad_origin());
		go_on(1);
		assert_eq!(TECHNICAL_COMMITTEE.dispatches(pull()), Ok(()));
	});
}

#[test]
fn both_bodies_extend_it_with_no_delay() {
	execute(|| {
		pallet_enactment::Development::<Runtime>::kill();
		assert_eq!(MEDICAL_BOARD.dispatches(pull()), Ok(()));
		let until = pallet_safe_mode::EnteredUntil::<Runtime>::get().unwrap();
		MEDICAL_BOARD.approves(&extend());
		let enact = || EnactmentCall::enact { call: Box::new(extend()) };
		fails(&OUTSIDER.pair(), enact(), pallet_enactment::Error::<Runtime>::NotAgreed);
		TECHNICAL_COMMITTEE.approves(&extend());
		succeeds(&OUTSIDER.pair(), enact());
		let later = pallet_safe_mode::EnteredUntil::<Runtime>::get().unwrap();
		assert_eq!(later, until + EXTENSION);
	});
}

/// Attack: what needs no delay carries what does.
#[test]
fn nothing_but_its_own_calls_goes_without_delay() {
	for call in [pull(), extend(), release()] {
		assert!(CallsOfTheBrake::contains(&call));
		for carrier in [
			UtilityCall::batch { calls: vec![call.clone()] },
			UtilityCall::batch_all { calls: vec![call.clone()] },
			UtilityCall::with_weight { call: Box::new(call), weight: Default::default() },
		] {
			assert!(!CallsOfTheBrake::contains(&carrier.into()));
		}
	}
	let slash = SafeModeCall::force_slash_deposit { account: Alice.to_account_id(), block: 0 };
	assert!(!CallsOfTheBrake::contains(&slash.into()));
	let write = SystemCall::set_storage { items: Vec::new() };
	assert!(!CallsOfTheBrake::contains(&write.into()));
}

/// All keys and values.
fn state() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let mut found = BTreeMap::new();
	let mut last = Vec::new();
	while let Some(key) = sp_io::storage::next_key(&last) {
		found.insert(key.clone(), sp_io::storage::get(&key).unwrap().to_vec());
		last = key;
	}
	found
}

/// Attack: a body writes data by the brake.
#[test]
fn pulled_and_released_it_writes_nothing_but_itself() {
	execute(|| {
		let own = [b"System".as_slice(), b"SafeMode", b"Brake"].map(sp_io::hashing::twox_128);
		for call in [pull(), release()] {
			let before = state();
			assert_eq!(TECHNICAL_COMMITTEE.dispatches(call), Ok(()));
			let after = state();
			let changed =
				before.keys().chain(after.keys()).filter(|key| before.get(*key) != after.get(*key));
			for key in changed {
				assert!(own.iter().any(|prefix| key.starts_with(prefix)), "{key:?}");
			}
		}
	});
}

/// Attack: a body brakes, and then writes while nobody else can.
#[test]
fn under_it_bodies_write_nothing_either() {
	execute(|| {
		MEDICAL_BOARD.motion(pull(), &[Alice, Bob]);
		assert!(SafeMode::is_entered());
		let license = ParticipantsCall::license {
			practitioner: Eve.to_account_id(),
			profession: Profession::Nurse,
			jurisdiction: *b"CH",
			expires_at: START + crate::time::DAY,
		};
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		let done = MEDICAL_BOARD.dispatches(license.clone());
		assert_eq!(done.unwrap_err().encode(), filtered.encode());
		MEDICAL_BOARD.motion(license, &[Alice, Bob, Charlie]);
		let key = Eve.to_account_id();
		assert!(!pallet_participants::Practitioners::<Runtime>::contains_key(key));
		// They stop whoever must be stopped.
		let organisation = CLINIC.to_account_id();
		MEDICAL_BOARD
			.motion(ParticipantsCall::suspend_organisation { organisation }, &[Alice, Bob]);
		assert!(
			!<crate::Participants as salus_primitives::Participants<_>>::is_organisation_in_force(
				&CLINIC.to_account_id()
			)
		);
	});
}

/// Data rule 10.
#[test]
fn under_it_a_patient_revokes_and_does_not_grant() {
	execute(|| {
		let patient = patient();
		succeeds(&patient, permit_clinician());
		MEDICAL_BOARD.motion(pull(), &[Alice, Bob]);
		let filtered = frame_system::Error::<Runtime>::CallFiltered;
		fails(&patient, permit_clinician(), filtered);
		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(0) });
		succeeds(&patient, denial());
	});
}

/// The chain is not frozen by a migration that fails: patients have their way out, and bodies vote.
#[test]
fn a_failed_migration_pulls_it() {
	execute(|| {
		assert_eq!(BrakeOnFailure::failed(Some(0)), FailedMigrationHandling::ForceUnstuck);
		assert!(SafeMode::is_entered());
		assert_eq!(BrakeOnFailure::failed(None), FailedMigrationHandling::ForceUnstuck);
	});
}
