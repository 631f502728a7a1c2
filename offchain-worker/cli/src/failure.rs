// SPDX-License-Identifier: Apache-2.0
//! A failure as a person and as a script see it.

use salus_chain::ChainError;
use salus_core::{DocumentError, ShareError, cids::CidError, signer::SignerError};
use salus_custody::{CustodianError, documents::DocumentsError};
use salus_fhir::FhirError;
use salus_keystore::{KeystoreError, passphrase::PassphraseError};
use serde_json::{Map, Value, json};

/// What helps an account that can't pay a fee.
const NO_TOKENS: &str = "the account that signs has too few tokens: its organisation gives it some, by salus --as ORGANISATION \
	 organisation fund ACCOUNT --units 10; a patient needs none to revoke, deny, contest, erase and read, nor for what a sponsor pays, up to the day's free calls \
	 (salus who)";

/// What went wrong: a stable kind for scripts, a sentence for people, and where known what the sentence consists of.
#[derive(Debug)]
pub struct Failure {
	/// `Pallet.Error` when the chain refused or would refuse, else one word.
	pub kind: String,
	/// What happened and what to do next.
	pub message: String,
	/// `code`, `path`, `problem`, `remedy` and whatever else scripts are told beside the sentence.
	details: Map<String, Value>,
}

impl Failure {
	/// A failure of this kind.
	pub fn new(kind: &str, message: impl ToString) -> Self {
		Self { kind: kind.to_owned(), message: message.to_string(), details: Map::new() }
	}

	/// What to do about it, added to the sentence.
	pub fn remedy(mut self, remedy: impl ToString) -> Self {
		let remedy = remedy.to_string();
		let problem = self.message.clone();
		self.message += &format!("; {remedy}");
		self.details.entry("problem").or_insert_with(|| json!(problem));
		self.detail("remedy", json!(remedy))
	}

	/// Something that scripts are told beside the sentence.
	pub fn detail(mut self, name: &str, value: Value) -> Self {
		self.details.insert(name.to_owned(), value);
		self
	}

	/// Everything that an answer says, for scripts, beside the sentence.
	pub fn details_of(mut self, answer: &Value) -> Self {
		if let Some(members) = answer.as_object() {
			self.details.extend(members.clone());
		}
		self
	}

	/// What is wrong with a FHIR document in a file, and where.
	pub fn fhir(file: impl std::fmt::Display, fault: &FhirError) -> Self {
		Self::new("MalformedFhir", format!("{file}: {fault}"))
			.detail("code", json!(fault.code()))
			.detail("path", json!(fault.path))
			.detail("problem", json!(fault.problem))
			.remedy(fault.remedy())
	}

	/// The failure as scripts read it.
	pub fn to_json(&self) -> Value {
		let mut error = Map::new();
		error.insert("kind".into(), json!(self.kind));
		error.insert("message".into(), json!(self.message));
		error.extend(self.details.clone());
		json!({ "error": error })
	}

	/// Something that was asked for does not exist.
	pub fn not_found(what: impl std::fmt::Display) -> Self {
		Self::new("NotFound", format!("{what} was not found in a finalized block"))
	}

	/// The same, of one step among several: what the others did stays done.
	pub fn after(mut self, written: &[Value]) -> Self {
		if !written.is_empty() {
			let written: Vec<String> = written
				.iter()
				.map(|entry| format!("{} as record {}", entry["category"], entry["record"]))
				.collect();
			let written = written.join(", ");
			self.message +=
				&format!("; written: {written}; name only the rest with --only when you try again");
		}
		self
	}

	/// Input that makes no sense.
	pub fn bad_input(message: impl ToString) -> Self {
		Self::new("BadInput", message)
	}
}

impl From<ChainError> for Failure {
	fn from(cause: ChainError) -> Self {
		let kind = cause.kind();
		let poor = match &cause {
			ChainError::NotAccepted { cause, .. } => cause.contains("pay some fees"),
			_ => false,
		};
		let failure = Self::new(&kind, cause);
		if poor { failure.remedy(NO_TOKENS) } else { failure }
	}
}

