// SPDX-License-Identifier: Apache-2.0
//! A body mass index, measured or made of weight and height, and how long a height holds.

use super::{Criteria, Finder, Resolved, apart};
use crate::{
	card::{OrFrom, Part},
	problems::{InputProblem, Problem, signed},
};
use salus_fhir::{Timed, completed_years, day_of};
use salus_primitives::Moment;

/// A body mass index and the one computed from weight and height of the same time, by this share.
const BODY_MASS_ROUNDING: f64 = 0.05;
/// Years of age from which on a height holds: what is grown after it is less than a height is measured to.
const GROWN: i32 = 18;
/// Measures of one body belong together for so long while it grows.
const GROWING: i64 = 90 * 24 * 60 * 60 * 1000;

impl Finder {
	/// A body mass index: as measured, or from weight and height when those are newer or alone.
	pub(super) fn body_mass(
		&self,
		criteria: &Criteria<'_>,
		direct: Option<Resolved>,
		parts: &OrFrom,
	) -> Result<Option<Resolved>, InputProblem> {
		let part = |part: &Part| {
			self.newest(&Criteria {
				title: criteria.title,
				codes: std::slice::from_ref(&part.code),
				snomed: &part.snomed,
				unit: &part.unit,
				plausible: part.plausible,
				valid: None,
				molar_mass: None,
			})
		};
		let (weight, height) = match (&direct, part(&parts.weight), part(&parts.height)) {
			(_, Ok(Some(weight)), Ok(Some(height))) => (weight, height),
			// An index that was measured stands, whatever its parts look like.
			(Some(found), _, _) => {
				self.grown(criteria, found, self.at)?;
				return Ok(direct);
			}
			(None, Err(problem), _) | (None, _, Err(problem)) => return Err(problem),
			(None, _, _) => return Ok(None),
		};
		let metres = height.value / 100.0;
		let value = weight.value / (metres * metres);
		if let Some(direct) = direct {
			let together = direct.time.at == weight.time.at && direct.time.at == height.time.at;
			if together && apart(direct.value, value) > BODY_MASS_ROUNDING {
				return Err(criteria.problem(
					Problem::Conflicting,
					&direct.path,
					format!(
						"is {}, but weight and height at the same time make {value:.1}",
						direct.value
					),
					"mark the wrong one entered-in-error",
				));
			}
			if weight.time.at <= direct.time.at {
				self.grown(criteria, &direct, self.at)?;
				return Ok(Some(direct));
			}
		}
		self.grown(criteria, &height, Moment::try_from(weight.time.at).unwrap_or_default())?;
		criteria.check(
			value,
			format_args!("weight and height make {value:.1},"),
			&weight.path,
			"correct weight or height",
		)?;
		Ok(Some(Resolved {
			code: format!("{} and {}", parts.weight.code, parts.height.code),
			value,
			basis: [weight.basis, height.basis].concat(),
			documents: [weight.documents, height.documents].concat(),
			notes: [weight.notes, height.notes, self.old_height(criteria, &height.time)].concat(),
			..weight
		}))
	}

	/// That a measure of a body was not taken in childhood, to be used long after.
	fn grown(
		&self,
		criteria: &Criteria<'_>,
		found: &Resolved,
		used_at: Moment,
	) -> Result<(), InputProblem> {
		let day = Moment::try_from(found.time.at).ok().and_then(day_of);
		let (Some(born), Some(day)) = (self.born, day) else {
			return Ok(());
		};
		let age = completed_years(born, day);
		let later = signed(used_at).saturating_sub(found.time.at);
		if age >= GROWN || later <= GROWING {
			return Ok(());
		}
		Err(criteria.problem(
			Problem::TooOld,
			&found.path,
			format_args!("{} was measured at the age of {age}, before growth was over", found.code),
			"measure it again",
		))
	}

	/// What to say of a height that is old, since it has no time of its own in the result.
	fn old_height(&self, criteria: &Criteria<'_>, measured: &Timed) -> Vec<String> {
		const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;
		let years = signed(self.at).saturating_sub(measured.at) / YEAR;
		let note = format!("{}: the height was measured {years} years before", criteria.title);
		(years >= 2).then_some(note).into_iter().collect()
	}
}
