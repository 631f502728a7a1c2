// SPDX-License-Identifier: Apache-2.0
//! The command line: its options, its sub-commands and Salus's defaults.

use polkadot_sdk::*;

use clap::{Command, CommandFactory, FromArgMatches, Parser};
use salus_runtime::AccountId;
use sc_cli::{
	ChainSpec, CliConfiguration, DatabaseParams, PruningParams, SharedParams, SubstrateCli,
};

#[cfg(feature = "collator")]
type RunCmd = cumulus_client_cli::RunCmd;
#[cfg(not(feature = "collator"))]
type RunCmd = sc_cli::RunCmd;

const EXAMPLES: &str = "Examples:
  salus-node --dev
          A development chain of its own: each transaction makes a block, final at once. It keeps the state of every
          block, unless --state-pruning says otherwise.
  salus-node --dev --dev-block-time 1000
          The same with a block every second.
  salus-node export-chain-spec --chain local --raw > local-raw.json
          Write down the local testnet's specification.
  salus-node --collator --chain local-raw.json -- --chain relay.json
          Collate beside an embedded node of the relay chain.
  salus-node --collator --chain local-raw.json --relay-chain-rpc-urls ws://127.0.0.1:9944 -- --chain relay.json
          Collate with a relay chain's node elsewhere.
  salus-node disclosures repair --chain local-raw.json --from ws://10.0.0.7:9944
          Fetch what the off-chain index lacks of the disclosure ledger, while the node is stopped.";

/// Salus's node.
#[derive(Debug, Parser)]
#[command(after_long_help = EXAMPLES)]
pub struct Cli {
	/// What to do instead of running the node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub run: RunCmd,

	/// Make a block every so many milliseconds instead of one for each transaction.
	///
	/// For the development chain only. The chain's clock advances one slot a block, whatever the
	/// block time. Without this option a block is made when a transaction arrives, or when a client
	/// calls `engine_createBlock`.
	#[arg(
		long,
		value_name = "MILLISECONDS",
		value_parser = clap::value_parser!(u64).range(10..=3_600_000)
	)]
	pub dev_block_time: Option<u64>,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub storage: sc_storage_monitor::StorageMonitorParams,

	/// Do not measure this machine when a collator starts.
	///
	/// It takes some seconds, and the log names what is slower than the SDK's reference hardware. A development chain
	/// never measures it.
	#[arg(long)]
	pub no_hardware_benchmarks: bool,

	/// Options for the relay chain's node, after `--`.
	#[arg(raw = true)]
	pub relay_chain_args: Vec<String>,
}

/// What the node can do besides running.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain's specification.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Check blocks again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Go back by some blocks.
	Revert(sc_cli::RevertCmd),

	/// Delete the chain's database.
	#[cfg(feature = "collator")]
	PurgeChain(cumulus_client_cli::PurgeChainCmd),

	/// Delete the chain's database.
	#[cfg(not(feature = "collator"))]
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Write the genesis header, with which a relay chain registers the parachain.
	#[cfg(feature = "collator")]
	#[command(alias = "export-genesis-state")]
	ExportGenesisHead(cumulus_client_cli::ExportGenesisHeadCommand),

	/// Write the genesis runtime, with which a relay chain registers the parachain.
	#[cfg(feature = "collator")]
	ExportGenesisWasm(cumulus_client_cli::ExportGenesisWasmCommand),

	/// Look after the disclosure ledger's entries in this node's off-chain index.
	#[command(subcommand)]
	Disclosures(Disclosures),

	/// Measure the runtime's weights and this machine.
	#[command(subcommand)]
	Benchmark(Benchmark),
}

/// What can be done for the disclosure ledger's entries.
#[derive(Debug, clap::Subcommand)]
pub enum Disclosures {
	/// Fetch from another node the entries that this node's off-chain index lacks.
	///
	/// Stop the node first: its database is open to one process at a time. Each patient's ledger is
	/// read back from its head in the last finalized block that this node has; an entry that is
	/// missing here, or wrong, is asked of the other node (`disclosures_entry`), taken only if it
	/// hashes to the head that binds it, and written. So any node will do, trusted or not. An entry
	/// that the other node lacks hides those before it: ask a further one for the rest. What was
	/// fetched stays, however this ends, and it can be run again.
	///
	/// Says how many entries were here, how many were fetched and how many are missing still, and ends
	/// with exit status 1 if any is.
	#[command(after_help = REPAIR_EXAMPLE)]
	Repair(RepairCmd),
}

