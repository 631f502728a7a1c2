// SPDX-License-Identifier: Apache-2.0
//! The presets make chains; nothing but them knows development keys.

use super::*;
use crate::configs::governance::{EnactmentDelay, Seats};
use frame_support::traits::Get;
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;

fn built(preset: &str, test: impl FnOnce()) {
	sp_io::TestExternalities::default().execute_with(|| {
		build_state::<RuntimeGenesisConfig>(genesis(preset).to_string().into_bytes()).unwrap();
		test();
	});
}

#[test]
fn both_presets_build() {
	assert_eq!(genesis_presets::preset_names().len(), 2);
	for (preset, collators) in
		[(DEV_RUNTIME_PRESET, vec![Alice]), (LOCAL_TESTNET_RUNTIME_PRESET, vec![Alice, Bob])]
	{
		built(preset, || {
			let accounts: alloc::vec::Vec<_> =
				collators.iter().map(|key| key.to_account_id()).collect();
			let mut invulnerables =
				pallet_collator_selection::Invulnerables::<Runtime>::get().into_inner();
			invulnerables.sort_by_key(|account| accounts.iter().position(|other| other == account));
			assert_eq!(invulnerables, accounts);
			assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), collators.len());
			assert_eq!(u32::from(crate::ParachainInfo::parachain_id()), 2042);
			assert_eq!(<Seats as Get<Vec<u32>>>::get(), [3; 4]);
			assert!(pallet_enactment::Development::<Runtime>::get());
			for key in Sr25519Keyring::well_known() {
				assert!(balance(&key.to_account_id()) > 0, "{key:?}");
			}
		});
	}
}

/// The genesis of a chain that is not for development, with so many seats in each body.
fn chain_that_matters(seats: usize) -> serde_json::Value {
	let mut whole = genesis(DEV_RUNTIME_PRESET);
	let members: Vec<AccountId> =
		(0..seats).map(|number| account(&stranger(&format!("Seat//{number}")))).collect();
	let body = serde_json::json!({ "members": members });
	let patch = serde_json::json!({
		"medicalBoard": body,
		"technicalCommittee": body,
		"modelCommittee": body,
		"reviewCommittee": body,
		"enactment": { "development": false },
	});
	overlay(&mut whole, patch);
	whole
}

fn build(genesis: serde_json::Value) {
	build_state::<RuntimeGenesisConfig>(genesis.to_string().into_bytes()).unwrap();
}

#[test]
fn a_production_chain_starts_without_sudo_and_without_known_keys() {
	let json = get_preset::<RuntimeGenesisConfig>(&None, genesis_presets::get_preset).unwrap();
	let whole: serde_json::Value = serde_json::from_slice(&json).unwrap();
	assert_eq!(whole.get("sudo").is_some(), cfg!(feature = "development"));
	assert_eq!(whole["balances"]["balances"], serde_json::json!([]));
	assert_eq!(whole["enactment"]["development"], false);
	for name in ["", "production", "live"] {
		assert!(genesis_presets::get_preset(&PresetId::from(name)).is_none());
	}
}

#[test]
fn a_chain_that_matters_starts_with_five_seats_of_each_body_and_the_whole_delay() {
	sp_io::TestExternalities::default().execute_with(|| {
		build(chain_that_matters(5));
		assert_eq!(<Seats as Get<Vec<u32>>>::get(), [5; 4]);
		assert_eq!(crate::Enactment::delay(), EnactmentDelay::get());
	});
}

#[test]
#[should_panic(expected = "too few seats")]
fn no_chain_that_matters_starts_with_four() {
	sp_io::TestExternalities::default().execute_with(|| build(chain_that_matters(4)));
}
