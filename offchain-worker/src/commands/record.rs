//! Encrypted documents: written, listed, read, shared, amended, contested, erased.

use super::{
	Context, Failure,
	context::included,
	output,
	render::{self, parse_words},
};
use crate::{
	chain::{
		AccountId, ChainClient, Included,
		answers::{ContestReason, VersionInfo},
		calls::{self, records::Document},
		events::Event,
		questions,
	},
	documents::{self, Opened},
	fhir::{self, Bundle},
	ipfs,
	rpc::Custodian,
};
use clap::{Args, Subcommand};
use futures::future::join_all;
use salus_primitives::{
	AccessId, Category, Compartment, DataPeriod, Day, Moment, Purpose, RecordId, VersionNumber,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub struct Custody {
	/// Custodians of the keys: operators' accounts. Without it the first three in service.
	#[arg(long, value_delimiter = ',')]
	custodians: Vec<String>,
	/// How many of them together can open the document.
	#[arg(long, default_value_t = 2)]
	threshold: u8,
}

const CUSTODIANS: usize = 3;

#[derive(Subcommand, Debug)]
pub enum Record {
	/// Write a FHIR R4 bundle: split by category, encrypted here, one record for each.
	#[command(after_help = "Example:\n  salus --as doctor record add bundle.json --patient 5F3s…")]
	Add {
		/// The bundle, as JSON.
		file: PathBuf,
		/// Whose it is.
		#[arg(long)]
		patient: String,
		/// The patient's compartment to put it in.
		#[arg(long, default_value_t = 0)]
		compartment: u8,
		/// Only these categories of the bundle.
		#[arg(long)]
		only: Option<String>,
		#[command(flatten)]
		custody: Custody,
	},
	/// A patient's records.
	#[command(after_help = "Example:\n  salus record list")]
	List {
		/// The patient; without it the signer.
		patient: Option<String>,
		/// The page after this one: the last record of the page before.
		#[arg(long)]
		after: Option<u64>,
	},
	/// Ask to be let in, and read.
	#[command(
		after_help = "Example:\n  salus --as doctor record read 3 --purpose TREAT --out labs.json"
	)]
	Read {
		/// The record.
		record: u64,
		/// Which version; without it the latest.
		#[arg(long)]
		version: Option<VersionNumber>,
		/// Why.
		#[arg(long, default_value = "PATRQT")]
		purpose: String,
		/// Write the document to this file.
		#[arg(long)]
		out: Option<PathBuf>,
	},
	/// Only ask to be let in: the custodians' answers and the document are left for later.
	#[command(after_help = "Example:\n  salus --as doctor record access 3 --purpose TREAT")]
	Access {
		/// The record.
		record: u64,
		/// Which version; without it the latest.
		#[arg(long)]
		version: Option<VersionNumber>,
		/// Why.
		#[arg(long, default_value = "PATRQT")]
		purpose: String,
	},
	/// Permit somebody to read what is like this record: its category and compartment.
	#[command(after_help = "Example:\n  salus record share 3 --to 5Dt1…")]
	Share {
		/// The record.
		record: u64,
		/// Whom.
		#[arg(long)]
		to: String,
		/// For which purpose.
		#[arg(long, default_value = "TREAT")]
		purpose: String,
	},
	/// Replace a record's document by a new version.
	#[command(after_help = "Example:\n  salus --as doctor record amend 3 labs.json --base 1")]
	Amend {
		/// The record.
		record: u64,
		/// The new document, as JSON.
		file: PathBuf,
		/// The version that it replaces: refused if another came in between.
		#[arg(long)]
		base: VersionNumber,
		#[command(flatten)]
		custody: Custody,
	},
	/// Contest a record of yours. It stays, marked.
	#[command(after_help = "Example:\n  salus record contest 3 --reason inaccurate")]
	Contest {
		/// The record.
		record: u64,
		/// Why.
		#[arg(long)]
		reason: ContestReason,
	},
	/// Take a contest back.
	#[command(after_help = "Example:\n  salus record withdraw-contest 3")]
	WithdrawContest {
		/// The record.
		record: u64,
	},
	/// Erase a record: CIDs and keys are dropped and custodians destroy their parts. Who held the key before
	/// keeps what they saw.
	#[command(after_help = "Example:\n  salus record erase 3")]
	Erase {
		/// The record.
		record: u64,
	},
	/// Versions and authors of a record; of an erased one, who has destroyed their part.
	#[command(after_help = "Example:\n  salus record status 3")]
	Status {
		/// The record.
		record: u64,
	},
	/// Which custodians hand over their share under an access request, and why others don't.
	#[command(after_help = "Example:\n  salus --as doctor record custodians 3 --access 12")]
	Custodians {
		/// The record.
		record: u64,
		/// The access request.
		#[arg(long)]
		access: u64,
	},
}

