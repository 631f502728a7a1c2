//! `salus-worker`: set up once, join once, then run.

pub(crate) mod identity;
mod run;

use crate::{
	assessment,
	chain::{NodeClient, calls, questions},
	ipfs::{DocumentStore, Kubo},
	secret,
};
use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use identity::Home;
use secrecy::ExposeSecret;
use std::{net::SocketAddr, path::PathBuf};

/// Keeps key shares and encrypted documents for Salus, and runs its risk models.
///
/// The passphrase of the keystore is read from SALUS_PASSPHRASE, or from the file that
/// SALUS_PASSPHRASE_FILE names, or asked for.
#[derive(Parser, Debug)]
#[command(
	version,
	after_help = "Example:\n  salus-worker init --home ~/.salus-worker --secret-file phrase.txt\n  salus-worker join --home ~/.salus-worker --endpoint https://custodian.example --bond 1000\n  salus-worker run  --home ~/.salus-worker --models models"
)]
pub struct Arguments {
	#[command(subcommand)]
	command: Command,
}

#[derive(Args, Debug)]
struct Common {
	/// Folder with keystore, journal and documents.
	#[arg(long, default_value = "~/.salus-worker", env = "SALUS_WORKER_HOME")]
	home: PathBuf,
	/// The node's WebSocket address.
	#[arg(long, default_value = "ws://127.0.0.1:9944", env = "SALUS_NODE")]
	node: String,
}

#[derive(Subcommand, Debug)]
enum Command {
	/// Make the keystore, with the operator's account.
	Init {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		secret: secret::Source,
	},
	/// Become an operator: publish endpoint and encryption key, and put up the bond.
	Join {
		#[command(flatten)]
		common: Common,
		/// Where readers reach this custodian: http:// or https://.
		#[arg(long)]
		endpoint: String,
		/// The bond, in whole units.
		#[arg(long)]
		bond: u128,
		/// The RPC address of the Kubo daemon, if one is used in place of the embedded IPFS node.
		#[arg(long)]
		kubo: Option<String>,
	},
	/// Read documents and run a model on them, for the daemon that starts it.
	#[command(hide = true)]
	Assess(assessment::Arguments),
	/// Serve.
	Run {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		options: RunOptions,
	},
}

/// How a worker serves.
#[derive(Args, Debug)]
pub struct RunOptions {
	/// Address of the custody RPC. Put a TLS proxy before it when others reach it over a network.
	#[arg(long, default_value = "127.0.0.1:8844")]
	pub listen: SocketAddr,
	/// Where the embedded IPFS node listens.
	#[arg(long, default_value = "/ip4/127.0.0.1/tcp/4001")]
	pub ipfs_listen: String,
	/// Use this Kubo daemon by its RPC address, in place of the embedded IPFS node.
	#[arg(long)]
	pub kubo: Option<String>,
	/// Hand over no share once the chain has stood still for so many seconds.
	#[arg(long, default_value_t = 600, value_name = "SECONDS")]
	pub stale_after: u64,
	/// Folder with a folder for each model.
	#[arg(long, default_value = "models")]
	pub models: PathBuf,
	/// How many threads a model may take to answer one request. Answers do not hang on it.
	#[arg(long, default_value_t = 1, value_name = "THREADS", value_parser = clap::value_parser!(u16).range(1..))]
	pub threads: u16,
	/// What each process that reads documents may take.
	#[command(flatten)]
	pub limits: assessment::Limits,
	/// Start those processes by this program, such as an emulator, with its arguments.
	#[arg(long, hide = true, value_delimiter = ' ', allow_hyphen_values = true)]
	pub launcher: Vec<String>,
	/// Address of the Prometheus metrics.
	#[arg(long)]
	pub metrics: Option<SocketAddr>,
	/// Write logs as JSON.
	#[arg(long)]
	pub json_logs: bool,
}

/// Units have 12 decimals.
const UNIT: u128 = 1_000_000_000_000;

impl Arguments {
	/// How a child is to run, if this process is one.
	pub fn child(&self) -> Option<&assessment::Arguments> {
		match &self.command {
			Command::Assess(child) => Some(child),
			_ => None,
		}
	}
}

/// Runs the program.
pub async fn main(arguments: Arguments) -> anyhow::Result<()> {
	match arguments.command {
		// It has no runtime, so the program never comes here with it.
		Command::Assess(_) => Ok(()),
		Command::Init { common, secret } => {
			let home = Home::init(&common.home, secret.read()?.expose_secret())?;
			println!("operator {}", home.signer.account());
			println!("peer id  {}", home.peer_id()?);
			Ok(())
		}
		Command::Join {
			common,
			endpoint,
			bond,
			kubo,
		} => {
			let home = Home::open(&common.home)?;
			let chain = NodeClient::connect(&common.node).await?;
			let bond = bond.checked_mul(UNIT).context("the bond is too large")?;
			let peer_id = match kubo {
				Some(kubo) => Kubo::new(&kubo)?.identity().await?.peer_id,
				None => home.peer_id()?,
			};
			join(&home, &chain, &endpoint, &peer_id, bond).await
		}
		Command::Run { common, options } => {
			log_to_stderr(options.json_logs);
			run::run(Home::open(&common.home)?, &common.node, options).await
		}
	}
}

async fn join(
	home: &Home,
	chain: &NodeClient,
	endpoint: &str,
	peer_id: &str,
	bond: u128,
) -> anyhow::Result<()> {
	use crate::chain::ChainClient;
	let block = chain.finalized().await?;
	let who = questions::who_is(chain, &home.signer.account(), block.hash).await?;
	if who.operator.is_some() {
		let call = calls::participants::update_endpoint(endpoint, peer_id);
		chain.submit(&home.signer, call).await?;
		println!("was an operator already; the endpoint is up to date");
		return Ok(());
	}
	let key = home.secret.public();
	let call = calls::participants::become_operator(endpoint, peer_id, key, bond);
	let included = chain.submit(&home.signer, call).await?;
	println!("operator since block {}", included.block.number);
	Ok(())
}

fn log_to_stderr(json: bool) {
	use tracing_subscriber::{EnvFilter, fmt, prelude::*};
	let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
	let lines = fmt::layer().with_writer(std::io::stderr);
	let registry = tracing_subscriber::registry().with(filter);
	if json {
		registry.with(lines.json()).init();
	} else {
		registry
			.with(lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())))
			.init();
	}
}
