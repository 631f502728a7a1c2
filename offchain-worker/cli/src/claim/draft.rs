// SPDX-License-Identifier: Apache-2.0
//! A claim as its holder writes it down, in a file: lines, each with the records that prove it.

use super::case::Case;
use crate::Failure;
use salus_adjudication::{
	Amount, BeneficiaryNumber, BenefitId, Claim, Currency, Line, Piece, Plan, Policy, Provider,
	Statement,
};
use salus_chain::{AccountId, H256};
use salus_insurance::{document::ClaimLine, evidence::ShownRecord};
use salus_primitives::{Category, DataPeriod, Day, PolicyId, RecordId, claims::MAX_NULLIFIERS};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a file has.
pub const CLAIM: &str = "The file is JSON: {\"currency\": \"EUR\", \"lines\": [{\"benefit\": 1, \"beneficiary\": 0, \"visit\": 0, \
	\"units\": 1, \"charge\": \"8300\", \"first\": \"2027-02-01\", \"last\": \"2027-02-01\", \"provider\": \"5DAA…\", \"evidence\": \
	[41], \"other\": null}]}. Benefits are the plan's and beneficiaries the policy's, by their numbers; provider is whoever did \
	it, an account or a name of yours; evidence are the numbers of records that prove the line, each with a file among \
	--evidence; other is what another insurer paid. A record proves lines of one provider and one first day; of several that \
	fit a line the first alone is billed. Lines of one provider with the same visit and first day are one visit. Amounts are \
	text, in the currency's smallest unit. visit, evidence and other may be left out.";

/// What is claimed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
	pub currency: Currency,
	lines: Vec<DraftLine>,
}

/// One service.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftLine {
	benefit: BenefitId,
	beneficiary: BeneficiaryNumber,
	#[serde(default)]
	visit: u8,
	units: u32,
	charge: Amount,
	first: Day,
	last: Day,
	provider: String,
	#[serde(default)]
	evidence: Vec<RecordId>,
	other: Option<Amount>,
}

impl Draft {
	/// Refuses what the insurer would refuse as a whole by the published rules, whoever is insured and whatever was judged
	/// before: the policy is in force on these days, and the claim is filed today.
	pub fn check(&self, plan: &Plan, days: (Day, Day), today: Day) -> Result<(), Failure> {
		let (from, until) = days;
		let lines = self.lines.iter().map(|line| line.to_be_judged(today)).collect();
		let case = Case {
			plan: plan.clone(),
			policy: Policy { from, until, beneficiaries: Vec::new() },
			statement: Statement::default(),
			claim: Claim { currency: self.currency, filed: today, lines },
		};
		case.judge().map(drop)
	}

	/// From when to when what is claimed was done.
	pub fn period(&self) -> Result<DataPeriod, Failure> {
		let first = self.lines.iter().map(|line| line.first).min();
		let last = self.lines.iter().map(|line| line.last).max();
		let period = first.zip(last).and_then(|(first, last)| DataPeriod::new(first, last));
		period.ok_or_else(|| Failure::bad_input("a line of the claim ends before it begins"))
	}

	/// Its lines, each with the places of what proves it among what is shown. Every record that is named must be shown, and
	/// none that is not: the insurer would learn of it for nothing. None is shared by lines that it would not prove.
	pub fn lines(
		&self,
		policy: PolicyId,
		shown: &[ShownRecord],
		account: impl Fn(&str) -> Result<AccountId, Failure>,
	) -> Result<Vec<ClaimLine>, Failure> {
		let records = self.lines.iter().flat_map(|line| line.evidence.iter().copied());
		let records: BTreeSet<RecordId> = records.collect();
		if let Some(idle) = shown.iter().find(|shown| !records.contains(&shown.record)) {
			let record = idle.record;
			let problem = format!("a file shows record {record}, and no line names it as evidence");
			return Err(Failure::bad_input(problem)
				.remedy("leave it out of --evidence, or name it in the line that it proves"));
		}
		let place = |record: RecordId| -> Result<u8, Failure> {
			let place = shown.iter().position(|shown| shown.record == record);
			let place = place.ok_or_else(|| not_shown(record, policy))?;
			u8::try_from(place).map_err(|_| too_many())
		};
		let lines = self.lines.iter().map(|line| line.with_places(place, &account));
		let lines = lines.collect::<Result<Vec<ClaimLine>, Failure>>()?;
		self.check_shared(&lines)?;
		Ok(lines)
	}

