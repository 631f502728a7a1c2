// SPDX-License-Identifier: Apache-2.0
//! How often a model was run, as far as operators have reported it.

use super::super::{Context, Failure, response::Show};
use salus_chain::queries;
use salus_primitives::{
	ModelId,
	decision_support::{MIN_REPORTING_ORGANISATIONS, Usage},
};
use serde::Serialize;

/// A model's usage; none before operators of enough organisations have reported it.
#[derive(Serialize)]
pub struct ModelUsage {
	model: ModelId,
	usage: Option<Usage>,
}

impl ModelUsage {
	/// What the chain tells of it.
	pub async fn of(context: &Context, model: ModelId) -> Result<Self, Failure> {
		let (chain, block) = (context.chain().await?, context.block().await?);
		// The chain tells nothing of a model that nobody reports, be there one or not.
		queries::model(chain, model, block.hash)
			.await?
			.ok_or_else(|| Failure::not_found(format!("model {model}")))?;
		let usage = queries::model_usage(chain, model, block.hash).await?;
		Ok(Self { model, usage })
	}
}

impl Show for ModelUsage {
	fn show(&self) -> String {
		let model = self.model;
		match self.usage {
			Some(Usage { operators, runs }) => format!(
				"model {model} was run {runs} times by {operators} operators, as far as they have reported it in \
				 hundreds; a request counts once for each operator that ran it"
			),
			None => format!(
				"not told yet of model {model}: operators of at least {MIN_REPORTING_ORGANISATIONS} organisations have \
				 to report it first"
			),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn a_count_is_told_with_what_it_counts_and_why_there_is_none() {
		let model = ModelId(4);
		let told = ModelUsage { model, usage: Some(Usage { operators: 3, runs: 900 }) };
		assert!(told.show().starts_with("model 4 was run 900 times by 3 operators"));
		let expected = json!({ "model": 4, "usage": { "operators": 3, "runs": 900 } });
		assert_eq!(serde_json::to_value(&told).expect("it is JSON"), expected);
		let none = ModelUsage { model, usage: None };
		assert!(none.show().contains("at least 3 organisations"));
		assert_eq!(serde_json::to_value(&none).expect("it is JSON")["usage"], json!(null));
	}
}
