// SPDX-License-Identifier: Apache-2.0
//! Models: proposing one from its folder, and asking the chain about them.

use super::{
	super::{
		Context, Responded, boxed,
		codes::one_of,
		response::{Done, Nothing, Plain},
	},
	card,
	names::{self, Among},
	reports::{OutcomeCounts, VerdictCounts},
	usage::ModelUsage,
	view::{ModelShown, Summary},
};
use clap::Subcommand;
use salus_chain::{H256, calls::decision_support, events::Event};
use salus_core::cids;
use salus_inference::ModelFiles;
use salus_primitives::{
	Cid, CidBytes, ModelId,
	decision_support::{ModelProposal, Output},
	quorum::WorkClass,
};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Model {
	/// Propose a model from its folder: digest of its ONNX file, card and metrics go on chain.
	///
	/// The file must be the one that its card describes. It is not run here: an operator that has it tries it out at its start.
	#[command(
		after_help = "Examples:\n  salus decision model propose offchain-worker/models/diabetes-risk\n  salus decision model propose studies/frailty --class research --open"
	)]
	Propose {
		/// The folder.
		folder: PathBuf,
		/// What it may be asked for, and is paid as.
		#[arg(
			long,
			default_value = "clinical",
			value_parser = one_of(WorkClass::ALL, WorkClass::from_code)
		)]
		class: WorkClass,
		/// Its outputs may be published: only of research, and only if they say nothing about anybody's health.
		#[arg(long)]
		open: bool,
	},
	/// All models: their names and classes, and the reported counts of clinicians' verdicts, of outcomes, and of operators
	/// who report drift.
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
	/// How often a model was run, once operators of at least three organisations have reported it.
	#[command(after_help = "Example:\n  salus decision model usage 0")]
	Usage {
		/// The model: its number, or a name of your own.
		model: String,
	},
	/// Report what was made of a model's results: which of them were accepted, changed or set aside. Needs a licence in
	/// force.
	///
	/// The counts are published, so report at least 100 results at once, and each count 0 or at least 11. Count each
	/// result once. Who reports as many as they have receipts says of which model each was: report fewer, or of several.
	#[command(
		after_help = "Example:\n  salus --as doctor decision model report-verdicts 0 --accepted 140 --modified 25 --rejected 11"
	)]
	ReportVerdicts {
		/// The model: its number, or a name of your own.
		model: String,
		#[command(flatten)]
		verdicts: VerdictCounts,
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
			Self::Propose { folder, class, open } => {
				let files = ModelFiles::read(&folder)?;
				let cid = cids::cid_of(&files.card_bytes)?;
				let proposal = ModelProposal {
					digest: files.digest,
					// Its 36 bytes fit.
					card: CidBytes::truncate_from(cid.as_bytes().to_vec()),
					class,
					evidence: files.card.evidence,
					output: if open { Output::Open } else { Output::Sealed },
					steps: files.card.output.steps,
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
			Self::Usage { model } => {
				let model = names::number(context, &model)?;
				boxed(ModelUsage::of(context, model).await)
			}
			Self::ReportVerdicts { model, verdicts } => {
				let model = names::number(context, &model)?;
				let call = decision_support::report_verdicts(model, verdicts.checked()?);
				boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
			}
			Self::ReportOutcomes { model, outcomes } => {
				let model = names::number(context, &model)?;
				let call = decision_support::report_outcomes(model, outcomes.checked()?);
				boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
			}
		}
	}
}
