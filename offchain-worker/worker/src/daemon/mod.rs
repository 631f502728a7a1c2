// SPDX-License-Identifier: Apache-2.0
//! `salus-worker`: set up once, join once, then run.

mod announce;
mod backup;
mod hand_over;
mod identity;
mod insurer;
mod join;
mod notify;
mod options;
mod peers;
mod report;
mod run;
mod service;
mod session;
mod shell;
mod transport;

pub use options::RunOptions;

use crate::assessment;
use clap::{Args, Parser, Subcommand};
use identity::Home;
use report::Report;
use salus_custody::allow_plain_http;
use salus_keystore::{
	arguments::{EXIT_STATUS, node_url},
	secret,
};
use salus_primitives::ClaimId;
use secrecy::ExposeSecret;
use std::{path::PathBuf, process::ExitCode};

/// Keeps key shares and encrypted documents for Salus, and runs its risk models; or judges an insurer's claims.
///
/// The passphrase of the keystore is read from SALUS_PASSPHRASE, or from the file that
/// SALUS_PASSPHRASE_FILE names, or asked for; a new one is asked for twice.
#[derive(Parser, Debug)]
#[command(
	version = env!("SALUS_VERSION"),
	after_help = format!("Example:\n  salus-worker init --home ~/.salus-worker --secret-file phrase.txt\n  salus-worker join --home ~/.salus-worker --endpoint https://custodian.example --bond 2000 --models models\n  salus-worker run  --home ~/.salus-worker --models models\n\n{EXIT_STATUS}")
)]
pub struct Arguments {
	/// Print one JSON value and nothing else. What `run` logs is asked for with --json-logs.
	#[arg(long, global = true)]
	json: bool,
	#[command(subcommand)]
	command: Command,
}

#[derive(Args, Debug)]
struct HomeFolder {
	/// Folder with keystore, journal and documents.
	#[arg(long, default_value = "~/.salus-worker", env = "SALUS_WORKER_HOME")]
	home: PathBuf,
}

#[derive(Args, Debug)]
struct Common {
	#[command(flatten)]
	folder: HomeFolder,
	/// The node's WebSocket address.
	#[arg(long, default_value = "ws://127.0.0.1:9944", env = "SALUS_NODE", value_parser = node_url)]
	node: String,
	/// Ask custodians, and be asked, by http:// too, over a network: whoever is between sees who asks whom.
	#[arg(long, env = "SALUS_INSECURE")]
	insecure: bool,
}

