// SPDX-License-Identifier: Apache-2.0
//! Does what the command line asks.

use polkadot_sdk::*;

use crate::{
	cli::{Benchmark, Cli, Disclosures, RepairCmd, Subcommand},
	client::{Block, Parts},
	database, dev, repair,
};
use frame_benchmarking_cli::SUBSTRATE_REFERENCE_HARDWARE;
use sc_chain_spec::ChainType;
use sc_cli::{Result, SubstrateCli};
use sc_client_api::Backend as _;
use sc_consensus::DefaultImportQueue;
use sc_service::Configuration;
use sp_runtime::traits::HashingFor;
use std::sync::{Arc, OnceLock};

/// Parses the command line and does what it asks.
pub fn run() -> Result<()> {
	let cli = Cli::parse_with_defaults();
	match &cli.subcommand {
		None => run_node(cli),
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let (parts, queue) = parts_with_queue(&config)?;
			Ok((command.run(parts.client, queue), parts.task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let parts = Parts::new(&config, None)?;
				Ok((command.run(parts.client, config.database), parts.task_manager))
			})
		}
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|mut config| {
				// Without it the ledger's entries in these blocks would be missing ever after.
				config.offchain_worker.indexing_enabled = true;
				if config.chain_spec.chain_type() == ChainType::Development {
					// A database never changes its mind, and the node will want all of it.
					dev::keep_all_state(&mut config);
				}
				let (parts, queue) = parts_with_queue(&config)?;
				Ok((command.run(parts.client, queue), parts.task_manager))
			})
		}
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let parts = Parts::new(&config, None)?;
			Ok((command.run(parts.client, parts.backend, None), parts.task_manager))
		}),
		#[cfg(feature = "collator")]
		Some(Subcommand::PurgeChain(command)) => cli.create_runner(command)?.sync_run(|config| {
			let is_alone = config.chain_spec.chain_type() == ChainType::Development;
			if is_alone || command.parachain {
				return command.base.run(config.database);
			}
			let relay_chain = crate::cli::RelayChainCli::new(&config, &cli.relay_chain_args);
			let relay_chain = relay_chain.configuration(config.tokio_handle.clone())?;
			command.run(config, relay_chain)
		}),
		#[cfg(not(feature = "collator"))]
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		}
		#[cfg(feature = "collator")]
		Some(Subcommand::ExportGenesisHead(command)) => {
			cli.create_runner(command)?.sync_run(|mut config| {
				// The command takes no --database, and its own folder, a temporary one, holds none yet.
				let path = config.base_path.path().join("paritydb");
				config.database = sc_service::DatabaseSource::ParityDb { path };
				command.run::<Block, _>(Parts::new(&config, None)?.client)
			})
		}
		#[cfg(feature = "collator")]
		Some(Subcommand::ExportGenesisWasm(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(&*config.chain_spec))
		}
		Some(Subcommand::Disclosures(Disclosures::Repair(command))) => repair(&cli, command),
		Some(Subcommand::Benchmark(command)) => benchmark(&cli, command),
	}
}

/// Repairs this node's off-chain index, and says what came of it.
fn repair(cli: &Cli, command: &RepairCmd) -> Result<()> {
	let summary = Arc::new(OnceLock::new());
	let filled = summary.clone();
	cli.create_runner(command)?.async_run(|config| -> Result<_> {
		let parts = repair::open(&config)?;
		let index = parts
			.backend
			.offchain_storage()
			.ok_or_else(|| repair::failure("the database has no off-chain index"))?;
		let client = parts.client;
		let repairing = async move {
			let _ = filled.set(repair::run(command, &client, index).await);
			Ok::<_, sc_cli::Error>(())
		};
		Ok((repairing, parts.task_manager))
	})?;
	// The SDK calls it a success when a signal ends a command.
	let summary = summary.get().ok_or_else(|| {
		repair::failure("interrupted; what was fetched stays, and it can be run again")
	})?;
	repair::tell(summary, command.json)
}

