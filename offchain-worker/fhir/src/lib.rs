//! FHIR R4 documents: read, checked, split by category, searched by code.
//!
//! A document is kept and given back as the JSON that came in: members in their order, numbers in
//! their digits, and members that R4 does not know. The types and the tables of the crate `fhir` only
//! read it. In order of use:
//!
//! | step | file |
//! |---|---|
//! | text to JSON: no member twice, no number beyond a double; RFC 8785 form | `json.rs` |
//! | shape: R4's elements, cardinalities and primitive forms; the fault's path is named | `shape.rs` |
//! | whose it is, and one bundle for each category | `bundle.rs`, `category.rs` |
//! | what was measured or diagnosed, by LOINC and SNOMED CT | `lookup.rs`, `conditions.rs`, `codes.rs`, `moment.rs` |
//! | what is taken, by ATC and RxNorm | `medications.rs` |
//! | units by UCUM | `units.rs` |

mod bundle;
mod category;
pub mod codes;
mod conditions;
mod json;
mod lookup;
mod medications;
mod moment;
mod shape;
#[cfg(test)]
mod tests;
pub mod units;

pub use bundle::Bundle;
pub use category::category;
pub use conditions::{Certainty, Diagnoses, Diagnosis};
pub use json::{canonical, parse, to_bytes};
pub use lookup::{Administrative, Concept, Measurement, Observations, Reading, Sex};
pub use medications::{MedicationEntry, Medications, Taking};
pub use moment::{Timed, day_of, format_moment, latest_moment};
pub use shape::check;

/// What is wrong with a document, and where.
///
/// The problem may quote the document: show it to who holds the document, never log it. Data rule 1.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct FhirError {
	/// Where, as FHIR writes it: `Bundle.entry[3].resource.valueQuantity.value`, or line and column
	/// when the text is no JSON.
	pub path: String,
	/// What.
	pub problem: String,
}

impl FhirError {
	pub(crate) fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
		Self {
			path: path.into(),
			problem: problem.into(),
		}
	}
}