impl Record {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		use calls::records;
		let call = match self {
			Self::Add {
				file,
				patient,
				compartment,
				only,
				custody,
			} => {
				return add(context, &file, &patient, compartment, only, custody).await;
			}
			Self::List { patient, after } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let patient = context.account_or_own(patient.as_deref())?;
				let after = after.map(RecordId);
				let listed = questions::records(chain, &patient, after, 100, block.hash).await?;
				return Ok(
					json!({ "records": listed.iter().map(render::record).collect::<Vec<_>>() }),
				);
			}
			Self::Read {
				record,
				version,
				purpose,
				out,
			} => {
				return read(context, RecordId(record), version, &purpose, out).await;
			}
			Self::Access {
				record,
				version,
				purpose,
			} => {
				let record = RecordId(record);
				let (access, done) = request_access(context, record, version, &purpose).await?;
				return Ok(included(&done, json!({ "access": access.0 })));
			}
			Self::Share {
				record,
				to,
				purpose,
			} => return share(context, record, &to, &purpose).await,
			Self::Amend {
				record,
				file,
				base,
				custody,
			} => {
				return amend(context, RecordId(record), &file, base, custody).await;
			}
			Self::Status { record } => return status(context, RecordId(record)).await,
			Self::Custodians { record, access } => {
				return ask_custodians(context, RecordId(record), AccessId(access)).await;
			}
			Self::Contest { record, reason } => records::contest(RecordId(record), reason),
			Self::WithdrawContest { record } => records::withdraw_contest(RecordId(record)),
			Self::Erase { record } => records::erase(RecordId(record)),
		};
		Ok(included(&context.submit(call).await?, json!({})))
	}
}

fn read_bundle(file: &Path) -> Result<Bundle, Failure> {
	let text = std::fs::read_to_string(file).map_err(|cause| {
		Failure::new("Input", format!("cannot read {}: {cause}", file.display()))
	})?;
	Bundle::parse(&text)
		.map_err(|fault| Failure::new("MalformedFhir", format!("{}: {fault}", file.display())))
}

pub fn parse_purpose(text: &str) -> Result<Purpose, Failure> {
	Purpose::from_code(text).ok_or_else(|| Failure::bad_input(format!("{text} is no purpose")))
}

