// SPDX-License-Identifier: Apache-2.0
//! A guardian acts for a patient, within bounds.

use super::*;
use crate::{configs::proxy::ProxyType, units::UNIT};
use frame_support::traits::InstanceFilter;
use salus_primitives::{RecordId, decision_support::TIERS, quorum::WorkClass};

const PATIENT: Sr25519Keyring = Eve;
const GUARDIAN: Sr25519Keyring = Ferdie;

fn acts(call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
	System::reset_events();
	let call = ProxyCall::proxy {
		real: PATIENT.to_account_id().into(),
		force_proxy_type: None,
		call: Box::new(call.into()),
	};
	succeeds(&GUARDIAN.pair(), call);
	let outcomes = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
		_ => None,
	});
	outcomes.last().unwrap()
}

fn execute_with_guardian(test: impl FnOnce()) {
	execute(|| {
		let register = ParticipantsCall::register { encryption_key: key(3) };
		succeeds(&PATIENT.pair(), register);
		let add = ProxyCall::add_proxy {
			delegate: GUARDIAN.to_account_id().into(),
			proxy_type: ProxyType::Guardian,
			delay: 0,
		};
		succeeds(&PATIENT.pair(), add);
		test();
	});
}

#[test]
fn a_guardian_grants_in_the_patients_name() {
	execute_with_guardian(|| {
		assert_eq!(acts(permit_clinician()), Ok(()));
		assert_eq!(crate::Consent::provisions(&PATIENT.to_account_id()).len(), 1);
		assert!(crate::Consent::provisions(&GUARDIAN.to_account_id()).is_empty());
	});
}

#[test]
fn a_guardian_never_touches_keys_tokens_or_proxies_nor_spends_money() {
	execute_with_guardian(|| {
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		let guardian = GUARDIAN.to_account_id();
		let barred: [RuntimeCall; 9] = [
			set_key(4).into(),
			BalancesCall::transfer_allow_death { dest: guardian.clone().into(), value: UNIT }
				.into(),
			ProxyCall::add_proxy {
				delegate: guardian.clone().into(),
				proxy_type: ProxyType::Guardian,
				delay: 0,
			}
			.into(),
			ProxyCall::remove_proxies {}.into(),
			UtilityCall::batch { calls: vec![permit_clinician().into()] }.into(),
			ConsentCall::break_glass {
				patient: guardian.clone(),
				reason: pallet_consent::BreakGlassReason::LifeThreat,
			}
			.into(),
			RecordsCall::confirm_destruction { record: RecordId(0) }.into(),
			RecordsCall::hand_over {
				record: RecordId(0),
				version: 1,
				generation: 0,
				successor: GUARDIAN.to_account_id(),
			}
			.into(),
			// It spends the patient's money.
			DecisionSupportCall::request {
				job: RecordId(1),
				inputs: list(&[RecordId(0)]),
				class: WorkClass::Clinical,
				tier: TIERS[0],
				purpose: Purpose::PatientRequest,
			}
			.into(),
		];
		for call in barred {
			let Err(error) = acts(call.clone()) else { panic!("a guardian did {call:?}") };
			assert_eq!(error.encode(), filtered.encode(), "{call:?}");
		}
	});
}

#[test]
fn a_proxy_without_transfers_moves_no_tokens() {
	let transfer: RuntimeCall =
		BalancesCall::transfer_all { dest: Eve.to_account_id().into(), keep_alive: false }.into();
	assert!(ProxyType::Any.filter(&transfer));
	assert!(!ProxyType::NonTransfer.filter(&transfer));
	assert!(ProxyType::NonTransfer.filter(&permit_clinician().into()));
	assert!(ProxyType::NonTransfer.filter(&set_key(4).into()));
	assert!(!ProxyType::Guardian.is_superset(&ProxyType::NonTransfer));
	assert!(ProxyType::NonTransfer.is_superset(&ProxyType::Guardian));
}
