// SPDX-License-Identifier: Apache-2.0
//! What operators do by hand; the daemon does the rest.

use super::{
	Context, Failure, Responded, boxed,
	response::{Done, Nothing, Plain},
};
use clap::Subcommand;
use salus_chain::{AccountId, ChainClient, calls, queries};
use salus_primitives::{RequestId, WithId};
use serde::Serialize;

#[derive(Subcommand, Debug)]
pub enum Operator {
	/// The operators in service: endpoint, bond, duties. For one who left: salus who ACCOUNT.
	#[command(after_help = "Example:\n  salus operator list")]
	List,
	/// Post a seal by hand, say after moving a worker to another machine. A wrong one costs bond.
	#[command(after_help = "Example:\n  salus --as operator operator seal 3 --seal 0x51c2…")]
	Seal {
		/// The request.
		request: u64,
		/// The seal, 0x and 64 hex digits.
		#[arg(long)]
		seal: String,
	},
	/// Dispute an accusation, within the challenge window.
	#[command(after_help = "Example:\n  salus --as operator operator challenge 3")]
	Challenge {
		/// The request.
		request: u64,
	},
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

/// The operators in service.
#[derive(Serialize)]
struct InService {
	operators: Vec<WithId<AccountId, queries::Operator>>,
}

impl Plain for InService {}

impl Operator {
	pub async fn run(self, context: &Context) -> Responded {
		let call = match self {
			Self::List => {
				let chain = context.chain().await?;
				let block = chain.finalized().await?;
				let operators = queries::operators(chain, block.hash).await?;
				return boxed(Ok(InService { operators }));
			}
			Self::Seal { request, seal } => {
				let mut bytes = [0; 32];
				hex::decode_to_slice(seal.trim_start_matches("0x"), &mut bytes).map_err(
					|cause| Failure::bad_input(format!("a seal is 64 hex digits: {cause}")),
				)?;
				calls::decision_support::seal(RequestId(request), bytes)
			}
			Self::Challenge { request } => calls::decision_support::challenge(RequestId(request)),
			Self::Leave => calls::participants::leave_service(),
			Self::WithdrawBond => calls::participants::withdraw_bond(),
		};
		boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
	}
}