/// The parts and a queue that checks blocks as the chain's way of making them demands.
fn parts_with_queue(config: &Configuration) -> Result<(Parts, DefaultImportQueue<Block>)> {
	let parts = Parts::new(config, None)?;
	let queue = if config.chain_spec.chain_type() == ChainType::Development {
		dev::import_queue(config, &parts)
	} else {
		#[cfg(feature = "collator")]
		{
			let (block_import, _) = crate::service::block_import(&parts);
			crate::service::import_queue(config, &parts, block_import, None)
		}
		#[cfg(not(feature = "collator"))]
		return Err(NEEDS_COLLATOR.into());
	};
	Ok((parts, queue))
}

#[cfg(not(feature = "collator"))]
const NEEDS_COLLATOR: &str = "this node was built without the feature `collator`: it runs the \
	development chain only. Start it with --dev, or build it again with `--features collator`";

fn run_node(cli: Cli) -> Result<()> {
	if cli.base().shared_params.is_dev() {
		let block_time = cli.dev_block_time.map(std::time::Duration::from_millis);
		let may_listen = !cli.base().network_params.listen_addr.is_empty();
		#[cfg(feature = "collator")]
		let runner = cli.create_runner(&cli.run.normalize())?;
		#[cfg(not(feature = "collator"))]
		let runner = cli.create_runner(&cli.run)?;
		return runner.run_node_until_exit(|config| async move {
			dev::start(config, block_time, may_listen, cli.storage).map_err(sc_cli::Error::Service)
		});
	}
	if cli.dev_block_time.is_some() {
		return Err("--dev-block-time is for the development chain: add --dev".into());
	}
	run_collator(cli)
}

/// How many calls a connection may make in a minute unless the options say otherwise.
#[cfg(feature = "collator")]
const CALLS_PER_MINUTE: std::num::NonZeroU32 = std::num::NonZeroU32::new(6_000).unwrap();

#[cfg(feature = "collator")]
fn run_collator(cli: Cli) -> Result<()> {
	let mut run = cli.run.normalize();
	// A development chain's clients are its own; others' must not keep the node busy.
	run.base.rpc_params.rpc_rate_limit.get_or_insert(CALLS_PER_MINUTE);
	let runner = cli.create_runner(&run)?;
	let options = cli.run.collator_options();
	let max_pov_percentage = cli.run.experimental_max_pov_percentage;
	runner.run_node_until_exit(|config| async move {
		if config.role.is_authority() && !cli.no_hardware_benchmarks {
			crate::hardware::check(&config).map_err(sc_cli::Error::Service)?;
		}
		let relay_chain = crate::cli::RelayChainCli::new(&config, &cli.relay_chain_args)
			.configuration(config.tokio_handle.clone())?;
		crate::service::start(config, relay_chain, options, max_pov_percentage, cli.storage)
			.await
			.inspect(|_| crate::notify::ready())
			.map_err(sc_cli::Error::Service)
	})
}

#[cfg(not(feature = "collator"))]
fn run_collator(_: Cli) -> Result<()> {
	Err(NEEDS_COLLATOR.into())
}

/// What a runtime may call besides what every benchmark offers.
type MoreHostFunctions =
	cumulus_primitives_proof_size_hostfunction::storage_proof_size::HostFunctions;

fn benchmark(cli: &Cli, command: &Benchmark) -> Result<()> {
	let spec = |chain: &Option<String>| chain.as_ref().map(|id| cli.load_spec(id)).transpose();
	match command {
		Benchmark::Pallet(command) => command
			.run_with_spec::<HashingFor<Block>, MoreHostFunctions>(spec(
				&command.shared_params.chain,
			)?),
		Benchmark::Overhead(command) => command
			.run_with_default_builder_and_spec::<Block, ()>(spec(&command.shared_params.chain)?),
		Benchmark::Storage(command) => {
			cli.create_runner(command)?.sync_run(|config| database::benchmark(command, config))
		}
		Benchmark::Machine(command) => cli
			.create_runner(command)?
			.sync_run(|config| command.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone())),
	}
}
