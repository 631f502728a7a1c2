// SPDX-License-Identifier: Apache-2.0
//! Chain specifications: the two that the runtime's genesis presets describe, or a file.

use polkadot_sdk::*;

use salus_primitives::{TOKEN_DECIMALS, TOKEN_SYMBOL};
use sc_chain_spec::{ChainSpecExtension, ChainSpecGroup, ChainType, Properties};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A specification of a Salus chain.
pub type ChainSpec = sc_service::GenericChainSpec<Extensions>;

/// The relay chain of the built-in specifications, if the command line names no other.
const RELAY_CHAIN: &str = "rococo-local";

/// What a parachain's specification says beyond a solo chain's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ChainSpecGroup, ChainSpecExtension)]
pub struct Extensions {
	/// The relay chain, by name or file.
	#[serde(alias = "relayChain", alias = "RelayChain")]
	pub relay_chain: String,
	/// The parachain's id, for tools that register it. The node asks the runtime.
	#[serde(alias = "paraId", alias = "ParaId", skip_serializing_if = "Option::is_none")]
	pub para_id: Option<u32>,
}

#[cfg(feature = "collator")]
impl Extensions {
	/// The extensions of a specification, if it has them.
	pub fn of(spec: &dyn sc_service::ChainSpec) -> Option<&Self> {
		sc_chain_spec::get_extension(spec.extensions())
	}
}

/// The specification that `id` names: `dev`, `local`, or a file's path.
pub fn load(id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
	Ok(match id {
		"dev" | "development" => Box::new(development()?),
		"" | "local" | "local_testnet" => Box::new(local()?),
		path => Box::new(ChainSpec::from_json_file(PathBuf::from(path)).map_err(|error| {
			format!("{path} is neither `dev` nor `local` nor a readable specification: {error}")
		})?),
	})
}

fn development() -> Result<ChainSpec, String> {
	Ok(builder()?
		.with_name("Salus Development")
		.with_id("dev")
		.with_chain_type(ChainType::Development)
		.with_genesis_config_patch(preset(sp_genesis_builder::DEV_RUNTIME_PRESET)?)
		.build())
}

fn local() -> Result<ChainSpec, String> {
	Ok(builder()?
		.with_name("Salus Local Testnet")
		.with_id("local_testnet")
		.with_chain_type(ChainType::Local)
		.with_genesis_config_patch(preset(sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET)?)
		.with_protocol_id("salus-local")
		.build())
}

/// A preset of the runtime that was built with this node. The WASM would say the same, after being compiled
/// once more, which takes as long as the rest of starting.
fn preset(id: &str) -> Result<serde_json::Value, String> {
	let preset = salus_runtime::genesis_presets::get_preset(&id.into())
		.ok_or_else(|| format!("the runtime has no preset {id}"))?;
	serde_json::from_slice(&preset).map_err(|error| format!("the preset {id}: {error}"))
}

/// What both built-in specifications share: the runtime and how clients write money and accounts.
fn builder() -> Result<sc_chain_spec::ChainSpecBuilder<Extensions>, String> {
	let wasm = salus_runtime::WASM_BINARY.ok_or(
		"this node was built without its runtime (SKIP_WASM_BUILD): build again without it, or name \
		 a specification by file with --chain FILE",
	)?;
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), TOKEN_SYMBOL.into());
	properties.insert("tokenDecimals".into(), TOKEN_DECIMALS.into());
	let prefix = salus_runtime::configs::system::SS58Prefix::get();
	properties.insert("ss58Format".into(), prefix.into());
	let extensions = Extensions {
		relay_chain: RELAY_CHAIN.into(),
		para_id: Some(salus_runtime::genesis_presets::PARACHAIN_ID),
	};
	Ok(ChainSpec::builder(wasm, extensions).with_properties(properties))
}