	/// Refuses a record that several lines name which are not of one provider and one first day: to the insurer it proves
	/// those alone that are as the first of them.
	fn check_shared(&self, lines: &[ClaimLine]) -> Result<(), Failure> {
		let mut known: BTreeMap<RecordId, (usize, &ClaimLine)> = BTreeMap::new();
		for (index, (draft, line)) in self.lines.iter().zip(lines).enumerate() {
			for record in &draft.evidence {
				let (first, of) = *known.entry(*record).or_insert((index, line));
				let differs = match (of.provider == line.provider, of.first == line.first) {
					(true, true) => continue,
					(false, true) => "provider",
					(true, false) => "first day",
					(false, false) => "provider and first day",
				};
				let problem = format!(
					"lines {first} and {index}, counted from 0, name record {record} as evidence, and differ in their {differs}"
				);
				return Err(Failure::bad_input(problem).remedy(
					"a record proves lines of one provider and one first day: name it in one of these lines alone, and \
					 another in the other",
				));
			}
		}
		Ok(())
	}
}

impl DraftLine {
	/// As the rules read it. What is looked up later decides whether it is paid, and not whether it is judged.
	fn to_be_judged(&self, today: Day) -> Line {
		let (category, recorded) = (Category::Claim, today);
		let piece = Piece { category, licensed: false, recorded, erased: false };
		Line {
			benefit: self.benefit,
			beneficiary: self.beneficiary,
			visit: self.visit,
			units: self.units,
			charge: self.charge,
			first: self.first,
			last: self.last,
			provider: Provider { id: [0; 32], accredited: true, in_network: true },
			evidence: vec![piece; self.evidence.len()],
			other: self.other,
		}
	}

	fn with_places(
		&self,
		place: impl Fn(RecordId) -> Result<u8, Failure>,
		account: &impl Fn(&str) -> Result<AccountId, Failure>,
	) -> Result<ClaimLine, Failure> {
		let mut named = BTreeSet::new();
		if let Some(twice) = self.evidence.iter().find(|record| !named.insert(**record)) {
			return Err(Failure::bad_input(format!("a line names record {twice} twice"))
				.remedy("name each record once in a line"));
		}
		let places: Result<Vec<u8>, Failure> = self.evidence.iter().copied().map(place).collect();
		Ok(ClaimLine {
			benefit: self.benefit,
			beneficiary: self.beneficiary,
			visit: self.visit,
			units: self.units,
			charge: self.charge,
			first: self.first,
			last: self.last,
			provider: account(&self.provider)?,
			evidence: places?,
			other: self.other,
		})
	}
}

/// Refuses records that are not shown for this policy of this chain, by their own patients, and each once.
// The node is not asked for them: it would learn which records pay for whose claim. Data rule 9.
pub fn check_shown(genesis: H256, policy: PolicyId, shown: &[ShownRecord]) -> Result<(), Failure> {
	if shown.len() > MAX_NULLIFIERS as usize {
		return Err(too_many());
	}
	let mut known = BTreeSet::new();
	for one in shown {
		let record = one.record;
		if one.policy != policy {
			let problem = format!("a file shows record {record} for policy {}", one.policy);
			return Err(Failure::new("OtherPolicy", problem).remedy(ask_for(record, policy)));
		}
		if !one.is_signed(genesis) {
			let problem = format!(
				"the file that shows record {record} is not signed by its patient for this chain"
			);
			return Err(Failure::new("BadSignature", problem).remedy(ask_for(record, policy)));
		}
		if !known.insert(record) {
			return Err(Failure::bad_input(format!("two files show record {record}"))
				.remedy("name one of them"));
		}
	}
	Ok(())
}

