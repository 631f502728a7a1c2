// SPDX-License-Identifier: Apache-2.0
//! Asking: the job is written as a record of the patient, then the request is made.

use super::{
	super::{
		Context, Failure,
		codes::{self, one_of},
		purpose,
		record::{self, Custodians, Custody, NumberedRecord},
		response::{Done, Plain},
		times,
	},
	before::{self, Reading, Records},
	check, job,
	names::{self, Among, Chosen},
	seats, status,
};
use clap::Args;
use salus_chain::{
	AccountId, BlockRef, ChainClient, Included, calls::decision_support, events::Event,
};
use salus_inference::Card;
use salus_primitives::{
	Category, Compartment, DataPeriod, ModelId, Purpose, RecordId, RequestId,
	decision_support::{Model, ModelState, Receipt, TIERS},
	quorum::{Tier, WorkClass},
};
use serde::Serialize;
use serde_json::json;

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus --as doctor decision request --model news2 --inputs 1,2,3 --purpose TREAT --wait\n  salus --as doctor decision request --model 0 --patient 5F3s… --inputs 1,2,3 --tier 5 --purpose TREAT"
)]
pub struct Request {
	/// The model: its name, or its number. The chain does not learn which.
	#[arg(long)]
	model: String,
	/// The records that it reads, all of one patient.
	#[arg(long, value_name = "RECORDS", value_delimiter = ',', required = true)]
	inputs: Vec<u64>,
	/// Whose they must be: refused if they are somebody else's.
	#[arg(long)]
	patient: Option<String>,
	/// What the work is for and paid as; without it what the model is for.
	#[arg(long, value_parser = one_of(WorkClass::ALL, WorkClass::from_code))]
	class: Option<WorkClass>,
	/// How many operators work on it: 3, of whom 2 must agree; 5, of whom 3 must; or 7, of whom 4 must.
	#[arg(long, value_name = "OPERATORS", default_value_t = 3)]
	tier: u8,
	/// Why: the patient's own request (PATRQT) when you are the patient; others must say it.
	#[arg(
		long,
		long_help = codes::with_purposes(
			"Why: the patient's own request (PATRQT) when you are the patient; others must say it."
		)
	)]
	purpose: Option<String>,
	/// The patient's compartment for the request's own record, 0 to 15; without it that of the inputs.
	#[arg(long)]
	compartment: Option<u8>,
	/// Only write the record that says what is asked. Ask by it later with --job, for which no custodian has to answer.
	#[arg(long, conflicts_with_all = ["job", "wait"])]
	prepare: bool,
	/// Ask by a record that was written before, of the same model and inputs: by --prepare, or by a request that was refused.
	#[arg(long, value_name = "RECORD", conflicts_with = "compartment")]
	job: Option<u64>,
	/// Wait until it is settled or has failed.
	#[arg(long)]
	wait: bool,
	/// Ask operators without checking the inputs on this machine before.
	#[arg(long)]
	unchecked: bool,
	#[command(flatten)]
	custody: Custody,
}

/// A request that was made.
#[derive(Serialize)]
pub struct Requested {
	/// None when it was only prepared.
	request: Option<RequestId>,
	/// The record that says what is asked. Whoever may read it may read the result.
	job: RecordId,
	/// Known here and to whoever may read the job.
	model: ModelId,
	/// The model's, where its card can be had.
	name: Option<String>,
	class: WorkClass,
	tier: Tier,
	/// Of all seats: held until they are paid, or given back.
	price: String,
	/// Whether the inputs were checked on this machine before.
	checked: bool,
	notes: Vec<String>,
	/// What came of it, where that was waited for.
	#[serde(skip_serializing_if = "Option::is_none")]
	receipt: Option<Receipt<AccountId>>,
}

impl Plain for Requested {}