async fn add(
	context: &Context,
	file: &Path,
	patient: &str,
	compartment: u8,
	only: Option<String>,
	custody: Custody,
) -> Result<Value, Failure> {
	let bundle = read_bundle(file)?;
	let patient = context.account(patient)?;
	let compartment = Compartment::new(compartment)
		.ok_or_else(|| Failure::bad_input("a compartment is 0 to 15"))?;
	let mut parts = bundle.split();
	if let Some(only) = only {
		let wanted = parse_words("category", &only, Category::ALL, Category::from_code)?;
		parts.retain(|(category, _)| wanted.contains(category));
	}
	if parts.is_empty() {
		return Err(Failure::bad_input("the bundle holds nothing to write"));
	}
	let chain = context.chain().await?;
	let signer = context.signer()?;
	let bar = context.bar(parts.len().saturating_mul(2), "records");
	// All are encrypted and with their custodians before the first is written, so that a file or a custodian
	// that fails leaves no half of them.
	let mut prepared = Vec::new();
	for (category, part) in parts {
		let block = chain.finalized().await?;
		let now = chain.moment(block.hash).await?;
		let data = data_period(&part, now);
		let document = encrypt(context, &custody, &fhir::to_bytes(&part)).await?;
		prepared.push((category, data, document));
		bar.inc(1);
	}
	// One after the other into the pool, and waited for together: finality takes its time once.
	let submissions = prepared.iter().map(async |(category, data, document)| {
		let call = calls::records::submit(&patient, *category, compartment, *data, document);
		let done = chain.submit(&signer, call).await;
		bar.inc(1);
		done
	});
	let submitted = join_all(submissions).await;
	let mut written = Vec::new();
	let mut last: Option<Included> = None;
	let mut failed = None;
	for ((category, _, document), done) in prepared.iter().zip(submitted) {
		let done = match done {
			Ok(done) => done,
			Err(cause) => {
				failed = failed.or(Some(cause));
				continue;
			}
		};
		let (record, version) = done
			.events
			.iter()
			.find_map(|event| match event {
				Event::Submitted { record, version } => Some((*record, *version)),
				_ => None,
			})
			.ok_or_else(|| {
				Failure::new("Mismatch", "a record was submitted, but no event says so")
			})?;
		written.push(json!({
			"record": record.0,
			"version": version,
			"category": category.code(),
			"cid": cid_text(document),
			"cidHex": hex::encode(&document.cid),
			"size": document.size,
		}));
		last = Some(done);
	}
	bar.finish_and_clear();
	if let Some(cause) = failed {
		return Err(Failure::from(cause).after(&written));
	}
	let rest = json!({ "records": written });
	Ok(last.map_or(rest.clone(), |done| included(&done, rest)))
}

/// The day of a document's latest data, and no later than the chain's.
fn data_period(document: &Value, now: Moment) -> DataPeriod {
	let latest = fhir::latest_moment(document).map_or(now, |latest| latest.min(now));
	DataPeriod::on(Day::of(latest))
}

fn cid_text(document: &Document) -> Option<String> {
	salus_primitives::Cid::parse(&document.cid)
		.ok()
		.map(|cid| ipfs::to_text(&cid))
}

async fn encrypt(
	context: &Context,
	custody: &Custody,
	plaintext: &[u8],
) -> Result<Document, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?;
	let named = custody
		.custodians
		.iter()
		.map(|text| context.account(text))
		.collect::<Result<Vec<AccountId>, _>>()?;
	let custodians = documents::choose_custodians(chain, &named, CUSTODIANS, block).await?;
	let signer = context.signer()?;
	let prepared = documents::prepare(
		chain,
		&signer,
		&custodians,
		custody.threshold,
		plaintext,
		block,
	)
	.await?;
	Ok(prepared)
}

async fn amend(
	context: &Context,
	record: RecordId,
	file: &Path,
	base: VersionNumber,
	custody: Custody,
) -> Result<Value, Failure> {
	let bundle = read_bundle(file)?;
	let chain = context.chain().await?;
	let now = chain.moment(chain.finalized().await?.hash).await?;
	let data = data_period(bundle.value(), now);
	let document = encrypt(context, &custody, &fhir::to_bytes(bundle.value())).await?;
	let done = context
		.submit(calls::records::amend(record, base, &document, data))
		.await?;
	Ok(included(
		&done,
		json!({ "record": record.0, "cid": cid_text(&document) }),
	))
}

