//! Models: proposing one from its folder, and asking the chain about them.

use super::super::{Context, Failure, context::included};
use crate::{
	chain::{
		answers::{ModelInfo, ModelProposal, Outcomes, Output},
		calls::decision_support,
		events::Event,
		questions,
	},
	ipfs,
	models::{Engine, Model as LocalModel},
};
use clap::{Args, Subcommand};
use salus_primitives::ModelId;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The fewest outcomes that the chain takes at once, and the smallest count besides 0, as the pallet has them.
const MIN_OUTCOMES: u64 = 100;
const SMALLEST_COUNT: u32 = 11;

#[derive(Subcommand, Debug)]
pub enum Model {
	/// Propose a model from its folder: digest of its ONNX file, card and metrics go on chain.
	#[command(after_help = "Example:\n  salus model propose offchain-worker/models/diabetes-risk")]
	Propose {
		/// The folder.
		folder: PathBuf,
		/// How many operators run it.
		#[arg(long, default_value_t = 3)]
		operators: u8,
		/// How many must agree.
		#[arg(long, default_value_t = 2)]
		quorum: u8,
	},
	/// All models, with the counts of clinicians' verdicts, of outcomes, and of operators who report drift.
	#[command(after_help = "Example:\n  salus model list")]
	List {
		/// From this model on.
		#[arg(long, default_value_t = 0)]
		start: u32,
	},
	/// One model.
	#[command(after_help = "Example:\n  salus model show 0")]
	Show {
		/// The model.
		model: u32,
	},
	/// Report how a model's predictions turned out, once that is known. Needs a licence in force.
	///
	/// The counts are published, so they must not tell of single patients: report at least 100 predictions at
	/// once, and each count 0 or at least 11. Count each prediction once, in one report only. If the counts say
	/// the same of everybody, wait for more patients.
	#[command(
		after_help = "Example:\n  salus --as doctor model report-outcomes 0 --true-positives 40 --false-positives 25 --true-negatives 180 --false-negatives 12"
	)]
	ReportOutcomes {
		/// The model.
		model: u32,
		#[command(flatten)]
		outcomes: OutcomeCounts,
	},
}

#[derive(Args, Clone, Copy, Debug)]
pub struct OutcomeCounts {
	/// How many times the model said yes, and it was so.
	#[arg(long, value_name = "N")]
	true_positives: u32,
	/// How many times the model said yes, and it was not so.
	#[arg(long, value_name = "N")]
	false_positives: u32,
	/// How many times the model said no, and it was not so.
	#[arg(long, value_name = "N")]
	true_negatives: u32,
	/// How many times the model said no, and it was so.
	#[arg(long, value_name = "N")]
	false_negatives: u32,
}

impl OutcomeCounts {
	/// What goes to the chain, if the chain will take it: a call that is refused costs its fee all the same.
	fn checked(self) -> Result<Outcomes, Failure> {
		let counts = [
			("true positives", self.true_positives),
			("false positives", self.false_positives),
			("true negatives", self.true_negatives),
			("false negatives", self.false_negatives),
		];
		let total: u64 = counts.iter().map(|(_, count)| u64::from(*count)).sum();
		if total < MIN_OUTCOMES {
			return Err(Failure::new(
				"TooFewOutcomes",
				format!(
					"these are {total} outcomes: report at least {MIN_OUTCOMES} at once, so that nobody's own shows"
				),
			));
		}
		let small: Vec<String> = counts
			.iter()
			.filter(|(_, count)| (1..SMALLEST_COUNT).contains(count))
			.map(|(name, count)| format!("{count} {name}"))
			.collect();
		if !small.is_empty() {
			return Err(Failure::new(
				"SmallCount",
				format!(
					"{}: a count of 1 to {} could tell of single patients; wait until each count is 0 or at least {SMALLEST_COUNT}",
					small.join(", "),
					SMALLEST_COUNT - 1
				),
			));
		}
		let with = u64::from(self.true_positives) + u64::from(self.false_negatives);
		if with == 0 || with == total {
			return Err(Failure::new(
				"OneOutcomeOnly",
				"all of these have the same outcome, which would tell it of everybody counted: wait until there are others too",
			));
		}
		Ok(Outcomes {
			true_positive: self.true_positives,
			false_positive: self.false_positives,
			true_negative: self.true_negatives,
			false_negative: self.false_negatives,
		})
	}
}

