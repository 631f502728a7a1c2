// SPDX-License-Identifier: Apache-2.0
//! The parachain's node: follows a relay chain, embedded or remote, and collates on slots if told.

use polkadot_sdk::*;

use crate::{
	client::{Backend, Block, Client, Parts, spawn_offchain_workers},
	rpc, watch,
};
use codec::Encode;
use cumulus_client_bootnodes::{StartBootnodeTasksParams, start_bootnode_tasks};
use cumulus_client_cli::CollatorOptions;
use cumulus_client_collator::service::CollatorService;
use cumulus_client_consensus_aura::{
	collators::slot_based::{
		self, Params as SlotBasedParams, SlotBasedBlockImport, SlotBasedBlockImportHandle,
	},
	equivocation_import_queue::fully_verifying_import_queue,
};
use cumulus_client_consensus_common::ParachainBlockImport;
use cumulus_client_service::{
	BuildNetworkParams, DARecoveryProfile, ParachainTracingExecuteBlock,
	StartRelayChainTasksParams, build_network, build_relay_chain_interface, prepare_node_config,
	start_relay_chain_tasks,
};
use cumulus_primitives_core::{
	GetParachainInfo, ParaId,
	relay_chain::{CollatorPair, ValidationCode},
};
use cumulus_relay_chain_interface::RelayChainInterface;
use salus_runtime::Hash;
use sc_consensus::{DefaultImportQueue, ImportQueue};
use sc_network::{
	NetworkBackend, NetworkBlock, NetworkStateInfo, PeerId,
	config::{FullNetworkConfiguration, NetworkBackendType},
};
use sc_service::{Configuration, Error, TaskManager};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus_aura::sr25519::AuthorityPair;
use std::{sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;

/// A relay chain's slot.
const RELAY_CHAIN_SLOT: Duration = Duration::from_secs(6);
/// How long after its slot begins a block is started, so that the relay parent has arrived.
const SLOT_OFFSET: Duration = Duration::from_secs(1);

type InnerImport = SlotBasedBlockImport<Block, Arc<Client>, Client>;
/// What every block goes through on its way into the database.
pub type BlockImport = ParachainBlockImport<Block, InnerImport, Backend>;

/// The block import, and the handle by which the collator hears of imported blocks.
pub fn block_import(parts: &Parts) -> (BlockImport, SlotBasedBlockImportHandle<Block>) {
	let (inner, handle) = SlotBasedBlockImport::new(parts.client.clone(), parts.client.clone());
	(ParachainBlockImport::new(inner, parts.backend.clone()), handle)
}

/// The queue that checks seals and inherents of other collators' blocks.
pub fn import_queue(
	config: &Configuration,
	parts: &Parts,
	block_import: BlockImport,
	telemetry: Option<TelemetryHandle>,
) -> DefaultImportQueue<Block> {
	fully_verifying_import_queue::<AuthorityPair, _, _, _, _>(
		parts.client.clone(),
		block_import,
		|_, ()| async { Ok(sp_timestamp::InherentDataProvider::from_system_time()) },
		&parts.task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
		telemetry,
	)
}

/// Starts the node on the network library that the options name.
pub async fn start(
	config: Configuration,
	relay_chain: Configuration,
	options: CollatorOptions,
	max_pov_percentage: Option<u32>,
	storage: sc_storage_monitor::StorageMonitorParams,
) -> Result<TaskManager, Error> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => {
			start_on::<sc_network::Litep2pNetworkBackend>(
				config,
				relay_chain,
				options,
				max_pov_percentage,
				storage,
			)
			.await
		}
		NetworkBackendType::Libp2p => {
			start_on::<sc_network::NetworkWorker<Block, Hash>>(
				config,
				relay_chain,
				options,
				max_pov_percentage,
				storage,
			)
			.await
		}
	}
}