impl Common {
	fn apply(&self) {
		if self.insecure {
			allow_plain_http();
		}
	}
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
	///
	/// The bond is taken once the models and ONNX Runtime have loaded. An operator that is on the chain with another
	/// endpoint or peer id stays as it is, unless --replace is given. Where the home has a session key, the account's own
	/// has to sign this: with --secret-file, or wherever it is, by the call that is printed.
	#[command(
		after_help = "Examples:\n  salus-worker join --home ~/.salus-worker --endpoint https://custodian.example --bond 2000 --models models\n  salus-worker join --endpoint https://new.custodian.example --bond 2000 --replace\n  salus-worker join --endpoint https://custodian.example --bond 2000 --without-models"
	)]
	Join {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		options: join::JoinOptions,
	},
	/// Make a key that the worker signs by, so that the account's own key stays elsewhere; or a new one in its place.
	///
	/// The account lists the key on the chain as a proxy for an operator's work (ProxyType Operator, no delay). The call is
	/// printed for whoever has the account's key, or signed here with --secret-file. The home holds no key of the account
	/// from then on. Stop the worker before, and start it after the key is listed.
	#[command(
		after_help = "Examples:\n  salus-worker session-key --home ~/.salus-worker --operator 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy --fund 10\n  salus-worker session-key --secret-file phrase.txt --fund 10\n  salus-worker session-key --revoke"
	)]
	SessionKey {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		options: session::SessionKeyOptions,
	},
	/// How this operator stands: on the chain, and, when the worker is stopped, in its home.
	#[command(after_help = "Example:\n  salus-worker status --home ~/.salus-worker")]
	Status {
		#[command(flatten)]
		common: Common,
	},
	/// Take no new work. The bond can be withdrawn after a time, by `salus operator withdraw-bond`. A session key can do
	/// neither: the account's own does, with --secret-file or by the call that is printed.
	#[command(
		after_help = "Example:\n  salus-worker leave --home ~/.salus-worker\n  salus --home ~/.salus-worker --as account operator withdraw-bond"
	)]
	Leave {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		cold: secret::ColdKey,
	},
	/// Name another operator for the shares that this one keeps: before it leaves for good, say. Both workers have to run
	/// until the shares have gone over. Where the home has a session key, the account's own has to sign this: with
	/// --secret-file, or wherever it is, by the call that is printed.
	#[command(
		after_help = "Examples:\n  salus-worker hand-over --to 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw\n  salus-worker hand-over --to 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw --record 3"
	)]
	HandOver {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		options: hand_over::HandOverOptions,
	},
	/// Change the keystore's passphrase. Everything that it opens stays as it is.
	///
	/// The old passphrase comes as for every command; the new one from SALUS_NEW_PASSPHRASE, or from the file that
	/// SALUS_NEW_PASSPHRASE_FILE names, or it is asked for twice.
	#[command(after_help = "Example:\n  salus-worker passphrase --home ~/.salus-worker")]
	Passphrase {
		#[command(flatten)]
		folder: HomeFolder,
	},
	/// Write keystore, journal and shares into one encrypted file. The worker must be stopped.
	///
	/// The documents are not in it: a restored worker fetches them from the other custodians. Whoever has the file and the
	/// passphrase has the account, or its session key, and every share in it, also of records that are erased later: so a
	/// backup is destroyed once there is a newer one.
	#[command(
		after_help = "Example:\n  salus-worker backup --home ~/.salus-worker --to /media/safe/salus-worker.backup"
	)]
	Backup {
		#[command(flatten)]
		folder: HomeFolder,
		/// The file to make; one that is there is never overwritten.
		#[arg(long, value_name = "FILE")]
		to: PathBuf,
	},
	/// Make a home of a backup. It takes the passphrase that the keystore had then.
	///
	/// When it is started, the worker destroys again what was destroyed since the backup was made, and seals nothing a
	/// second time.
	#[command(
		after_help = "Example:\n  salus-worker restore --home ~/.salus-worker --from /media/safe/salus-worker.backup --node ws://127.0.0.1:9944"
	)]
	Restore {
		#[command(flatten)]
		folder: HomeFolder,
		/// The backup.
		#[arg(long, value_name = "FILE")]
		from: PathBuf,
		/// A node's WebSocket address, to make sure that the backup is of its chain.
		#[arg(long, value_parser = node_url)]
		node: Option<String>,
	},
	/// Print what has a shell complete commands and options.
	Completion(shell::Completion),
	/// Write manual pages into a folder, one for each command.
	Man(shell::Man),
	/// Read documents and run a model on them, for the daemon that starts it.
	#[command(hide = true)]
	Assess(assessment::Arguments),
	/// Take in what `salus claim conclude` wrote (--statement-out), so that `run --insurer` goes on from that statement.
	///
	/// The file may be destroyed afterwards. Files are only added, so the worker may run meanwhile.
	#[command(
		after_help = "Example:\n  salus-worker adopt-statement --home ~/.salus-insurer statement-3.json"
	)]
	AdoptStatement {
		#[command(flatten)]
		folder: HomeFolder,
		/// What was written.
		#[arg(value_name = "FILE")]
		file: PathBuf,
	},
	/// Take a claim back for which nothing was paid, or all was given back: its record and its evidence may be claimed
	/// again.
	///
	/// What was paid, its payee gives back before, by `salus claim refund`. The policy's next statement is kept in the home
	/// before anything is sent: so a command that was cut short is given again, and goes on from there. The worker may run
	/// meanwhile.
	#[command(after_help = "Example:\n  salus-worker reverse --home ~/.salus-insurer 7")]
	Reverse {
		#[command(flatten)]
		common: Common,
		/// The claim.
		claim: u32,
	},
	/// Show what a claim came to, line by line, with the salt by which the policy's holder sees that it was concluded so.
	///
	/// No node is asked: it stands in the home alone, and is for the insurer and the policy's holder. With --json `outcome`
	/// is as the rules write it, which `salus claim check` compares with them.
	#[command(
		after_help = "Examples:\n  salus-worker outcome --home ~/.salus-insurer 7\n  salus-worker outcome --home ~/.salus-insurer 7 --json"
	)]
	Outcome {
		#[command(flatten)]
		folder: HomeFolder,
		/// The claim.
		claim: u32,
	},
	/// Serve.
	#[command(
		after_help = "Examples:\n  salus-worker run --home ~/.salus-worker --models models\n  salus-worker run --insurer --home ~/.salus-insurer"
	)]
	Run {
		#[command(flatten)]
		common: Common,
		#[command(flatten)]
		options: RunOptions,
	},
}

