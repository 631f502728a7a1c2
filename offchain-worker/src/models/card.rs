//! A model's card: what it is, what it takes, and what it was measured to do.

use super::ModelError;
use crate::fhir;
use serde::Deserialize;
use std::path::Path;

/// The part of `card.json` that the worker reads. The rest is for people and is shown as it is.
#[derive(Clone, Debug, Deserialize)]
pub struct Card {
	/// The model's name, also its folder's.
	pub name: String,
	/// What it tells, in a line.
	pub title: String,
	/// Its version.
	pub version: String,
	/// The ONNX file.
	pub model: File,
	/// What comes out.
	pub output: Output,
	/// An input older than this is used, with a note.
	pub stale_after_days: u32,
	/// What goes in, in the order of the columns.
	pub features: Vec<Feature>,
	/// The sum's constant: the log-odds of somebody with average terms.
	pub intercept: f64,
	/// Of the intercept and the coefficients, in the order of the terms.
	pub covariance: Vec<Vec<f64>>,
	/// Who needs no such model.
	pub excluded_conditions: Excluded,
	/// What it is for and not for.
	pub intended_use: IntendedUse,
	/// What to bear in mind.
	pub caveats: Vec<String>,
}

/// The ONNX file and its ends.
#[derive(Clone, Debug, Deserialize)]
pub struct File {
	/// Name in the folder.
	pub file: String,
	/// Digest in hexadecimal digits.
	pub sha256: String,
	/// Name of the input tensor.
	pub input: String,
	/// Name of the output tensor.
	pub output: String,
	/// Which of its columns is the probability.
	pub column: usize,
}

/// What comes out.
#[derive(Clone, Debug, Deserialize)]
pub struct Output {
	/// Of what it is the probability.
	pub meaning: String,
	/// The grid.
	pub steps: u32,
	/// Names for ranges of risk, rising; the last is open.
	pub bands: Vec<Band>,
}

/// A name for a range of risk.
#[derive(Clone, Debug, Deserialize)]
pub struct Band {
	/// The name.
	pub name: String,
	/// The first risk that is no longer in it.
	pub below: Option<f64>,
}

/// An input of the model.
#[derive(Clone, Debug, Deserialize)]
pub struct Feature {
	/// Short name.
	pub name: String,
	/// Name for people.
	pub title: String,
	/// Unit, by UCUM.
	pub unit: String,
	/// Outside of this it is refused.
	pub plausible: [f64; 2],
	/// Where it comes from.
	pub source: Source,
	/// Within the plausible range, beyond this it counts as the edge.
	pub held: [f64; 2],
	/// Its part of the sum.
	pub terms: Vec<Term>,
}

/// Where an input comes from.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
	/// What kind of source; the other members belong to observations.
	pub kind: SourceKind,
	/// LOINC codes, the first the one to ask for.
	#[serde(default)]
	pub codes: Vec<String>,
	/// What it can be computed from instead.
	pub or_from: Option<OrFrom>,
	/// Grams a mole, when the same may be given as an amount of substance.
	pub molar_mass: Option<f64>,
	/// LOINC code of what it must exceed when both are measured together.
	pub above: Option<String>,
}

/// What kind of source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
	/// Completed years since `Patient.birthDate`.
	BirthDate,
	/// 1 for male, 0 for female, of `Patient.gender`.
	Sex,
	/// The latest observation.
	Observation,
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

/// One term of the sum: coefficient × (uᵖ − mean) / scale, where u is the input held at its edges and
/// scaled to 0..1.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Term {
	/// The power p.
	pub power: i32,
	/// The mean of uᵖ over the training data.
	pub mean: f64,
	/// Its standard deviation.
	pub scale: f64,
	/// In log-odds a standard deviation.
	pub coefficient: f64,
}

/// Conditions with which the model is not asked.
#[derive(Clone, Debug, Deserialize)]
pub struct Excluded {
	/// The code system.
	pub system: String,
	/// The codes.
	pub codes: Vec<ExcludedCode>,
}

/// One such condition.
#[derive(Clone, Debug, Deserialize)]
pub struct ExcludedCode {
	/// Its code.
	pub code: String,
	/// Its name.
	pub display: String,
}

/// What the model is for.
#[derive(Clone, Debug, Deserialize)]
pub struct IntendedUse {
	/// What for.
	#[serde(rename = "use")]
	pub purpose: String,
	/// By whom.
	pub users: String,
	/// What not for.
	pub out_of_scope: Vec<String>,
}

impl Card {
	/// Reads a card and checks that it is whole and consistent.
	pub fn parse(bytes: &[u8], path: &Path) -> Result<Self, ModelError> {
		let wrong = |problem: String| ModelError::Card {
			path: path.to_owned(),
			problem,
		};
		let card: Self = serde_json::from_slice(bytes).map_err(|cause| wrong(cause.to_string()))?;
		card.problem()
			.map_or(Ok(card), |problem| Err(wrong(problem)))
	}

	fn problem(&self) -> Option<String> {
		let terms: usize = self
			.features
			.iter()
			.map(|feature| feature.terms.len())
			.sum();
		let size = terms.saturating_add(1);
		if self.covariance.len() != size || self.covariance.iter().any(|row| row.len() != size) {
			return Some(format!("the covariance is not {size} by {size}"));
		}
		if self.excluded_conditions.system != fhir::codes::SNOMED {
			return Some("excluded conditions must be SNOMED CT codes".into());
		}
		if self.output.steps == 0 {
			return Some("the output has no steps".into());
		}
		let edges: Vec<_> = self.output.bands.iter().map(|band| band.below).collect();
		let rising = edges.is_sorted_by(|a, b| match (a, b) {
			(Some(a), Some(b)) => a < b,
			(Some(_), None) => true,
			(None, _) => false,
		});
		if !rising || edges.last() != Some(&None) {
			return Some("the bands must rise, and the last be open".into());
		}
		self.features.iter().find_map(|feature| {
			let [low, high] = feature.held;
			let [least, most] = feature.plausible;
			let name = &feature.name;
			if low >= high || least >= most {
				return Some(format!("{name}: a range is empty"));
			}
			if feature.terms.iter().any(|term| term.scale <= 0.0) {
				return Some(format!("{name}: a scale is not positive"));
			}
			(feature.source.kind == SourceKind::Observation && feature.source.codes.is_empty())
				.then(|| format!("{name}: no LOINC code"))
		})
	}

	/// The name of the range that a risk lies in.
	pub fn band(&self, risk: f64) -> &str {
		self.output
			.bands
			.iter()
			.find(|band| band.below.is_none_or(|below| risk < below))
			.map_or("", |band| &band.name)
	}
}
