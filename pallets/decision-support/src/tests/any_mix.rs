// SPDX-License-Identifier: Apache-2.0
//! Whatever requesters, operators, the quorum, patients and the authority do, in any order: counts are what counting by
//! hand says, and deposits go back to the last one.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const REQUESTERS: [u64; 3] = [CLINICIAN, PATIENT, 5];

#[derive(Clone, Copy, Debug)]
enum Step {
	Requests { who: usize, class: u8 },
	Draws { request: u64, consented: bool },
	Settles { request: u64 },
	Fails { request: u64 },
	Judges { request: u64 },
	Erases { request: u64 },
	Publishes { request: u64 },
	ReportsOutcomes { who: usize, model: u32, ill: u32, well: u32 },
	ReportsVerdicts { who: usize, model: u32, accepted: u32, rejected: u32 },
	ReportsUsage { who: usize, model: u32, runs: u32 },
	Strikes { who: usize, model: u32 },
	Suspends { model: u32 },
	Approves { model: u32 },
}

fn step() -> impl Strategy<Value = Step> {
	let (who, request, model) = (0..3_usize, 0..40_u64, 0..2_u32);
	prop_oneof![
		6 => (who.clone(), 0..3_u8).prop_map(|(who, class)| Step::Requests { who, class }),
		5 => (request.clone(), any::<bool>())
			.prop_map(|(request, consented)| Step::Draws { request, consented }),
		8 => request.clone().prop_map(|request| Step::Settles { request }),
		2 => request.clone().prop_map(|request| Step::Fails { request }),
		2 => request.clone().prop_map(|request| Step::Judges { request }),
		1 => request.clone().prop_map(|request| Step::Erases { request }),
		2 => request.prop_map(|request| Step::Publishes { request }),
		3 => (who.clone(), model.clone(), 0..90_u32, 0..90_u32).prop_map(
			|(who, model, ill, well)| Step::ReportsOutcomes { who, model, ill, well }
		),
		3 => (who.clone(), model.clone(), 0..90_u32, 0..90_u32).prop_map(
			|(who, model, accepted, rejected)| {
				Step::ReportsVerdicts { who, model, accepted, rejected }
			}
		),
		3 => (who.clone(), model.clone(), 50..250_u32)
			.prop_map(|(who, model, runs)| Step::ReportsUsage { who, model, runs }),
		2 => (who, model.clone()).prop_map(|(who, model)| Step::Strikes { who, model }),
		1 => model.clone().prop_map(|model| Step::Suspends { model }),
		1 => model.prop_map(|model| Step::Approves { model }),
	]
}

/// How many of each requester's receipts there are, and are used up, and how many runs each operator has reported, by
/// hand.
#[derive(Default)]
struct ByHand(BTreeMap<u64, Tally>, BTreeMap<u64, u32>);

impl ByHand {
	fn tally(&mut self, who: usize) -> &mut Tally {
		self.0.entry(REQUESTERS[who]).or_default()
	}

	fn play(&mut self, step: Step) {
		let said = output(&[250]);
		match step {
			Step::Requests { who, class } => {
				let class = WorkClass::ALL[usize::from(class)];
				let asks = request_with(JOB, &INPUTS, class, TIERS[0]);
				assert_ok!(call(REQUESTERS[who], asks));
			}
			Step::Draws { request, consented } => {
				let readers = Readers::get();
				if !consented {
					Readers::set(vec![]);
				}
				let _ = draw(RequestId(request));
				Readers::set(readers);
			}
			Step::Settles { request } => {
				let id = RequestId(request);
				if let Some(asked) = DecisionSupport::open_request(id) {
					let who = REQUESTERS.iter().position(|who| *who == asked.requester);
					self.tally(who.unwrap()).receipts += 1;
				}
				agree(id, content_of(id, &said), Some(cid()));
			}
			Step::Fails { request } => DecisionSupport::failed(RequestId(request).into()),
			Step::Judges { request } => {
				let (verdict, reason) = (Verdict::Accept, VerdictReason::Other);
				let request = RequestId(request);
				let _ = call(CLINICIAN, Call::give_verdict { request, verdict, reason });
			}
			Step::Erases { request } => {
				let _ = call(PATIENT, Call::erase_result { request: RequestId(request) });
			}
			Step::Publishes { request } => {
				let (request, model) = (RequestId(request), ModelId(1));
				let publish = Call::publish_output { request, model, salt: SALT, output: said };
				let _ = call(OUTSIDER, publish);
			}
			Step::ReportsOutcomes { who, model, ill, well } => {
				let outcomes =
					Outcomes { true_positive: ill, true_negative: well, ..Default::default() };
				let report = Call::report_outcomes { model: ModelId(model), outcomes };
				if call(REQUESTERS[who], report).is_ok() {
					assert!(ill + well >= 100 && ill > 10 && well > 10);
					self.tally(who).outcomes += ill + well;
				}
			}
			Step::ReportsVerdicts { who, model, accepted, rejected } => {
				let verdicts = Verdicts { accepted, modified: 0, rejected };
				let report = Call::report_verdicts { model: ModelId(model), verdicts };
				if call(REQUESTERS[who], report).is_ok() {
					assert!(accepted + rejected >= 100);
					self.tally(who).verdicts += accepted + rejected;
				}
			}
			Step::ReportsUsage { who, model, runs } => {
				let (operator, counts) = (OPERATORS[who], vec![(ModelId(model), runs)]);
				let report = Call::report_usage { counts: counts.try_into().unwrap() };
				if call(operator, report).is_ok() {
					assert!(runs >= 100);
					*self.1.entry(operator).or_default() += runs;
				}
			}
			Step::Strikes { who, model } => {
				for reporter in [REQUESTERS[who], OPERATORS[who]] {
					let model = ModelId(model);
					let _ = rule_call(Call::strike_report { model, reporter });
				}
			}
			Step::Suspends { model } => {
				let _ = rule_call(Call::suspend_model { model: ModelId(model) });
			}
			Step::Approves { model } => {
				let _ = rule_call(Call::approve_model { model: ModelId(model) });
			}
		}
	}
}