impl Request {
	/// Whatever can be found out before anything is written, paid or seen by operators is found out first.
	pub async fn run(self, context: &Context) -> Result<Done<Requested>, Failure> {
		let tier = tier(self.tier)?;
		let Chosen { known, note } = names::resolve(context, &self.model, Among::Approved).await?;
		let class = may_be_asked(&known.model.item, self.class)?;
		let records = before::records(context, &self.inputs).await?;
		if let Some(named) = &self.patient {
			is_of(&records, &context.account(named)?)?;
		}
		let purpose = purpose::resolve(context, self.purpose.as_deref(), &records.patient).await?;
		let block = context.block().await?;
		let source = self.source(context, &records, class, purpose, block).await?;
		seats::operators(context, tier, block).await?;
		let price = seats::price(context, class, tier, &records.patient, block).await?;
		let mut notes: Vec<String> = note.into_iter().collect();
		let checked = match (self.unchecked, &known.card) {
			(true, _) => Err("as asked".to_owned()),
			(false, Err(cause)) => Err(cause.message.clone()),
			(false, Ok(card)) => check(context, card, &records, purpose, block).await?,
		};
		match &checked {
			Ok(found) => notes.extend(found.iter().cloned()),
			Err(reason) => {
				notes.extend(records.notes());
				notes.push(format!("the inputs were not checked on this machine: {reason}"));
			}
		}
		for note in &notes {
			context.warn(note);
		}

		let mut requested = Requested {
			request: None,
			job: RecordId::default(),
			model: known.model.id,
			name: known.card.as_ref().ok().map(|card| card.name.clone()),
			class,
			tier,
			price: price.to_string(),
			checked: checked.is_ok(),
			notes,
			receipt: None,
		};
		requested.job = match source {
			Source::Written(job) => job,
			Source::New { compartment, data, custodians } => {
				let (job, done) =
					job::write(context, &known.model, &records, compartment, data, &custodians)
						.await?;
				if self.prepare {
					requested.job = job;
					return Ok(Done::new(&done, requested));
				}
				job
			}
		};
		let inputs: Vec<RecordId> = records.records.iter().map(|info| info.id).collect();
		let job = requested.job;
		let call = decision_support::request(job, &inputs, class, tier, purpose);
		let done = context.submit(call).await.map_err(|cause| left(job, cause))?;
		let request = made(&done)?;
		requested.request = Some(request);
		if self.wait {
			requested.receipt = Some(status::receipt(context, request).await?);
		}
		Ok(Done::new(&done, requested))
	}

	/// Where the job comes from, if the chain and the operators will take it.
	async fn source(
		&self,
		context: &Context,
		records: &Records,
		class: WorkClass,
		purpose: Purpose,
		block: BlockRef,
	) -> Result<Source, Failure> {
		if let Some(job) = self.job {
			let job = record::live(context, RecordId(job)).await?;
			is_a_job(&job, records)?;
			records.consent(context, Reading::of(&job), class, block).await?;
			return Ok(Source::Written(job.id));
		}
		let patient = &records.patient;
		let compartment = records.compartment(self.compartment)?;
		let now = context.chain().await?.moment(block.hash).await?;
		let data = DataPeriod::on(times::today(now));
		let reading = Reading::of_job(patient, compartment, data);
		reading.by_its_author(context, purpose, block).await?;
		records.consent(context, reading, class, block).await?;
		let kind = [(Category::RiskAssessment, data)];
		record::may_write(context, patient, compartment, &kind).await?;
		let custodians = self.custody.choose(context).await?;
		Ok(Source::New { compartment, data, custodians })
	}
}

/// Where a request's job comes from.
enum Source {
	/// It is a record already.
	Written(RecordId),
	/// It will be written.
	New { compartment: Compartment, data: DataPeriod, custodians: Custodians },
}

/// What the chain would refuse of a record that is named as the job.
fn is_a_job(job: &NumberedRecord, records: &Records) -> Result<(), Failure> {
	let (kind, problem) = if job.item.category != Category::RiskAssessment {
		("DecisionSupport.NotAJob", "says nothing of what is asked")
	} else if job.item.patient != records.patient {
		("DecisionSupport.SeveralPatients", "is of another patient than the inputs")
	} else {
		return Ok(());
	};
	let remedy = "name one that salus decision request has written";
	Err(Failure::new(kind, format!("record {} {problem}", job.id)).remedy(remedy))
}

