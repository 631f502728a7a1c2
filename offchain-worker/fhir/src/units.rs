// SPDX-License-Identifier: Apache-2.0
//! Units by UCUM, and amounts of substance to masses where the molar mass is known.

use super::codes;

/// Why a quantity could not be brought to the wanted unit.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UnitProblem {
	/// The quantity has no UCUM code.
	#[error("the unit has no UCUM code")]
	NotCoded,
	/// UCUM has no such unit.
	#[error("{0:?} is not a unit of UCUM")]
	Unknown(String),
	/// The unit measures something else.
	#[error("{from} can't be converted to {to}")]
	OtherKind {
		/// The quantity's unit.
		from: String,
		/// The wanted unit.
		to: String,
	},
}

/// Converts a value between units of one kind: `kg` and `[lb_av]`, `cm` and `[in_i]`, `mg/dL` and `g/L`.
pub fn convert(value: f64, from: &str, to: &str) -> Result<f64, UnitProblem> {
	if from == to {
		return Ok(value);
	}
	octofhir_ucum::validate(from).map_err(|_| UnitProblem::Unknown(from.to_owned()))?;
	octofhir_ucum::convert(value, from, to).map_err(|_| other_kind(from, to))
}

/// The same, and between a concentration of substance and one of mass, by grams a mole.
///
/// UCUM calls the mole a number, so `mmol/L` and `mg/dL` are of different kinds to it; only the
/// substance, which the LOINC code names, makes them comparable.
pub fn convert_substance(
	value: f64,
	from: &str,
	to: &str,
	grams_per_mole: f64,
) -> Result<f64, UnitProblem> {
	match convert(value, from, to) {
		Err(UnitProblem::OtherKind { .. }) if from.contains("mol") && !to.contains("mol") => {
			let moles =
				octofhir_ucum::convert(value, from, "mol/L").map_err(|_| other_kind(from, to))?;
			convert(moles * grams_per_mole, "g/L", to)
		}
		other => other,
	}
}

/// The UCUM code of a quantity whose unit is so coded.
pub fn ucum_code<'a>(system: Option<&str>, code: Option<&'a str>) -> Result<&'a str, UnitProblem> {
	code.filter(|_| system == Some(codes::UCUM)).ok_or(UnitProblem::NotCoded)
}

fn other_kind(from: &str, to: &str) -> UnitProblem {
	UnitProblem::OtherKind { from: from.to_owned(), to: to.to_owned() }
}
