// SPDX-License-Identifier: Apache-2.0
//! What every way of running the node shares: executor, client, database, keys, transaction pool.

use polkadot_sdk::*;

use salus_runtime::apis::RuntimeApi;
use sc_executor::{DEFAULT_HEAP_ALLOC_STRATEGY, HeapAllocStrategy, WasmExecutor};
use sc_service::{Configuration, KeystoreContainer, TFullBackend, TFullClient, TaskManager};
use sc_transaction_pool::TransactionPoolHandle;
use sp_runtime::{OpaqueExtrinsic, generic};
use std::sync::Arc;

/// A block as the node sees it: transactions stay bytes, so that a new runtime needs no new node.
pub type Block = generic::Block<salus_runtime::Header, OpaqueExtrinsic>;

/// The functions that the runtime's WASM may call: the same with and without a relay chain.
pub type HostFunctions = (
	sp_io::SubstrateHostFunctions,
	cumulus_primitives_proof_size_hostfunction::storage_proof_size::HostFunctions,
);

/// The node's client.
pub type Client = TFullClient<Block, RuntimeApi, WasmExecutor<HostFunctions>>;
/// The node's database.
pub type Backend = TFullBackend<Block>;
/// The node's transaction pool.
pub type Pool = TransactionPoolHandle<Block, Client>;

/// The parts that every way of running needs.
pub struct Parts {
	/// The client.
	pub client: Arc<Client>,
	/// The database.
	pub backend: Arc<Backend>,
	/// The node's keys.
	pub keystore: KeystoreContainer,
	/// Where tasks run.
	pub task_manager: TaskManager,
	/// Transactions that wait for a block.
	pub pool: Arc<Pool>,
}

impl Parts {
	/// Builds them. `telemetry` is told what happens, if there is one.
	pub fn new(
		config: &Configuration,
		telemetry: Option<sc_telemetry::TelemetryHandle>,
	) -> Result<Self, sc_service::Error> {
		let heap = config
			.executor
			.default_heap_pages
			.and_then(|pages| u32::try_from(pages).ok())
			.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |extra_pages| HeapAllocStrategy::Static {
				extra_pages,
			});
		let executor = WasmExecutor::<HostFunctions>::builder()
			.with_execution_method(config.executor.wasm_method)
			.with_max_runtime_instances(config.executor.max_runtime_instances)
			.with_runtime_cache_size(config.executor.runtime_cache_size)
			.with_onchain_heap_alloc_strategy(heap)
			.with_offchain_heap_alloc_strategy(heap)
			.build();

		// Imported blocks record their proof, since their weights were reclaimed by its size.
		let (client, backend, keystore, task_manager) =
			sc_service::new_full_parts_record_import::<Block, RuntimeApi, _>(
				config,
				telemetry,
				executor,
				true,
				Vec::new(),
			)?;
		let client = Arc::new(client);
		let pool = Arc::from(
			sc_transaction_pool::Builder::new(
				task_manager.spawn_essential_handle(),
				client.clone(),
				config.role.is_authority().into(),
			)
			.with_options(config.transaction_pool.clone())
			.with_prometheus(config.prometheus_registry())
			.build(),
		);
		Ok(Self { client, backend, keystore, task_manager, pool })
	}
}

/// Runs the runtime's own off-chain workers, if the options want them. They get no HTTP: nothing in
/// the runtime calls out, and what does stands in a process of its own.
pub fn spawn_offchain_workers(
	config: &Configuration,
	parts: &Parts,
	network: &Arc<dyn sc_network::service::traits::NetworkService>,
) -> Result<(), sc_service::Error> {
	use futures::FutureExt;
	use sc_client_api::Backend as _;
	use sc_transaction_pool_api::OffchainTransactionPoolFactory;

	if !config.offchain_worker.enabled {
		return Ok(());
	}
	let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
		runtime_api_provider: parts.client.clone(),
		keystore: Some(parts.keystore.keystore()),
		offchain_db: parts.backend.offchain_storage(),
		transaction_pool: Some(OffchainTransactionPoolFactory::new(parts.pool.clone())),
		network_provider: Arc::new(network.clone()),
		is_validator: config.role.is_authority(),
		enable_http_requests: false,
		custom_extensions: |_| Vec::new(),
	})?;
	parts.task_manager.spawn_handle().spawn(
		"offchain-workers-runner",
		"offchain-work",
		workers.run(parts.client.clone(), parts.task_manager.spawn_handle()).boxed(),
	);
	Ok(())
}
