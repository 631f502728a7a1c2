// SPDX-License-Identifier: Apache-2.0
//! What the chain would refuse is found before anything is signed.

use super::super::{
	Context, Failure,
	consent::Missing,
	record::{NumberedRecord, live},
};
use futures::future::join_all;
use salus_chain::{AccountId, BlockRef, queries};
use salus_primitives::{
	Action, Basis, Category, Compartment, DataPeriod, Decision, Purpose, Query, Reader, RecordId,
	Refusal, quorum::WorkClass,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The records of a request, as the chain has them.
pub struct Records {
	/// Whose they are.
	pub patient: AccountId,
	/// Each, in the order in which they were named.
	pub records: Vec<NumberedRecord>,
}

/// The records, if they are there and all of one patient.
pub async fn records(context: &Context, ids: &[u64]) -> Result<Records, Failure> {
	let mut known = BTreeSet::new();
	if let Some(twice) = ids.iter().find(|id| !known.insert(**id)) {
		return Err(Failure::new(
			"DecisionSupport.RepeatedRecord",
			format!("record {twice} is named twice"),
		)
		.remedy("name each record once"));
	}
	let found = ids.iter().map(|id| live(context, RecordId(*id)));
	let found: Result<Vec<NumberedRecord>, Failure> = join_all(found).await.into_iter().collect();
	of_one_patient(found?)
}

fn of_one_patient(records: Vec<NumberedRecord>) -> Result<Records, Failure> {
	let first = records.first().ok_or_else(|| Failure::bad_input("no record is named"))?;
	let patient = first.item.patient.clone();
	if let Some(other) = records.iter().find(|info| info.item.patient != patient) {
		return Err(Failure::new(
			"DecisionSupport.SeveralPatients",
			format!("record {} is of another patient than record {}", other.id, first.id),
		)
		.remedy("name records of one patient only"));
	}
	Ok(Records { patient, records })
}

impl Records {
	/// What to tell of them: those that the patient contests, and those that others replace.
	pub fn notes(&self) -> Vec<String> {
		let contested = self.records.iter().filter(|info| info.item.contested.is_some());
		let contested = contested
			.map(|info| format!("the patient contests record {}, so the result notes it", info.id));
		let replaced = self.records.iter().filter_map(|info| {
			let by = info.item.replaced_by?;
			Some(format!("record {by} replaces record {}, so the result notes it", info.id))
		});
		contested.chain(replaced).collect()
	}

	/// Which of the records, and of the job to come, operators may read for such work that the signer asks, and what is
	/// missing for the others.
	pub async fn consent(
		&self,
		context: &Context,
		job: Reading,
		class: WorkClass,
		block: BlockRef,
	) -> Result<(), Failure> {
		let (chain, asker) = (context.chain().await?, context.signer()?.account());
		let mut refused = Vec::new();
		for reading in self.records.iter().map(Reading::of).chain([job]) {
			let reader = Reader::DecisionSupport { class, asker: asker.clone() };
			let query = reading.query(reader, Purpose::DecisionSupport);
			let decision = queries::decide(chain, &query, block.hash).await?;
			if let Decision::Refusal(refusal) = decision {
				refused.push((reading, refusal));
			}
		}
		no_consent(&refused, class, &asker).map_or(Ok(()), Err)
	}

	/// In which compartment the job and its result lie: the one that is named; else that of the inputs, since a result
	/// tells of them. Data rule 7.
	pub fn compartment(&self, named: Option<u8>) -> Result<Compartment, Failure> {
		if let Some(number) = named {
			return Compartment::new(number)
				.ok_or_else(|| Failure::bad_input("a compartment is 0 to 15"));
		}
		let found = self.records.iter().map(|info| info.item.compartment);
		let hidden: BTreeSet<Compartment> =
			found.filter(|one| *one != Compartment::General).collect();
		let mut hidden = hidden.into_iter();
		match (hidden.next(), hidden.next()) {
			(None, _) => Ok(Compartment::General),
			(Some(one), None) => Ok(one),
			(Some(_), Some(_)) => Err(Failure::new(
				"CompartmentMissing",
				"the inputs lie in several compartments, and the result tells of all of them",
			)
			.remedy("say in which one it shall lie with --compartment; nothing was written")),
		}
	}

	/// Why the signer's machine can't or should not open them all for a check, if so.
	pub async fn unreadable(
		&self,
		context: &Context,
		purpose: Purpose,
		block: BlockRef,
	) -> Result<Option<String>, Failure> {
		let (chain, me) = (context.chain().await?, context.signer()?.account());
		if self.patient == me {
			return Ok(None);
		}
		for info in self.records.iter().filter(|info| info.item.author != me) {
			let query = Reading::of(info).query(Reader::Account(me.clone()), purpose);
			let permit = match queries::decide(chain, &query, block.hash).await? {
				Decision::Permit(permit) => permit,
				Decision::Refusal(_) => {
					return Ok(Some(format!("you may not read record {}", info.id)));
				}
			};
			let Basis::Provision(id) = permit.basis else {
				continue;
			};
			let provisions = queries::provisions(chain, &self.patient, block.hash).await?;
			let counted = provisions.iter().find(|provision| provision.id == id);
			if let Some(left) = counted.and_then(|provision| provision.uses_left) {
				return Ok(Some(format!(
					"record {} may be read {left} times more, and each check takes one of them",
					info.id
				)));
			}
		}
		Ok(None)
	}
}

/// What somebody would read: a record, or one to come.
#[derive(Clone, Debug)]
pub struct Reading {
	/// What it is called.
	what: String,
	patient: AccountId,
	category: Category,
	compartment: Compartment,
	data: DataPeriod,
}

impl Reading {
	/// A record that is there.
	pub fn of(info: &NumberedRecord) -> Self {
		let record = &info.item;
		Self {
			what: format!("record {}", info.id),
			patient: record.patient.clone(),
			category: record.category,
			compartment: record.compartment,
			data: record.data,
		}
	}

	/// The job of a request, before it is written.
	pub fn of_job(patient: &AccountId, compartment: Compartment, data: DataPeriod) -> Self {
		Self {
			what: "the request's own record".to_owned(),
			patient: patient.clone(),
			category: Category::RiskAssessment,
			compartment,
			data,
		}
	}

	fn query(&self, reader: Reader<AccountId>, purpose: Purpose) -> Query<AccountId> {
		Query {
			patient: self.patient.clone(),
			reader,
			action: Action::Access,
			category: self.category,
			compartment: self.compartment,
			purpose,
			data: self.data,
		}
	}

	/// Whether whoever writes it may read it again: authors may, unless the patient denies it.
	pub async fn by_its_author(
		&self,
		context: &Context,
		purpose: Purpose,
		block: BlockRef,
	) -> Result<(), Failure> {
		let (chain, me) = (context.chain().await?, context.signer()?.account());
		if self.patient == me {
			return Ok(());
		}
		let query = self.query(Reader::Account(me), purpose);
		match queries::decide(chain, &query, block.hash).await? {
			Decision::Refusal(Refusal::Denied(id)) => Err(Failure::new(
				"Records.Denied",
				format!(
					"the patient denies you to read {} for {purpose}, by provision {id}",
					self.category.code()
				),
			)
			.remedy("nothing was written")),
			Decision::Permit(_) | Decision::Refusal(_) => Ok(()),
		}
	}
}

/// That operators may not read some records, with what the patient can do for each.
fn no_consent(
	refused: &[(Reading, Refusal)],
	class: WorkClass,
	asker: &AccountId,
) -> Option<Failure> {
	let (_, first) = refused.first()?;
	// No more than is missing: for this work, and for whoever asks now.
	let to = format!("decision-support --classes {class} --asker {asker}");
	let problem = |(reading, refusal): &(Reading, Refusal)| -> Value {
		let (problem, remedy) = match refusal {
			Refusal::Denied(id) => (
				format!("provision {id} denies it to decision support"),
				format!("only the patient can change it: salus consent revoke {id}"),
			),
			Refusal::NoPolicy | Refusal::NotInForce => {
				let missing = Missing {
					to: &to,
					action: Action::Access,
					category: reading.category,
					compartment: reading.compartment,
					purpose: Purpose::DecisionSupport,
				};
				(
					"no provision permits it to decision support".to_owned(),
					format!(
						"ask the patient: {}; or they permit it: {}",
						missing.ask(&reading.patient),
						missing.grant()
					),
				)
			}
		};
		json!({
			"code": reading.category.code(),
			"path": reading.what,
			"problem": problem,
			"remedy": remedy,
		})
	};
	let problems: Vec<Value> = refused.iter().map(problem).collect();
	let kind = match first {
		Refusal::Denied(_) => "Records.Denied",
		Refusal::NoPolicy | Refusal::NotInForce => "Records.NotPermitted",
	};
	let message =
		format!("operators may not read these records:{}", super::refusal::lines(&problems));
	Some(Failure::new(kind, message).detail("problems", json!(problems)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		Day, ProvisionId, WithId,
		records::{ContestReason, Record},
	};

	fn record(id: u64, patient: u8, category: Category, compartment: u8) -> NumberedRecord {
		WithId {
			id: RecordId(id),
			item: Record {
				patient: AccountId::new([patient; 32]),
				author: AccountId::new([9; 32]),
				category,
				compartment: Compartment::new(compartment).expect("it is below 16"),
				latest: 1,
				created_at: 0,
				data: DataPeriod::on(Day(0)),
				contested: None,
				replaces: None,
				replaced_by: None,
			},
		}
	}

	#[test]
	fn records_of_two_patients_are_refused_by_their_numbers() {
		let first = record(1, 1, Category::Condition, 0);
		let other = record(2, 2, Category::Condition, 0);
		let refused = of_one_patient(vec![first.clone(), other]).err().expect("two patients");
		assert_eq!(refused.kind, "DecisionSupport.SeveralPatients");
		assert!(refused.message.contains("record 2 is of another patient than record 1"));
		assert_eq!(of_one_patient(vec![first]).expect("one patient").notes(), Vec::<String>::new());
		assert!(of_one_patient(Vec::new()).is_err());
	}

	#[test]
	fn a_contested_record_is_told_before_it_is_asked_of() {
		let mut contested = record(7, 1, Category::Condition, 0);
		contested.item.contested = Some(ContestReason::Inaccurate);
		let notes = of_one_patient(vec![contested]).expect("one patient").notes();
		assert_eq!(notes, ["the patient contests record 7, so the result notes it"]);
	}

	#[test]
	fn a_replaced_record_is_told_before_it_is_asked_of() {
		let mut replaced = record(7, 1, Category::Condition, 0);
		replaced.item.replaced_by = Some(RecordId(9));
		let notes = of_one_patient(vec![replaced]).expect("one patient").notes();
		assert_eq!(notes, ["record 9 replaces record 7, so the result notes it"]);
	}

	#[test]
	fn missing_consent_is_told_for_every_record_with_what_the_patient_can_do() {
		let vital = Reading::of(&record(1, 1, Category::ObservationVitalSigns, 0));
		let hidden = Reading::of(&record(2, 1, Category::Condition, 3));
		let doctor = AccountId::new([7; 32]);
		let told =
			|refused: &[(Reading, Refusal)]| no_consent(refused, WorkClass::Clinical, &doctor);
		assert!(told(&[]).is_none());
		let refused = told(&[
			(vital, Refusal::NoPolicy),
			(hidden.clone(), Refusal::NoPolicy),
			(hidden, Refusal::Denied(ProvisionId(5))),
		]);
		let refused = refused.expect("three are refused");
		assert_eq!(refused.kind, "Records.NotPermitted");
		let error = refused.to_json();
		let problems = &error["error"]["problems"];
		assert_eq!(problems.as_array().map(Vec::len), Some(3));
		assert_eq!(problems[0]["path"], "record 1");
		let remedy = problems[1]["remedy"].as_str().expect("a text");
		let grant = format!(
			"salus consent grant --permit --to decision-support --classes clinical --asker {doctor} \
			 --categories Condition --purposes CDS --compartments 3"
		);
		assert!(remedy.ends_with(&grant), "{remedy}");
		assert!(problems[2]["remedy"].to_string().contains("salus consent revoke 5"));
		assert!(refused.message.contains("record 2"), "{}", refused.message);
	}

	#[test]
	fn a_job_lies_where_its_inputs_lie() {
		let of = |compartments: &[u8]| {
			let records = compartments.iter().map(|one| record(1, 1, Category::Condition, *one));
			of_one_patient(records.collect()).expect("one patient")
		};
		for (compartments, named, lies) in [
			(&[0, 0][..], None, Some(0)),
			(&[0, 3, 3], None, Some(3)),
			(&[3, 4], None, None),
			(&[3, 4], Some(5), Some(5)),
			(&[0], Some(16), None),
		] {
			let found = of(compartments).compartment(named).ok();
			assert_eq!(found.map(Compartment::number), lies, "{compartments:?}");
		}
	}
}
