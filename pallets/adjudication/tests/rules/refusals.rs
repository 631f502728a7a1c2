// SPDX-License-Identifier: Apache-2.0
//! Step 1, reason by reason, and what is refused as a whole.

use crate::worked::{benefit, claim, entry, line, plan, policy, terms};
use salus_adjudication::{
	Amount, Authorisation, Bearer, Benefit, Claim, Currency, Entry, Error, EvidenceRule,
	JudgedLine, Line, MAX_LINES, NetworkTerms, Piece, Plan, RULES_VERSION, Refusal, Rejected,
	Statement, Terms, Version, WHOLE, judge,
};
use salus_primitives::{Category, Day};

/// What a claim of one line comes to under these terms, after that.
fn judged(terms: Terms, statement: &Statement, line: Line) -> JudgedLine {
	let claim = Claim { filed: Day(line.last.0 + 5), ..claim(vec![line]) };
	judge(&plan(terms), &policy(), statement, &claim).unwrap().lines[0]
}

fn with(benefit: Benefit) -> Terms {
	Terms { benefits: vec![benefit].try_into().unwrap(), ..terms() }
}

fn after(entries: Vec<Entry>) -> Statement {
	Statement { entries, ..Statement::default() }
}

fn plain(line: Line) -> Option<Refusal> {
	judged(terms(), &Statement::default(), line).refusal
}

fn days(from: i32, until: i32) -> Line {
	let day = line(1, 100).first.0;
	Line { first: Day(day + from), last: Day(day + until), ..line(1, 100) }
}

#[test]
fn a_policys_days_include_its_first_and_last() {
	assert_eq!(plain(days(-30, 300)), None);
	assert_eq!(plain(days(-31, 0)), Some(Refusal::NotInForce));
	assert_eq!(plain(days(0, 301)), Some(Refusal::NotInForce));
}

#[test]
fn no_terms_no_cover() {
	let mut plan = plan(terms());
	plan.versions[0].valid_from = Day(line(1, 1).first.0 + 1);
	let outcome = judge(&plan, &policy(), &Statement::default(), &claim(vec![line(1, 100)]));
	assert_eq!(outcome.unwrap().lines[0].refusal, Some(Refusal::NotInForce));
}

#[test]
fn each_line_is_judged_by_the_terms_of_its_first_day() {
	let later = Terms { benefits: Default::default(), ..terms() };
	let mut plan = plan(terms());
	let valid_from = Day(line(1, 1).first.0 + 1);
	plan.versions.try_push(Version { valid_from, terms: later }).unwrap();
	let across = Claim { filed: valid_from, ..claim(vec![days(0, 1)]) };
	let several = Rejected { error: Error::SeveralVersions, line: Some(0) };
	assert_eq!(rejected(&plan, &across), several);
	let claim = Claim { filed: valid_from, ..claim(vec![days(0, 0), days(1, 1)]) };
	let lines = judge(&plan, &policy(), &Statement::default(), &claim).unwrap().lines;
	let refusals: Vec<_> = lines.iter().map(|line| line.refusal).collect();
	assert_eq!(refusals, [None, Some(Refusal::NotCovered)]);
}

#[test]
fn somebody_else_is_no_beneficiary() {
	assert_eq!(plain(Line { beneficiary: 7, ..line(1, 100) }), Some(Refusal::NotBeneficiary));
}

#[test]
fn a_claim_may_be_filed_on_the_last_day_of_the_limit() {
	let filed = |days| {
		let claim = Claim { filed: Day(line(1, 1).last.0 + days), ..claim(vec![line(1, 100)]) };
		let outcome = judge(&plan(terms()), &policy(), &Statement::default(), &claim);
		outcome.unwrap().lines[0].refusal
	};
	assert_eq!(filed(30), None);
	assert_eq!(filed(31), Some(Refusal::FiledTooLate));
}

#[test]
fn a_provider_must_be_accredited_and_of_the_network_where_that_counts() {
	let mut stranger = line(1, 100);
	stranger.provider.accredited = false;
	assert_eq!(plain(stranger), Some(Refusal::NotAccredited));
	let mut outside = line(1, 100);
	outside.provider.in_network = false;
	assert_eq!(plain(outside.clone()), None);
	let inside_only = with(Benefit { out_of_network: None, ..benefit() });
	let refused = judged(inside_only, &Statement::default(), outside);
	assert_eq!(refused.refusal, Some(Refusal::OutOfNetwork));
}

#[test]
fn the_day_after_the_waiting_period_is_paid() {
	let waiting = |days| {
		let terms = with(Benefit { waiting_days: days, ..benefit() });
		judged(terms, &Statement::default(), line(1, 100)).refusal
	};
	assert_eq!(waiting(30), None);
	assert_eq!(waiting(31), Some(Refusal::WaitingPeriod));
}

