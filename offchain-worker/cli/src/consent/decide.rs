// SPDX-License-Identifier: Apache-2.0
//! Would it be permitted, or was it?

use super::{
	super::{
		Context, Failure,
		codes::{self, one_of, parse_code},
		purpose,
		response::Plain,
		times,
	},
	terms::{DECISION_SUPPORT, of_decision_support},
};
use clap::Args;
use salus_chain::{AccountId, ChainClient, queries};
use salus_primitives::{
	Action, Category, Compartment, DataPeriod, Day, Decision, Moment, Query, Reader, Refusal,
	Timestamp, quorum::WorkClass,
};
use serde::Serialize;

#[derive(Args, Debug)]
pub struct Question {
	/// Whose data.
	#[arg(long)]
	patient: String,
	/// Who asks: an account, or decision-support, with --class and --asker.
	#[arg(long)]
	reader: String,
	/// With --reader decision-support: what the work is for.
	#[arg(long, value_parser = one_of(WorkClass::ALL, WorkClass::from_code))]
	class: Option<WorkClass>,
	/// With --reader decision-support: who makes the request.
	#[arg(long, value_name = "ACCOUNT")]
	asker: Option<String>,
	/// access or collect.
	#[arg(long, default_value = "access")]
	action: String,
	/// Kind of document.
	#[arg(long, long_help = codes::with_categories("Kind of document."))]
	category: String,
	/// Compartment.
	#[arg(long, default_value_t = 0)]
	compartment: u8,
	/// Purpose.
	#[arg(long, long_help = codes::with_purposes("Purpose."))]
	purpose: String,
	/// On which day the data arose, or the first and the last by a comma; without it the day that is asked about.
	#[arg(long, value_name = "DAY[,DAY]")]
	data: Option<String>,
	/// As it was decided at this block.
	#[arg(long, conflicts_with = "at")]
	at_block: Option<u32>,
	/// As it was at this moment: a time, in your time zone unless it states another.
	#[arg(long, value_name = "TIME")]
	at: Option<String>,
}

/// What was decided.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decided {
	#[serde(flatten)]
	decision: Decision,
	means: String,
	/// As of when.
	at: Timestamp,
	time_zone: String,
}

impl Plain for Decided {}

impl Question {
	pub async fn run(self, context: &Context) -> Result<Decided, Failure> {
		let asked_at = self.at.as_deref().map(times::parse_exact).transpose()?;
		let data = self.data.as_deref().map(parse_data_period).transpose()?;
		let reader = self.reader(context)?;
		let chain = context.chain().await?;
		let block = chain.finalized().await?;
		let at: Option<Moment> = match self.at_block {
			Some(number) => {
				let hash = chain
					.block_hash(number)
					.await?
					.ok_or_else(|| Failure::not_found(format!("block {number}")))?;
				Some(chain.moment(hash).await?)
			}
			None => asked_at,
		};
		let now = chain.moment(block.hash).await?;
		if let Some(at) = at.filter(|at| *at > now) {
			return Err(to_come(at, now));
		}
		let query = Query {
			patient: context.account(&self.patient)?,
			reader,
			action: parse_code("action", &self.action, Action::ALL, Action::from_code)?,
			category: parse_code("category", &self.category, Category::ALL, Category::from_code)?,
			compartment: Compartment::new(self.compartment)
				.ok_or_else(|| Failure::bad_input("a compartment is 0 to 15"))?,
			purpose: purpose::parse(&self.purpose)?,
			data: data.unwrap_or_else(|| DataPeriod::on(Day::of(at.unwrap_or(now)))),
		};
		let decision = match at {
			Some(at) => queries::decide_at(chain, &query, at, block.hash).await?,
			None => queries::decide(chain, &query, block.hash).await?,
		};
		Ok(Decided {
			decision,
			means: means(&decision),
			at: Timestamp(at.unwrap_or(now)),
			time_zone: times::zone_name(),
		})
	}
}

impl Question {
	fn reader(&self, context: &Context) -> Result<Reader<AccountId>, Failure> {
		match (self.reader.as_str(), self.class, &self.asker) {
			(DECISION_SUPPORT, Some(class), Some(asker)) => {
				Ok(Reader::DecisionSupport { class, asker: context.account(asker)? })
			}
			(DECISION_SUPPORT, _, _) => Err(Failure::bad_input(
				"whether decision support may read depends on what for, and on who asks",
			)
			.remedy("name them with --class and --asker")),
			(account, None, None) => Ok(Reader::Account(context.account(account)?)),
			(other, _, _) => Err(of_decision_support(other)),
		}
	}
}

/// Provisions may change until then, so there is nothing to answer.
fn to_come(at: Moment, now: Moment) -> Failure {
	let [at, now] = [at, now].map(times::show);
	Failure::bad_input(format!("{at} is to come: on the chain it is {now}"))
}

/// The decision in a sentence.
fn means(decision: &Decision) -> String {
	match decision {
		Decision::Permit(_) => "it is permitted".to_owned(),
		Decision::Refusal(Refusal::NoPolicy) => "no provision permits it".to_owned(),
		Decision::Refusal(Refusal::Denied(id)) => format!("provision {id} denies it"),
		Decision::Refusal(Refusal::NotInForce) => {
			"the reader's licence is expired or suspended, or their organisation is suspended"
				.to_owned()
		}
	}
}

fn parse_data_period(text: &str) -> Result<DataPeriod, Failure> {
	let (first, last) = text.split_once(',').unwrap_or((text, text));
	DataPeriod::new(times::parse_day(first)?, times::parse_day(last)?)
		.ok_or_else(|| Failure::bad_input(format!("{text} ends before it begins")))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::response::Response;
	use clap::Parser;
	use salus_primitives::ProvisionId;
	use serde_json::json;

	#[derive(Parser)]
	struct Line {
		#[command(flatten)]
		question: Question,
	}

	fn reader(line: &str) -> Result<Reader<AccountId>, Failure> {
		let home = tempfile::tempdir().unwrap();
		let context = Context::of_home(home.path().to_owned(), "window seven giraffe mild".into());
		let asked = "decide --patient 5P --category Condition --purpose CDS";
		let words = asked.split_whitespace().chain(line.split_whitespace());
		Line::try_parse_from(words).unwrap().question.reader(&context)
	}

	#[test]
	fn decision_support_is_asked_about_with_a_class_and_an_asker_and_nobody_else_is() {
		let account = AccountId::new([7; 32]);
		let operators = format!("--reader decision-support --class payment --asker {account}");
		let asker = account.clone();
		let expected = Reader::DecisionSupport { class: WorkClass::Payment, asker };
		assert_eq!(reader(&operators).unwrap(), expected);
		let person = format!("--reader {account}");
		assert_eq!(reader(&person).unwrap(), Reader::Account(account));
		for line in [
			"--reader decision-support".to_owned(),
			"--reader decision-support --class clinical".to_owned(),
			format!("{person} --class clinical"),
			operators.replace("decision-support", "members-of:x"),
		] {
			assert_eq!(reader(&line).unwrap_err().kind, "BadInput", "{line}");
		}
	}

	#[test]
	fn a_decision_stands_beside_its_sentence() {
		let decision = Decision::Refusal(Refusal::Denied(ProvisionId(3)));
		let (means, time_zone) = (means(&decision), "UTC".to_owned());
		let decided = Decided { decision, means, at: Timestamp(0), time_zone };
		let expected = json!({
			"refusal": { "denied": 3 }, "means": "provision 3 denies it",
			"at": "1970-01-01T00:00:00.000Z", "timeZone": "UTC",
		});
		assert_eq!(decided.json().unwrap(), expected);
	}
}
