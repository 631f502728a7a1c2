// SPDX-License-Identifier: Apache-2.0
//! Releases: to whom each custodian signs that it released its share of a record, beside the chain's ledger of who was
//! given access.

mod comparison;
mod whom;

use super::{
	super::{
		Context, Failure, disclosures, output,
		response::{Plain, Show},
	},
	status::{self, Reached},
};
use clap::Args;
use comparison::{Entered, Judged, Ledger, compare};
use futures::future::join_all;
use salus_chain::{AccountId, ChainClient, queries};
use salus_core::{
	protocol::{ReleaseCursor, Released, ReleasesPage},
	signer::Signer,
};
use salus_keystore::arguments::node_url;
use salus_primitives::{AccessId, Entry, Purpose, RecordId, Subject, Timestamp, VersionNumber};
use serde::Serialize;
use serde_json::{Value, json};
use std::{path::PathBuf, time::Duration};
use tokio::time::timeout;
use whom::{Kind, whom_to_ask};

/// How long a custodian has for all its pages, all tries together.
const CUSTODIAN_TIMEOUT: Duration = Duration::from_secs(60);
/// Pages that are read of one custodian at most: an honest one has no use for so many.
const MOST_PAGES: usize = 1_000;

#[derive(Args, Debug)]
pub struct Releases {
	/// The record: one of yours, also if you have erased it.
	record: u64,
	/// Write what the custodians signed to this new file, as it came, so that others can verify it.
	#[arg(long, value_name = "FILE")]
	to: Option<PathBuf>,
	/// Another node, asked for entries of the ledger that the first one lacks; may be given several times.
	#[arg(long = "also-node", value_name = "URL", value_parser = node_url)]
	also_nodes: Vec<String>,
}

/// What a custodian told.
#[derive(Default)]
struct Collected {
	/// Its pages, each with the row after which it was asked for.
	pages: Vec<(Option<ReleaseCursor>, ReleasesPage)>,
	/// Why that is not all.
	reason: Option<String>,
}

impl Collected {
	fn broken_off(mut self, reason: impl ToString) -> Self {
		self.reason = Some(reason.to_string());
		self
	}

	/// What the patient has to know of it.
	fn warning(&self, custodian: &AccountId) -> Option<String> {
		let reason = self.reason.as_ref()?;
		Some(match self.pages.is_empty() {
			true => format!("custodian {custodian} did not tell what it released: {reason}"),
			false => {
				format!("custodian {custodian} broke off what it tells of its releases: {reason}")
			}
		})
	}
}

/// What custodians say of a record, and what the chain says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasesOf {
	record: RecordId,
	patient: AccountId,
	/// The file with what the custodians signed.
	#[serde(skip_serializing_if = "Option::is_none")]
	written: Option<String>,
	erased_at: Option<Timestamp>,
	asked: Kind,
	/// As of which the ledger was read.
	block: u32,
	releases: Vec<Release>,
	without_release: Vec<Opened>,
	custodians: Vec<CustodianReport>,
}

impl Plain for ReleasesOf {}

/// One custodian's release.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Release {
	access: u64,
	reader: AccountId,
	version: VersionNumber,
	purpose: Option<Purpose>,
	custodian: AccountId,
	first_at: Timestamp,
	last_at: Timestamp,
	block_count: u32,
	block: u32,
	/// What the chain's ledger says of it, in a word.
	ledger: &'static str,
	/// The number of the entry that allowed it.
	entry: Option<u64>,
}

/// An access for which no custodian names a release.
#[derive(Serialize)]
struct Opened {
	access: AccessId,
	reader: AccountId,
	version: VersionNumber,
	purpose: Purpose,
	at: Timestamp,
	entry: u64,
}

/// How far a custodian answered.
#[derive(Serialize)]
struct CustodianReport {
	account: AccountId,
	/// Whether that is all that it has to tell.
	told: bool,
	releases: usize,
	block: Option<u32>,
	reason: Option<String>,
}

impl Releases {
	pub async fn run(self, context: &Context) -> Result<ReleasesOf, Failure> {
		let record = RecordId(self.record);
		let (chain, block) = (context.chain().await?, context.block().await?);
		let signer = context.signer()?;
		let patient = signer.account();
		let budget = context.retry_budget();
		let asked = whom_to_ask(chain, record, &patient, block, &self.also_nodes, budget).await?;
		if let Some(warning) = asked.kind.warning(record) {
			context.warn(&warning);
		}
		let waiting = context.spinner("custodians …");
		let reached = status::reach(chain, asked.accounts, block, budget).await;
		let signer = &signer;
		let answers = reached?.into_iter().map(|(account, custodian)| async move {
			let told = ask(&custodian, signer, record, block.number).await;
			(account, told)
		});
		let told = join_all(answers).await;
		waiting.finish_and_clear();
		for (account, told) in &told {
			if let Some(warning) = told.warning(account) {
				context.warn(&warning);
			}
		}
		let mut written = None;
		// Before anything else can fail: it may be evidence.
		if let Some(path) = &self.to {
			let exported = exported(chain.genesis_hash().0, record, &patient, &told);
			output::write_new(path, &[format!("{exported:#}\n").as_bytes()])?;
			written = Some(path.display().to_string());
		}
		// Read after the custodians answered: what they had released by then has its entry by now.
		let block = chain.finalized().await?;
		let on_chain = queries::ledger(chain, &patient, block.hash).await?;
		let reading = match on_chain {
			Some(ledger) => {
				let others = &self.also_nodes;
				let read = disclosures::read(chain, block.hash, &patient, ledger, others, budget);
				Some(read.await?)
			}
			None => None,
		};
		let gap = reading.as_ref().and_then(|reading| reading.gap());
		let ledger = Ledger {
			entries: reading.iter().flat_map(|reading| reading.entries()).collect(),
			missing_count: gap.map_or(0, |gap| gap.count),
			block: block.number,
		};
		let compared = compare(record, rows(&told), &ledger);
		if compared.that_are(Entered::NotYet).next().is_some() {
			context.warn(&format!(
				"some releases are newer than block {}, which this node has finalized: ask again in a moment",
				block.number
			));
		}
		let answer = ReleasesOf {
			record,
			patient: patient.clone(),
			written,
			erased_at: asked.erased_at.map(Timestamp),
			asked: asked.kind,
			block: block.number,
			releases: compared.releases.iter().map(shown).collect(),
			without_release: compared.without_release.iter().map(|entry| opened(entry)).collect(),
			custodians: told.iter().map(|(account, told)| custodian(account, told)).collect(),
		};
		let failure = compared.failure(record, ledger.missing_count);
		match failure.or_else(|| nobody_told(asked.kind, record, &told)) {
			None => Ok(answer),
			Some(failure) => {
				context.tell(&answer.show());
				Err(failure.details_of(&json!(answer)))
			}
		}
	}
}

