// SPDX-License-Identifier: Apache-2.0
//! Status: versions and authors of a record, and who of its custodians still keeps what of each.

use super::{
	super::{Context, Failure, Responded, boxed, response::Plain},
	destroyed::destroyed,
	permission::NumberedRecord,
};
use futures::future::{join_all, try_join_all};
use salus_chain::{AccountId, BlockRef, ChainClient, queries};
use salus_core::{
	Sharing,
	protocol::{DocumentState, Kept, ShareState},
};
use salus_custody::Custodian;
use salus_primitives::{RecordId, VersionNumber, WithId, records::Version};
use serde::Serialize;
use std::{collections::BTreeMap, time::Duration};
use tokio::time::timeout;

/// How long a custodian has to prove what it keeps of a version.
const PROOF_TIMEOUT: Duration = Duration::from_secs(3);

/// What a custodian proves, or why it does not.
type Proof = Result<Kept, String>;
/// A version of a record with its number.
type NumberedVersion = WithId<VersionNumber, Version<AccountId>>;
/// A custodian that may be asked, or why it can't be.
pub(super) type Reached = Result<Custodian, String>;

/// A record with its versions.
#[derive(Serialize)]
struct Status {
	#[serde(flatten)]
	record: NumberedRecord,
	versions: Vec<KeptVersion>,
}

impl Plain for Status {}

/// A version, and who keeps what of it.
#[derive(Serialize)]
struct KeptVersion {
	#[serde(flatten)]
	version: NumberedVersion,
	#[serde(flatten)]
	custody: ShownCustody,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	warnings: Vec<String>,
}

/// What is kept of a version, as it is answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownCustody {
	/// In words.
	kept: String,
	shares_kept: usize,
	custody: Vec<ShownResponse>,
}

/// A custodian's answer, as it is answered: what it proves, or the reason why it does not.
#[derive(Serialize)]
struct ShownResponse {
	account: AccountId,
	/// In a word or two.
	state: &'static str,
	share: Option<ShareState>,
	document: Option<DocumentState>,
	block: Option<u32>,
	reason: Option<String>,
}

pub async fn status(context: &Context, record: RecordId, history: bool) -> Responded {
	let (chain, block) = (context.chain().await?, context.block().await?);
	if let Some(tombstone) = queries::tombstone(chain, record, block.hash).await? {
		return boxed(destroyed(context, record, tombstone, block, history).await);
	}
	let item = queries::record(chain, record, block.hash)
		.await?
		.ok_or_else(|| Failure::not_found(format!("record {record}")))?;
	let versions: Vec<NumberedVersion> = queries::provenance(chain, record, block.hash).await?;
	let waiting = context.spinner("custodians …");
	let custodians = reach(chain, custodians_of(&versions), block, context.retry_budget()).await;
	let asked = custodians?.into_iter().map(|(account, custodian)| {
		let versions = &versions;
		async move {
			let answers = ask(&account, &custodian, record, versions).await;
			(account, answers)
		}
	});
	let answers: BTreeMap<_, _> = join_all(asked).await.into_iter().collect();
	waiting.finish_and_clear();
	let versions = versions.into_iter().map(|version| {
		let custody = Custody::of(&version, &answers);
		let warnings = custody.warnings();
		for warning in &warnings {
			context.warn(&format!("version {}: {warning}", version.id));
		}
		KeptVersion { version, custody: custody.shown(), warnings }
	});
	let versions = versions.collect();
	boxed(Ok(Status { record: WithId { id: record, item }, versions }))
}

/// Every custodian of these versions, each once.
pub(super) fn custodians_of(versions: &[NumberedVersion]) -> Vec<AccountId> {
	let mut accounts: Vec<AccountId> =
		versions.iter().flat_map(|version| version.item.custodians.clone()).collect();
	accounts.sort_unstable();
	accounts.dedup();
	accounts
}

/// These custodians, where the chain says that they are.
pub(super) async fn reach(
	chain: &dyn ChainClient,
	accounts: Vec<AccountId>,
	block: BlockRef,
	retry_budget: Duration,
) -> Result<Vec<(AccountId, Reached)>, Failure> {
	let reached = accounts.into_iter().map(|account| async move {
		let who = queries::who_is(chain, &account, block.hash).await?;
		let reached = match who.operator {
			Some(operator) => {
				let session_keys = chain.session_keys(&account, block.hash).await?;
				Custodian::new(&account, &operator, chain.genesis_hash().0)
					.map(|custodian| {
						custodian.with_session_keys(session_keys).with_retry_budget(retry_budget)
					})
					.map_err(|cause| cause.to_string())
			}
			None => Err("it is not an operator any more".to_owned()),
		};
		Ok::<_, Failure>((account, reached))
	});
	try_join_all(reached).await
}

