// SPDX-License-Identifier: Apache-2.0
//! The presets make chains; nothing but them knows development keys.

use super::*;
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
			assert_eq!(pallet_sudo::Key::<crate::Runtime>::get(), Some(Alice.to_account_id()));
			assert_eq!(
				pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get().len(),
				3
			);
			for key in Sr25519Keyring::well_known() {
				assert!(balance(&key.to_account_id()) > 0, "{key:?}");
			}
		});
	}
}

#[test]
fn a_production_chain_starts_without_sudo_and_without_known_keys() {
	let json = get_preset::<RuntimeGenesisConfig>(&None, genesis_presets::get_preset).unwrap();
	let whole: serde_json::Value = serde_json::from_slice(&json).unwrap();
	assert_eq!(whole["sudo"]["key"], serde_json::Value::Null);
	assert_eq!(whole["balances"]["balances"], serde_json::json!([]));
	for name in ["", "production", "live"] {
		assert!(genesis_presets::get_preset(&PresetId::from(name)).is_none());
	}
}
