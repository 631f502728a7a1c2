// SPDX-License-Identifier: Apache-2.0
//! FHIR R4 documents: read, checked, split by category, searched by code.
//!
//! A document is kept and given back as the JSON that came in: members in their order, numbers in
//! their digits, and members that R4 does not know. The types and the tables of the crate `fhir` only
//! read it. In order of use:
//!
//! | step | file |
//! |---|---|
//! | text to JSON, within bounds, no member twice; RFC 8785 form | `json.rs`, `limits.rs` |
//! | shape: R4's elements, cardinalities and primitive forms; the fault's path is named | `structure.rs`, `shape.rs`, `elements.rs` |
//! | whose it is | `subject.rs`, `claims.rs`, `reference.rs`, `person.rs` |
//! | one bundle for each category, attachments apart | `bundle.rs`, `category.rs`, `sections.rs`, `attachments.rs` |
//! | what is restricted, and from when to when the data are | `labels.rs`, `period.rs` |
//! | which resources count: the newest version of each, none entered in error | `chart.rs`, `versions.rs` |
//! | how old the patient is, of which sex, and whether they live | `administrative.rs` |
//! | what was measured or diagnosed, by LOINC and SNOMED CT | `lookup.rs`, `conditions.rs`, `codes.rs`, `moment.rs` |
//! | what is taken, by ATC and RxNorm | `medications.rs` |
//! | units by UCUM | `units.rs` |

mod administrative;
mod attachments;
mod bundle;
mod category;
mod chart;
mod claims;
pub mod codes;
mod conditions;
mod elements;
mod fault;
mod json;
mod labels;
pub mod limits;
mod lookup;
mod medications;
mod moment;
mod period;
mod person;
mod reference;
mod sections;
mod shape;
mod structure;
pub mod subject;
#[cfg(test)]
mod tests;
pub mod units;
mod versions;

pub use administrative::{Administrative, Living, Sex};
pub use attachments::{FILED_APART, MAX_INLINE_CHARACTERS, begins_as_attachments};
pub use bundle::Bundle;
pub use category::category;
pub use chart::{Chart, Source, Unusable};
pub use conditions::{Certainty, Course, Diagnoses, Diagnosis};
pub use fault::{Fault, FhirError};
pub use json::{canonical, parse, parse_within, to_bytes};
pub use labels::{SecurityLabel, security_labels};
pub use limits::Limits;
pub use lookup::{Concept, Measurement, Observations, Reading, Status};
pub use medications::{MedicationEntry, Medications, Taking};
pub use moment::{Timed, completed_years, day_of, format_moment};
pub use period::{data_period, data_period_until};
pub use person::{Identifier, Person};
pub use shape::check;
