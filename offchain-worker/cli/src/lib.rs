//! `salus`: what people do, from a shell. A file a theme; each command's help shows an example.

mod answer;
mod authority;
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
mod keys;
mod operator;
mod organisation;
mod output;
mod persons;
mod purpose;
mod record;
mod render;
mod times;
mod upgrade;

use answer::Answer;
use clap::{Parser, Subcommand};
use context::Context;
use failure::Failure;
use salus_custody::allow_plain_http;
use salus_keystore::arguments::EXIT_STATUS;
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Salus: patients hold the say over their health records.
///
/// Documents are encrypted and decrypted here; the chain learns who may, and custodians keep the keys in
/// parts. The passphrase of the keystore is read from SALUS_PASSPHRASE, or from the file that
/// SALUS_PASSPHRASE_FILE names, or asked for; a new one is asked for twice.
#[derive(Parser, Debug)]
#[command(
	name = "salus",
	version,
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
	/// The node's WebSocket address.
	#[arg(long, global = true, default_value = "ws://127.0.0.1:9944", env = "SALUS_NODE")]
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
		env = "SALUS_PATIENCE",
		value_parser = clap::value_parser!(u16).range(..=300)
	)]
	patience: u16,
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
	/// Publish the signer's encryption key: what custodians encrypt shares to.
	#[command(subcommand)]
	Key(keys::Key),
	/// Register as a patient: on an organisation's voucher without tokens, or paying.
	Register(organisation::Register),
	/// What organisations do: vouchers and members.
	#[command(subcommand)]
	Organisation(organisation::Organisation),
	/// What the authority does, by its council.
	#[command(subcommand)]
	Authority(authority::Authority),
	/// Hand in a runtime that the council has authorised.
	ApplyUpgrade(upgrade::ApplyUpgrade),
	/// Everything that the chain knows of an account.
	Who(organisation::Who),
	/// Who may, for what, from when to when.
	#[command(subcommand)]
	Consent(consent::Consent),
	/// Encrypted documents.
	#[command(subcommand)]
	Record(record::Record),
	/// Models for decision support.
	#[command(subcommand)]
	Model(decision_support::Model),
	/// Check, before operators are asked, whether a model can be run on records.
	#[command(subcommand)]
	Decision(decision_support::Decision),
	/// Ask for decision support.
	Request(decision_support::Request),
	/// Where a request for decision support stands.
	RequestStatus(decision_support::RequestStatus),
	/// The settled outcome of a request.
	Receipt(decision_support::Receipt),
	/// Open a result and check it against its receipt.
	Result(decision_support::Open),
	/// Erase a result about you: its receipt stays, and operators drop what they keep of it.
	EraseResult(decision_support::EraseResult),
	/// A clinician's verdict on a result.
	Verdict(decision_support::GiveVerdict),
	/// End a request that no operator settled in time.
	Fail(decision_support::Fail),
	/// Close a request after its challenge window.
	Close(decision_support::Close),
	/// What operators do by hand.
	#[command(subcommand)]
	Operator(operator::Operator),
	/// Who was given access to a patient's records, checked against the chain.
	Disclosures(disclosures::Disclosures),
}

/// Runs the program: prints the answer, or the failure, and says by the exit code which it was.
pub async fn main(arguments: Arguments) -> ExitCode {
	let json = arguments.global.json;
	let retry_budget = Duration::from_secs(arguments.global.patience.into());
	if arguments.global.insecure {
		allow_plain_http();
	}
	let Global { node, home, signer, .. } = arguments.global;
	let context = Context::new(node, home, signer, json, retry_budget);
	match run(&context, arguments.command).await {
		Ok(answer) => match print(answer.as_ref(), json) {
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
type Answered = Result<Box<dyn Answer>, Failure>;

async fn run(context: &Context, command: Command) -> Answered {
	match command {
		Command::Keys(command) => boxed(command.run(context)),
		Command::Key(command) => boxed(command.run(context).await),
		Command::Register(command) => boxed(command.run(context).await),
		Command::Organisation(command) => boxed(command.run(context).await),
		Command::Authority(command) => boxed(command.run(context).await),
		Command::ApplyUpgrade(command) => boxed(command.run(context).await),
		Command::Who(command) => boxed(command.run(context).await),
		Command::Consent(command) => boxed(command.run(context).await),
		Command::Record(command) => boxed(command.run(context).await),
		Command::Model(command) => command.run(context).await,
		Command::Decision(command) => boxed(command.run(context).await),
		Command::Request(command) => boxed(command.run(context).await),
		Command::RequestStatus(command) => boxed(command.run(context).await),
		Command::Receipt(command) => boxed(command.run(context).await),
		Command::Result(command) => boxed(command.run(context).await),
		Command::EraseResult(command) => boxed(command.run(context).await),
		Command::Verdict(command) => boxed(command.run(context).await),
		Command::Fail(command) => boxed(command.run(context).await),
		Command::Close(command) => boxed(command.run(context).await),
		Command::Operator(command) => boxed(command.run(context).await),
		Command::Disclosures(command) => boxed(command.run(context).await),
	}
}

fn boxed(answer: Result<impl Answer + 'static, Failure>) -> Answered {
	answer.map(|answer| Box::new(answer) as Box<dyn Answer>)
}

fn print(answer: &dyn Answer, json: bool) -> serde_json::Result<()> {
	match json {
		true => write(&answer.json()?.to_string()),
		false => write(&answer.text()),
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
}