impl From<CustodianError> for Failure {
	fn from(cause: CustodianError) -> Self {
		let kind = match &cause {
			CustodianError::Unreachable { .. } => "CustodianUnreachable",
			CustodianError::Plain { .. } => "CustodianWithoutTls",
			CustodianError::Endpoint { .. } => "CustodianEndpoint",
			CustodianError::Unavailable { .. } => "CustodianUnavailable",
			CustodianError::Refused { .. } => "CustodianRefused",
			CustodianError::KeyGone { .. } => "CustodianKeyGone",
			CustodianError::WithoutDocument { .. } => "CustodianWithoutDocument",
			CustodianError::Corrupt { .. } => "Corrupt",
			CustodianError::Nonsense { .. } => "CustodianNonsense",
			CustodianError::Transport(_) => "Transport",
		};
		Self::new(kind, cause)
	}
}

impl From<DocumentsError> for Failure {
	fn from(cause: DocumentsError) -> Self {
		match cause {
			DocumentsError::Chain(cause) => cause.into(),
			DocumentsError::Custodian(cause) => cause.into(),
			other => {
				let kind = match &other {
					DocumentsError::NoAccess(_) => "NoAccess",
					DocumentsError::Gone { .. } => "Gone",
					DocumentsError::CustodiansMissing { .. } => "CustodiansMissing",
					DocumentsError::Corrupt { .. } => "Corrupt",
					DocumentsError::NotFound { .. } => "NotFound",
					DocumentsError::NotStored { .. } => "NotStored",
					DocumentsError::Share(_) => "Share",
					DocumentsError::Document(DocumentError::TooLarge) => "TooLarge",
					DocumentsError::Document(_) => "Document",
					DocumentsError::TooFewOperators { .. } => "TooFewOperators",
					DocumentsError::NoCustodian(_) => "NoCustodian",
					DocumentsError::Cid(_) => "Store",
					DocumentsError::Chain(_) | DocumentsError::Custodian(_) => "Unknown",
				};
				Self::new(kind, other)
			}
		}
	}
}

impl From<KeystoreError> for Failure {
	fn from(cause: KeystoreError) -> Self {
		Self::new(cause.kind(), cause)
	}
}

impl From<PassphraseError> for Failure {
	fn from(cause: PassphraseError) -> Self {
		Self::new(cause.kind(), cause)
	}
}

macro_rules! kinds {
	($($type:ty => $kind:literal,)*) => {
		$(impl From<$type> for Failure {
			fn from(cause: $type) -> Self {
				Self::new($kind, cause)
			}
		})*
	};
}

kinds! {
	SignerError => "MalformedSecret",
	ShareError => "Share",
	DocumentError => "Document",
	CidError => "Store",
	salus_inference::ModelError => "Model",
}

impl From<anyhow::Error> for Failure {
	fn from(cause: anyhow::Error) -> Self {
		Self::new("Failed", format!("{cause:#}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn whoever_can_not_pay_a_fee_is_told_who_gives_tokens() {
		let refused = |cause: &str| {
			let call = "Participants.set_encryption_key".to_owned();
			Failure::from(ChainError::NotAccepted { call, cause: cause.into() })
		};
		let failure = refused("Inability to pay some fees (e.g. account balance too low)");
		assert_eq!(failure.kind, "NotAccepted");
		assert!(failure.message.contains("organisation fund ACCOUNT"), "{}", failure.message);
		assert!(!refused("Transaction is outdated").message.contains("organisation fund"));
	}

	#[test]
	fn json_carries_what_the_sentence_says() {
		let fault = salus_fhir::Bundle::parse("{}").unwrap_err();
		let failure = Failure::fhir("labs.json", &fault);
		let error = &failure.to_json()["error"];
		assert_eq!(error["kind"], "MalformedFhir");
		assert_eq!(error["message"], failure.message);
		assert_eq!(error["path"], fault.path);
		assert_eq!(error["problem"], fault.problem);
		assert_eq!(error["code"], fault.code());
		for part in ["labs.json", "path", "problem", "remedy"] {
			let part = error[part].as_str().unwrap_or(part);
			assert!(failure.message.contains(part), "{}", failure.message);
		}
	}
}
