// SPDX-License-Identifier: Apache-2.0
//! Read: access by the chain, shares by the custodians, then the document.

use super::{
	super::{
		Context, Failure, codes, output, purpose,
		response::{Done, Nothing, Plain, Show},
	},
	attachments::{self, Apart},
	document, permission, refused,
};
use clap::Args;
use salus_chain::{AccountId, ChainClient, Included, calls, events::Event, queries};
use salus_core::DataKey;
use salus_custody::{
	Asker, Custodian,
	documents::{self, Opened},
};
use salus_fhir::Bundle;
use salus_primitives::{
	AccessId, Purpose, RecordId, VersionNumber,
	records::{Access, ContestReason, Record},
};
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// Which record, and why.
#[derive(Args, Debug)]
pub struct AccessOptions {
	/// The record.
	record: u64,
	/// Which version; without it the latest.
	#[arg(long)]
	version: Option<VersionNumber>,
	/// Why. Without it the patient's own request (PATRQT) if you are the patient; others must say it.
	#[arg(
		long,
		long_help = codes::with_purposes(
			"Why. Without it the patient's own request (PATRQT) if you are the patient; others must say it."
		)
	)]
	purpose: Option<String>,
}

/// An access request.
#[derive(Serialize)]
pub struct Requested {
	access: AccessId,
	purpose: Purpose,
}

impl Plain for Requested {}

impl AccessOptions {
	async fn purpose(&self, context: &Context) -> Result<Purpose, Failure> {
		match &self.purpose {
			Some(given) => purpose::parse(given),
			None => {
				let info = permission::live(context, RecordId(self.record)).await?;
				purpose::resolve(context, None, &info.item.patient).await
			}
		}
	}

	/// Which record is meant.
	pub fn record(&self) -> RecordId {
		RecordId(self.record)
	}

	/// Which version is named.
	pub fn version(&self) -> Option<VersionNumber> {
		self.version
	}

	/// Asks the chain for access to this version, and custodians for its key alone.
	pub async fn open_key(
		&self,
		context: &Context,
		version: VersionNumber,
	) -> Result<DataKey, Failure> {
		let purpose = self.purpose(context).await?;
		open_key(context, self.record(), version, purpose).await
	}

	/// Only asks for access.
	pub async fn access(self, context: &Context) -> Result<Done<Requested>, Failure> {
		let purpose = self.purpose(context).await?;
		let record = RecordId(self.record);
		let (access, done) = request_access(context, record, self.version, purpose).await?;
		Ok(Done::new(&done, Requested { access, purpose }))
	}
}

#[derive(Args, Debug)]
pub struct Read {
	#[command(flatten)]
	asked: AccessOptions,
	/// Records that hold its attachments, filed apart for their size: put back, each checked by its hash.
	#[arg(long, value_name = "RECORDS", value_delimiter = ',')]
	join: Vec<u64>,
	/// Write the document to this file, as FHIR JSON.
	#[arg(long)]
	out: Option<PathBuf>,
	/// Write it to this file too, as a page that needs nothing else. It is no longer encrypted there.
	#[arg(long, value_name = "FILE")]
	html: Option<PathBuf>,
}

/// A document that was opened.
#[derive(Serialize)]
pub struct OpenedRecord {
	#[serde(flatten)]
	about: About,
	/// Unless it was written to a file.
	#[serde(skip_serializing_if = "Option::is_none")]
	document: Option<Value>,
}

/// What is told of it.
#[derive(Serialize)]
struct About {
	#[serde(flatten)]
	done: Done,
	access: AccessId,
	#[serde(flatten)]
	granted: Access<AccountId>,
	#[serde(flatten)]
	provenance: Provenance,
	/// Records whose attachments were put back.
	#[serde(skip_serializing_if = "Vec::is_empty")]
	joined: Vec<u64>,
	#[serde(flatten)]
	apart: Option<Apart>,
	/// The file.
	#[serde(skip_serializing_if = "Option::is_none")]
	written: Option<String>,
}

impl Plain for About {}

/// Who wrote what was read, and what is said of its record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Provenance {
	/// Of this version.
	author: AccountId,
	contested: Option<ContestReason>,
	replaces: Option<RecordId>,
	replaced_by: Option<RecordId>,
}

impl Provenance {
	async fn of(context: &Context, record: RecordId, author: AccountId) -> Result<Self, Failure> {
		let Record { contested, replaces, replaced_by, .. } =
			permission::live(context, record).await?.item;
		if let Some(reason) = contested {
			context.warn(&format!("the patient contests record {record}: {reason}"));
		}
		if let Some(by) = replaced_by {
			context.warn(&format!("record {by} replaces record {record}: read that, too"));
		}
		Ok(Self { author, contested, replaces, replaced_by })
	}
}

impl Show for OpenedRecord {
	fn show(&self) -> String {
		match &self.document {
			Some(document) => document::below(self.about.show(), document),
			None => self.about.show(),
		}
	}
}

