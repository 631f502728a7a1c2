// SPDX-License-Identifier: Apache-2.0
//! What is wrong with a document: code, path, problem, remedy.

use std::fmt;

/// The kind of fault, as a closed list: what programs tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fault {
	/// The text is not JSON.
	NotJson,
	/// A bound of [`crate::limits`] is passed.
	LimitExceeded,
	/// A member stands twice in one object.
	DuplicateMember,
	/// A member has a name that a JSON library keeps for itself.
	ReservedName,
	/// A number is outside of a double's range.
	NumberRange,
	/// The resource has not the shape that FHIR R4 defines.
	InvalidResource,
	/// A bundle or `Parameters` stands within a bundle.
	NestedBundle,
	/// A contained resource contains another.
	NestedContained,
	/// A bundle of versions of resources.
	HistoryBundle,
	/// Somebody else's data, or two people's.
	OtherPatient,
	/// A reference to a patient of whom nothing tells who it is.
	UnresolvedPatient,
	/// An attachment that is missing, or not the one that was filed apart.
	AttachmentMismatch,
}

impl Fault {
	/// The code, as `--json` prints it.
	pub fn code(self) -> &'static str {
		match self {
			Self::NotJson => "NotJson",
			Self::LimitExceeded => "LimitExceeded",
			Self::DuplicateMember => "DuplicateMember",
			Self::ReservedName => "ReservedName",
			Self::NumberRange => "NumberRange",
			Self::InvalidResource => "InvalidResource",
			Self::NestedBundle => "NestedBundle",
			Self::NestedContained => "NestedContained",
			Self::HistoryBundle => "HistoryBundle",
			Self::OtherPatient => "OtherPatient",
			Self::UnresolvedPatient => "UnresolvedPatient",
			Self::AttachmentMismatch => "AttachmentMismatch",
		}
	}

	/// What to do about it.
	pub fn remedy(self) -> &'static str {
		match self {
			Self::NotJson => "write the document as JSON (RFC 8259), in UTF-8",
			Self::LimitExceeded => "divide the document, or leave out what passes the bound",
			Self::DuplicateMember => "keep one of the two members",
			Self::ReservedName => "rename or remove the member: FHIR has none of this name",
			Self::NumberRange => "write a number that a double holds",
			Self::InvalidResource => "correct the element as FHIR R4 defines it",
			Self::NestedBundle => {
				"take it apart: write the resources within as entries of the bundle"
			}
			Self::NestedContained => {
				"contain the resource in the outermost one: FHIR R4 allows one level"
			}
			Self::HistoryBundle => "export the present version of each resource, not its history",
			Self::OtherPatient => {
				"write each patient's data into that patient's own records; name relatives as RelatedPerson"
			}
			Self::UnresolvedPatient => {
				"put the Patient to which it refers into the document, or among the records named"
			}
			Self::AttachmentMismatch => "give the attachments that were filed with this document",
		}
	}
}

impl fmt::Display for Fault {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.code())
	}
}

/// What is wrong with a document, and where.
///
/// Path and problem may quote the document: show them to whoever holds the document, never log them.
/// The code alone may be logged. Data rule 1.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct FhirError {
	/// The kind of fault, which also tells the remedy.
	pub fault: Fault,
	/// Where, as FHIR writes it: `Bundle.entry[3].resource.valueQuantity.value`, or line and column
	/// when the text is not JSON.
	pub path: String,
	/// What.
	pub problem: String,
}

impl FhirError {
	/// A fault of shape.
	pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
		Self::of(Fault::InvalidResource, path, problem)
	}

	pub(crate) fn of(fault: Fault, path: impl Into<String>, problem: impl Into<String>) -> Self {
		Self { fault, path: path.into(), problem: problem.into() }
	}

	/// The code of its kind.
	pub fn code(&self) -> &'static str {
		self.fault.code()
	}

	/// What to do about it.
	pub fn remedy(&self) -> &'static str {
		self.fault.remedy()
	}
}