const REPAIR_EXAMPLE: &str = "Example:
  salus-node disclosures repair --chain local-raw.json --base-path /var/lib/salus-node --from ws://10.0.0.7:9944";

/// Options of `disclosures repair`.
#[derive(Debug, Clone, clap::Args)]
pub struct RepairCmd {
	/// The WebSocket address of the node to ask.
	#[arg(long, value_name = "URL")]
	pub from: String,

	/// A patient whose ledger to repair; may be given several times. Without it, every patient's.
	#[arg(long = "patient", value_name = "ACCOUNT")]
	pub patients: Vec<AccountId>,

	/// Print the summary as one JSON value.
	#[arg(long)]
	pub json: bool,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub shared_params: SharedParams,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub pruning_params: PruningParams,

	#[allow(missing_docs)]
	#[command(flatten)]
	pub database_params: DatabaseParams,
}

impl CliConfiguration for RepairCmd {
	fn shared_params(&self) -> &SharedParams {
		&self.shared_params
	}

	fn pruning_params(&self) -> Option<&PruningParams> {
		Some(&self.pruning_params)
	}

	fn database_params(&self) -> Option<&DatabaseParams> {
		Some(&self.database_params)
	}
}

/// What can be measured.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Benchmark {
	/// What each call weighs: of a runtime built with its feature `runtime-benchmarks`, by --runtime.
	Pallet(frame_benchmarking_cli::PalletCmd),

	/// What an empty block and an empty transaction weigh.
	Overhead(frame_benchmarking_cli::OverheadCmd),

	/// What a read and a write of the state take in the database below --base-path, which nothing else may have open.
	Storage(frame_benchmarking_cli::StorageCmd),

	/// This machine beside the SDK's reference hardware.
	Machine(frame_benchmarking_cli::MachineCmd),
}

/// Where Salus's defaults differ from the SDK's: the option and the value it takes if not given.
const DEFAULTS: &[(&str, &str)] = &[
	// `disclosures_list` reads the off-chain index, which is written on import only.
	("indexing_enabled", "true"),
	// One database for nodes with and without the collator.
	("database", "paritydb"),
	// Whoever listens on loopback is not always allowed to command the node.
	("rpc_methods", "safe"),
	// A batch is one request to the rate limit.
	("rpc_max_batch_request_len", "100"),
	// The SDK's, the fork-aware one, left 57 of a flood of 1,000 extrinsics out of every block (scripts/bench chain).
	("pool_type", "single-state"),
];

/// What to say when the command line names neither a chain to run nor anything else to do.
const NOTHING_ASKED: &str = "salus-node has to know what to do:

  salus-node --dev
          Run a development chain on this machine.
  salus-node --collator --chain FILE -- --chain FILE
          Collate: the parachain's specification, and after `--` its relay chain's.
  salus-node --help
          Show all options, commands and examples.
";

impl Cli {
	/// Parses the process's command line with Salus's defaults.
	pub fn parse_with_defaults() -> Self {
		if std::env::args_os().len() < 2 {
			eprint!("{NOTHING_ASKED}");
			// As for every other wrong use of the command line.
			std::process::exit(2);
		}
		let matches = with_defaults(Self::setup_command(Self::command())).get_matches();
		Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
	}

	/// The SDK's own options of the node.
	pub fn base(&self) -> &sc_cli::RunCmd {
		#[cfg(feature = "collator")]
		return &self.run.base;
		#[cfg(not(feature = "collator"))]
		return &self.run;
	}
}

fn with_defaults(mut command: Command) -> Command {
	for (option, value) in DEFAULTS {
		if command.get_arguments().any(|argument| argument.get_id() == option) {
			command = command.mut_arg(option, |argument| argument.default_value(*value));
		}
	}
	command.mut_subcommands(with_defaults)
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Salus Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		"Salus's node: a development chain with --dev, or a collator of the parachain. Options after \
		 `--` go to the relay chain's node."
			.into()
	}

	fn author() -> String {
		"The Salus contributors".into()
	}

	fn support_url() -> String {
		// Printed after "Please report it at:". No address is settled that would stay true.
		"where you have the node from; SECURITY.md of its source says how".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		crate::chain_spec::load(id)
	}
}