impl Read {
	pub async fn run(self, context: &Context) -> Result<OpenedRecord, Failure> {
		let purpose = self.asked.purpose(context).await?;
		permission::reader_has_key(context).await?;
		let (record, version) = (RecordId(self.asked.record), self.asked.version);
		let (opened, done) = open(context, record, version, purpose).await?;
		let mut about = About {
			done: Done::new(&done, Nothing {}),
			access: opened.access.id,
			granted: opened.access.item,
			provenance: Provenance::of(context, record, opened.version.author).await?,
			joined: Vec::new(),
			apart: None,
			written: None,
		};
		let (mut content, plaintext) = (parse(record, &opened.plaintext)?, opened.plaintext);
		if !self.join.is_empty() {
			let mut parts = vec![content];
			for joined in &self.join {
				let joined = RecordId(*joined);
				let (opened, _) = open(context, joined, None, purpose).await?;
				parts.push(parse(joined, &opened.plaintext)?);
			}
			content =
				Bundle::join(parts).map_err(|fault| Failure::fhir("the records joined", &fault))?;
			about.joined.clone_from(&self.join);
		}
		let apart = attachments::apart(&content);
		if !apart.is_empty() {
			about.apart = Some(attachments::tell(context, record, apart).await?);
		}
		if let Some(path) = &self.html {
			let page = document::page(&format!("Record {record}"), &content);
			output::write(path, page.as_bytes())?;
		}
		if let Some(path) = self.out {
			let joined = (!self.join.is_empty()).then(|| salus_fhir::to_bytes(&content));
			output::write(&path, joined.as_deref().unwrap_or(&plaintext))?;
			about.written = Some(path.display().to_string());
			return Ok(OpenedRecord { about, document: None });
		}
		Ok(OpenedRecord { about, document: Some(content) })
	}
}

fn parse(record: RecordId, plaintext: &[u8]) -> Result<Value, Failure> {
	let text = std::str::from_utf8(plaintext).map_err(Failure::bad_input)?;
	salus_fhir::parse(text).map_err(|fault| Failure::fhir(format!("record {record}"), &fault))
}

/// Asks the chain for access and returns the access request.
pub async fn request_access(
	context: &Context,
	record: RecordId,
	version: Option<VersionNumber>,
	purpose: Purpose,
) -> Result<(AccessId, Included), Failure> {
	let call = calls::records::request_access(record, version, purpose);
	let done = match context.submit(call).await {
		Ok(done) => done,
		Err(failure) => return Err(refused::explained(context, record, purpose, failure).await),
	};
	let access = done
		.events
		.iter()
		.find_map(|event| match event {
			Event::AccessOpened { access, .. } => Some(*access),
			_ => None,
		})
		.ok_or_else(|| Failure::new("Mismatch", "access was opened, but no event says so"))?;
	Ok((access, done))
}

/// Asks the chain for access to a version, and custodians for its key alone.
pub async fn open_key(
	context: &Context,
	record: RecordId,
	version: VersionNumber,
	purpose: Purpose,
) -> Result<DataKey, Failure> {
	permission::reader_has_key(context).await?;
	let (access, _) = request_access(context, record, Some(version), purpose).await?;
	let waiting = context.spinner("custodians …");
	let (chain, block) = (context.chain().await?, context.block().await?);
	let (signer, secret) = (context.signer()?, context.secret()?);
	let asker = Asker::User { retry_budget: context.retry_budget() };
	let opened = documents::open_key(chain, &signer, &secret, access, block, &asker).await;
	waiting.finish_and_clear();
	let (_, _, key) = opened?;
	Ok(key)
}

/// Asks the chain for access, then opens the document.
pub async fn open(
	context: &Context,
	record: RecordId,
	version: Option<VersionNumber>,
	purpose: Purpose,
) -> Result<(Opened, Included), Failure> {
	let (access, done) = request_access(context, record, version, purpose).await?;
	let waiting = context.spinner("custodians …");
	let chain = context.chain().await?;
	let (signer, secret) = (context.signer()?, context.secret()?);
	let opened = documents::open(chain, &signer, &secret, access, context.retry_budget()).await;
	waiting.finish_and_clear();
	Ok((opened?, done))
}

/// What custodians answer under an access request.
#[derive(Serialize)]
pub struct CustodiansOf {
	custodians: Vec<Custody>,
}

/// Whether one hands over its share, or why not.
#[derive(Serialize)]
struct Custody {
	account: AccountId,
	gave: bool,
	reason: Option<String>,
}

impl Plain for CustodiansOf {}

/// Which custodians hand over their share under an access request, and why others don't.
pub async fn ask_custodians(
	context: &Context,
	record: RecordId,
	access: AccessId,
) -> Result<CustodiansOf, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?;
	let versions = queries::provenance(chain, record, block.hash).await?;
	let version = versions.last().ok_or_else(|| Failure::not_found(format!("record {record}")))?;
	let version = &version.item;
	let (signer, secret) = (context.signer()?, context.secret()?);
	let mut custodians = Vec::new();
	for account in &version.custodians {
		let operator = queries::who_is(chain, account, block.hash).await?.operator;
		let answer = match operator {
			None => Err("it is not an operator any more".to_owned()),
			Some(operator) => {
				let custodian = Custodian::new(account, &operator, chain.genesis_hash().0)?
					.with_retry_budget(context.retry_budget());
				let released = custodian.release(&signer, &secret, block.number, access).await;
				released.map(drop).map_err(|cause| cause.to_string())
			}
		};
		custodians.push(Custody {
			account: account.clone(),
			gave: answer.is_ok(),
			reason: answer.err(),
		});
	}
	Ok(CustodiansOf { custodians })
}
