// SPDX-License-Identifier: Apache-2.0
//! The development chain: no relay chain, no peers, the same WASM as in production.
//!
//! A block is made when a transaction arrives, or at a fixed pace, or when a client calls
//! `engine_createBlock`. It is final at once. What a relay chain would tell the runtime is mocked.
//!
//! The chain's clock, not this machine's, starts two hours back and advances one slot a block:
//!
//! ```text
//! block     1            2            3                (after a restart) 4
//! clock     T-2h         T-2h + 6 s   T-2h + 12 s                        T-2h + 18 s
//! ```
//!
//! So a test can live through an hour in 600 blocks, and 1,200 blocks fit before the chain's clock
//! passes the machine's.
//!
//! Each block builds on a relay block of its own, one higher than the block before. That one's randomness, by which
//! operators are drawn, is mocked as the hash of its number: **anybody can tell beforehand who will be drawn**. On a
//! chain that follows a relay chain nobody can. As on such a chain every block proves it: else it would be invalid.

use polkadot_sdk::*;

use crate::{
	client::{Block, Client, Parts, spawn_offchain_workers},
	rpc, watch,
};
use codec::Encode;
use cumulus_client_parachain_inherent::MockValidationDataInherentDataProvider;
use cumulus_primitives_core::{
	CollectCollationInfo, GetParachainInfo, ParaId, RelayParentOffsetApi,
	relay_chain::{HeadData, UpgradeGoAhead, well_known_keys::CURRENT_BLOCK_RANDOMNESS},
};
use futures::{Stream, StreamExt, channel::mpsc, future, stream};
use salus_runtime::Hash;
use sc_consensus::{DefaultImportQueue, LongestChain};
use sc_consensus_manual_seal::{
	EngineCommand, ManualSealParams, consensus::aura::AuraConsensusDataProvider, run_manual_seal,
};
use sc_network::config::{FullNetworkConfiguration, TransportConfig};
use sc_service::{Configuration, Error, PruningMode, TaskManager};
use sc_transaction_pool_api::TransactionPool;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus_aura::{
	Slot, SlotDuration,
	digests::CompatibleDigestItem,
	sr25519::{AuthorityId, AuthoritySignature},
};
use sp_runtime::traits::Header as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A relay chain's slot, which the mocked inherents count by.
const RELAY_SLOT_MILLISECONDS: u64 = 6_000;
/// How far back the clock starts, so that it does not soon run into the future.
const HEAD_START: Duration = Duration::from_secs(2 * 60 * 60);
/// How often to look for a transaction whose notice crossed with a block in the making.
const STRAGGLERS_EVERY: Duration = Duration::from_secs(1);

/// What makes a block besides `engine_createBlock`.
type Commands = stream::BoxStream<'static, EngineCommand<Hash>>;

/// Starts the development chain: a block for each transaction, or one every `block_time`. Unless
/// `may_listen`, no other machine can reach its network.
pub fn start(
	mut config: Configuration,
	block_time: Option<Duration>,
	may_listen: bool,
	storage: sc_storage_monitor::StorageMonitorParams,
) -> Result<TaskManager, Error> {
	keep_to_itself(&mut config, may_listen)?;
	keep_all_state(&mut config);
	let parts = Parts::new(&config, None)?;
	watch::storage(storage, &config, &parts.task_manager)?;
	let queue = import_queue(&config, &parts);

	let metrics = sc_network::NotificationMetrics::new(None);
	let net_config = FullNetworkConfiguration::<_, _, sc_network::Litep2pNetworkBackend>::new(
		&config.network,
		None,
	);
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			client: parts.client.clone(),
			transaction_pool: parts.pool.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue: queue,
			net_config,
			block_announce_validator_builder: None,
			warp_sync_config: None,
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;
	spawn_offchain_workers(&config, &parts, &network)?;

	let (asked_sender, asked) = mpsc::channel(64);
	spawn_sealing(&parts, asked, commands(&parts, block_time))?;

	let rpc_builder = {
		let context = rpc::Context::new(&parts, &config);
		Box::new(move |_| rpc::create(context.clone(), Some(asked_sender.clone())))
	};
	let Parts { client, backend, keystore, mut task_manager, pool } = parts;
	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		config,
		client,
		backend,
		task_manager: &mut task_manager,
		keystore: keystore.keystore(),
		transaction_pool: pool,
		rpc_builder,
		network,
		system_rpc_tx,
		tx_handler_controller,
		sync_service,
		telemetry: None,
		tracing_execute_block: None,
	})?;
	Ok(task_manager)
}