/// The tier with so many seats.
fn tier(seats: u8) -> Result<Tier, Failure> {
	TIERS.iter().copied().find(|tier| tier.seats == seats).ok_or_else(|| {
		Failure::new("DecisionSupport.TierNotAllowed", format!("no tier has {seats} operators"))
			.remedy("ask 3, 5 or 7")
	})
}

/// As what the model may be asked: operators refuse one that is not approved, or that is of another class.
fn may_be_asked(model: &Model<AccountId>, class: Option<WorkClass>) -> Result<WorkClass, Failure> {
	if model.state != ModelState::Approved {
		return Err(Failure::new(
			"ModelNotApproved",
			"the authority has not approved this model, or has suspended it",
		));
	}
	match class {
		Some(asked) if asked != model.class => Err(Failure::new(
			"OtherClass",
			format!("the model is for {}, so operators would refuse it for {asked}", model.class),
		)
		.remedy("leave --class out; nothing was written")),
		_ => Ok(model.class),
	}
}

fn is_of(records: &Records, patient: &AccountId) -> Result<(), Failure> {
	if records.patient == *patient {
		return Ok(());
	}
	Err(Failure::new(
		"OtherPatient",
		format!("the records are of {}, not of {patient}", records.patient),
	)
	.remedy("name records of the patient that is meant; nothing was written"))
}

/// That the job is written already, of a request that the chain refused.
fn left(job: RecordId, cause: Failure) -> Failure {
	cause.detail("job", json!(job)).remedy(format!(
		"what was to be asked stands in record {job}: ask by it with --job {job}, or let the patient erase it"
	))
}

fn made(done: &Included) -> Result<RequestId, Failure> {
	let made = done.events.iter().find_map(|event| match event {
		Event::Requested { request, .. } => Some(*request),
		_ => None,
	});
	made.ok_or_else(|| Failure::new("Mismatch", "a request was made, but no event says so"))
}

/// The notes of the check; or why there was none, and then the chain decides.
async fn check(
	context: &Context,
	card: &Card,
	records: &Records,
	purpose: Purpose,
	block: BlockRef,
) -> Result<Result<Vec<String>, String>, Failure> {
	match records.unreadable(context, purpose, block).await? {
		Some(reason) => Ok(Err(reason)),
		None => check::before_request(context, card, records, purpose).await.map(Ok),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{Cid, Evidence, decision_support::Output};

	fn model(class: WorkClass, state: ModelState) -> Model<AccountId> {
		Model {
			digest: [0; 32],
			card: Cid::raw([0; 32]),
			class,
			evidence: Evidence::People,
			output: Output::Sealed,
			steps: 1,
			metrics_commitment: [0; 32],
			state,
			proposer: AccountId::new([1; 32]),
			verdicts: Default::default(),
			outcomes: Default::default(),
			drift: Default::default(),
		}
	}

	#[test]
	fn only_tiers_of_the_chain_are_asked() {
		let quorum = |seats| tier(seats).map(|tier| tier.quorum).map_err(|failure| failure.kind);
		assert_eq!((quorum(3), quorum(5), quorum(7)), (Ok(2), Ok(3), Ok(4)));
		for seats in [0, 1, 4, 8] {
			assert_eq!(quorum(seats), Err("DecisionSupport.TierNotAllowed".to_owned()));
		}
	}

	#[test]
	fn a_model_is_asked_for_what_it_is_for() {
		use ModelState::{Approved, Proposed, Suspended};
		use WorkClass::{Clinical, Research};
		let asked = |class, state, wanted| {
			may_be_asked(&model(class, state), wanted).map_err(|failure| failure.kind)
		};
		assert_eq!(asked(Research, Approved, None), Ok(Research));
		assert_eq!(asked(Clinical, Approved, Some(Clinical)), Ok(Clinical));
		assert_eq!(asked(Clinical, Approved, Some(Research)), Err("OtherClass".to_owned()));
		for state in [Proposed, Suspended] {
			assert_eq!(asked(Clinical, state, None), Err("ModelNotApproved".to_owned()));
		}
	}
}