/// Asks the chain for access and returns the access request.
pub async fn request_access(
	context: &Context,
	record: RecordId,
	version: Option<VersionNumber>,
	purpose: &str,
) -> Result<(AccessId, Included), Failure> {
	let purpose = parse_purpose(purpose)?;
	let done = context
		.submit(calls::records::request_access(record, version, purpose))
		.await?;
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

/// Asks the chain for access, then opens the document.
pub async fn open(
	context: &Context,
	record: RecordId,
	version: Option<VersionNumber>,
	purpose: &str,
) -> Result<(Opened, Included), Failure> {
	let (access, done) = request_access(context, record, version, purpose).await?;
	let waiting = context.spinner("custodians …");
	let chain = context.chain().await?;
	let opened = documents::open(chain, &context.signer()?, &context.secret()?, access).await;
	waiting.finish_and_clear();
	Ok((opened?, done))
}

async fn read(
	context: &Context,
	record: RecordId,
	version: Option<VersionNumber>,
	purpose: &str,
	out: Option<PathBuf>,
) -> Result<Value, Failure> {
	let (opened, done) = open(context, record, version, purpose).await?;
	let mut answer = included(
		&done,
		render::access(&opened.access, opened.version.version),
	);
	if let Some(path) = out {
		output::write(&path, &opened.plaintext)?;
		answer["written"] = json!(path.display().to_string());
		return Ok(answer);
	}
	let text = std::str::from_utf8(&opened.plaintext).map_err(Failure::bad_input)?;
	answer["document"] = fhir::parse(text).map_err(|fault| Failure::new("MalformedFhir", fault))?;
	Ok(answer)
}

async fn share(context: &Context, record: u64, to: &str, purpose: &str) -> Result<Value, Failure> {
	use crate::chain::answers::{Actor, ProvisionTerms};
	let (chain, block) = (context.chain().await?, context.block().await?);
	let info = questions::record(chain, RecordId(record), block.hash)
		.await?
		.ok_or_else(|| Failure::not_found(format!("record {record}")))?;
	let terms = ProvisionTerms {
		compartments: vec![info.record.compartment.number()],
		..ProvisionTerms::permit(
			Actor::Account(context.account(to)?),
			vec![info.record.category],
			parse_purpose(purpose)?,
		)
	};
	let done = context.submit(calls::consent::grant(&terms)).await?;
	let provision = done.events.iter().find_map(|event| match event {
		Event::Granted { provision, .. } => Some(provision.0),
		_ => None,
	});
	Ok(included(&done, json!({ "provision": provision })))
}

async fn status(context: &Context, record: RecordId) -> Result<Value, Failure> {
	let (chain, block) = (context.chain().await?, context.block().await?);
	if let Some(tombstone) = questions::tombstone(chain, record, block.hash).await? {
		let owed = questions::destructions(chain, record, block.hash).await?;
		return Ok(json!({
			"record": record.0,
			"erasedAt": render::moment(tombstone.erased_at),
			"destroyed": owed.iter().all(|owed| owed.destroyed_at.is_some()),
			"custodians": owed.iter().map(|owed| json!({
				"account": owed.custodian.to_string(),
				"destroyedAt": owed.destroyed_at.map(render::moment),
			})).collect::<Vec<_>>(),
		}));
	}
	let info = questions::record(chain, record, block.hash)
		.await?
		.ok_or_else(|| Failure::not_found(format!("record {record}")))?;
	let versions: Vec<VersionInfo> = questions::provenance(chain, record, block.hash).await?;
	let mut answer = render::record(&info);
	answer["versions"] = versions.iter().map(render::version).collect();
	Ok(answer)
}

async fn ask_custodians(
	context: &Context,
	record: RecordId,
	access: AccessId,
) -> Result<Value, Failure> {
	let chain = context.chain().await?;
	let block = chain.finalized().await?;
	let versions = questions::provenance(chain, record, block.hash).await?;
	let version = versions
		.last()
		.ok_or_else(|| Failure::not_found(format!("record {record}")))?;
	let (signer, secret) = (context.signer()?, context.secret()?);
	let mut answers = Vec::new();
	for account in &version.custodians {
		let operator = questions::who_is(chain, account, block.hash)
			.await?
			.operator;
		let answer = match operator {
			None => Err("it is no operator any more".to_owned()),
			Some(operator) => {
				let custodian = Custodian::new(&operator, chain.genesis_hash().0)?;
				let released = custodian
					.release(&signer, &secret, block.number, access)
					.await;
				released.map(drop).map_err(|cause| cause.to_string())
			}
		};
		answers.push(json!({
			"account": account.to_string(),
			"gave": answer.is_ok(),
			"reason": answer.err(),
		}));
	}
	Ok(json!({ "custodians": answers }))
}