#[sc_tracing::logging::prefix_logs_with("Parachain")]
async fn start_on<Network: NetworkBackend<Block, Hash>>(
	config: Configuration,
	relay_chain: Configuration,
	options: CollatorOptions,
	max_pov_percentage: Option<u32>,
	storage: sc_storage_monitor::StorageMonitorParams,
) -> Result<TaskManager, Error> {
	let config = prepare_node_config(config);
	let telemetry = telemetry(&config)?;
	let telemetry_handle = telemetry.as_ref().map(|(_, telemetry)| telemetry.handle());
	let telemetry_worker = telemetry.as_ref().map(|(worker, _)| worker.handle());

	let mut parts = Parts::new(&config, telemetry_handle.clone())?;
	watch::storage(storage, &config, &parts.task_manager)?;
	let mut telemetry = telemetry.map(|(worker, telemetry)| {
		parts.task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let (block_import, block_import_handle) = block_import(&parts);
	let queue = import_queue(&config, &parts, block_import.clone(), telemetry_handle.clone());
	let queue_service = queue.service();

	let client = parts.client.clone();
	let para_id = client
		.runtime_api()
		.parachain_id(client.info().best_hash)
		.map_err(|error| Error::Other(format!("the runtime names no parachain: {error}")))?;
	let is_collator = config.role.is_authority();
	log::info!("Parachain {para_id}, {}", if is_collator { "collating" } else { "following" });

	let relay_chain_fork_id = relay_chain.chain_spec.fork_id().map(ToString::to_string);
	let (relay_chain, collator_key, relay_chain_network, bootnode_requests) =
		build_relay_chain_interface(
			relay_chain,
			&config,
			telemetry_worker,
			&mut parts.task_manager,
			options.clone(),
			None,
		)
		.await
		.map_err(|error| Error::Application(Box::new(error)))?;

	let registry = config.prometheus_registry().cloned();
	let net_config =
		FullNetworkConfiguration::<_, _, Network>::new(&config.network, registry.clone());
	let metrics = Network::register_notification_metrics(registry.as_ref());
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		build_network(BuildNetworkParams {
			parachain_config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: parts.pool.clone(),
			para_id,
			relay_chain_interface: relay_chain.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue: queue,
			metrics,
			gap_sync_body_policy: None,
		})
		.await?;
	spawn_offchain_workers(&config, &parts, &network)?;

	let fork_id = config.chain_spec.fork_id().map(ToString::to_string);
	let public_addresses = config.network.public_addresses.clone();
	let advertise_non_global_ips = config.network.allow_non_globals_in_dht;

	let rpc_builder = {
		let context = rpc::Context::new(&parts, &config);
		Box::new(move |_| rpc::create(context.clone(), None))
	};
	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		client: client.clone(),
		backend: parts.backend.clone(),
		task_manager: &mut parts.task_manager,
		keystore: parts.keystore.keystore(),
		transaction_pool: parts.pool.clone(),
		rpc_builder,
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: Some(Arc::new(ParachainTracingExecuteBlock::new(client.clone()))),
	})?;

	let announce_block = {
		let sync_service = sync_service.clone();
		Arc::new(move |hash, data| sync_service.announce_block(hash, data))
	};
	let overseer =
		relay_chain.overseer_handle().map_err(|error| Error::Application(Box::new(error)))?;
	start_relay_chain_tasks(StartRelayChainTasksParams {
		client: client.clone(),
		announce_block: announce_block.clone(),
		para_id,
		relay_chain_interface: relay_chain.clone(),
		task_manager: &mut parts.task_manager,
		da_recovery_profile: if is_collator {
			DARecoveryProfile::Collator
		} else {
			DARecoveryProfile::FullNode
		},
		import_queue: queue_service,
		relay_chain_slot_duration: RELAY_CHAIN_SLOT,
		recovery_handle: Box::new(overseer),
		sync_service,
		prometheus_registry: registry.as_ref(),
	})?;

	let collator_peer_id = relay_chain_network.local_peer_id();
	start_bootnode_tasks(StartBootnodeTasksParams {
		embedded_dht_bootnode: options.embedded_dht_bootnode,
		dht_bootnode_discovery: options.dht_bootnode_discovery,
		para_id,
		task_manager: &mut parts.task_manager,
		relay_chain_interface: relay_chain.clone(),
		relay_chain_fork_id,
		relay_chain_network,
		request_receiver: bootnode_requests,
		parachain_network: network,
		advertise_non_global_ips,
		parachain_genesis_hash: client.info().genesis_hash.encode(),
		parachain_fork_id: fork_id,
		parachain_public_addresses: public_addresses,
	});

	parts.task_manager.spawn_essential_handle().spawn(
		"relay-chain-watch",
		None,
		watch::relay_chain(relay_chain.clone(), client.clone(), para_id),
	);
	if is_collator {
		watch::warn_without_key(&parts.keystore.keystore());
		let collator_key = collator_key
			.ok_or_else(|| Error::Other("the relay chain's node gave no collator key".into()))?;
		start_collating(
			&parts,
			Collating {
				block_import,
				block_import_handle,
				relay_chain,
				para_id,
				collator_key,
				collator_peer_id,
				announce_block,
				max_pov_percentage,
				registry,
				telemetry: telemetry_handle,
			},
		);
	}
	Ok(parts.task_manager)
}

