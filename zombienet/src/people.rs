// SPDX-License-Identifier: Apache-2.0
//! A clinic, a clinician and a patient with the records that the risk model reads. Not the scenario's people:
//! these come to a network on which the scenario may have been played or not.

use crate::{
	chain,
	programs::Programs,
	salus::{Salus, text},
};
use anyhow::Context;
use serde_json::Value;
use std::collections::BTreeSet;

// Endowed accounts that the scenario leaves alone.
const CLINIC: &str = "//Alice//stash";
const CLINICIAN: &str = "//Ferdie//stash";
// Holds no tokens.
const PATIENT: &str = "//Network//Patient";
/// The categories that the risk model takes its inputs from.
const CATEGORIES: [&str; 4] =
	["Encounter", "Condition", "Observation-vital-signs", "Observation-laboratory"];

/// Who and what a request needs.
pub struct People {
	/// The patient's account.
	pub patient: String,
	salus: Salus,
	model: String,
	records: Vec<String>,
}

/// What became of a request: how many had agreed when it was settled, of how many that were drawn.
#[derive(Debug, PartialEq, Eq)]
pub struct Receipt {
	pub agreeing: u64,
	pub seats: u64,
}

impl Receipt {
	/// Two of three: the second to reveal settles.
	pub const SETTLED: Self = Self { agreeing: 2, seats: 3 };
}

impl People {
	/// Registers everybody and writes the records: three motions of bodies, each of three extrinsics that wait to
	/// be final, and beside them what other accounts sign.
	pub async fn prepare(salus: Salus, programs: &Programs) -> anyhow::Result<Self> {
		let clinic = salus.account(CLINIC).await?;
		let clinician = salus.account(CLINICIAN).await?;
		let patient = salus.account(PATIENT).await?;
		let bundle = programs.bundle();
		let bundle = bundle.to_str().context("the path is not UTF-8")?;

		let accredit = ["accredit", &clinic, "--kind", "provider", "--jurisdiction", "CH"];
		authority(&salus, &accredit).await?;
		let license = ["license", &clinician, "--profession", "physician"];
		let terms = ["--jurisdiction", "CH", "--until", "2035-01-01"];
		let license = [&license[..], &terms].concat();
		let (_, model) = tokio::try_join!(authority(&salus, &license), async {
			// The clinic signs both this and the proposal, which so can't take the same nonce.
			register(&salus, &clinic).await?;
			let (_, model) =
				tokio::try_join!(consent(&salus, &clinician), propose(&salus, programs))?;
			anyhow::Ok(model)
		})?;

		let approve = ["approve-model", &model];
		let (_, added) = tokio::try_join!(authority(&salus, &approve), async {
			let (publish, invite) = (["keys", "publish"], ["organisation", "invite", &clinician]);
			tokio::try_join!(salus.must(CLINICIAN, &publish), salus.must(CLINIC, &invite))?;
			salus.must(CLINICIAN, &["membership", "accept", &clinic]).await?;
			let add = ["record", "add", bundle, "--patient", &patient];
			salus.must(CLINICIAN, &add).await
		})?;
		let written = added["records"].as_array().context("no records in the answer")?;
		let records = written
			.iter()
			.filter(|record| CATEGORIES.iter().any(|name| record["category"] == *name))
			.map(|record| text(record, "record"))
			.collect::<anyhow::Result<Vec<_>>>()?;
		anyhow::ensure!(
			records.len() == CATEGORIES.len(),
			"of what the model reads, {} were written",
			records.len()
		);
		Ok(Self { patient, salus, model, records })
	}

	/// The clinician reads one record, which the patient's ledger tells from then on.
	pub async fn read(&self) -> anyhow::Result<()> {
		let record = self.records.first().context("no records")?;
		let read = ["record", "read", record, "--purpose", "TREAT"];
		self.salus.must(CLINICIAN, &read).await.map(drop)
	}

	/// Asks the model about the patient; returns the request.
	pub async fn ask(&self) -> anyhow::Result<String> {
		text(&self.asking(&[]).await?, "request")
	}

	/// Writes what is to be asked, while all custodians are there to keep its key; returns the record.
	pub async fn prepare_job(&self) -> anyhow::Result<String> {
		text(&self.asking(&["--prepare"]).await?, "job")
	}

