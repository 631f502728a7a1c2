// SPDX-License-Identifier: Apache-2.0
//! The flows of a document: written (encrypted, uploaded, key shared out), read (granted access by the chain, shares
//! joined, fetched, verified, decrypted), and its key shared out anew.

mod read;
mod reshare;
mod write;

pub use read::{Opened, fetch, fetch_from, open, open_key};
pub use reshare::{Reshared, reshare};
pub use write::{choose_custodians, prepare};

use crate::{Custodian, CustodianError, retry::RetryBudget};
use futures::{StreamExt, stream::FuturesUnordered};
use salus_chain::{AccountId, ChainError};
use salus_core::{DocumentError, ShareError, cids::CidError};
use salus_primitives::{AccessId, RecordId, VersionNumber};
use std::time::Duration;

/// Which custodian did not do it, and why.
type Causes = Vec<(AccountId, CustodianError)>;

/// Why a document could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
	/// The chain was out of reach or refused.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The chain knows no such access request.
	#[error("the chain has no access request {0} in a finalized block; ask for access first")]
	NoAccess(AccessId),
	/// The record's version is gone.
	#[error("record {record} is erased, or has no version {version:?}")]
	Gone {
		record: RecordId,
		/// The version asked for.
		version: Option<VersionNumber>,
	},
	/// Too few custodians gave their share.
	#[error("{have} of {need} shares came; missing: {}", name(.missing))]
	CustodiansMissing {
		/// Shares that came.
		have: usize,
		/// Shares needed.
		need: u8,
		/// Which custodian did not give theirs, and why.
		missing: Causes,
	},
	/// A custodian refused, as it must without an access request.
	#[error(transparent)]
	Custodian(#[from] CustodianError),
	/// Every custodian's copy is damaged.
	#[error("every copy of the document {cid} that could be reached is damaged: {}; nothing was decrypted", name(.causes))]
	Corrupt {
		/// The document's CID as text.
		cid: String,
		/// What each custodian said.
		causes: Causes,
	},
	/// No custodian has the document.
	#[error("no custodian could give the document {cid}: {}", name(.causes))]
	NotFound {
		/// The document's CID as text.
		cid: String,
		/// What each custodian said.
		causes: Causes,
	},
	/// No custodian took the document.
	#[error("no custodian took the document {cid}: {}", name(.causes))]
	NotStored {
		/// The document's CID as text.
		cid: String,
		/// What each custodian said.
		causes: Causes,
	},
	/// The shares do not fit.
	#[error(transparent)]
	Share(#[from] ShareError),
	/// The document does not decrypt, or is too large to encrypt.
	#[error(transparent)]
	Document(#[from] DocumentError),
	/// The document has no CID: it is too large.
	#[error(transparent)]
	Cid(#[from] CidError),
	/// There are too few operators to keep the shares.
	#[error("{have} operators are in service, and {need} custodians are needed")]
	TooFewOperators {
		/// How many are in service.
		have: usize,
		/// How many are needed.
		need: usize,
	},
	/// An account named as custodian is not an operator in service.
	#[error(
		"{0} is not an operator in service, so it can't be a custodian; see: salus operator list"
	)]
	NoCustodian(AccountId),
}

fn name(causes: &[(AccountId, CustodianError)]) -> String {
	causes.iter().map(|(_, cause)| cause.to_string()).collect::<Vec<_>>().join("; ")
}

/// How long a custodian is waited for before the next is asked beside it.
const HEDGE_AFTER: Duration = Duration::from_secs(2);
/// Bytes a second with which a document may be under way until then: slower, the next may be faster.
const HEDGE_SPEED: u64 = 4 * 1024 * 1024;

/// How long a custodian has for a document of this size before the next is asked beside it.
fn hedge_after(size: u64) -> Duration {
	HEDGE_AFTER + Duration::from_secs(size / HEDGE_SPEED)
}

/// Asks custodians one after the other until one does it, and the next beside those who take longer than `hedge_after`.
/// Should none do it, those who did not answer are asked again, within the retry budget; those who refused are not.
async fn first<'a, T, Attempt: Future<Output = Result<T, CustodianError>>>(
	mut open: Vec<&'a Custodian>,
	hedge_after: Duration,
	mut budget: RetryBudget,
	ask: impl Fn(&'a Custodian) -> Attempt,
) -> Result<T, Causes> {
	let ask = &ask;
	let mut refused = Vec::new();
	loop {
		let mut silent: Vec<(&'a Custodian, CustodianError)> = Vec::new();
		let mut waiting = open.into_iter();
		let mut asked = FuturesUnordered::new();
		loop {
			if asked.is_empty() && waiting.len() == 0 {
				break;
			}
			let pause = match asked.is_empty() {
				true => Duration::ZERO,
				false => hedge_after,
			};
			tokio::select! {
				biased;
				Some((custodian, response)) = asked.next() => match response {
					Ok(done) => return Ok(done),
					Err(cause) if CustodianError::passes(&cause) => silent.push((custodian, cause)),
					Err(cause) => refused.push((custodian.account().clone(), cause)),
				},
				() = tokio::time::sleep(pause), if waiting.len() > 0 => asked.extend(
					waiting.next().map(|custodian| async move { (custodian, ask(custodian).await) }),
				),
			}
		}
		let again = match silent.last() {
			Some((_, cause)) => budget.again(cause).await,
			None => false,
		};
		if !again {
			let silent = silent.into_iter();
			refused.extend(silent.map(|(custodian, cause)| (custodian.account().clone(), cause)));
			return Err(refused);
		}
		open = silent.into_iter().map(|(custodian, _)| custodian).collect();
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{
		future::{pending, ready},
		sync::Mutex,
	};

	const HOUR: Duration = Duration::from_secs(60 * 60);

	fn custodian(number: u8) -> Custodian {
		let endpoint = format!("http://127.0.0.1:{number}");
		Custodian::at(AccountId::new([number; 32]), endpoint, [0; 32]).unwrap()
	}

	fn silence(custodian: &Custodian) -> CustodianError {
		CustodianError::Unavailable {
			account: custodian.account().clone(),
			reason: "its store does not answer".into(),
		}
	}

	fn refusal(custodian: &Custodian) -> CustodianError {
		CustodianError::Refused {
			account: custodian.account().clone(),
			reason: "not registered".into(),
		}
	}

	#[tokio::test]
	async fn only_whoever_does_not_answer_is_asked_again() {
		let custodians = [custodian(1), custodian(2)];
		let [refuses, returns] = &custodians;
		let asked = Mutex::new(Vec::new());
		let stored =
			first(custodians.iter().collect(), HOUR, RetryBudget::without_pauses(), |one| {
				let mut asked = asked.lock().unwrap();
				asked.push(one.account().clone());
				ready(if one.account() == refuses.account() {
					Err(refusal(one))
				} else if asked.len() > 3 {
					Ok("stored")
				} else {
					Err(silence(one))
				})
			});
		assert_eq!(stored.await.unwrap(), "stored");
		let [once, again] = [refuses, returns].map(|custodian| custodian.account().clone());
		let expected = [once, again.clone(), again.clone(), again];
		assert_eq!(asked.into_inner().unwrap(), expected);
	}

	#[tokio::test]
	async fn the_next_one_answers_before_anybody_is_asked_again() {
		let custodians = [custodian(1), custodian(2)];
		let [silent, answers] = &custodians;
		let given =
			first(custodians.iter().collect(), HOUR, RetryBudget::without_pauses(), |one| {
				ready(if one.account() == answers.account() {
					Ok("given")
				} else {
					Err(silence(silent))
				})
			});
		assert_eq!(given.await.unwrap(), "given");
	}

	#[tokio::test]
	async fn without_a_retry_budget_everybody_is_named() {
		let custodians = [custodian(1), custodian(2)];
		let [refuses, _] = &custodians;
		let refused =
			first(custodians.iter().collect(), HOUR, RetryBudget::within(Duration::ZERO), |one| {
				ready(Err::<(), _>(if one.account() == refuses.account() {
					refusal(one)
				} else {
					silence(one)
				}))
			});
		let (cid, causes) = ("bafy".to_owned(), refused.await.unwrap_err());
		let said = DocumentsError::NotStored { cid, causes }.to_string();
		for custodian in &custodians {
			assert!(said.contains(&custodian.account().to_string()), "{said}");
		}
	}

	#[tokio::test]
	async fn one_that_hangs_keeps_nobody_waiting() {
		let custodians = [custodian(1), custodian(2)];
		let [hangs, answers] = &custodians;
		let soon = Duration::from_millis(1);
		let given =
			first(custodians.iter().collect(), soon, RetryBudget::within(Duration::ZERO), |one| {
				let hung = one.account() == hangs.account();
				async move {
					if hung {
						pending::<()>().await;
					}
					Ok(one.account().clone())
				}
			});
		assert_eq!(given.await.unwrap(), *answers.account());
	}
}
