//! A failure as a person and as a script see it.

use crate::{
	chain::{ChainError, signer::SignerError},
	crypto::{DocumentError, KeystoreError, ShareError},
	documents::DocumentsError,
	rpc::CustodianError,
};

/// What went wrong: a stable kind for scripts, a sentence for people.
#[derive(Debug)]
pub struct Failure {
	/// `Pallet.Error` when the chain refused, else one word.
	pub kind: String,
	/// What happened and what to do next.
	pub message: String,
}

impl Failure {
	/// A failure of this kind.
	pub fn new(kind: &str, message: impl ToString) -> Self {
		Self {
			kind: kind.to_owned(),
			message: message.to_string(),
		}
	}

	/// Something that was asked for does not exist.
	pub fn not_found(what: impl std::fmt::Display) -> Self {
		Self::new(
			"NotFound",
			format!("{what} was not found in a finalized block"),
		)
	}

	/// The same, of one step among several: what the others did stays done.
	pub fn after(mut self, written: &[serde_json::Value]) -> Self {
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
		let kind = match &cause {
			ChainError::Unreachable { .. } => "Unreachable".to_owned(),
			ChainError::NodeRefused { .. } => "NodeRefused".to_owned(),
			ChainError::OtherChain { .. } => "OtherChain".to_owned(),
			ChainError::Refused { pallet, error, .. } => format!("{pallet}.{error}"),
			ChainError::NotAccepted { .. } => "NotAccepted".to_owned(),
			ChainError::Undecided { .. } => "Undecided".to_owned(),
			ChainError::NotCarried { .. } => "NotCarried".to_owned(),
			ChainError::Mismatch(_) => "Mismatch".to_owned(),
		};
		Self {
			kind,
			message: cause.to_string(),
		}
	}
}

impl From<CustodianError> for Failure {
	fn from(cause: CustodianError) -> Self {
		let kind = match &cause {
			CustodianError::Unreachable { .. } => "CustodianUnreachable",
			CustodianError::Unavailable { .. } => "CustodianUnavailable",
			CustodianError::Refused { .. } => "CustodianRefused",
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
					DocumentsError::Store(_) => "Store",
					DocumentsError::Chain(_) | DocumentsError::Custodian(_) => "Unknown",
				};
				Self::new(kind, other)
			}
		}
	}
}

impl From<KeystoreError> for Failure {
	fn from(cause: KeystoreError) -> Self {
		let kind = match &cause {
			KeystoreError::WrongPassphrase(_) => "WrongPassphrase",
			_ => "Keystore",
		};
		Self::new(kind, cause)
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
	crate::ipfs::StoreError => "Store",
	crate::models::ModelError => "Model",
}

impl From<anyhow::Error> for Failure {
	fn from(cause: anyhow::Error) -> Self {
		Self::new("Failed", format!("{cause:#}"))
	}
}
