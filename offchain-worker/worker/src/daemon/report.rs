// SPDX-License-Identifier: Apache-2.0
//! What a command reports: lines for people as it goes on, or one JSON value at the end.

use salus_chain::ChainError;
use salus_keystore::{EncryptedFileError, KeystoreError, passphrase::PassphraseError};
use salus_primitives::{Moment, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::{error::Error, fmt::Display, io::Write};

/// A report under way.
#[derive(Debug, Default)]
pub struct Report {
	json: bool,
	members: Map<String, Value>,
}

impl Report {
	/// One in JSON, or in lines.
	pub fn new(json: bool) -> Self {
		Self { json, members: Map::new() }
	}

	/// A line for people. Printed at once: what comes after it may fail.
	pub fn line(&self, line: impl Display) {
		if !self.json {
			write(line);
		}
	}

	/// A member for scripts.
	pub fn put(&mut self, name: &str, value: impl Serialize) {
		self.members.insert(name.to_owned(), json!(value));
	}

	/// The same, of a moment of the chain's clock.
	pub fn put_moment(&mut self, name: &str, at: Moment) {
		self.put(name, Timestamp(at));
	}

	/// Prints what scripts are told.
	pub fn end(self) {
		if self.json {
			write(Value::Object(self.members));
		}
	}

	/// Prints why the command failed; for scripts with what was reported before.
	pub fn fail(self, cause: &anyhow::Error) {
		if self.json {
			write(self.failure(cause));
		}
		eprintln!("error: {cause:#}");
	}

	fn failure(self, cause: &anyhow::Error) -> Value {
		let mut error = self.members;
		error.insert("kind".into(), json!(kind(cause)));
		error.insert("message".into(), json!(format!("{cause:#}")));
		json!({ "error": error })
	}
}

/// What kind of failure it is, in the words of `salus`; where it has none for it, `Failed`.
fn kind(cause: &anyhow::Error) -> String {
	cause.chain().find_map(named).unwrap_or_else(|| "Failed".to_owned())
}

fn named(cause: &(dyn Error + 'static)) -> Option<String> {
	if let Some(cause) = cause.downcast_ref::<ChainError>() {
		return Some(cause.kind());
	}
	if let Some(cause) = cause.downcast_ref::<KeystoreError>() {
		return Some(cause.kind().to_owned());
	}
	if let Some(cause) = cause.downcast_ref::<PassphraseError>() {
		return Some(cause.kind().to_owned());
	}
	let backup = cause.downcast_ref::<EncryptedFileError>();
	matches!(backup, Some(EncryptedFileError::WrongPassphrase))
		.then(|| "WrongPassphrase".to_owned())
}

/// A reader who has gone away is not a failure of ours.
fn write(line: impl Display) {
	let _ = writeln!(std::io::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
	use super::*;
	use anyhow::anyhow;

	#[test]
	fn a_failure_tells_scripts_what_was_done_before() {
		let mut report = Report::new(true);
		report.put("sessionKey", "5Dave");
		report.put_moment("madeAt", 0);
		let error = &report.failure(&anyhow!("no node").context("not listed"))["error"];
		assert_eq!(error["kind"], "Failed");
		assert_eq!(error["message"], "not listed: no node");
		assert_eq!(error["sessionKey"], "5Dave");
		assert_eq!(error["madeAt"], "1970-01-01T00:00:00.000Z");
	}

	#[test]
	fn a_failure_has_its_kind_whatever_was_said_around_it() {
		let unreachable = || ChainError::Unreachable { url: "ws://n".into(), cause: "no".into() };
		for (cause, expected) in [
			(anyhow::Error::from(unreachable()).context("not listed"), "Unreachable"),
			(unreachable().into(), "Unreachable"),
			(KeystoreError::NotFound("here".into()).into(), "NoKeystore"),
			(KeystoreError::WrongPassphrase("here".into()).into(), "WrongPassphrase"),
			(EncryptedFileError::WrongPassphrase.into(), "WrongPassphrase"),
			(PassphraseError::Differ.into(), "PassphrasesDiffer"),
		] {
			assert_eq!(kind(&cause), expected);
		}
	}
}