impl Arguments {
	/// How a child is to run, if this process is one.
	pub fn child(&self) -> Option<&assessment::Arguments> {
		match &self.command {
			Command::Assess(child) => Some(child),
			_ => None,
		}
	}
}

/// Runs the program; says by the exit status whether it did what it was asked to.
pub async fn main(arguments: Arguments) -> ExitCode {
	let mut report = Report::new(arguments.json);
	match execute(arguments.command, &mut report).await {
		Ok(()) => {
			report.end();
			ExitCode::SUCCESS
		}
		Err(cause) => {
			report.fail(&cause);
			ExitCode::FAILURE
		}
	}
}

async fn execute(command: Command, report: &mut Report) -> anyhow::Result<()> {
	match command {
		// It has no runtime, so the program never comes here with it.
		Command::Assess(_) => Ok(()),
		Command::Init { common, secret } => {
			let home = Home::init(&common.folder.home, secret.read()?.expose_secret())?;
			let (operator, peer_id) = (home.signer.account(), home.peer_id()?);
			report.put("operator", operator.to_string());
			report.put("peerId", &peer_id);
			report.line(format!("operator {operator}"));
			report.line(format!("peer id  {peer_id}"));
			Ok(())
		}
		Command::Join { common, options } => {
			common.apply();
			join::join(&common.folder.home, &common.node, options, report).await
		}
		Command::Status { common } => {
			service::status(&Home::open(&common.folder.home)?, &common.node, report).await
		}
		Command::Leave { common, cold } => {
			service::leave(&Home::open(&common.folder.home)?, &common.node, &cold, report).await
		}
		Command::HandOver { common, options } => {
			common.apply();
			let home = Home::open(&common.folder.home)?;
			hand_over::hand_over(&home, &common.node, options, report).await
		}
		Command::SessionKey { common, options } => {
			session::session_key(&common.folder.home, &common.node, options, report).await
		}
		Command::Passphrase { folder } => identity::change_passphrase(&folder.home, report),
		Command::Backup { folder, to } => backup::backup(&folder.home, &to, report),
		Command::Restore { folder, from, node } => {
			backup::restore(&folder.home, &from, node.as_deref(), report).await
		}
		Command::Completion(completion) => completion.run(report),
		Command::Man(man) => man.run(report),
		Command::AdoptStatement { folder, file } => {
			insurer::adopt_statement(&Home::open(&folder.home)?, &file, report)
		}
		Command::Reverse { common, claim } => {
			let home = Home::open(&common.folder.home)?;
			insurer::reverse(home, &common.node, ClaimId(claim), report).await
		}
		Command::Outcome { folder, claim } => {
			insurer::outcome(&Home::open(&folder.home)?, ClaimId(claim), report)
		}
		Command::Run { common, options } => {
			common.apply();
			log_to_stderr(options.json_logs);
			let home = Home::open(&common.folder.home)?;
			match options.insurer {
				true => insurer::run(home, &common.node, options.metrics).await,
				false => run::run(home, &common.node, options).await,
			}
		}
	}
}

fn log_to_stderr(json: bool) {
	use tracing_subscriber::{EnvFilter, fmt, prelude::*};
	let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
	let lines = fmt::layer().with_writer(std::io::stderr);
	let registry = tracing_subscriber::registry().with(filter);
	if json {
		registry.with(lines.json()).init();
	} else {
		registry.with(lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))).init();
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn no_two_arguments_of_a_command_clash() {
		Arguments::command().debug_assert();
	}
}
