//! The command line: its options, its sub-commands and Salus's defaults.

use polkadot_sdk::*;

use clap::{Command, CommandFactory, FromArgMatches, Parser};
use sc_cli::{ChainSpec, SubstrateCli};

#[cfg(feature = "collator")]
type RunCmd = cumulus_client_cli::RunCmd;
#[cfg(not(feature = "collator"))]
type RunCmd = sc_cli::RunCmd;

const EXAMPLES: &str = "Examples:
  salus-node --dev
          A development chain of its own: each transaction makes a block, final at once.
  salus-node --dev --dev-block-time 1000
          The same with a block every second.
  salus-node export-chain-spec --chain local --raw > local-raw.json
          Write down the local testnet's specification.
  salus-node --collator --chain local-raw.json -- --chain relay.json
          Collate beside an embedded node of the relay chain.
  salus-node --collator --chain local-raw.json --relay-chain-rpc-urls ws://127.0.0.1:9944 -- --chain relay.json
          Collate with a relay chain's node elsewhere.";

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

	/// Measure the runtime's weights and this machine.
	#[command(subcommand)]
	Benchmark(Benchmark),
}

/// What can be measured.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Benchmark {
	/// What each call weighs: of a runtime built with its feature `runtime-benchmarks`, by --runtime.
	Pallet(frame_benchmarking_cli::PalletCmd),

	/// What an empty block and an empty transaction weigh.
	Overhead(frame_benchmarking_cli::OverheadCmd),

	/// This machine beside the SDK's reference hardware.
	Machine(frame_benchmarking_cli::MachineCmd),
}

/// Where Salus's defaults differ from the SDK's: the option and the value it takes if not given.
const DEFAULTS: &[(&str, &str)] = &[
	// `disclosures_list` reads the off-chain index, which is written on import only.
	("indexing_enabled", "true"),
	// One database for nodes with and without the collator.
	("database", "paritydb"),
	// Who listens on loopback is not always who may command the node.
	("rpc_methods", "safe"),
	// A batch is one request to the rate limit.
	("rpc_max_batch_request_len", "100"),
];

impl Cli {
	/// Parses the process's command line with Salus's defaults.
	pub fn parse_with_defaults() -> Self {
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
		if command
			.get_arguments()
			.any(|argument| argument.get_id() == option)
		{
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
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
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
		let program = std::iter::once(Cli::executable_name());
		let mut run =
			polkadot_cli::RunCmd::parse_from(program.chain(arguments.iter().cloned())).base;

		// One kind of database for both.
		let database = &mut run.import_params.database_params.database;
		database.get_or_insert(sc_cli::Database::ParityDb);
		// Where nothing is said, the two nodes must not meet on a port or in a folder.
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
		polkadot_cli::Cli::parse_from([Self::executable_name()])
			.load_spec(id)
			.map_err(|error| {
				format!("{error}; name the relay chain's specification by file: -- --chain FILE")
			})
	}
}