/// The relay chain's node inside a collator.
#[cfg(feature = "collator")]
pub struct RelayChainCli {
	/// Its options: those after `--`, with ports and folder of their own.
	pub run: sc_cli::RunCmd,
}

#[cfg(feature = "collator")]
impl RelayChainCli {
	/// Reads the options after `--`.
	pub fn new(parachain: &sc_service::Configuration, arguments: &[String]) -> Self {
		let mut run = relay_chain_options(arguments);

		// One kind of database for both.
		let database = &mut run.import_params.database_params.database;
		database.get_or_insert(sc_cli::Database::ParityDb);
		// Without options, the two nodes must not meet on a port or in a folder.
		run.network_params.port.get_or_insert(30334);
		run.rpc_params.rpc_port.get_or_insert(9945);
		run.prometheus_params.prometheus_port.get_or_insert(9616);
		run.telemetry_params.no_telemetry |= run.telemetry_params.telemetry_endpoints.is_empty();
		if run.shared_params.base_path.is_none() && !run.tmp {
			run.shared_params.base_path = Some(parachain.base_path.path().join("polkadot"));
		}
		if run.shared_params.chain.is_none() {
			run.shared_params.chain = crate::chain_spec::Extensions::of(&*parachain.chain_spec)
				.map(|extensions| extensions.relay_chain.clone());
		}
		Self { run }
	}

	/// The relay chain's node as its options describe it.
	pub fn configuration(
		&self,
		tokio: tokio::runtime::Handle,
	) -> sc_cli::Result<sc_service::Configuration> {
		let mut configuration = self
			.create_configuration(&self.run, tokio)
			.map_err(|error| format!("the options after `--`, for the relay chain: {error}"))?;
		let network = &self.run.network_params;
		if !network.force_enable_webrtc && network.listen_addr.is_empty() {
			configuration.network.remove_webrtc_addresses();
		}
		Ok(configuration)
	}
}

/// Parses the options after `--`.
#[cfg(feature = "collator")]
fn relay_chain_options(arguments: &[String]) -> sc_cli::RunCmd {
	let program = std::iter::once(Cli::executable_name());
	// The SDK's default gives every method to whoever reaches loopback.
	let command = polkadot_cli::RunCmd::command()
		.mut_arg("rpc_methods", |argument| argument.default_value("safe"));
	let matches = command.get_matches_from(program.chain(arguments.iter().cloned()));
	polkadot_cli::RunCmd::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()).base
}

#[cfg(feature = "collator")]
impl SubstrateCli for RelayChainCli {
	fn impl_name() -> String {
		Cli::impl_name()
	}

	fn impl_version() -> String {
		Cli::impl_version()
	}

	fn description() -> String {
		Cli::description()
	}

	fn author() -> String {
		Cli::author()
	}

	fn support_url() -> String {
		Cli::support_url()
	}

	fn copyright_start_year() -> i32 {
		Cli::copyright_start_year()
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		polkadot_cli::Cli::parse_from([Self::executable_name()]).load_spec(id).map_err(|error| {
			format!("{error}; name the relay chain's specification by file: -- --chain FILE")
		})
	}
}

#[cfg(all(test, feature = "collator"))]
mod tests {
	use super::relay_chain_options;
	use polkadot_sdk::sc_cli::RpcMethods;

	#[test]
	fn the_relay_chains_node_offers_safe_methods_unless_told_otherwise() {
		let methods = |options: &[&str]| {
			let options: Vec<String> = options.iter().map(ToString::to_string).collect();
			relay_chain_options(&options).rpc_params.rpc_methods
		};
		assert_eq!(methods(&[]), RpcMethods::Safe);
		assert_eq!(methods(&["--chain", "relay.json"]), RpcMethods::Safe);
		assert_eq!(methods(&["--rpc-methods", "unsafe"]), RpcMethods::Unsafe);
	}
}
