// SPDX-License-Identifier: Apache-2.0
//! Models: proposing one from its folder, and asking the chain about them.

use super::{
	super::{
		Context, Responded, boxed,
		response::{Done, Nothing, Plain},
	},
	card,
	names::{self, Among},
	outcomes::OutcomeCounts,
	view::{ModelShown, Summary},
};
use clap::Subcommand;
use salus_chain::{H256, calls::decision_support, events::Event};
use salus_core::cids;
use salus_inference::ModelFiles;
use salus_primitives::{
	Cid, CidBytes, ModelId,
	decision_support::{ModelProposal, Output},
};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Model {
	/// Propose a model from its folder: digest of its ONNX file, card and metrics go on chain.
	///
	/// The file must be the one that its card describes. It is not run here: operators declare only models that load.
	#[command(
		after_help = "Example:\n  salus decision model propose offchain-worker/models/diabetes-risk"
	)]
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
	/// All models: their names, how many operators have declared that they run them, and the counts of clinicians'
	/// verdicts, of outcomes, and of operators who report drift.
	#[command(after_help = "Example:\n  salus decision model list")]
	List {
		/// From this model on.
		#[arg(long, default_value_t = 0)]
		start: u32,
	},
	/// One model: what it is for, what it takes, whom it is not for, and how it has done.
	#[command(
		after_help = "Examples:\n  salus decision model show news2\n  salus decision model show 0"
	)]
	Show {
		/// The model: its name, or its number.
		model: String,
	},
	/// Report how a model's predictions turned out, once that is known. Needs a licence in force.
	///
	/// The counts are published, so they must not tell of single patients: report at least 100 predictions at
	/// once, and each count 0 or at least 11. Count each prediction once, in one report only. If the counts say
	/// the same of everybody, wait for more patients.
	#[command(
		after_help = "Example:\n  salus --as doctor decision model report-outcomes 0 --true-positives 40 --false-positives 25 --true-negatives 180 --false-negatives 12"
	)]
	ReportOutcomes {
		/// The model: its number, or a name of your own.
		model: String,
		#[command(flatten)]
		outcomes: OutcomeCounts,
	},
}

/// A model that was proposed.
#[derive(Serialize)]
struct Proposed {
	model: Option<ModelId>,
	digest: H256,
	card: Cid,
}

impl Plain for Proposed {}

/// All models.
#[derive(Serialize)]
struct Listed {
	models: Vec<Summary>,
}

impl Plain for Listed {}

impl Model {
	pub async fn run(self, context: &Context) -> Responded {
		match self {
			Self::Propose { folder, operators, quorum } => {
				let files = ModelFiles::read(&folder)?;
				let cid = cids::cid_of(&files.card_bytes)?;
				let proposal = ModelProposal {
					digest: files.digest,
					// Its 36 bytes fit.
					card: CidBytes::truncate_from(cid.as_bytes().to_vec()),
					evidence: files.card.evidence,
					output: Output::Sealed,
					steps: files.card.output.steps,
					operators,
					quorum,
					metrics_commitment: files.metrics_commitment,
				};
				let done = context.submit(decision_support::propose_model(&proposal)).await?;
				let model = done.events.iter().find_map(|event| match event {
					Event::ModelProposed { model } => Some(*model),
					_ => None,
				});
				let digest = H256(proposal.digest);
				boxed(Ok(Done::new(&done, Proposed { model, digest, card: cid })))
			}
			Self::List { start } => {
				let listed = names::models(context, ModelId(start)).await?;
				let known = card::of_all(context, listed).await;
				boxed(Ok(Listed { models: known.iter().map(Summary::of).collect() }))
			}
			Self::Show { model } => {
				let chosen = names::resolve(context, &model, Among::All).await?;
				boxed(Ok(ModelShown::of(chosen)))
			}
			Self::ReportOutcomes { model, outcomes } => {
				let model = names::number(context, &model)?;
				let call = decision_support::report_outcomes(model, outcomes.checked()?);
				boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
			}
		}
	}
}
