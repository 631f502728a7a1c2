// SPDX-License-Identifier: Apache-2.0
//! A plan as an insurer writes it.

use crate::{Failure, insurance};
use salus_adjudication::{RULES_VERSION, Terms};
use salus_primitives::{
	Day,
	claims::{Asset, BenefitYear, Currency, NewPlan},
};
use serde::Deserialize;

/// A new plan, with its first terms.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPlanFile {
	asset: Asset,
	currency: Currency,
	year: BenefitYear,
	#[serde(deserialize_with = "insurance::read_amount")]
	reserve: u128,
	backdating: u16,
	pub valid_from: Day,
	pub terms: Terms,
}

impl NewPlanFile {
	/// What of it never changes.
	pub fn plan(&self) -> NewPlan {
		let Self { asset, currency, year, reserve, backdating, .. } = *self;
		NewPlan { asset, currency, year, reserve, backdating }
	}
}

/// What the chain would refuse at the insurer's cost.
pub fn check(terms: &Terms) -> Result<(), Failure> {
	if terms.rules != RULES_VERSION {
		let problem = format!("the terms name rules {}, which nobody knows", terms.rules);
		let remedy = format!("name rules {RULES_VERSION}, or take a newer program");
		return Err(Failure::new("Claims.UnknownRules", problem).remedy(remedy));
	}
	if !terms.is_consistent() {
		let problem = "the terms contradict themselves";
		return Err(Failure::new("Claims.InconsistentTerms", problem).remedy(
			"each benefit's number stands once, no co-insurance is above 10000, and each pair names two different \
			 benefits that there are",
		));
	}
	Ok(())
}

/// A plan with two benefits, as tests of several commands need it.
#[cfg(test)]
pub mod fixtures {
	use serde_json::{Value, json};

	/// Its terms.
	pub fn terms() -> Value {
		let cost = |copayment: &str, coinsurance: u16| json!({"copayment": copayment, "coinsurance": coinsurance});
		let network = |price: &str| json!({"price": price, "adult": cost("2000", 2_000), "child": cost("0", 0)});
		json!({
			"rules": 1, "filingLimit": 90, "coordination": "standard", "lifetime": null, "notBeside": [[1, 2]],
			"deductible": {"beneficiary": "5000", "family": "7500"},
			"outOfPocket": {"beneficiary": null, "family": null},
			"maximum": {"beneficiary": "500000", "family": null},
			"benefits": [{
				"id": 1, "inNetwork": network("8000"), "outOfNetwork": network("6000"), "deductible": true,
				"waitingDays": 0, "authorisation": false, "evidence": null,
				"limits": {"line": null, "day": null, "year": "60000", "units": 8},
			}, {
				"id": 2, "inNetwork": network("3000"), "outOfNetwork": null, "deductible": false,
				"waitingDays": 90, "authorisation": true,
				"evidence": {"categories": ["Encounter"], "withinDays": 5},
				"limits": {"line": null, "day": null, "year": null, "units": null},
			}],
		})
	}

	/// The file that publishes it.
	pub fn plan() -> Value {
		json!({
			"asset": 1, "currency": "EUR", "year": "calendar", "reserve": "100000", "backdating": 30,
			"validFrom": "2026-12-01", "terms": terms(),
		})
	}
}

#[cfg(test)]
mod tests {
	use super::{fixtures::plan, *};
	use serde_json::{Value, json};

	fn read(file: &Value) -> Result<NewPlanFile, Failure> {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("plan.json");
		std::fs::write(&path, file.to_string()).unwrap();
		insurance::read_file(&path, "salus plan publish")
	}

	#[test]
	fn a_plan_is_read_with_its_first_day_and_terms() {
		let file = read(&plan()).unwrap();
		let expected = NewPlan {
			asset: 1,
			currency: Currency(*b"EUR"),
			year: BenefitYear::Calendar,
			reserve: 100_000,
			backdating: 30,
		};
		assert_eq!(file.plan(), expected);
		assert_eq!(file.valid_from, "2026-12-01".parse::<Day>().unwrap());
		assert_eq!((file.terms.filing_limit, file.terms.benefits.len()), (90, 2));
		assert!(check(&file.terms).is_ok());
	}

	#[test]
	fn what_is_wrong_in_a_file_is_told_with_where_to_look() {
		for (member, value) in [
			("reserve", json!(100_000)),
			("reserve", json!("1000.00")),
			("currency", json!("eur")),
			("year", json!("leap")),
			("validFrom", json!("1.12.2026")),
			("insurer", json!("5F3s")),
		] {
			let mut file = plan();
			file[member] = value;
			let failure = read(&file).err().unwrap();
			assert_eq!(failure.kind, "BadInput", "{member}");
			assert!(failure.message.contains("salus plan publish --help"), "{}", failure.message);
		}
		let mut file = plan();
		file.as_object_mut().unwrap().remove("backdating");
		assert!(read(&file).err().unwrap().message.contains("backdating"));
	}

	#[test]
	fn terms_that_the_chain_would_refuse_cost_no_fee() {
		let refused = |pointer: &str, value: Value| {
			let mut file = plan();
			*file.pointer_mut(pointer).unwrap() = value;
			check(&read(&file).unwrap().terms).unwrap_err().kind
		};
		assert_eq!(refused("/terms/rules", json!(2)), "Claims.UnknownRules");
		for (pointer, value) in [
			("/terms/benefits/1/id", json!(1)),
			("/terms/notBeside/0/1", json!(3)),
			("/terms/benefits/0/inNetwork/adult/coinsurance", json!(10_001)),
		] {
			assert_eq!(refused(pointer, value), "Claims.InconsistentTerms", "{pointer}");
		}
	}
}