/// Asks a custodian about its versions one after the other. Once it does not answer, it is asked no more: it costs
/// whoever waits three seconds, however many versions there are.
async fn ask(
	account: &AccountId,
	custodian: &Reached,
	record: RecordId,
	versions: &[NumberedVersion],
) -> BTreeMap<VersionNumber, Proof> {
	let (mut answers, mut silent) = (BTreeMap::new(), None::<String>);
	for WithId { id, item: version } in versions {
		if !version.custodians.contains(account) {
			continue;
		}
		let answer = match (&silent, custodian) {
			(Some(reason), _) | (None, Err(reason)) => Err(reason.clone()),
			(None, Ok(custodian)) => {
				let sharing = Sharing::of(record, *id, version);
				prove(custodian, version, &sharing.share_name()).await
			}
		};
		silent = answer.as_ref().err().cloned();
		answers.insert(*id, answer);
	}
	answers
}

async fn prove(
	custodian: &Custodian,
	version: &Version<AccountId>,
	share_name: &[u8; 32],
) -> Proof {
	let asked = custodian.prove(&version.cid, share_name);
	match timeout(PROOF_TIMEOUT, asked).await {
		Ok(Ok(proven)) => Ok(proven.kept),
		Ok(Err(cause)) => Err(cause.to_string()),
		Err(_) => Err(format!("no answer within {} s", PROOF_TIMEOUT.as_secs())),
	}
}

/// What is kept of a version.
struct Custody {
	/// How many shares open it.
	needed: usize,
	answers: Vec<(AccountId, Proof)>,
}

impl Custody {
	fn of(
		WithId { id, item: version }: &NumberedVersion,
		answers: &BTreeMap<AccountId, BTreeMap<VersionNumber, Proof>>,
	) -> Self {
		let answer = |account: &AccountId| {
			let answers = answers.get(account);
			let answer = answers.and_then(|answers| answers.get(id)).cloned();
			answer.unwrap_or_else(|| Err("it was not asked".to_owned()))
		};
		let custodians = version.custodians.iter();
		Self {
			needed: version.threshold.into(),
			answers: custodians.map(|account| (account.clone(), answer(account))).collect(),
		}
	}

	fn count(&self, counts: impl Fn(&Proof) -> bool) -> usize {
		self.answers.iter().filter(|(_, answer)| counts(answer)).count()
	}

	/// Custodians that say that they keep their share.
	fn kept(&self) -> usize {
		self.count(|answer| matches!(answer, Ok(kept) if kept.share == ShareState::Kept))
	}

	fn shown(&self) -> ShownCustody {
		let (kept, of) = (self.kept(), self.answers.len());
		let custody = self.answers.iter().map(|(account, answer)| {
			let proven = answer.as_ref().ok();
			ShownResponse {
				account: account.clone(),
				state: state(answer),
				share: proven.map(|kept| kept.share),
				document: proven.map(|kept| kept.document),
				block: proven.map(|kept| kept.block),
				reason: answer.as_ref().err().cloned(),
			}
		});
		ShownCustody {
			kept: format!("{kept} of {of}, needs {}", self.needed),
			shares_kept: kept,
			custody: custody.collect(),
		}
	}

	/// What whoever wants the record kept has to know. Nothing as long as everybody keeps all of it.
	fn warnings(&self) -> Vec<String> {
		let (of, needed, kept) = (self.answers.len(), self.needed, self.kept());
		let silent = self.count(Result::is_err);
		let whole = |kept: &Kept| kept.document == DocumentState::Whole;
		let copies = self.count(|answer| answer.as_ref().is_ok_and(whole));
		let mut warnings = Vec::new();
		if kept < of {
			let counted =
				format!("{kept} of {of} custodians keep their share, and {needed} are needed");
			warnings.push(if kept.saturating_add(silent) < needed {
				format!(
					"{counted}: it can't be opened any more; whoever has the document writes it anew with `salus record \
					 amend`"
				)
			} else if kept < needed {
				format!("{counted}: it can't be opened unless others answer again")
			} else if kept == needed {
				format!(
					"{counted}: one more loss and it can never be opened: have its key shared out anew with `salus record \
					 reshare`"
				)
			} else {
				counted
			});
		}
		if copies == 0 {
			warnings.push("no custodian that answers has the whole document".to_owned());
		} else if copies < of.saturating_sub(silent) {
			warnings.push(format!(
				"{copies} of {of} custodians have the whole document: the others fetch it anew from them"
			));
		}
		warnings
	}
}