	/// Asks by what was written before, for which no custodian has to answer; returns the request.
	pub async fn ask_by(&self, job: &str) -> anyhow::Result<String> {
		text(&self.asking(&["--job", job]).await?, "request")
	}

	async fn asking(&self, options: &[&str]) -> anyhow::Result<Value> {
		let records = self.records.join(",");
		let ask = [
			"decision",
			"request",
			"--model",
			&self.model,
			"--inputs",
			&records,
			"--purpose",
			"TREAT",
			// On a relay chain each step waits half a minute for its finality.
			"--unchecked",
		];
		self.salus.must(CLINICIAN, &[&ask[..], options].concat()).await
	}

	/// The receipt of a request, once there is one.
	pub async fn receipt(&self, request: &str) -> anyhow::Result<Option<Receipt>> {
		let answer = self.salus.run(CLINICIAN, &["decision", "receipt", request]).await?;
		// Until then the refusal is that there is none.
		let (Some(agreeing), Some(seats)) = (answer["agreeing"].as_u64(), answer["seats"].as_u64())
		else {
			return Ok(None);
		};
		Ok(Some(Receipt { agreeing, seats }))
	}

	/// Waits for the receipt.
	pub async fn wait_receipt(&self, request: &str, seconds: u64) -> anyhow::Result<Receipt> {
		let what = format!("the receipt of request {request}");
		chain::wait_until(&what, seconds, async || self.receipt(request).await).await
	}

	/// Waits until all three have revealed the same result, which the receipt's two have settled.
	pub async fn wait_all_agree(&self, request: &str, seconds: u64) -> anyhow::Result<()> {
		let receipt = self.wait_receipt(request, seconds).await?;
		anyhow::ensure!(receipt == Receipt::SETTLED, "request {request} settled with {receipt:?}");
		let what = format!("all three to reveal request {request}");
		chain::wait_until(&what, seconds, async || {
			let revealed: BTreeSet<String> =
				self.responses(request, "revealed").await?.into_iter().collect();
			Ok((revealed.len() == 3).then_some(()))
		})
		.await
	}

	/// Who ever sealed a request, once for each seal.
	pub async fn seals(&self, request: &str) -> anyhow::Result<Vec<String>> {
		self.responses(request, "sealed").await
	}

	async fn responses(&self, request: &str, how: &str) -> anyhow::Result<Vec<String>> {
		let history = ["decision", "status", request, "--history"];
		let answer = self.salus.must(CLINICIAN, &history).await?;
		let responses = answer["history"]["responses"].as_array().context("no responses")?;
		let so = responses.iter().filter(|response| response["how"] == how);
		so.map(|response| text(response, "operator")).collect()
	}
}

async fn authority(salus: &Salus, arguments: &[&str]) -> anyhow::Result<()> {
	let arguments = [&["authority"][..], arguments].concat();
	salus.must("//Alice", &arguments).await.map(drop)
}

/// The clinic registers the patient, who has signed for it.
async fn register(salus: &Salus, clinic: &str) -> anyhow::Result<()> {
	let registration = salus.home.with_file_name("network-registration.json");
	let registration = registration.to_str().context("the path is not UTF-8")?;
	let sign = ["register", "--organisation", clinic, "--out", registration];
	salus.must(PATIENT, &sign).await?;
	salus.must(CLINIC, &["organisation", "register", registration]).await.map(drop)
}

/// The patient gives the consent that a request needs.
async fn consent(salus: &Salus, clinician: &str) -> anyhow::Result<()> {
	for (to, actions, purpose) in
		[(clinician, "access,collect", "TREAT"), ("decision-support", "access", "CDS")]
	{
		let grant = ["consent", "grant", "--permit", "--to", to, "--actions", actions];
		let what = ["--categories", "all", "--purposes", purpose];
		salus.must(PATIENT, &[&grant[..], &what].concat()).await?;
	}
	Ok(())
}

/// Proposes the model. The scenario may have proposed it already: a second proposal of it is a model of its own, and
/// does no harm.
async fn propose(salus: &Salus, programs: &Programs) -> anyhow::Result<String> {
	let folder = programs.models().join("diabetes-risk");
	let folder = folder.to_str().context("the path is not UTF-8")?;
	let proposed = salus.must(CLINIC, &["decision", "model", "propose", folder]).await?;
	text(&proposed, "model")
}
