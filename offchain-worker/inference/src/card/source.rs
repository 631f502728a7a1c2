// SPDX-License-Identifier: Apache-2.0
//! Where a model's inputs come from.

use super::ConditionCode;
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
	Coded(AnswerList),
	/// 1 when one of several measurements is above its limit, 0 when none of those there is.
	AnyAbove(AnyAbove),
	/// 1 or 0 by the problem list.
	Condition(ListedCondition),
	/// 1 or 0 by the medication list.
	Medication(ListedDrug),
}

// By hand, as `Form` is.
impl TryFrom<Value> for Source {
	type Error = String;

	fn try_from(written: Value) -> Result<Self, String> {
		let read = |cause: serde_json::Error| cause.to_string();
		match written.get("kind").and_then(Value::as_str) {
			Some("birth-date") => Ok(Self::BirthDate),
			Some("sex") => Ok(Self::Sex),
			Some("observation") => {
				serde_json::from_value(written).map(Self::Observation).map_err(read)
			}
			Some("coded") => serde_json::from_value(written).map(Self::Coded).map_err(read),
			Some("any-above") => serde_json::from_value(written).map(Self::AnyAbove).map_err(read),
			Some("condition") => serde_json::from_value(written).map(Self::Condition).map_err(read),
			Some("medication") => {
				serde_json::from_value(written).map(Self::Medication).map_err(read)
			}
			other => Err(format!("source.kind is {other:?}, which is none of those known")),
		}
	}
}

/// A measurement.
#[derive(Clone, Debug, Deserialize)]
pub struct Measured {
	/// LOINC codes, the first the one to ask for.
	pub codes: Vec<String>,
	/// SNOMED CT codes of the same, as records of the United Kingdom have them.
	#[serde(default)]
	pub snomed: Vec<String>,
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
	/// SNOMED CT codes of the same.
	#[serde(default)]
	pub snomed: Vec<String>,
	/// Unit, by UCUM.
	pub unit: String,
	/// Outside of this it is refused.
	pub plausible: [f64; 2],
}

/// What answers yes and what answers no: an observation's code, or its coded value.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerList {
	/// LOINC codes of observations whose value must be one of the answers.
	#[serde(default)]
	pub codes: Vec<String>,
	/// SNOMED CT codes of the same.
	#[serde(default)]
	pub snomed: Vec<String>,
	/// What says yes.
	pub yes: Vec<AnswerCode>,
	/// What says no.
	pub no: Vec<AnswerCode>,
	/// Whether it holds until something else is stated, so that it may be older than the measurements.
	#[serde(default)]
	pub standing: bool,
	/// A yes that is older than so many days is noted with its age.
	pub note_after_days: Option<u32>,
}

/// A code that is an answer.
#[derive(Clone, Debug, Deserialize)]
pub struct AnswerCode {
	pub system: String,
	pub code: String,
	/// Its name.
	pub display: String,
	/// What is answered when an observation of this code is answered with no; without it that is not an answer.
	pub if_denied: Option<YesNo>,
	/// Whether an observation of this code may hold a score of 0 to 3 points, which say nothing of the answer.
	#[serde(default)]
	pub points: bool,
}

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum YesNo {
	/// Yes.
	Yes,
	/// No.
	No,
}

/// Several measurements, any of which says yes when it is above its limit; or a coded answer.
#[derive(Clone, Debug, Deserialize)]
pub struct AnyAbove {
	/// The measurements.
	pub of: Vec<Limit>,
	/// Or by a code.
	#[serde(flatten)]
	pub or: AnswerList,
}

/// A measurement and its limit.
#[derive(Clone, Debug, Deserialize)]
pub struct Limit {
	/// LOINC code.
	pub code: String,
	/// SNOMED CT codes of the same.
	#[serde(default)]
	pub snomed: Vec<String>,
	/// Unit, by UCUM.
	pub unit: String,
	/// Outside of this it is refused.
	pub plausible: [f64; 2],
	/// Above this it says yes.
	pub above: f64,
}

/// A diagnosis, as an entry of a problem list.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedCondition {
	/// The code system: SNOMED CT.
	pub system: String,
	/// The codes that say yes.
	pub codes: Vec<ConditionCode>,
	/// Those of them that say no when they are refuted. A narrower one does not: that somebody has no type 1 does
	/// not say that they have no diabetes.
	#[serde(default)]
	pub refuted_by: Vec<String>,
	/// What to do with the other diagnoses of the list.
	#[serde(flatten)]
	pub others: Others,
}

/// Diagnoses that are not the one asked for. A code that is neither here nor among those asked for is not understood:
/// it might be a kind of them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Others {
	/// SNOMED CT codes that are known to be something else.
	#[serde(default)]
	pub others: Vec<OtherCode>,
	/// A diagnosis that is not understood and has one of these in its name is refused, in whatever case.
	#[serde(default)]
	pub words: Vec<String>,
	/// What happens with all else that is not understood.
	#[serde(default)]
	pub not_understood: Handling,
}

/// A code that is known to be something else.
#[derive(Clone, Debug, Deserialize)]
pub struct OtherCode {
	pub code: String,
}