#[test]
fn an_authorisation_must_have_all_of_the_days() {
	let given = |from: i32, until: i32, benefit| {
		let day = line(1, 1).first.0;
		let (from, until) = (Day(day + from), Day(day + until));
		Statement {
			authorisations: vec![Authorisation { beneficiary: 0, benefit, from, until }],
			..Statement::default()
		}
	};
	let refusal = |statement: &Statement| {
		let terms = with(Benefit { authorisation: true, ..benefit() });
		judged(terms, statement, days(0, 2)).refusal
	};
	assert_eq!(refusal(&given(0, 2, 1)), None);
	for statement in [Statement::default(), given(0, 1, 1), given(1, 2, 1), given(0, 2, 2)] {
		assert_eq!(refusal(&statement), Some(Refusal::NotAuthorised));
	}
}

#[test]
fn evidence_must_be_there_and_fit() {
	let day = line(1, 1).first.0;
	let good = Piece {
		category: Category::Encounter,
		licensed: true,
		recorded: Day(day + 5),
		erased: false,
	};
	let refusal = |pieces: &[Piece]| {
		let rule = EvidenceRule {
			categories: [Category::Encounter].into_iter().collect(),
			within_days: 5,
		};
		let terms = with(Benefit { evidence: Some(rule), ..benefit() });
		let line = Line { evidence: pieces.to_vec(), ..line(1, 100) };
		judged(terms, &Statement::default(), line).refusal
	};
	assert_eq!(refusal(&[]), Some(Refusal::NoEvidence));
	assert_eq!(refusal(&[good]), None);
	let unfit = [
		Piece { category: Category::Claim, ..good },
		Piece { licensed: false, ..good },
		Piece { recorded: Day(day - 1), ..good },
		Piece { recorded: Day(day + 6), ..good },
		Piece { erased: true, ..good },
	];
	for piece in unfit {
		assert_eq!(refusal(&[piece]), Some(Refusal::EvidenceUnfit), "{piece:?}");
	}
	assert_eq!(refusal(&[unfit[0], good]), None);
}

#[test]
fn the_same_again_is_a_duplicate_and_nobody_pays_it() {
	let same = Entry { first: line(1, 1).first, last: line(1, 1).last, ..entry(0) };
	let refused = judged(terms(), &after(vec![same]), line(1, 100));
	assert_eq!(refused.refusal, Some(Refusal::Duplicate));
	assert_eq!((refused.write_off, refused.patient), (Amount(100), Amount(0)));
	let others = [
		Entry { beneficiary: 1, ..same },
		Entry { benefit: 2, ..same },
		Entry { provider: [2; 32], ..same },
		entry(0),
	];
	for other in others {
		assert_eq!(judged(terms(), &after(vec![other]), line(1, 100)).refusal, None);
	}
}

#[test]
fn a_pair_is_not_paid_whichever_comes_first() {
	let both = vec![benefit(), Benefit { id: 2, ..benefit() }].try_into().unwrap();
	let pairs = vec![(1, 2)].try_into().unwrap();
	let terms = Terms { benefits: both, not_beside: pairs, ..terms() };
	for (first, second) in [(1, 2), (2, 1)] {
		let entry =
			Entry { benefit: first, first: line(1, 1).first, last: line(1, 1).last, ..entry(0) };
		let line = Line { benefit: second, ..line(1, 100) };
		let refused = judged(terms.clone(), &after(vec![entry]), line);
		assert_eq!(refused.refusal, Some(Refusal::NotBeside));
	}
}

#[test]
fn refused_lines_are_in_nobodys_way() {
	let mut stranger = line(1, 100);
	stranger.provider.accredited = false;
	let outcome = judge(
		&plan(terms()),
		&policy(),
		&Statement::default(),
		&claim(vec![stranger, line(1, 100)]),
	);
	assert_eq!(outcome.unwrap().lines[1].refusal, None);
}

#[test]
fn units_used_up_earlier_in_the_year_are_gone_and_those_of_another_year_are_not() {
	let used = Entry { units: 8, ..entry(0) };
	assert_eq!(
		judged(terms(), &after(vec![used]), line(1, 100)).refusal,
		Some(Refusal::UnitsUsedUp)
	);
	let last_year = Entry { first: Day(used.first.0 - 365), last: Day(used.last.0 - 365), ..used };
	assert_eq!(judged(terms(), &after(vec![last_year]), line(1, 100)).refusal, None);
}

#[test]
fn whose_a_refused_charge_is() {
	for (in_network, patient) in [(true, 0), (false, 60)] {
		let mut late = line(1, 100);
		late.provider = salus_adjudication::Provider { accredited: false, in_network, id: [1; 32] };
		late.other = Some(Amount(40));
		let judged = judged(terms(), &Statement::default(), late);
		assert_eq!((judged.patient, judged.other), (Amount(patient), Amount(40)));
		assert_eq!(judged.write_off, Amount(60 - patient));
	}
	let bearers = Refusal::ALL.map(Refusal::bearer);
	let count = |bearer| bearers.iter().filter(|known| **known == bearer).count();
	assert_eq!(count(Bearer::Patient), 6);
	assert_eq!(count(Bearer::Provider), 6);
}

