// SPDX-License-Identifier: Apache-2.0
//! `salus`: what people do, from a shell. A file a theme; each command's help shows an example.

mod authority;
mod claim;
mod codes;
mod consent;
mod context;
mod decision_support;
mod disclosures;
mod failure;
#[cfg(test)]
mod fixtures;
#[doc(hidden)]
pub mod fuzzing;
mod guardian;
mod insurance;
mod insurer;
mod keys;
mod membership;
mod names;
mod operator;
mod organisation;
mod output;
mod persons;
mod plan;
mod policy;
mod purpose;
mod record;
mod render;
mod response;
mod shell;
mod sponsor;
mod times;
mod upgrade;

use clap::{Parser, Subcommand};
use context::Context;
use failure::Failure;
use response::Response;
use salus_custody::allow_plain_http;
use salus_keystore::arguments::{EXIT_STATUS, node_url};
use std::{io::IsTerminal, path::PathBuf, process::ExitCode, time::Duration};

/// Salus: patients hold the say over their health records.
///
/// Documents are encrypted and decrypted here; the chain learns who may, and custodians keep the keys in
/// parts. The passphrase of the keystore is read from SALUS_PASSPHRASE, or from the file that
/// SALUS_PASSPHRASE_FILE names, or asked for; a new one is asked for twice.
#[derive(Parser, Debug)]
#[command(
	name = "salus",
	version = env!("SALUS_VERSION"),
	after_help = format!("Example:\n  salus keys new me\n  salus --as me record list\n\n{EXIT_STATUS}")
)]
pub struct Arguments {
	#[command(flatten)]
	global: Global,
	#[command(subcommand)]
	command: Command,
}

#[derive(clap::Args, Debug)]
struct Global {
	/// The node's WebSocket address. Without a scheme it is asked by TLS, unless it is on this machine.
	#[arg(
		long,
		global = true,
		default_value = "ws://127.0.0.1:9944",
		env = "SALUS_NODE",
		value_parser = node_url
	)]
	node: String,
	/// Folder with the keystore; an operator's home, too, whose key is called account.
	#[arg(long, global = true, default_value = "~/.salus", env = "SALUS_HOME")]
	home: PathBuf,
	/// Which key signs: a name in the keystore, or a public development key such as //Alice.
	#[arg(long = "as", global = true, value_name = "NAME", default_value = "me", env = "SALUS_AS")]
	signer: String,
	/// How long to try again a node or a custodian that does not answer; 0 tries once.
	// Not so long that a signed request, fresh for ten minutes, is stale before it is heard.
	#[arg(
		long,
		global = true,
		value_name = "SECONDS",
		default_value_t = 10,
		env = "SALUS_RETRY_BUDGET",
		value_parser = clap::value_parser!(u16).range(..=300)
	)]
	retry_budget: u16,
	/// Ask custodians by http:// too, over a network: whoever is between sees who reads what.
	#[arg(long, global = true, env = "SALUS_INSECURE")]
	insecure: bool,
	/// Print one JSON value and nothing else.
	#[arg(long, global = true)]
	json: bool,
}

#[derive(Subcommand, Debug)]
enum Command {
	/// Keys and personas.
	#[command(subcommand)]
	Keys(keys::Keys),
	/// Names of your own for people, organisations and models.
	#[command(subcommand)]
	Names(names::Command),
	/// Register as a patient who pays, or sign for an organisation to register you without tokens.
	Register(organisation::Register),
	/// What organisations do: patients whom they register, and members.
	#[command(subcommand)]
	Organisation(organisation::Organisation),
	/// Memberships of organisations: accept, leave, and what is on record of them.
	#[command(subcommand)]
	Membership(membership::Membership),
	/// Guardians: who acts for a patient, in their own name.
	#[command(subcommand)]
	Guardian(guardian::Guardian),
	/// Who pays for a patient who is registered: begin, leave, take over.
	#[command(subcommand)]
	Sponsor(sponsor::Sponsor),
	/// What the authority does: motions of the body whose duty it is.
	Authority(authority::Authority),
	/// Hand in a runtime that was authorised.
	ApplyUpgrade(upgrade::ApplyUpgrade),
	/// Everything that the chain knows of an account.
	Who(organisation::Who),
	/// Who may, for what, from when to when.
	#[command(subcommand)]
	Consent(consent::Consent),
	/// Encrypted documents.
	#[command(subcommand)]
	Record(record::Record),
	/// Plans that insurers offer: their terms, in clear, and their networks.
	#[command(subcommand)]
	Plan(plan::Plan),
	/// The money that answers for an insurer's claims.
	#[command(subcommand)]
	Insurer(insurer::Insurer),
	/// Policies: who is insured, from when to when.
	#[command(subcommand)]
	Policy(policy::Policy),
	/// Claims: submitted, concluded, paid and given back; or judged from a file by published rules, without a node.
	#[command(subcommand)]
	Claim(claim::ClaimCommand),
	/// Decision support: models, requests, results, verdicts.
	#[command(subcommand)]
	Decision(decision_support::Decision),
	/// What operators do by hand.
	#[command(subcommand)]
	Operator(operator::Operator),
	/// Who was given access to a patient's records, checked against the chain.
	Disclosures(disclosures::Disclosures),
	/// Print what has a shell complete commands and options.
	Completion(shell::Completion),
	/// Write manual pages into a folder, one for each command.
	Man(shell::Man),
}