impl Model {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		match self {
			Self::Propose {
				folder,
				operators,
				quorum,
			} => {
				let model = LocalModel::load(&folder, &Engine::new(1))?;
				let card = bytes::Bytes::copy_from_slice(model.card_bytes());
				let proposal = ModelProposal {
					digest: model.digest(),
					card: ipfs::cid_of(&card)?.as_bytes().to_vec(),
					evidence: model.card().evidence,
					output: Output::Sealed,
					steps: model.card().output.steps,
					operators,
					quorum,
					metrics_commitment: model.metrics_commitment(),
				};
				let done = context
					.submit(decision_support::propose_model(&proposal))
					.await?;
				let model = done.events.iter().find_map(|event| match event {
					Event::ModelProposed { model } => Some(model.0),
					_ => None,
				});
				Ok(included(
					&done,
					json!({ "model": model, "digest": hex::encode(proposal.digest) }),
				))
			}
			Self::List { start } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let listed = questions::models(chain, ModelId(start), 100, block.hash).await?;
				Ok(json!({ "models": listed.iter().map(show_model).collect::<Vec<_>>() }))
			}
			Self::Show { model } => {
				let (chain, block) = (context.chain().await?, context.block().await?);
				let shown = questions::model(chain, ModelId(model), block.hash).await?;
				shown
					.as_ref()
					.map(show_model)
					.ok_or_else(|| Failure::not_found(format!("model {model}")))
			}
			Self::ReportOutcomes { model, outcomes } => {
				let call = decision_support::report_outcomes(ModelId(model), outcomes.checked()?);
				Ok(included(&context.submit(call).await?, json!({})))
			}
		}
	}
}

fn show_model(model: &ModelInfo) -> Value {
	json!({
		"model": model.id.0,
		"digest": hex::encode(model.digest),
		"card": ipfs::to_text(&model.card),
		"evidence": model.evidence.code(),
		"output": model.output,
		"steps": model.steps,
		"operators": model.operators,
		"quorum": model.quorum,
		"state": model.state,
		"proposer": model.proposer.to_string(),
		"requests": model.requests,
		"settled": model.settled,
		"failed": model.failed,
		"verdicts": model.verdicts,
		"outcomes": show_outcomes(&model.outcomes),
		"drift": model.drift,
	})
}

fn show_outcomes(outcomes: &Outcomes) -> Value {
	json!({
		"truePositives": outcomes.true_positive,
		"falsePositives": outcomes.false_positive,
		"trueNegatives": outcomes.true_negative,
		"falseNegatives": outcomes.false_negative,
		"sensitivity": share(outcomes.true_positive, outcomes.false_negative),
		"specificity": share(outcomes.true_negative, outcomes.false_positive),
	})
}

/// What part of both the first is, to four decimals; none when both are 0.
fn share(part: u32, rest: u32) -> Option<f64> {
	let whole = f64::from(part) + f64::from(rest);
	(whole > 0.0).then(|| (f64::from(part) / whole * 10_000.0).round() / 10_000.0)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn checked(counts: [u32; 4]) -> Result<Outcomes, String> {
		let [
			true_positives,
			false_positives,
			true_negatives,
			false_negatives,
		] = counts;
		OutcomeCounts {
			true_positives,
			false_positives,
			true_negatives,
			false_negatives,
		}
		.checked()
		.map_err(|failure| format!("{}: {}", failure.kind, failure.message))
	}

	#[test]
	fn outcomes_that_the_chain_takes_keep_their_places() {
		let outcomes = Outcomes {
			true_positive: 40,
			false_positive: 11,
			true_negative: 49,
			false_negative: 0,
		};
		assert_eq!(checked([40, 11, 49, 0]), Ok(outcomes));
		assert!(checked([u32::MAX; 4]).is_ok());
	}

	#[test]
	fn what_the_chain_would_refuse_is_said_before() {
		let few = checked([50, 0, 49, 0]).unwrap_err();
		assert!(
			few.starts_with("TooFewOutcomes: these are 99 outcomes: report at least 100"),
			"{few}"
		);
		let small = checked([100, 3, 100, 10]).unwrap_err();
		assert!(
			small.starts_with(
				"SmallCount: 3 false positives, 10 false negatives: a count of 1 to 10"
			),
			"{small}"
		);
	}

	#[test]
	fn sensitivity_and_specificity_are_shown_when_there_are_such_patients() {
		let mut outcomes = Outcomes {
			true_positive: 40,
			false_negative: 20,
			..Outcomes::default()
		};
		let shown = show_outcomes(&outcomes);
		assert_eq!(shown["sensitivity"], json!(0.6667));
		assert_eq!(shown["specificity"], Value::Null);
		outcomes.true_negative = 90;
		outcomes.false_positive = 10;
		assert_eq!(show_outcomes(&outcomes)["specificity"], json!(0.9));
	}
}