/// Gives each requester so many receipts that some reports are within them.
fn begin(by_hand: &mut ByHand) {
	approved(proposal());
	approved(open_proposal());
	for operator in OPERATORS {
		accredit(operator, operator + 100);
		PaidSeats::mutate(|table| table.insert(operator, 500));
	}
	for (who, account) in REQUESTERS.into_iter().enumerate() {
		license(account);
		for _ in 0..110 {
			let id = RequestId(Tasks::get().len() as u64);
			assert_ok!(call(account, request_call(JOB, &INPUTS)));
			agree(id, CONTENT, None);
			by_hand.tally(who).receipts += 1;
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(32))]
	#[test]
	fn counts_add_up_and_deposits_go_back(steps in proptest::collection::vec(step(), 1..60)) {
		build_and_execute(|| {
			Readers::set(REQUESTERS.to_vec());
			let mut by_hand = ByHand::default();
			begin(&mut by_hand);
			// The steps' own requests come after those.
			let first = Tasks::get().len() as u64;
			for step in steps {
				by_hand.play(later(step, first));
				DecisionSupport::do_try_state().unwrap();
			}
			for (who, tally) in &by_hand.0 {
				assert_eq!(Tallies::<Test>::get(who), *tally);
			}
			for (operator, reported) in &by_hand.1 {
				assert!(*reported <= 500);
				assert_eq!(DecisionSupport::usage_tally(operator).reported, *reported);
			}
			// When all has ended, each requester has held what receipts, reports and models hold.
			for id in Requests::<Test>::iter_keys().collect::<Vec<_>>() {
				DecisionSupport::failed(id.into());
			}
			let each = |who: u64| {
				let receipts = Receipts::<Test>::iter_values()
					.filter(|receipt| receipt.item.requester == who)
					.count() as u64;
				let reports = Reports::<Test>::iter().filter(|(_, by, _)| *by == who).count() as u64;
				let models = Models::<Test>::iter_values()
					.filter(|model| model.item.proposer == who)
					.count() as u64;
				receipts * footprint::<ReceiptOf<Test>>()
					+ reports * footprint::<crate::Report<Test>>()
					+ models * footprint::<ModelOf<Test>>()
			};
			for who in REQUESTERS {
				assert_eq!(FUNDS - free(who), each(who), "{who}");
			}
			for who in OPERATORS {
				let reports = UsageReports::<Test>::iter().filter(|(_, by, _)| *by == who).count();
				let held = reports as u64 * footprint::<crate::UsageReport<Test>>();
				assert_eq!(FUNDS - free(who), held, "{who}");
			}
		});
	}
}

fn footprint<Stored: codec::MaxEncodedLen>() -> u64 {
	use polkadot_sdk::{frame_support::traits::Footprint, sp_runtime::traits::Convert};
	DepositOf::convert(Footprint::from_mel::<Stored>())
}

/// The step about a request that a step has made.
fn later(step: Step, first: u64) -> Step {
	match step {
		Step::Draws { request, consented } => Step::Draws { request: first + request, consented },
		Step::Settles { request } => Step::Settles { request: first + request },
		Step::Fails { request } => Step::Fails { request: first + request },
		Step::Judges { request } => Step::Judges { request: first + request },
		Step::Erases { request } => Step::Erases { request: first + request },
		Step::Publishes { request } => Step::Publishes { request: first + request },
		other => other,
	}
}