/// Keeps the state of every block unless the command line says otherwise: the last 256, which the SDK keeps, are two
/// minutes at two blocks a second, and no client can decode the events of a block without its state.
pub fn keep_all_state(config: &mut Configuration) {
	config.state_pruning.get_or_insert(PruningMode::ArchiveAll);
}

/// A queue that takes blocks without a seal, as the development chain makes them.
pub fn import_queue(config: &Configuration, parts: &Parts) -> DefaultImportQueue<Block> {
	sc_consensus_manual_seal::import_queue(
		Box::new(parts.client.clone()),
		&parts.task_manager.spawn_essential_handle(),
		config.prometheus_registry(),
	)
}

/// Nobody shares a development chain: no peers, and no port open to other machines unless asked.
fn keep_to_itself(config: &mut Configuration, may_listen: bool) -> Result<(), Error> {
	let network = &mut config.network;
	network.default_peers_set.in_peers = 0;
	network.default_peers_set.out_peers = 0;
	network.boot_nodes.clear();
	network.transport = TransportConfig::Normal { enable_mdns: false, allow_private_ip: false };
	if !may_listen {
		let loopback = "/ip4/127.0.0.1/tcp/0"
			.parse::<sc_network::Multiaddr>()
			.map_err(|error| Error::Other(format!("the loopback address: {error}")))?;
		network.listen_addresses = vec![loopback];
	}
	config.telemetry_endpoints = None;
	Ok(())
}

/// When to make a block: at the pace of `block_time`, or for each transaction.
fn commands(parts: &Parts, block_time: Option<Duration>) -> Commands {
	// Manual seal takes a block for empty when it has as many extrinsics as there are kinds of inherent
	// data. Those are more than the inherents made of them, so it would drop a block with one transaction.
	let seal = || EngineCommand::SealNewBlock {
		create_empty: true,
		finalize: true,
		parent_hash: None,
		sender: None,
	};
	match block_time {
		Some(pace) => every(pace).map(move |()| seal()).boxed(),
		None => {
			let pool = parts.pool.clone();
			let arrived = parts.pool.import_notification_stream().map(|_| ());
			stream::select(arrived, every(STRAGGLERS_EVERY))
				.filter(move |()| future::ready(pool.status().ready > 0))
				.map(move |()| seal())
				.boxed()
		}
	}
}

fn every(pace: Duration) -> impl Stream<Item = ()> + Send {
	stream::unfold((), move |()| async move {
		tokio::time::sleep(pace).await;
		Some(((), ()))
	})
}

