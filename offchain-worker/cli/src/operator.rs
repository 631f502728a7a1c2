// SPDX-License-Identifier: Apache-2.0
//! What operators do by hand; the daemon does the rest.

use super::{
	Context, Failure, Responded, boxed,
	response::{Done, Nothing, Plain},
};
use clap::{Args, Subcommand};
use futures::future::join_all;
use salus_chain::{AccountId, ChainClient, calls, queries};
use salus_core::cids;
use salus_primitives::{
	Cid, WithId,
	quorum::{OperatorState, TaskId, digest_payload, seal_payload},
};
use serde::Serialize;
use sp_core::blake2_256;

#[derive(Subcommand, Debug)]
pub enum Operator {
	/// The operators in service: endpoint, bond, duties, and whether each can be drawn. For one who left: salus who ACCOUNT.
	#[command(after_help = "Example:\n  salus operator list")]
	List,
	/// Post a seal by hand, say after moving a worker to another machine. A wrong one costs bond.
	#[command(
		after_help = "Example:\n  salus --as operator operator seal 3 --content 0x51c2… --result bafkrei… --nonce 0x09ab…"
	)]
	Seal(Work),
	/// Open by hand what was sealed.
	#[command(
		after_help = "Example:\n  salus --as operator operator reveal 3 --content 0x51c2… --result bafkrei… --nonce 0x09ab…"
	)]
	Reveal(Work),
	/// Say that the work can't be done.
	#[command(after_help = "Example:\n  salus --as operator operator refuse 3")]
	Refuse {
		/// The task: a request's number.
		task: u64,
	},
	/// Close a task whose time is over: what nobody earned goes back. Anybody may; it costs nothing when it closes.
	#[command(after_help = "Example:\n  salus operator close 3")]
	Close {
		/// The task: a request's number.
		task: u64,
	},
	/// Dispute an accusation, before its time is over.
	#[command(after_help = "Example:\n  salus --as operator operator challenge 3")]
	Challenge {
		/// The task: a request's number.
		task: u64,
	},
	/// End an accusation whose time is over: bond is taken, or the operator excused where the authority did not rule.
	/// Anybody may.
	#[command(after_help = "Example:\n  salus operator end-accusation 3 5DAA…")]
	EndAccusation {
		/// The task: a request's number.
		task: u64,
		/// The accused; without it the signer.
		operator: Option<String>,
	},
	/// Say that the operator is back and can be drawn again.
	#[command(
		after_help = "Example, by the key in an operator's home:\n  salus --home ~/.salus-worker --as account operator return"
	)]
	Return,
	/// Take no new work.
	#[command(
		after_help = "Example, by the key in an operator's home:\n  salus --home ~/.salus-worker --as account operator leave"
	)]
	Leave,
	/// Take the bond back, once the waiting time is over and nothing is owed.
	#[command(
		after_help = "Example, by the key in an operator's home:\n  salus --home ~/.salus-worker --as account operator withdraw-bond"
	)]
	WithdrawBond,
}

/// What an operator made of a task.
#[derive(Args, Debug)]
pub struct Work {
	/// The task: a request's number.
	task: u64,
	/// The hash of what the work came to, 0x and 64 hex digits.
	#[arg(long, value_parser = hash)]
	content: [u8; 32],
	/// The CID of the encrypted result, where there is one.
	#[arg(long)]
	result: Option<String>,
	/// What the seal hides behind, 0x and 64 hex digits: keep it secret until all have sealed.
	#[arg(long, value_parser = hash)]
	nonce: [u8; 32],
}

impl Work {
	fn result(&self) -> Result<Option<Cid>, Failure> {
		Ok(self.result.as_deref().map(cids::from_text).transpose()?)
	}

	fn seal(&self, operator: &AccountId) -> Result<[u8; 32], Failure> {
		let task = TaskId(self.task);
		let digest = blake2_256(&digest_payload(task, &self.content, self.result()?.as_ref()));
		Ok(blake2_256(&seal_payload(task, operator, &digest, &self.nonce)))
	}
}

fn hash(text: &str) -> Result<[u8; 32], String> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(text.trim_start_matches("0x"), &mut bytes)
		.map_err(|cause| format!("it is not 64 hex digits: {cause}"))?;
	Ok(bytes)
}

/// The operators in service.
#[derive(Serialize)]
struct InService {
	operators: Vec<Listed>,
}

impl Plain for InService {}

/// An operator, and whether it can be drawn.
#[derive(Serialize)]
struct Listed {
	#[serde(flatten)]
	operator: WithId<AccountId, queries::Operator>,
	draw: OperatorState,
}

async fn list(context: &Context) -> Result<InService, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?;
	let operators = queries::operators(chain, block.hash).await?;
	let listed = operators.into_iter().map(async |operator| {
		let draw = queries::operator_state(chain, &operator.id, block.hash).await?;
		Ok::<_, Failure>(Listed { operator, draw })
	});
	let operators: Result<Vec<Listed>, Failure> = join_all(listed).await.into_iter().collect();
	Ok(InService { operators: operators? })
}

impl Operator {
	pub async fn run(self, context: &Context) -> Responded {
		use calls::{participants, quorum};
		let call = match self {
			Self::List => return boxed(list(context).await),
			Self::Seal(work) => {
				let seal = work.seal(&context.signer()?.account())?;
				quorum::seal(TaskId(work.task), seal)
			}
			Self::Reveal(work) => {
				let result = work.result()?;
				quorum::reveal(TaskId(work.task), work.content, result.as_ref(), work.nonce)
			}
			Self::Refuse { task } => quorum::refuse(TaskId(task)),
			Self::Close { task } => quorum::close(TaskId(task)),
			Self::Challenge { task } => quorum::challenge(TaskId(task)),
			Self::EndAccusation { task, operator } => {
				let operator = context.account_or_own(operator.as_deref())?;
				quorum::end_accusation(TaskId(task), &operator)
			}
			Self::Return => quorum::return_to_draw(),
			Self::Leave => participants::leave_service(),
			Self::WithdrawBond => participants::withdraw_bond(),
		};
		boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn work(result: Option<&str>) -> Work {
		let result = result.map(str::to_owned);
		Work { task: 3, content: [1; 32], result, nonce: [2; 32] }
	}

	#[test]
	fn a_seal_is_of_one_operator_and_binds_where_the_result_lies() {
		let account = |number: u8| AccountId::new([number; 32]);
		let cid = Cid::raw([7; 32]).to_string();
		let seal = |work: &Work, who| work.seal(&account(who)).expect("it is well-formed");
		let plain = seal(&work(None), 1);
		assert_ne!(plain, seal(&work(None), 2));
		assert_ne!(plain, seal(&work(Some(&cid)), 1));
		assert_eq!(plain, seal(&work(None), 1));
		assert!(work(Some("bafy")).seal(&account(1)).is_err());
	}

	#[test]
	fn hashes_are_64_hex_digits() {
		let digits = "ab".repeat(32);
		assert_eq!(hash(&format!("0x{digits}")), Ok([0xab; 32]));
		assert_eq!(hash(&digits), Ok([0xab; 32]));
		assert!(hash("0xab").is_err() && hash(&"zz".repeat(32)).is_err());
	}
}