/// What happens with something that makes an answer less sure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Handling {
	/// The result says it.
	#[default]
	Note,
	/// The request is refused.
	Refuse,
}

/// Drugs of some kind, as entries of a medication list.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedDrug {
	/// By ATC.
	pub atc: Atc,
	/// By RxNorm.
	pub rxnorm: RxNorm,
}

/// Classes of ATC, the only system here in which the beginning of a code is the class above it.
#[derive(Clone, Debug, Deserialize)]
pub struct Atc {
	/// Drugs of these classes are meant.
	pub below: Vec<String>,
	/// But not those of these.
	#[serde(default)]
	pub but_not_below: Vec<String>,
}

/// Ingredients of RxNorm. Whether any other of its codes is one of them, or a product with one, it does not tell.
#[derive(Clone, Debug, Deserialize)]
pub struct RxNorm {
	/// Those that are meant.
	pub ingredients: Vec<Drug>,
	/// Some that are not, so that an entry of them can be read.
	#[serde(default)]
	pub others: Vec<Drug>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Drug {
	pub code: String,
	/// Its name.
	pub display: String,
}

impl Source {
	/// What is wrong with it.
	pub(super) fn problem(&self) -> Option<String> {
		match self {
			Self::BirthDate | Self::Sex => None,
			Self::Observation(measured) => {
				measured.codes.is_empty().then(|| "no LOINC code".to_owned())
			}
			Self::Coded(answers) => (answers.yes.is_empty() || answers.no.is_empty())
				.then(|| "nothing says yes, or nothing says no".to_owned()),
			Self::AnyAbove(source) => source.of.is_empty().then(|| "no measurement".to_owned()),
			Self::Condition(listed) => listed.problem(),
			Self::Medication(drug) => drug.problem(),
		}
	}

	/// Whether it gives 1 or 0.
	pub(super) fn is_answer(&self) -> bool {
		!matches!(self, Self::BirthDate | Self::Observation(_))
	}
}

impl Others {
	/// Whether a diagnosis is known to be something else.
	pub fn hold(&self, codes: &[String]) -> bool {
		self.others.iter().any(|other| codes.contains(&other.code))
	}

	/// Whether a diagnosis of this name must be refused, and not only noted.
	pub fn refuse(&self, name: Option<&str>) -> bool {
		let name = name.unwrap_or_default().to_lowercase();
		self.not_understood == Handling::Refuse
			|| self.words.iter().any(|word| name.contains(word.as_str()))
	}
}

impl ListedCondition {
	fn problem(&self) -> Option<String> {
		if self.system != salus_fhir::codes::SNOMED {
			return Some("its conditions must be SNOMED CT codes".into());
		}
		if self.codes.is_empty() {
			return Some("no condition says yes".into());
		}
		let unknown = |code: &&String| self.codes.iter().all(|known| known.code != **code);
		let unknown = self.refuted_by.iter().find(unknown)?;
		Some(format!("refuted_by has {unknown}, which is none of its codes"))
	}
}

impl ListedDrug {
	fn problem(&self) -> Option<String> {
		let Atc { below, but_not_below } = &self.atc;
		if below.is_empty() && self.rxnorm.ingredients.is_empty() {
			return Some("no drug says yes".into());
		}
		let mut classes = below.iter().chain(but_not_below);
		if let Some(wrong) = classes.find(|class| !is_class(class)) {
			return Some(format!("{wrong:?} is not a class of ATC"));
		}
		let beside = |class: &&String| !below.iter().any(|above| class.starts_with(above.as_str()));
		let beside = but_not_below.iter().find(beside)?;
		Some(format!("{beside} is below none of the classes that say yes"))
	}
}

impl Atc {
	/// Whether drugs of this code are meant; `None` when the code does not tell: it is none of ATC, or a class so
	/// wide that only some of its drugs are.
	pub fn means(&self, code: &str) -> Option<bool> {
		let mut named = self.below.iter().chain(&self.but_not_below);
		let narrower = |class: &String| class.len() > code.len() && class.starts_with(code);
		if !is_class(code) || named.any(narrower) {
			return None;
		}
		let within =
			|classes: &[String]| classes.iter().any(|class| code.starts_with(class.as_str()));
		Some(within(&self.below) && !within(&self.but_not_below))
	}
}

impl RxNorm {
	/// Whether the ingredient of this code is meant; `None` when the card does not know the code.
	pub fn means(&self, code: &str) -> Option<bool> {
		let is_of = |drugs: &[Drug]| drugs.iter().any(|drug| drug.code == code);
		is_of(&self.ingredients).then_some(true).or_else(|| is_of(&self.others).then_some(false))
	}
}

/// Whether it is a code of ATC at any of its five levels: A, A10, A10B, A10BA, A10BA02.
fn is_class(code: &str) -> bool {
	let good = |(index, byte): (usize, u8)| match index {
		0 | 3 | 4 => byte.is_ascii_uppercase(),
		_ => byte.is_ascii_digit(),
	};
	matches!(code.len(), 1 | 3 | 4 | 5 | 7) && code.bytes().enumerate().all(good)
}