fn rejected(plan: &Plan, claim: &Claim) -> Rejected {
	judge(plan, &policy(), &Statement::default(), claim).unwrap_err()
}

#[test]
fn a_claim_that_is_none_is_refused_as_a_whole() {
	let good = || line(1, 100);
	let day = good().first.0;
	let of_line = |error, line| Rejected { error, line: Some(line) };
	let second = |line| claim(vec![good(), line]);
	let wrong = [
		(claim(vec![]), Error::NoLines.into()),
		(claim(vec![good(); MAX_LINES + 1]), Error::TooManyLines.into()),
		(Claim { currency: Currency(*b"CHF"), ..second(good()) }, Error::OtherCurrency.into()),
		(second(Line { units: 0, ..good() }), of_line(Error::ZeroUnits, 1)),
		(second(Line { last: Day(day - 1), ..good() }), of_line(Error::BackToFront, 1)),
		(second(Line { last: Day(day + 1), ..good() }), of_line(Error::NotYet, 1)),
		(second(Line { charge: Amount(u64::MAX), ..good() }), of_line(Error::Overflow, 1)),
		(second(Line { first: Day(day - 365), ..good() }), of_line(Error::SeveralYears, 1)),
		(second(Line { beneficiary: 1, ..good() }), of_line(Error::SeveralBeneficiaries, 1)),
		(
			Claim { filed: Day(day + 365), ..second(Line { last: Day(day + 365), ..good() }) },
			of_line(Error::SeveralYears, 1),
		),
	];
	for (claim, expected) in wrong {
		assert_eq!(rejected(&plan(terms()), &claim), expected);
	}
	let piece =
		Piece { category: Category::Claim, licensed: true, recorded: Day(day), erased: false };
	let much = claim(vec![Line { evidence: vec![piece; 9], ..good() }]);
	assert_eq!(rejected(&plan(terms()), &much), of_line(Error::TooMuchEvidence, 0));
}

#[test]
fn a_plan_that_contradicts_itself_judges_nothing() {
	let good = claim(vec![line(1, 100)]);
	let twice = vec![benefit(), benefit()].try_into().unwrap();
	let over = NetworkTerms {
		adult: salus_adjudication::Cost { copayment: Amount(0), coinsurance: WHOLE + 1 },
		..benefit().in_network
	};
	let wrong = [
		Terms { benefits: twice, ..terms() },
		with(Benefit { in_network: over, ..benefit() }),
		with(Benefit { out_of_network: Some(over), ..benefit() }),
		Terms { not_beside: vec![(1, 3)].try_into().unwrap(), ..terms() },
		Terms { not_beside: vec![(1, 1)].try_into().unwrap(), ..terms() },
	];
	for terms in wrong {
		assert_eq!(rejected(&plan(terms), &good), Error::BadPlan.into());
	}
	let mut same_day = plan(terms());
	same_day.versions.try_push(same_day.versions[0].clone()).unwrap();
	assert_eq!(rejected(&same_day, &good), Error::BadPlan.into());
	let none = Plan { versions: Default::default(), ..plan(terms()) };
	assert_eq!(rejected(&none, &good), Error::BadPlan.into());
	let mut later = plan(terms());
	let pair = vec![(1, 1)].try_into().unwrap();
	let terms = Terms { rules: RULES_VERSION + 1, not_beside: pair, ..terms() };
	let valid_from = Day(line(1, 1).first.0 + 1);
	later.versions.try_push(Version { valid_from, terms }).unwrap();
	assert!(judge(&later, &policy(), &Statement::default(), &good).is_ok());
	later.versions[1].valid_from = line(1, 1).first;
	let unknown = Rejected { error: Error::UnknownRules, line: Some(0) };
	assert_eq!(rejected(&later, &good), unknown);
}

#[test]
fn a_policy_that_contradicts_itself_judges_nothing() {
	let good = claim(vec![line(1, 100)]);
	let mut backwards = policy();
	backwards.until = Day(backwards.from.0 - 1);
	let mut twice = policy();
	twice.beneficiaries[1].number = 0;
	let mut ended = policy();
	ended.beneficiaries[0].until = Day(ended.beneficiaries[0].from.0 - 1);
	let mut many = policy();
	many.beneficiaries = (0..17)
		.map(|number| salus_adjudication::Beneficiary { number, ..policy().beneficiaries[0] })
		.collect();
	for policy in [backwards, twice, ended, many] {
		let outcome = judge(&plan(terms()), &policy, &Statement::default(), &good);
		assert_eq!(outcome.unwrap_err(), Error::BadPolicy.into());
	}
}