/// Runs the program: prints the answer, or the failure, and says by the exit code which it was.
pub async fn main(arguments: Arguments) -> ExitCode {
	let json = arguments.global.json;
	let retry_budget = Duration::from_secs(arguments.global.retry_budget.into());
	if arguments.global.insecure {
		allow_plain_http();
	}
	let Global { node, home, signer, .. } = arguments.global;
	let context = Context::new(node, home, signer, json, retry_budget);
	match run(&context, arguments.command).await {
		Ok(answer) => match print(&context, answer.as_ref(), json) {
			Ok(()) => ExitCode::SUCCESS,
			Err(cause) => failed(&Failure::new("Mismatch", cause), json),
		},
		Err(failure) => failed(&failure, json),
	}
}

fn failed(failure: &Failure, json: bool) -> ExitCode {
	if json {
		write(&failure.to_json().to_string());
	}
	eprintln!("error: {}", failure.message);
	ExitCode::FAILURE
}

/// What a command comes to.
type Responded = Result<Box<dyn Response>, Failure>;

async fn run(context: &Context, command: Command) -> Responded {
	match command {
		Command::Keys(command) => command.run(context).await,
		Command::Names(command) => boxed(command.run(context)),
		Command::Register(command) => command.run(context).await,
		Command::Organisation(command) => command.run(context).await,
		Command::Membership(command) => command.run(context).await,
		Command::Guardian(command) => command.run(context).await,
		Command::Sponsor(command) => command.run(context).await,
		Command::Authority(command) => command.run(context).await,
		Command::ApplyUpgrade(command) => boxed(command.run(context).await),
		Command::Who(command) => boxed(command.run(context).await),
		Command::Consent(command) => command.run(context).await,
		Command::Record(command) => command.run(context).await,
		Command::Plan(command) => command.run(context).await,
		Command::Insurer(command) => command.run(context).await,
		Command::Policy(command) => command.run(context).await,
		Command::Claim(command) => command.run(context).await,
		Command::Decision(command) => command.run(context).await,
		Command::Operator(command) => command.run(context).await,
		Command::Disclosures(command) => boxed(command.run(context).await),
		Command::Completion(command) => boxed(command.run()),
		Command::Man(command) => boxed(command.run()),
	}
}

fn boxed(answer: Result<impl Response + 'static, Failure>) -> Responded {
	answer.map(|answer| Box::new(answer) as Box<dyn Response>)
}

fn print(context: &Context, answer: &dyn Response, json: bool) -> serde_json::Result<()> {
	if json {
		write(&answer.json()?.to_string());
		return Ok(());
	}
	let text = answer.text();
	match context.names() {
		Ok(names) if !answer.keeps_accounts() => {
			write(&names.in_text(&text, std::io::stdout().is_terminal()));
		}
		Ok(_) => write(&text),
		Err(failure) => {
			context.warn(&failure.message);
			write(&text);
		}
	}
	Ok(())
}

fn write(text: &str) {
	use std::io::Write;
	// A reader who has gone away is not a failure of ours.
	let _ = writeln!(std::io::stdout(), "{text}");
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn no_two_arguments_of_a_command_clash() {
		Arguments::command().debug_assert();
	}

	#[test]
	fn commands_are_grouped_by_pallet() {
		let of = |group: &str| -> Vec<String> {
			let command = Arguments::command();
			let group = command.find_subcommand(group).expect("there is this group");
			group.get_subcommands().map(|one| one.get_name().to_owned()).collect()
		};
		for (group, commands) in [
			(
				"decision",
				&["model", "check", "request", "status", "receipt", "result", "erase"][..],
			),
			("decision", &["verdict", "publish-output"]),
			("operator", &["close", "challenge", "end-accusation", "return"]),
			("keys", &["publish"]),
			("plan", &["publish", "revise", "close", "remove", "show", "admit", "exclude"]),
			("insurer", &["fund", "withdraw", "solvency", "pay-waiting", "transfer"]),
			("policy", &["file", "issue", "end", "show", "close"]),
			("claim", &["judge", "check", "explain", "submit", "conclude", "collect", "refund"]),
			("claim", &["file", "evidence", "refer", "deny-care", "close", "show", "list"]),
		] {
			let known = of(group);
			assert!(commands.iter().all(|one| known.iter().any(|known| known == one)), "{known:?}");
		}
		let program = Arguments::command();
		for former in ["close", "fail", "result", "request", "model", "key"] {
			assert!(program.find_subcommand(former).is_none(), "{former}");
		}
	}
}