/// Asks a custodian for all its pages.
async fn ask(custodian: &Reached, signer: &Signer, record: RecordId, block: u32) -> Collected {
	match custodian {
		Ok(custodian) => {
			let page = |after: Option<ReleaseCursor>| async move {
				let page = custodian.releases(signer, block, record, after.as_ref());
				page.await
			};
			collect(CUSTODIAN_TIMEOUT, page).await
		}
		Err(reason) => Collected::default().broken_off(reason),
	}
}

/// Collects page after page, until none follows or the time is over: what came by then is kept.
async fn collect<Page: Future<Output = Result<ReleasesPage, E>>, E: ToString>(
	time: Duration,
	page: impl Fn(Option<ReleaseCursor>) -> Page,
) -> Collected {
	let mut told = Collected::default();
	let pages = &mut told.pages;
	let reading = async {
		let mut after: Option<ReleaseCursor> = None;
		for _ in 0..MOST_PAGES {
			let page = match page(after.clone()).await {
				Ok(page) => page,
				Err(cause) => return Some(cause.to_string()),
			};
			let next = page.next.clone();
			pages.push((after, page));
			match next {
				Some(_) => after = next,
				None => return None,
			}
		}
		Some("it names more releases than are read of one custodian".to_owned())
	};
	let read = timeout(time, reading).await;
	let seconds = time.as_secs();
	told.reason = read.unwrap_or_else(|_| Some(format!("it was not done within {seconds} s")));
	told
}

/// Everything that custodians signed for.
fn rows(told: &[(AccountId, Collected)]) -> impl Iterator<Item = (&AccountId, &Released)> {
	told.iter().flat_map(|(account, told)| {
		let pages = told.pages.iter();
		let rows = pages.flat_map(|(_, page)| &page.releases);
		rows.map(move |row| (account, row))
	})
}

/// What the custodians signed, and what else their signatures are over: `protocol/releases.rs` of salus-core says how.
fn exported(
	genesis_hash: [u8; 32],
	record: RecordId,
	patient: &AccountId,
	told: &[(AccountId, Collected)],
) -> Value {
	let answers = told.iter().flat_map(|(account, told)| {
		let pages = told.pages.iter();
		pages.map(
			move |(after, page)| json!({ "custodian": account.to_string(), "after": after, "answer": page }),
		)
	});
	json!({
		"genesisHash": format!("0x{}", hex::encode(genesis_hash)),
		"record": record.0,
		"patient": patient.to_string(),
		"answers": answers.collect::<Vec<_>>(),
	})
}

fn shown(judged: &Judged<'_>) -> Release {
	let (released, entered) = (judged.released, judged.entered);
	let entry = match entered {
		Entered::Yes(entry) => Some(entry),
		_ => None,
	};
	Release {
		access: released.access,
		reader: released.reader.clone(),
		version: released.version,
		purpose: entry.map(|entry| entry.purpose),
		custodian: judged.custodian.clone(),
		first_at: Timestamp(released.first_at),
		last_at: Timestamp(released.last_at),
		block_count: released.block_count,
		block: released.block,
		ledger: entered.word(),
		entry: entry.map(|entry| entry.number),
	}
}

fn opened(entry: &Entry<AccountId>) -> Opened {
	let Subject::Record { version, .. } = entry.subject;
	Opened {
		access: entry.access,
		reader: entry.reader.clone(),
		version,
		purpose: entry.purpose,
		at: Timestamp(entry.at),
		entry: entry.number,
	}
}

fn custodian(account: &AccountId, told: &Collected) -> CustodianReport {
	CustodianReport {
		account: account.clone(),
		told: told.reason.is_none(),
		releases: told.pages.iter().map(|(_, page)| page.releases.len()).sum(),
		block: told.pages.last().map(|(_, page)| page.block),
		reason: told.reason.clone(),
	}
}

/// Fails if everybody who was asked stayed silent: that does not mean that nothing was released.
fn nobody_told(asked: Kind, record: RecordId, told: &[(AccountId, Collected)]) -> Option<Failure> {
	let silent = asked != Kind::Nobody && told.iter().all(|(_, told)| told.pages.is_empty());
	silent.then(|| {
		let problem = format!("no custodian told what it released of record {record}");
		Failure::new("CustodiansMissing", problem)
			.remedy("ask again later: it stays in their journals")
	})
}

#[cfg(test)]
mod tests;