/// Spawns the task that makes blocks, when asked by RPC and when `commands` say so.
fn spawn_sealing(
	parts: &Parts,
	asked: mpsc::Receiver<EngineCommand<Hash>>,
	commands: Commands,
) -> Result<(), Error> {
	let client = parts.client.clone();
	let slot_duration = sc_consensus_aura::slot_duration::<AuthorityId, Block, _>(&*client)?;
	let best = client.info().best_hash;
	let parachain = client
		.runtime_api()
		.parachain_id(best)
		.map_err(|error| Error::Other(format!("the runtime names no parachain: {error}")))?;
	let first_slot = first_slot(slot_duration)?;

	let proposer = sc_basic_authorship::ProposerFactory::new(
		parts.task_manager.spawn_handle(),
		client.clone(),
		parts.pool.clone(),
		None,
		None,
	);
	let inherents_client = client.clone();
	let params = ManualSealParams {
		block_import: client.clone(),
		env: proposer,
		client,
		pool: parts.pool.clone(),
		commands_stream: stream::select(asked, commands),
		select_chain: LongestChain::new(parts.backend.clone()),
		// Puts the slot of the mocked time into the header, where the runtime looks for it.
		consensus_data_provider: Some(Box::new(
			AuraConsensusDataProvider::<Block>::new_with_slot_duration(slot_duration),
		)),
		create_inherent_data_providers: move |parent: Hash, ()| {
			let made = inherents(&inherents_client, parent, parachain, slot_duration, first_slot);
			future::ready(made)
		},
	};
	parts.task_manager.spawn_essential_handle().spawn_blocking(
		"development-sealing",
		None,
		run_manual_seal(params),
	);
	Ok(())
}

/// The slot of the first block.
fn first_slot(slot_duration: SlotDuration) -> Result<Slot, Error> {
	let now = SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.map_err(|_| Error::Other("this machine's clock stands before 1970".into()))?;
	let start = now.saturating_sub(HEAD_START).as_millis();
	let start = u64::try_from(start).unwrap_or(u64::MAX);
	Ok(Slot::from_timestamp(start.into(), slot_duration))
}

/// What stands for the relay chain's randomness of a block, in the form in which BABE keeps it.
fn mocked_randomness(relay_block: u32) -> Option<[u8; 32]> {
	Some(sp_io::hashing::blake2_256(&(b"salus/development/randomness", relay_block).encode()))
}

type Inherents = (sp_timestamp::InherentDataProvider, MockValidationDataInherentDataProvider<()>);

/// What a relay chain and a clock would tell the block after `parent`.
fn inherents(
	client: &Client,
	parent: Hash,
	para_id: ParaId,
	slot_duration: SlotDuration,
	first_slot: Slot,
) -> Result<Inherents, Box<dyn std::error::Error + Send + Sync>> {
	let header = client.header(parent)?.ok_or("the block to build on is unknown")?;
	let slot = header
		.digest()
		.logs()
		.iter()
		.find_map(CompatibleDigestItem::<AuthoritySignature>::as_aura_pre_digest)
		.map_or(first_slot, |parent_slot: Slot| parent_slot + 1);
	let time = slot.timestamp(slot_duration).ok_or("the chain's clock has run out")?;

	// The mock counts relay blocks from an offset; what matters is the relay block of this slot.
	let relay_block = u32::try_from(time.as_millis() / RELAY_SLOT_MILLISECONDS)?;
	let number = header.number().saturating_add(1);
	let per_block = u32::try_from(slot_duration.as_millis() / RELAY_SLOT_MILLISECONDS)?.max(1);
	let api = client.runtime_api();
	let upgrade_waits = api
		.collect_collation_info(parent, &header)
		.is_ok_and(|collation| collation.new_validation_code.is_some());

	let mocked = MockValidationDataInherentDataProvider::<()> {
		current_para_block: number,
		para_id,
		current_para_block_head: Some(HeadData(header.encode())),
		relay_offset: relay_block.saturating_sub(per_block.saturating_mul(number)),
		relay_parent_offset: api.relay_parent_offset(parent).unwrap_or_default(),
		relay_blocks_per_para_block: per_block,
		para_blocks_per_relay_epoch: 10,
		additional_key_values: Some(vec![(
			CURRENT_BLOCK_RANDOMNESS.to_vec(),
			mocked_randomness(relay_block).encode(),
		)]),
		upgrade_go_ahead: upgrade_waits.then_some(UpgradeGoAhead::GoAhead),
		..Default::default()
	};
	Ok((sp_timestamp::InherentDataProvider::new(time), mocked))
}