/// A custodian's answer in a word or two.
fn state(answer: &Proof) -> &'static str {
	match answer {
		Err(_) => "does not answer",
		Ok(kept) if kept.share != ShareState::Kept => "lost",
		Ok(kept) if kept.document != DocumentState::Whole => "damaged",
		Ok(_) => "kept",
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	const WHOLE: DocumentState = DocumentState::Whole;

	fn answer(share: ShareState, document: DocumentState) -> Proof {
		Ok(Kept { block: 7, share, document, digest: None })
	}

	fn away() -> Proof {
		Err("no answer within 3 s".to_owned())
	}

	fn custody(needed: usize, answers: Vec<Proof>) -> Custody {
		let accounts = (1..).map(|number| AccountId::new([number; 32]));
		Custody { needed, answers: accounts.zip(answers).collect() }
	}

	#[test]
	fn each_answer_has_its_word() {
		for (given, word) in [
			(answer(ShareState::Kept, WHOLE), "kept"),
			(answer(ShareState::Kept, DocumentState::Damaged), "damaged"),
			(answer(ShareState::Kept, DocumentState::Missing), "damaged"),
			(answer(ShareState::Lost, WHOLE), "lost"),
			(answer(ShareState::Unknown, DocumentState::Missing), "lost"),
			(away(), "does not answer"),
		] {
			assert_eq!(state(&given), word);
		}
	}

	#[test]
	fn whoever_keeps_less_is_warned_of_and_the_last_loss_loudest() {
		let kept = || answer(ShareState::Kept, WHOLE);
		let lost = || answer(ShareState::Lost, WHOLE);
		let warned = |needed, answers: Vec<Proof>| custody(needed, answers).warnings().join("; ");
		assert_eq!(warned(2, vec![kept(), kept(), kept()]), "");
		// As few as its author chose, and all of them are there.
		assert_eq!(warned(2, vec![kept(), kept()]), "");
		let plain = warned(2, vec![kept(), kept(), kept(), lost()]);
		assert_eq!(plain, "3 of 4 custodians keep their share, and 2 are needed");
		for fewer in [
			vec![kept(), kept(), lost()],
			vec![kept(), kept(), away()],
			vec![kept(), kept(), answer(ShareState::Unknown, DocumentState::Missing)],
		] {
			let last = warned(2, fewer);
			assert!(last.contains("2 of 3") && last.contains("one more loss"), "{last}");
		}
		let waits = warned(2, vec![kept(), away(), away()]);
		assert!(waits.contains("unless others answer again"), "{waits}");
		let gone = warned(2, vec![kept(), lost(), lost()]);
		assert!(gone.contains("can't be opened any more"), "{gone}");
	}

	#[test]
	fn damaged_copies_are_warned_of() {
		let kept = || answer(ShareState::Kept, WHOLE);
		let damaged = || answer(ShareState::Kept, DocumentState::Damaged);
		let warned = |answers: Vec<Proof>| custody(2, answers).warnings().join("; ");
		let one = warned(vec![kept(), damaged(), kept()]);
		assert!(one.starts_with("2 of 3 custodians have the whole document"), "{one}");
		let all = warned(vec![damaged(), damaged(), damaged()]);
		assert!(all.contains("no custodian that answers"), "{all}");
	}

	#[test]
	fn whoever_is_away_fails_nothing() {
		let shown = json!(custody(2, vec![answer(ShareState::Kept, WHOLE), away()]).shown());
		assert_eq!(shown["kept"], "1 of 2, needs 2");
		assert_eq!(shown["sharesKept"], 1);
		assert_eq!(shown["custody"][0]["share"], "kept");
		assert_eq!(shown["custody"][0]["document"], "whole");
		assert_eq!(shown["custody"][1]["state"], "does not answer");
		assert_eq!(shown["custody"][1]["reason"], "no answer within 3 s");
		assert!(shown["custody"][1]["share"].is_null());
	}

	#[tokio::test]
	async fn a_custodian_that_is_silent_is_asked_once() {
		let account = AccountId::new([1; 32]);
		// Nobody listens there.
		let custodian = Custodian::at(account.clone(), "http://127.0.0.1:1".into(), [0; 32]);
		let custodian = custodian.map_err(|cause| cause.to_string());
		let version = |id| WithId {
			id,
			item: Version {
				custodians: vec![account.clone()].try_into().unwrap(),
				..salus_custody::fixtures::version(1, 2)
			},
		};
		let others = WithId { id: 3, item: salus_custody::fixtures::version(1, 2) };
		let versions = [version(1), version(2), others];
		let answers = ask(&account, &custodian, RecordId(7), &versions).await;
		assert_eq!(answers.keys().copied().collect::<Vec<_>>(), [1, 2]);
		let reasons: Vec<_> = answers.values().map(|answer| answer.clone().unwrap_err()).collect();
		assert_eq!(reasons[0], reasons[1]);
		let shown = Custody::of(&versions[0], &BTreeMap::from([(account, answers)])).shown();
		assert_eq!(shown.kept, "0 of 1, needs 2");
	}
}
