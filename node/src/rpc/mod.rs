// SPDX-License-Identifier: Apache-2.0
//! The node's JSON-RPC: the SDK's methods, and Salus's, one file a namespace.
//!
//! Salus's methods only read. Each takes an optional last parameter `at`, the hash of the block as of
//! which to answer; without it they answer as of the best block. Only `disclosures_entry` takes none:
//! what a hash binds is the same at every block. Lists come in pages of at most [`MAX_PAGE`] items.
//! What they answer are the types of `salus_primitives`, whose README describes their JSON form. What a method takes
//! is listed beside it, and checked before it is called ([`parameters`]).

use polkadot_sdk::*;

use crate::client::{Backend, Block, Client, Parts, Pool};
use codec::Decode;
use futures::channel::mpsc;
use jsonrpsee::{
	RpcModule,
	core::RpcResult,
	types::{ErrorObjectOwned, error::INVALID_PARAMS_CODE},
};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use salus_primitives::{MAX_PAGE, Moment, Timestamp};
use salus_runtime::{Hash, Runtime};
use sc_client_api::{StorageKey, StorageProvider as _};
use sc_consensus_manual_seal::{
	EngineCommand,
	rpc::{ManualSeal, ManualSealApiServer},
};
use sc_service::Configuration;
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::{fmt::Display, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};

mod claims;
mod consent;
mod decision_support;
mod disclosures;
mod parameters;
mod participants;
mod quorum;
mod records;

/// How many items an answer holds if the question does not say.
const DEFAULT_PAGE: u32 = 20;

/// The code of errors by which the runtime or the database did not answer.
const NO_ANSWER_CODE: i32 = 8_001;
/// The code of errors by which a block that the question names is not here.
const UNKNOWN_BLOCK_CODE: i32 = 8_002;
/// The code of errors by which no entry of this node's index hashes to the head that a cursor names.
const UNKNOWN_HEAD_CODE: i32 = 8_003;

type OffchainIndex = <Backend as sc_client_api::Backend<Block>>::OffchainStorage;

/// What the methods read from.
#[derive(Clone)]
pub struct Context {
	client: Arc<Client>,
	pool: Arc<Pool>,
	/// Where the runtime's off-chain index lies.
	index: Option<OffchainIndex>,
	/// Whether this node writes the index as it imports blocks.
	writes_index: bool,
}

impl Context {
	/// Takes what the methods need from the node's parts.
	pub fn new(parts: &Parts, config: &Configuration) -> Self {
		use sc_client_api::Backend as _;
		Self {
			client: parts.client.clone(),
			pool: parts.pool.clone(),
			index: parts.backend.offchain_storage(),
			writes_index: config.offchain_worker.indexing_enabled,
		}
	}

	/// The block as of which to answer: the one named, or the best.
	fn block(&self, at: Option<Hash>) -> RpcResult<Hash> {
		let Some(at) = at else {
			return Ok(self.client.info().best_hash);
		};
		match self.client.header(at) {
			Ok(Some(_)) => Ok(at),
			Ok(None) => Err(error(UNKNOWN_BLOCK_CODE, format!("block {at:?} is not on this node"))),
			Err(failure) => Err(no_answer(failure)),
		}
	}

	/// The chain's clock at the end of a block: 0 at the first, before anything has set it.
	fn clock(&self, block: Hash) -> RpcResult<Timestamp> {
		let key = StorageKey(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec());
		match self.client.storage(block, &key).map_err(no_answer)? {
			Some(now) => Moment::decode(&mut now.0.as_slice()).map(Timestamp).map_err(no_answer),
			None => Ok(Timestamp(0)),
		}
	}

	/// Asks the runtime as of a block.
	fn ask<Response>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(
			sp_api::ApiRef<'_, <Client as ProvideRuntimeApi<Block>>::Api>,
			Hash,
		) -> Result<Response, ApiError>,
	) -> RpcResult<Response> {
		let block = self.block(at)?;
		question(self.client.runtime_api(), block).map_err(no_answer)
	}
}

/// All methods. `seal` is the way to the task that makes blocks on the development chain.
pub fn create(
	context: Context,
	seal: Option<mpsc::Sender<EngineCommand<Hash>>>,
) -> Result<RpcModule<()>, sc_service::Error> {
	assemble(context, seal).map_err(|failure| sc_service::Error::Application(failure.into()))
}

