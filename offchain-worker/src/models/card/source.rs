//! Where a model's inputs come from.

use serde::Deserialize;
use serde_json::Value;

/// Where an input comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub enum Source {
	/// Completed years since `Patient.birthDate`.
	BirthDate,
	/// 1 for male, 0 for female, of `Patient.gender`.
	Sex,
	/// The newest measurement.
	Observation(Measured),
	/// 1 or 0 by a coded answer.
	Coded(Answers),
	/// 1 when one of several measurements is above its limit, 0 when none of those there is.
	AnyAbove(AnyAbove),
}

// By hand, as `Form` is.
impl TryFrom<Value> for Source {
	type Error = String;

	fn try_from(written: Value) -> Result<Self, String> {
		let read = |cause: serde_json::Error| cause.to_string();
		match written.get("kind").and_then(Value::as_str) {
			Some("birth-date") => Ok(Self::BirthDate),
			Some("sex") => Ok(Self::Sex),
			Some("observation") => serde_json::from_value(written)
				.map(Self::Observation)
				.map_err(read),
			Some("coded") => serde_json::from_value(written)
				.map(Self::Coded)
				.map_err(read),
			Some("any-above") => serde_json::from_value(written)
				.map(Self::AnyAbove)
				.map_err(read),
			other => Err(format!(
				"source.kind is {other:?}, which is none of those known"
			)),
		}
	}
}

/// A measurement.
#[derive(Clone, Debug, Deserialize)]
pub struct Measured {
	/// LOINC codes, the first the one to ask for.
	pub codes: Vec<String>,
	/// What it can be computed from instead.
	pub or_from: Option<OrFrom>,
	/// Grams a mole, when the same may be given as an amount of substance.
	pub molar_mass: Option<f64>,
	/// LOINC code of what it must exceed when both are measured together.
	pub above: Option<String>,
}

/// A body mass index can be computed.
#[derive(Clone, Debug, Deserialize)]
pub struct OrFrom {
	/// Body weight.
	pub weight: Part,
	/// Body height.
	pub height: Part,
}

/// A measurement that another is computed from.
#[derive(Clone, Debug, Deserialize)]
pub struct Part {
	/// LOINC code.
	pub code: String,
	/// Unit, by UCUM.
	pub unit: String,
	/// Outside of this it is refused.
	pub plausible: [f64; 2],
}

/// What answers yes and what answers no: an observation's code, or its coded value.
#[derive(Clone, Debug, Deserialize)]
pub struct Answers {
	/// LOINC codes of observations whose value must be one of the answers.
	#[serde(default)]
	pub codes: Vec<String>,
	/// What says yes.
	pub yes: Vec<AnswerCode>,
	/// What says no.
	pub no: Vec<AnswerCode>,
	/// Whether it holds until something else is said, so that it may be older than the measurements.
	#[serde(default)]
	pub standing: bool,
}

/// A code that is an answer.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerCode {
	/// Its system.
	pub system: String,
	/// The code.
	pub code: String,
	/// Its name.
	pub display: String,
}

/// Several measurements, any of which says yes when it is above its limit; or a coded answer.
#[derive(Clone, Debug, Deserialize)]
pub struct AnyAbove {
	/// The measurements.
	pub of: Vec<Limit>,
	/// Or by a code.
	#[serde(flatten)]
	pub or: Answers,
}

/// A measurement and its limit.
#[derive(Clone, Debug, Deserialize)]
pub struct Limit {
	/// LOINC code.
	pub code: String,
	/// Unit, by UCUM.
	pub unit: String,
	/// Outside of this it is refused.
	pub plausible: [f64; 2],
	/// Above this it says yes.
	pub above: f64,
}
