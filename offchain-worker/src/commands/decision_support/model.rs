//! Models: proposing one from its folder, and asking the chain about them.

use super::super::{Context, Failure, context::included};
use crate::{
	chain::{
		answers::{ModelInfo, ModelProposal, Output},
		calls::decision_support,
		events::Event,
		questions,
	},
	ipfs,
	models::{self, Model as LocalModel},
};
use clap::Subcommand;
use salus_primitives::ModelId;
use serde_json::{Value, json};
use std::path::PathBuf;

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
	/// All models, with the counts of clinicians' verdicts.
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
}

impl Model {
	pub async fn run(self, context: &Context) -> Result<Value, Failure> {
		match self {
			Self::Propose {
				folder,
				operators,
				quorum,
			} => {
				let library = std::env::var_os(models::LIBRARY_VARIABLE)
					.map_or_else(|| PathBuf::from("libonnxruntime.so"), PathBuf::from);
				let model = LocalModel::load(&folder, &library)?;
				let card = bytes::Bytes::copy_from_slice(model.card_bytes());
				let proposal = ModelProposal {
					digest: model.digest(),
					card: ipfs::cid_of(&card)?.as_bytes().to_vec(),
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
		}
	}
}

fn show_model(model: &ModelInfo) -> Value {
	json!({
		"model": model.id.0,
		"digest": hex::encode(model.digest),
		"card": ipfs::to_text(&model.card),
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
	})
}