fn assemble(
	context: Context,
	seal: Option<mpsc::Sender<EngineCommand<Hash>>>,
) -> Result<RpcModule<()>, jsonrpsee::core::RegisterMethodError> {
	use claims::ClaimsServer as _;
	use consent::ConsentServer as _;
	use decision_support::DecisionSupportServer as _;
	use disclosures::DisclosuresServer as _;
	use parameters::checked;
	use participants::ParticipantsServer as _;
	use quorum::QuorumServer as _;
	use records::RecordsServer as _;

	let mut module = RpcModule::new(());
	module.merge(System::new(context.client.clone(), context.pool.clone()).into_rpc())?;
	module.merge(TransactionPayment::new(context.client.clone()).into_rpc())?;
	if let Some(seal) = seal {
		module.merge(ManualSeal::new(seal).into_rpc())?;
	}
	module.merge(checked(participants::Rpc(context.clone()).into_rpc(), participants::TAKES)?)?;
	module.merge(checked(disclosures::Rpc(context.clone()).into_rpc(), disclosures::TAKES)?)?;
	module.merge(checked(consent::Rpc(context.clone()).into_rpc(), consent::TAKES)?)?;
	module.merge(checked(records::Rpc(context.clone()).into_rpc(), records::TAKES)?)?;
	module.merge(checked(quorum::Rpc(context.clone()).into_rpc(), quorum::TAKES)?)?;
	module.merge(checked(claims::Rpc(context.clone()).into_rpc(), claims::TAKES)?)?;
	module.merge(checked(decision_support::Rpc(context).into_rpc(), decision_support::TAKES)?)?;
	Ok(module)
}

/// How many items to answer with; an error when more are asked for than a page holds.
fn page(count: Option<u32>) -> RpcResult<u32> {
	match count.unwrap_or(DEFAULT_PAGE) {
		count @ 1..=MAX_PAGE => Ok(count),
		count => Err(bad_request(format!("count is {count}; a page holds 1 to {MAX_PAGE} items"))),
	}
}

fn error(code: i32, message: String) -> ErrorObjectOwned {
	ErrorObjectOwned::owned(code, message, None::<()>)
}

fn bad_request(message: String) -> ErrorObjectOwned {
	error(INVALID_PARAMS_CODE, message)
}

fn no_answer(failure: impl Display) -> ErrorObjectOwned {
	error(NO_ANSWER_CODE, format!("no answer from the runtime or the database: {failure}"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::parameters::AT;
	use std::collections::BTreeMap;

	/// Every method of Salus's with the names of its parameters, but for `at`.
	fn methods() -> BTreeMap<String, String> {
		let takes = [
			participants::TAKES,
			disclosures::TAKES,
			consent::TAKES,
			records::TAKES,
			quorum::TAKES,
			claims::TAKES,
			decision_support::TAKES,
		];
		let names = |parameters: &[parameters::Parameter]| {
			let names = parameters.iter().map(|parameter| parameter.name);
			names.filter(|name| *name != AT.name).collect::<Vec<_>>().join(", ")
		};
		takes
			.into_iter()
			.flatten()
			.map(|&(method, parameters)| (method.to_owned(), names(parameters)))
			.collect()
	}

	#[test]
	fn the_readme_names_every_method_and_its_parameters() {
		let readme = include_str!("../../README.md");
		let rows = readme.lines().filter(|line| line.starts_with("| `") && line.contains("_"));
		let told: BTreeMap<_, _> = rows
			.filter_map(|line| {
				let mut cells = line.trim_matches('|').split('|').map(str::trim);
				let method = cells.next()?.trim_matches('`');
				let is_method = method.split_once('_').is_some_and(|(namespace, name)| {
					[namespace, name]
						.iter()
						.all(|part| part.chars().all(|c| c.is_ascii_alphabetic()))
				});
				if !is_method {
					return None;
				}
				Some((method.to_owned(), cells.next()?.to_owned()))
			})
			.collect();
		assert_eq!(told, methods());
	}

	#[test]
	fn a_page_is_bounded() {
		assert_eq!(page(None), Ok(DEFAULT_PAGE));
		assert_eq!(page(Some(1)), Ok(1));
		assert_eq!(page(Some(MAX_PAGE)), Ok(MAX_PAGE));
		for count in [0, MAX_PAGE + 1, u32::MAX] {
			assert_eq!(page(Some(count)).map_err(|error| error.code()), Err(INVALID_PARAMS_CODE));
		}
	}
}
