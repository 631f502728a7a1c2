// SPDX-License-Identifier: Apache-2.0
//! Chains to start from: `development` and `local_testnet`. Both have well-known keys, bodies of three and the short delay
//! of a chain for development, so neither is for anything that matters; a production chain is made from a file of its
//! own, which `chain-spec/README.md` describes, and which the runtime refuses with fewer than five seats of a body.

use crate::{
	AccountId, AssetsConfig, AuraId, BalancesConfig, CollatorSelectionConfig, EnactmentConfig,
	MedicalBoardConfig, ModelCommitteeConfig, ParachainInfoConfig, PolkadotXcmConfig,
	ReviewCommitteeConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	TechnicalCommitteeConfig,
	units::{EXISTENTIAL_DEPOSIT, UNIT},
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use polkadot_sdk::{staging_xcm as xcm, *};
use serde_json::Value;
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, PresetId};
use sp_keyring::Sr25519Keyring;

/// The parachain's id on a local relay chain.
pub const PARACHAIN_ID: u32 = 2042;

/// What each well-known account starts with.
const ENDOWMENT: u128 = 1_000_000 * UNIT;

/// The asset that plans pay in on these chains, with two decimals. It is worth nothing, and says so.
pub const DEVELOPMENT_ASSET: u32 = 1;
const DEVELOPMENT_ASSET_NAME: &[u8] = b"Salus development money, worth nothing";
const DEVELOPMENT_ASSET_SYMBOL: &[u8] = b"NOTHING";

/// What whoever issues it has at the start, to give to insurers: a thousand million, in hundredths.
const ISSUED: u128 = 100_000_000_000;

/// Who sits in each body of these chains.
fn seats() -> Vec<AccountId> {
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
		.iter()
		.map(|key| key.to_account_id())
		.collect()
}

/// A chain with these collators.
fn with_collators(collators: &[Sr25519Keyring]) -> Value {
	let issuer = Sr25519Keyring::Alice.to_account_id();
	let collators: Vec<(AccountId, AuraId)> =
		collators.iter().map(|key| (key.to_account_id(), key.public().into())).collect();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: Sr25519Keyring::well_known()
				.map(|key| (key.to_account_id(), ENDOWMENT))
				.collect::<Vec<_>>(),
		},
		assets: AssetsConfig {
			assets: vec![(DEVELOPMENT_ASSET, issuer.clone(), true, 1)],
			metadata: vec![(
				DEVELOPMENT_ASSET,
				DEVELOPMENT_ASSET_NAME.to_vec(),
				DEVELOPMENT_ASSET_SYMBOL.to_vec(),
				2,
			)],
			accounts: vec![(DEVELOPMENT_ASSET, issuer, ISSUED)],
		},
		parachain_info: ParachainInfoConfig { parachain_id: PARACHAIN_ID.into() },
		collator_selection: CollatorSelectionConfig {
			invulnerables: collators.iter().map(|(account, _)| account.clone()).collect::<Vec<_>>(),
			candidacy_bond: 16 * EXISTENTIAL_DEPOSIT,
		},
		session: SessionConfig {
			keys: collators
				.iter()
				.map(|(account, aura)| {
					(account.clone(), account.clone(), SessionKeys { aura: aura.clone() })
				})
				.collect::<Vec<_>>(),
		},
		polkadot_xcm: PolkadotXcmConfig { safe_xcm_version: Some(xcm::prelude::XCM_VERSION) },
		medical_board: MedicalBoardConfig { members: seats() },
		technical_committee: TechnicalCommitteeConfig { members: seats() },
		model_committee: ModelCommitteeConfig { members: seats() },
		review_committee: ReviewCommitteeConfig { members: seats() },
		enactment: EnactmentConfig { development: true },
	})
}

/// The same, and Alice holds sudo where the runtime has it.
#[cfg(feature = "development")]
fn with_sudo(mut patch: Value) -> Value {
	if let Some(patch) = patch.as_object_mut() {
		let key = Sr25519Keyring::Alice.to_account_id();
		patch.insert("sudo".into(), serde_json::json!({ "key": key }));
	}
	patch
}

/// The preset of this name as JSON, to be laid over the runtime's default.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => with_collators(&[Sr25519Keyring::Alice]),
		LOCAL_TESTNET_RUNTIME_PRESET => {
			with_collators(&[Sr25519Keyring::Alice, Sr25519Keyring::Bob])
		}
		_ => return None,
	};
	#[cfg(feature = "development")]
	let patch = with_sudo(patch);
	serde_json::to_vec(&patch).ok()
}

/// The presets' names.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
