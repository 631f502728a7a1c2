// SPDX-License-Identifier: Apache-2.0
//! What the authority does. It is in parts: each duty is one body's, and each decision a motion that members of the
//! body propose, vote for and close, each with a key of their own.

mod decision;
mod duty;
mod motion;

use super::{Context, Failure, Responded, boxed, upgrade};
use clap::{Args, Subcommand};
use duty::Duty;
use salus_chain::calls::bodies;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples, by members who each have their own key:\n  salus --as me authority propose license 5F3s… --profession physician --jurisdiction CH --until 2035-01-01\n  salus --as you authority vote license 5F3s… --profession physician --jurisdiction CH --until 2035-01-01\n  salus --as me authority close license 5F3s… --profession physician --jurisdiction CH --until 2035-01-01\nOn a development chain, with all keys at once:\n  salus authority license 5F3s… --profession physician --jurisdiction CH --until 2035-01-01"
)]
pub struct Authority {
	/// Without propose, vote or close: members of the body, all of whose keys are here; the first proposes, all agree.
	#[arg(long = "council", global = true, value_name = "NAME")]
	members: Vec<String>,
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
	/// Propose a motion to the body whose duty it is. The proposer's own vote is a vote of its own.
	#[command(
		after_help = "Example:\n  salus --as me authority propose suspend practitioner 5F3s…"
	)]
	Propose {
		#[command(subcommand)]
		duty: Duty,
	},
	/// Vote for a motion, by the same words as it was proposed by: so nobody agrees to another than they mean.
	#[command(
		after_help = "Example:\n  salus --as you authority vote suspend practitioner 5F3s…\n  salus --as you authority vote --against suspend practitioner 5F3s…"
	)]
	Vote {
		/// Vote against it.
		#[arg(long)]
		against: bool,
		#[command(subcommand)]
		duty: Duty,
	},
	/// Close a motion that enough members agree to, or too many oppose: then its call is made, or it ends.
	#[command(after_help = "Example:\n  salus --as me authority close suspend practitioner 5F3s…")]
	Close {
		#[command(subcommand)]
		duty: Duty,
	},
	/// The motions that are open, with who has voted.
	#[command(after_help = "Example:\n  salus authority motions")]
	Motions,
	/// Make a call as root to which medical board and technical committee agreed, when the delay is over. Anybody may.
	Enact {
		#[command(subcommand)]
		what: Enactment,
	},
	#[command(flatten)]
	AtOnce(Duty),
}

/// What both bodies agreed to.
#[derive(Subcommand, Debug)]
enum Enactment {
	/// Authorise a runtime: whoever holds its code may then hand it in, once, by salus apply-upgrade.
	#[command(
		after_help = "Example:\n  salus --as me authority enact upgrade runtime.compact.compressed.wasm"
	)]
	Upgrade {
		/// The runtime's WASM, byte for byte what was agreed to.
		runtime: PathBuf,
	},
	/// Extend the emergency brake by a day; it needs no delay.
	#[command(after_help = "Example:\n  salus --as me authority enact extend-brake")]
	ExtendBrake,
}

impl Authority {
	pub async fn run(self, context: &Context) -> Responded {
		let Self { members, command } = self;
		match command {
			Command::Propose { duty } => {
				let decision = duty.decision(context).await?.of_one_body()?;
				boxed(motion::propose(context, decision).await)
			}
			Command::Vote { against, duty } => {
				let decision = duty.decision(context).await?.of_one_body()?;
				boxed(motion::vote(context, decision, !against).await)
			}
			Command::Close { duty } => {
				let decision = duty.decision(context).await?.of_one_body()?;
				boxed(motion::close(context, decision).await)
			}
			Command::Motions => boxed(motion::list(context).await),
			Command::Enact { what } => boxed(enact(context, what).await),
			Command::AtOnce(duty) => {
				let decision = duty.decision(context).await?;
				boxed(motion::carry(context, &members, decision).await)
			}
		}
	}
}

async fn enact(context: &Context, what: Enactment) -> Result<motion::Carried, Failure> {
	let call = match what {
		Enactment::Upgrade { runtime } => upgrade::authorisation(&runtime)?,
		Enactment::ExtendBrake => bodies::extend_brake(),
	};
	let enacted = context.submit(bodies::enact(call)).await?;
	Ok(motion::carried(&enacted))
}

#[cfg(test)]
mod tests {
	use crate::Arguments;
	use clap::Parser;

	fn parses(arguments: &[&str]) -> bool {
		Arguments::try_parse_from([&["salus", "authority"][..], arguments].concat()).is_ok()
	}

	#[test]
	fn each_duty_is_proposed_voted_for_and_closed_in_the_same_words() {
		for duty in [
			&["approve-model", "3"][..],
			&["suspend", "organisation", "//Bob"],
			&["review", "0", "--outcome", "justified"],
			&["set-custody-price", "--micro", "200"],
			&["authorize-upgrade", "runtime.wasm", "--body", "medical-board"],
			&["brake", "--body", "technical-committee"],
		] {
			for step in ["propose", "vote", "close"] {
				assert!(parses(&[&[step][..], duty].concat()), "{step} {duty:?}");
			}
			assert!(parses(duty), "{duty:?}");
			assert!(parses(&[duty, &["--council", "//Alice", "--council", "//Bob"]].concat()));
		}
		assert!(parses(&["vote", "--against", "approve-model", "3"]));
		assert!(parses(&["motions"]) && parses(&["enact", "upgrade", "runtime.wasm"]));
		assert!(!parses(&["propose"]) && !parses(&["propose", "motions"]));
	}
}