fn not_shown(record: RecordId, policy: PolicyId) -> Failure {
	let problem = format!("a line names record {record} as evidence, and no file shows it");
	Failure::new("EvidenceMissing", problem)
		.remedy(format!("{}, and name the file with --evidence", ask_for(record, policy)))
}

fn ask_for(record: RecordId, policy: PolicyId) -> String {
	format!("have its patient show it: salus claim evidence {record} --policy {policy} --out FILE")
}

fn too_many() -> Failure {
	Failure::bad_input(format!("a claim is proved by at most {MAX_NULLIFIERS} records"))
		.remedy("split it")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::plan::fixtures;
	use salus_core::{DataKey, signer::Signer};
	use serde_json::{Value, json};

	const GENESIS: H256 = H256([1; 32]);
	const POLICY: PolicyId = PolicyId(3);

	fn draft(evidence: [&[u64]; 2]) -> Value {
		let line = |benefit: u16, day: &str, evidence: &[u64]| {
			json!({
				"benefit": benefit, "beneficiary": 0, "units": 2, "charge": "8300", "first": day, "last": day,
				"provider": "clinic", "evidence": evidence,
			})
		};
		let lines = [line(1, "2026-12-01", evidence[0]), line(2, "2026-12-03", evidence[1])];
		json!({ "currency": "EUR", "lines": lines })
	}

	fn read(value: &Value) -> Draft {
		serde_json::from_value(value.clone()).unwrap()
	}

	/// As if the patient made a file of it.
	fn shown(policy: PolicyId, record: u64) -> ShownRecord {
		let (halves, patient) = (DataKey::from_bytes([1; 32]).halves(), Signer::from_secret("//P"));
		ShownRecord::sign(GENESIS, policy, RecordId(record), &halves, &patient.unwrap())
	}

	fn lines(draft: &Value, shown: &[ShownRecord]) -> Result<Vec<ClaimLine>, Failure> {
		read(draft).lines(POLICY, shown, |name| match name {
			"clinic" | "the clinic" => Ok(AccountId::new([7; 32])),
			"laboratory" => Ok(AccountId::new([8; 32])),
			other => Err(Failure::bad_input(other)),
		})
	}

	#[test]
	fn lines_name_the_places_of_what_proves_them() {
		let shown = [41, 43, 42].map(|record| shown(POLICY, record));
		assert!(check_shown(GENESIS, POLICY, &shown).is_ok());
		let lines = lines(&draft([&[41, 42], &[43]]), &shown).unwrap();
		let places: Vec<&[u8]> = lines.iter().map(|line| &line.evidence[..]).collect();
		assert_eq!(places, [&[0_u8, 2][..], &[1]]);
		let first = &lines[0];
		assert_eq!(
			(&first.provider, first.charge, first.visit, first.other),
			(&AccountId::new([7; 32]), Amount(8_300), 0, None)
		);
		let period = read(&draft([&[], &[]])).period().unwrap();
		assert_eq!(
			(period.first.to_string(), period.last.to_string()),
			("2026-12-01".into(), "2026-12-03".into())
		);
	}

	#[test]
	fn lines_share_a_record_if_they_are_of_one_provider_and_first_day() {
		let shown = [41, 42].map(|record| shown(POLICY, record));
		let shared = |provider: &str, first: &str| {
			let mut draft = draft([&[41], &[42, 41]]);
			draft["lines"][1]["provider"] = json!(provider);
			draft["lines"][1]["first"] = json!(first);
			lines(&draft, &shown)
		};
		// By whatever name the provider goes, and whatever the last day.
		let lines = shared("the clinic", "2026-12-01").unwrap();
		let places: Vec<&[u8]> = lines.iter().map(|line| &line.evidence[..]).collect();
		assert_eq!(places, [&[0_u8][..], &[1, 0]]);
		for (provider, first, differs) in [
			("laboratory", "2026-12-01", "their provider;"),
			("clinic", "2026-12-02", "their first day;"),
			("laboratory", "2026-12-02", "their provider and first day;"),
		] {
			let refused = shared(provider, first).err().unwrap();
			assert_eq!(refused.kind, "BadInput", "{differs}");
			for part in ["lines 0 and 1", "record 41", differs] {
				assert!(refused.message.contains(part), "{}", refused.message);
			}
		}
	}

	#[test]
	fn a_record_that_is_not_shown_or_not_named_is_refused() {
		let one = [shown(POLICY, 41)];
		for (evidence, kind) in [
			([&[41, 42][..], &[]], "EvidenceMissing"),
			([&[][..], &[]], "BadInput"),
			([&[41, 41][..], &[]], "BadInput"),
		] {
			let refused = lines(&draft(evidence), &one).err().unwrap();
			assert_eq!(refused.kind, kind, "{evidence:?}");
		}
		let missing = lines(&draft([&[], &[42]]), &[]).err().unwrap();
		let help = "salus claim evidence 42 --policy 3";
		assert!(missing.message.contains(help), "{}", missing.message);
		let mut unknown = draft([&[], &[]]);
		unknown["lines"][1]["provider"] = json!("nobody");
		assert!(lines(&unknown, &[]).is_err());
	}

	#[test]
	fn what_is_shown_is_shown_for_this_policy_by_its_patient_and_once() {
		let refused =
			|shown: &[ShownRecord]| check_shown(GENESIS, POLICY, shown).err().unwrap().kind;
		assert_eq!(refused(&[shown(PolicyId(4), 41)]), "OtherPolicy");
		let mut copied = shown(PolicyId(4), 41);
		copied.policy = POLICY;
		assert_eq!(refused(&[copied]), "BadSignature");
		let mut forged = shown(POLICY, 41);
		forged.s = [9; 32];
		assert_eq!(refused(&[forged]), "BadSignature");
		let elsewhere = check_shown(H256([9; 32]), POLICY, &[shown(POLICY, 41)]).unwrap_err();
		assert_eq!(elsewhere.kind, "BadSignature");
		assert_eq!(refused(&[shown(POLICY, 41), shown(POLICY, 41)]), "BadInput");
		let many: Vec<ShownRecord> = (0..161).map(|record| shown(POLICY, record)).collect();
		assert_eq!(refused(&many), "BadInput");
	}

	#[test]
	fn what_the_rules_refuse_as_a_whole_is_not_filed() {
		let plan: Plan = serde_json::from_value(json!({
			"currency": "EUR", "year": "calendar",
			"versions": [{ "validFrom": "2026-12-01", "terms": fixtures::terms() }],
		}))
		.unwrap();
		let day = |text: &str| text.parse::<Day>().unwrap();
		let check = |draft: &Value| {
			read(draft).check(&plan, (day("2026-12-01"), day("2027-11-30")), day("2026-12-03"))
		};
		// What only the insurer knows is not asked: who is insured, and what was authorised.
		assert!(check(&draft([&[41], &[42]])).is_ok());
		for (pointer, value, told) in [
			("/currency", json!("CHF"), "otherCurrency"),
			("/lines", json!([]), "noLines"),
			("/lines/0/units", json!(0), "zeroUnits"),
			("/lines/1/last", json!("2026-12-04"), "notYet"),
			("/lines/1/beneficiary", json!(1), "severalBeneficiaries"),
			("/lines/1/evidence", json!([1, 2, 3, 4, 5, 6, 7, 8, 9]), "tooMuchEvidence"),
		] {
			let mut wrong = draft([&[], &[]]);
			*wrong.pointer_mut(pointer).unwrap() = value;
			let refused = check(&wrong).unwrap_err();
			assert_eq!(refused.kind, "NotJudged", "{pointer}");
			assert!(refused.message.contains(told), "{}", refused.message);
		}
	}
}
