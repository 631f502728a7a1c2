// SPDX-License-Identifier: Apache-2.0
//! The command line `salus`, as the scenario uses it.

use anyhow::{Context, bail};
use serde_json::Value;
use std::{path::PathBuf, time::Duration};
use tokio::{process::Command, time::timeout};

/// The passphrase of every keystore here. Nothing here is worth more.
pub const PASSPHRASE: &str = "demonstration only";

/// How long one command may take: some send several extrinsics, and each waits until it is final.
const COMMAND_SECONDS: u64 = 900;

/// The command line, speaking with one node.
#[derive(Clone, Debug)]
pub struct Salus {
	pub program: PathBuf,
	pub home: PathBuf,
	pub node: String,
}

impl Salus {
	/// Runs it as somebody: the JSON that it prints, of a success or of a refusal.
	pub async fn run(&self, who: &str, arguments: &[&str]) -> anyhow::Result<Value> {
		let mut command = Command::new(&self.program);
		command
			.args(["--node", &self.node, "--as", who, "--json", "--home"])
			.arg(&self.home)
			.args(arguments)
			.env("SALUS_PASSPHRASE", PASSPHRASE)
			.kill_on_drop(true);
		let done = timeout(Duration::from_secs(COMMAND_SECONDS), command.output())
			.await
			.with_context(|| format!("salus {arguments:?} took too long"))??;
		serde_json::from_slice(&done.stdout).with_context(|| {
			format!(
				"salus {arguments:?} printed no JSON: {}",
				String::from_utf8_lossy(&done.stderr)
			)
		})
	}

	/// As [`Self::run`], but a refusal is an error.
	pub async fn must(&self, who: &str, arguments: &[&str]) -> anyhow::Result<Value> {
		let answer = self.run(who, arguments).await?;
		if let Some(error) = answer.get("error") {
			bail!("salus {arguments:?}: {error}");
		}
		Ok(answer)
	}

	/// The account of a secret.
	pub async fn account(&self, who: &str) -> anyhow::Result<String> {
		text(&self.must(who, &["keys", "show", who]).await?, "account")
	}
}

/// A field of an answer as text: numbers are written out.
pub fn text(answer: &Value, field: &str) -> anyhow::Result<String> {
	match &answer[field] {
		Value::String(text) => Ok(text.clone()),
		Value::Number(number) => Ok(number.to_string()),
		_ => bail!("no {field} in {answer}"),
	}
}
