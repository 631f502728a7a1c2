// SPDX-License-Identifier: Apache-2.0
//! A plan as people read it: its own members, then each version's caps and a table of its benefits.

use crate::{render, response::Show};
use salus_adjudication::{Amount, Benefit, Caps, Coordination, Cost, NetworkTerms, Terms, Version};
use salus_chain::queries::Plan;
use salus_primitives::{PlanId, WithId};
use serde::Serialize;

/// A plan, and its terms.
#[derive(Serialize)]
pub struct Shown {
	#[serde(flatten)]
	pub plan: WithId<PlanId, Plan>,
	/// All versions, the earliest first.
	pub terms: Vec<Version>,
}

const HEAD: [&str; 9] =
	["benefit", "where", "price", "adult", "child", "deductible", "evidence", "at most", "needs"];

impl Show for Shown {
	fn show(&self) -> String {
		let plan = serde_json::to_value(&self.plan)
			.map_or_else(|cause| cause.to_string(), |plan| render::for_people(&plan));
		let versions = self.terms.iter().flat_map(version);
		std::iter::once(plan).chain(versions).collect::<Vec<_>>().join("\n")
	}
}

fn version(version: &Version) -> Vec<String> {
	let Version { valid_from, terms } = version;
	let mut lines = vec![
		String::new(),
		format!(
			"from {valid_from}: rules {}, to be filed within {} days, {}",
			terms.rules,
			terms.filing_limit,
			beside_others(terms)
		),
		format!("the patient bears first in a year: {}", caps(terms.deductible)),
		format!("the patient bears at most in a year: {}", caps(terms.out_of_pocket)),
		format!("the plan pays at most in a year: {}", caps(terms.maximum)),
		format!("and in all years for a beneficiary: {}", amount(terms.lifetime)),
	];
	let pairs = terms.not_beside.iter().map(|(one, other)| format!("{one} and {other}"));
	let pairs = pairs.collect::<Vec<_>>().join(", ");
	if !pairs.is_empty() {
		lines.push(format!("not paid on the same day: {pairs}"));
	}
	let rows = terms.benefits.iter().flat_map(rows);
	let cells: Vec<[String; 9]> = std::iter::once(HEAD.map(str::to_owned)).chain(rows).collect();
	lines.extend(render::columns(&cells));
	lines
}

fn beside_others(terms: &Terms) -> &'static str {
	match terms.coordination {
		Coordination::Standard => "beside other insurers as if alone",
		Coordination::NonDuplication => "beside other insurers only what is beyond theirs",
	}
}

fn caps(caps: Caps) -> String {
	match (caps.beneficiary, caps.family) {
		(None, None) => "no cap".to_owned(),
		(beneficiary, None) => amount(beneficiary),
		(beneficiary, family) => format!("{}, a family {}", amount(beneficiary), amount(family)),
	}
}

fn amount(amount: Option<Amount>) -> String {
	amount.map_or_else(|| "no cap".to_owned(), |amount| amount.0.to_string())
}

/// A row for the network, and one for out of it where that is paid.
fn rows(benefit: &Benefit) -> Vec<[String; 9]> {
	let row = |place: &str, paid: &NetworkTerms| {
		[
			benefit.id.to_string(),
			place.to_owned(),
			paid.price.0.to_string(),
			cost(paid.adult),
			cost(paid.child),
			if benefit.deductible { "applies" } else { "none" }.to_owned(),
			evidence(benefit),
			limits(benefit),
			needs(benefit),
		]
	};
	let outside = benefit.out_of_network.as_ref().map(|paid| row("out of network", paid));
	std::iter::once(row("in network", &benefit.in_network)).chain(outside).collect()
}

/// What the patient bears of it: once a visit, and a share of the rest.
fn cost(cost: Cost) -> String {
	let (whole, part) = (cost.coinsurance / 100, cost.coinsurance % 100);
	let share = if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") };
	format!("{} and {share} %", cost.copayment.0)
}

fn evidence(benefit: &Benefit) -> String {
	let Some(rule) = benefit.evidence else { return "none".to_owned() };
	let categories = rule.categories.iter().map(|category| category.to_string());
	let categories = categories.collect::<Vec<_>>().join(", ");
	let kinds = if categories.is_empty() { "any record" } else { &categories };
	format!("{kinds} within {} days", rule.within_days)
}

fn limits(benefit: &Benefit) -> String {
	let limits = benefit.limits;
	let amounts = [("a line", limits.line), ("a day", limits.day), ("a year", limits.year)];
	let amounts = amounts
		.into_iter()
		.filter_map(|(of, limit)| limit.map(|limit| format!("{} {of}", limit.0)));
	let units = limits.units.map(|units| format!("{units} units a year"));
	let all: Vec<String> = amounts.chain(units).collect();
	if all.is_empty() { "no limit".to_owned() } else { all.join(", ") }
}

fn needs(benefit: &Benefit) -> String {
	let waiting = (benefit.waiting_days > 0).then(|| format!("{} days", benefit.waiting_days));
	let authorised = benefit.authorisation.then(|| "authorisation".to_owned());
	waiting.into_iter().chain(authorised).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
	use super::{super::file::fixtures, *};
	use crate::response::Response;
	use salus_chain::AccountId;
	use salus_primitives::claims::{BenefitYear, Currency};
	use serde_json::json;

	fn shown() -> Shown {
		let version = json!({"validFrom": "2026-12-01", "terms": fixtures::terms()});
		let item = Plan {
			insurer: AccountId::new([1; 32]),
			asset: 1,
			currency: Currency(*b"EUR"),
			year: BenefitYear::Calendar,
			reserve: 100_000,
			backdating: 30,
			filing_limit: 90,
			closed: false,
			versions: 1,
			policies: 2,
			network: 3,
		};
		let plan = WithId { id: PlanId(4), item };
		Shown { plan, terms: vec![serde_json::from_value(version).unwrap()] }
	}

	#[test]
	fn scripts_read_a_plan_as_the_node_tells_it() {
		let json = shown().json().unwrap();
		assert_eq!((&json["id"], &json["reserve"]), (&json!(4), &json!("100000")));
		assert_eq!(json["terms"][0]["validFrom"], "2026-12-01");
		assert_eq!(json["terms"][0]["terms"], fixtures::terms());
	}

	#[test]
	fn people_read_every_benefit_in_a_row_in_the_assets_units() {
		let text = shown().text();
		for part in [
			"from 2026-12-01: rules 1",
			"first in a year: 5000, a family 7500",
			"pays at most in a year: 500000",
			"1 and 2",
			"2000 and 20 %",
			"60000 a year, 8 units a year",
			"Encounter within 5 days",
			"90 days, authorisation",
		] {
			assert!(text.contains(part), "{part}: {text}");
		}
		// Of the first in the network and out of it, of the second in it alone.
		assert_eq!(text.matches("in network").count(), 2, "{text}");
		assert_eq!(text.matches("out of network").count(), 1, "{text}");
		// It is not the chain's token.
		assert!(!text.contains("SAL"), "{text}");
	}
}