/// Telemetry, if the command line or the specification names where to. Neither does by itself.
fn telemetry(config: &Configuration) -> Result<Option<(TelemetryWorker, Telemetry)>, Error> {
	let Some(endpoints) = config.telemetry_endpoints.clone().filter(|named| !named.is_empty())
	else {
		return Ok(None);
	};
	let worker = TelemetryWorker::new(16).map_err(|error| Error::Other(error.to_string()))?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}

/// What collating needs beyond the node's parts.
struct Collating {
	block_import: BlockImport,
	block_import_handle: SlotBasedBlockImportHandle<Block>,
	relay_chain: Arc<dyn RelayChainInterface>,
	para_id: ParaId,
	collator_key: CollatorPair,
	collator_peer_id: PeerId,
	announce_block: Arc<dyn Fn(Hash, Option<Vec<u8>>) + Send + Sync>,
	max_pov_percentage: Option<u32>,
	registry: Option<Registry>,
	telemetry: Option<TelemetryHandle>,
}

/// Builds blocks on slots and hands them to the relay chain.
fn start_collating(parts: &Parts, collating: Collating) {
	let client = parts.client.clone();
	let proposer = sc_basic_authorship::ProposerFactory::new(
		parts.task_manager.spawn_handle(),
		client.clone(),
		parts.pool.clone(),
		collating.registry.as_ref(),
		collating.telemetry,
	);
	let collator_service =
		CollatorService::new(client.clone(), collating.announce_block, client.clone());
	let code_client = client.clone();
	slot_based::run::<Block, AuthorityPair, _, _, _, _, _, _, _, _, _>(SlotBasedParams {
		create_inherent_data_providers: |_, ()| async { Ok(()) },
		block_import: collating.block_import,
		para_client: client,
		para_backend: parts.backend.clone(),
		relay_client: collating.relay_chain,
		code_hash_provider: move |block| {
			code_client.code_at(block).ok().map(|code| ValidationCode::from(code).hash())
		},
		keystore: parts.keystore.keystore(),
		collator_key: collating.collator_key,
		collator_peer_id: collating.collator_peer_id,
		para_id: collating.para_id,
		proposer,
		collator_service,
		reinitialize: false,
		slot_offset: SLOT_OFFSET,
		block_import_handle: collating.block_import_handle,
		spawner: parts.task_manager.spawn_essential_handle(),
		relay_chain_slot_duration: RELAY_CHAIN_SLOT,
		export_pov: None,
		max_pov_percentage: collating.max_pov_percentage,
	});
}
