// SPDX-License-Identifier: Apache-2.0
//! Whatever insurers, holders, payees and the chain do, in any order: nothing is lost, nothing is paid twice, and the
//! oldest is paid first. The model beside the chain keeps the money in plain numbers, and says which calls about money
//! are refused. As each has many steps, there are a tenth of what `SALUS_HISTORIES` says.

use super::*;
use polkadot_sdk::sp_runtime::DispatchResult;
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};

const PAYEES: [u64; 3] = [CLINIC, OTHER_CLINIC, HOLDER];

#[derive(Clone, Copy, Debug)]
enum Step {
	Fund { insurer: u64, amount: u128 },
	Withdraw { insurer: u64, amount: u128 },
	Issue { insurer: u64, holder: u64 },
	Submit { policy: u32, payee: usize, ceiling: u128 },
	Conclude { claim: u32, paid: u128, piece: u8 },
	PayWaiting { insurer: u64 },
	Collect { insurer: u64, payee: usize },
	Spend { payee: usize, amount: u128 },
	Refund { claim: u32 },
	Reverse { claim: u32 },
	CloseClaim { claim: u32 },
	EndPolicy { policy: u32, days: i32 },
	ClosePolicy { policy: u32 },
	Prune { quarters: u16 },
	Suspend { insurer: u64 },
	Reinstate,
	Pass { days: u16 },
	Pause { days: u16 },
}

fn step() -> impl Strategy<Value = Step> {
	let insurer = || INSURER..=OTHER_INSURER;
	let payee = || 0..PAYEES.len();
	let claim = || 0..24_u32;
	let policy = || 0..6_u32;
	prop_oneof![
		3 => (insurer(), 0..400_u128).prop_map(|(insurer, amount)| Step::Fund { insurer, amount }),
		2 => (insurer(), 0..400_u128)
			.prop_map(|(insurer, amount)| Step::Withdraw { insurer, amount }),
		3 => (insurer(), HOLDER..=OTHER_HOLDER)
			.prop_map(|(insurer, holder)| Step::Issue { insurer, holder }),
		8 => (policy(), payee(), 0..300_u128)
			.prop_map(|(policy, payee, ceiling)| Step::Submit { policy, payee, ceiling }),
		8 => (claim(), 0..300_u128, 0..40_u8)
			.prop_map(|(claim, paid, piece)| Step::Conclude { claim, paid, piece }),
		2 => insurer().prop_map(|insurer| Step::PayWaiting { insurer }),
		4 => (insurer(), payee()).prop_map(|(insurer, payee)| Step::Collect { insurer, payee }),
		1 => (payee(), 1..200_u128).prop_map(|(payee, amount)| Step::Spend { payee, amount }),
		3 => claim().prop_map(|claim| Step::Refund { claim }),
		3 => claim().prop_map(|claim| Step::Reverse { claim }),
		2 => claim().prop_map(|claim| Step::CloseClaim { claim }),
		1 => (policy(), 0..60_i32).prop_map(|(policy, days)| Step::EndPolicy { policy, days }),
		2 => policy().prop_map(|policy| Step::ClosePolicy { policy }),
		1 => (0..4_u16).prop_map(|quarters| Step::Prune { quarters }),
		1 => insurer().prop_map(|insurer| Step::Suspend { insurer }),
		1 => Just(Step::Reinstate),
		3 => (1..60_u16).prop_map(|days| Step::Pass { days }),
		1 => (1..60_u16).prop_map(|days| Step::Pause { days }),
	]
}

/// How far a claim has come, as far as money goes by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Progress {
	Open,
	Waiting(u128),
	Paid { amount: u128, at: Moment },
	Over,
}

struct ModelClaim {
	insurer: u64,
	payee: u64,
	ceiling: u128,
	/// Until when it may bill evidence.
	bills_until: Moment,
	progress: Progress,
}

/// An insurer's money.
#[derive(Default)]
struct Money {
	free: u128,
	required: u128,
	/// The claims that wait, the oldest first.
	queue: VecDeque<usize>,
}

/// All money, by hand.
struct Model {
	insurers: BTreeMap<u64, Money>,
	/// By insurer and payee.
	owed: BTreeMap<(u64, u64), u128>,
	/// What accounts can spend.
	spendable: BTreeMap<u64, u128>,
	claims: Vec<ModelClaim>,
}

impl Model {
	fn new() -> Self {
		let insurers = [INSURER, OTHER_INSURER];
		Self {
			insurers: insurers.map(|insurer| (insurer, Money::default())).into(),
			owed: BTreeMap::new(),
			spendable: insurers.map(|insurer| (insurer, FUNDS)).into(),
			claims: Vec::new(),
		}
	}

	fn money(&mut self, insurer: u64) -> &mut Money {
		self.insurers.get_mut(&insurer).unwrap()
	}

	fn spendable(&mut self, account: u64) -> &mut u128 {
		self.spendable.entry(account).or_default()
	}

	/// What is owed for this claim from now on.
	fn owe(&mut self, index: usize, amount: u128, at: Moment) {
		let ModelClaim { insurer, payee, .. } = self.claims[index];
		self.money(insurer).free -= amount;
		*self.owed.entry((insurer, payee)).or_default() += amount;
		self.claims[index].progress = Progress::Paid { amount, at };
	}

	/// Pays the oldest, as many as one call may. Returns how many.
	fn pay(&mut self, insurer: u64, at: Moment) -> u32 {
		for paid in 0..PAID_AT_ONCE {
			let Some(index) = self.money(insurer).queue.front().copied() else { return paid };
			let Progress::Waiting(amount) = self.claims[index].progress else {
				panic!("a claim in the queue waits")
			};
			if self.money(insurer).free < amount {
				return paid;
			}
			self.money(insurer).queue.pop_front();
			self.owe(index, amount, at);
		}
		PAID_AT_ONCE
	}

	/// What is owed to a payee.
	fn owed_to(&self, insurer: u64, payee: u64) -> u128 {
		self.owed.get(&(insurer, payee)).copied().unwrap_or_default()
	}

	/// The chain has the same money in the same places.
	fn compare(&self) {
		for (insurer, money) in &self.insurers {
			let known = reserve(*insurer);
			let owed = PAYEES.map(|payee| self.owed_to(*insurer, payee)).into_iter().sum::<u128>();
			assert_eq!((known.free, known.owed), (money.free, owed));
			assert_eq!(known.required, money.required);
			assert_eq!(known.waiting as usize, money.queue.len());
			assert_eq!(on_hold(*insurer), money.free + owed);
			for payee in PAYEES {
				let owed = self.owed_to(*insurer, payee);
				assert_eq!(Insurance::owed(insurer, &payee, EUR), owed);
			}
		}
		let mut all = 0;
		for account in 1..=10 {
			let spendable = self.spendable.get(&account).copied().unwrap_or_default();
			assert_eq!(balance(account), spendable, "{account}");
			all += spendable + on_hold(account);
		}
		assert_eq!((all, issued()), (2 * FUNDS, 2 * FUNDS));
	}

	fn play(&mut self, step: Step) {
		let now = Timestamp::get();
		match step {
			Step::Fund { insurer, amount } => {
				let enough = amount < *self.spendable(insurer);
				assert_eq!(fund(insurer, amount).is_ok(), enough);
				if enough {
					*self.spendable(insurer) -= amount;
					self.money(insurer).free += amount;
					self.pay(insurer, now);
				}
			}
			Step::Withdraw { insurer, amount } => {
				let is_open = |claim: &ModelClaim| {
					claim.insurer == insurer && claim.progress == Progress::Open
				};
				let open = self.claims.iter().any(is_open);
				let money = self.money(insurer);
				let enough = money.free >= money.required + amount;
				let allowed = !open && money.queue.is_empty() && enough;
				assert_eq!(withdraw(insurer, amount).is_ok(), allowed);
				if allowed {
					money.free -= amount;
					*self.spendable(insurer) += amount;
				}
			}
			Step::Issue { insurer, holder } => {
				let money = self.money(insurer);
				let enough = money.free >= money.required + PER_POLICY;
				let allowed =
					money.queue.is_empty() && enough && Insurers::get().contains(&insurer);
				let plan = PlanId(u32::try_from(insurer - INSURER).unwrap());
				assert_eq!(issue(insurer, plan, holder).is_ok(), allowed);
				if allowed {
					money.required += PER_POLICY;
				}
			}
			Step::Submit { policy, payee, ceiling } => self.submit(policy, PAYEES[payee], ceiling),
			Step::Conclude { claim, paid, piece } => self.conclude(claim, paid, piece),
			Step::PayWaiting { insurer } => {
				let paid = pay_waiting(insurer).is_ok();
				assert_eq!(paid, self.pay(insurer, now) > 0);
			}
			Step::Collect { insurer, payee } => {
				let payee = PAYEES[payee];
				let owed = self.owed.remove(&(insurer, payee)).unwrap_or_default();
				assert_eq!(collect(insurer, payee).is_ok(), owed > 0);
				*self.spendable(payee) += owed;
			}
			Step::Spend { payee, amount } => {
				let payee = PAYEES[payee];
				let spent = amount.min(*self.spendable(payee));
				if spent > 0 {
					let origin = RuntimeOrigin::signed(payee);
					assert_ok!(Assets::transfer(origin, EUR, OUTSIDER, spent));
					*self.spendable(payee) -= spent;
					*self.spendable(OUTSIDER) += spent;
				}
			}
			Step::Refund { claim } => self.refund(claim),
			Step::Reverse { claim } => {
				let id = ClaimId(claim);
				let before = Insurance::claim(id).map(|claim| claim.stage);
				let insurer = self.claims.get(claim as usize).map_or(OUTSIDER, |one| one.insurer);
				let allowed = match before {
					Some(Stage::Refunded { .. }) => true,
					Some(Stage::Concluded { outcome, .. }) => outcome.paid == 0,
					_ => false,
				};
				assert_eq!(reverse(insurer, id).is_ok(), allowed);
				if allowed {
					self.claims[claim as usize].progress = Progress::Over;
				}
			}
			Step::CloseClaim { claim } => {
				let id = ClaimId(claim);
				if close_claim(id).is_ok() {
					let closed = &mut self.claims[claim as usize];
					assert!(!matches!(closed.progress, Progress::Waiting(_)), "it was not paid");
					closed.progress = Progress::Over;
				}
			}
			Step::EndPolicy { policy, days } => {
				let policy = PolicyId(policy);
				let holder = Insurance::policy(policy).map_or(OUTSIDER, |policy| policy.holder);
				let _ = call(holder, Call::end_policy { policy, until: day(days) });
			}
			Step::ClosePolicy { policy } => {
				let policy = PolicyId(policy);
				let insurer = Insurance::policy(policy)
					.and_then(|policy| Insurance::plan(policy.plan))
					.map(|plan| plan.insurer);
				if call(OUTSIDER, Call::close_policy { policy }).is_ok() {
					self.money(insurer.unwrap()).required -= PER_POLICY;
				}
			}
			Step::Prune { quarters } => {
				let quarter = salus_primitives::claims::quarter_of(today()) - quarters;
				let _ = call(OUTSIDER, Call::prune { quarter, limit: 10 });
			}
			Step::Suspend { insurer } => {
				Insurers::mutate(|insurers| insurers.remove(&insurer));
			}
			Step::Reinstate => Insurers::set([INSURER, OTHER_INSURER].into()),
			Step::Pass { days } => pass_days(days),
			Step::Pause { days } => {
				Timestamp::set_timestamp(now + u64::from(days) * DAY);
			}
		}
	}

	fn submit(&mut self, policy: u32, payee: u64, ceiling: u128) {
		let policy = PolicyId(policy);
		let Some(known) = Insurance::policy(policy) else { return };
		let record = record(known.holder, Category::Claim);
		let insurer = Insurance::plan(known.plan).unwrap().insurer;
		let days = DECIDE_DAYS + REFER_DAYS + KEEP;
		let bills_until = Timestamp::get() + u64::from(days) * DAY;
		// The other holder can't be paid by this one's policy, and so on.
		if submit(policy, record, payee, ceiling).is_ok() {
			assert_eq!(NextClaim::<Test>::get().0 as usize, self.claims.len() + 1);
			let progress = Progress::Open;
			self.claims.push(ModelClaim { insurer, payee, ceiling, bills_until, progress });
		}
	}

	fn conclude(&mut self, claim: u32, paid: u128, piece: u8) {
		let Some(known) = self.claims.get(claim as usize) else { return };
		let ModelClaim { insurer, ceiling, bills_until, progress, .. } = known;
		let in_time = Timestamp::get() <= *bills_until;
		let (insurer, index) = (*insurer, claim as usize);
		let piece = piece % MAX_PIECES;
		let fresh = !Insurance::is_billed(&[piece; 32]);
		let allowed = *progress == Progress::Open && paid <= *ceiling && fresh && in_time;
		let done: DispatchResult = bill(insurer, ClaimId(claim), paid, &[piece]);
		assert_eq!(done.is_ok(), allowed, "{done:?}");
		if !allowed {
			return;
		}
		let money = self.money(insurer);
		if paid == 0 || (money.queue.is_empty() && money.free >= paid) {
			self.owe(index, paid, Timestamp::get());
		} else {
			money.queue.push_back(index);
			self.claims[index].progress = Progress::Waiting(paid);
		}
	}

	fn refund(&mut self, claim: u32) {
		let id = ClaimId(claim);
		let Some(ModelClaim { insurer, payee, progress, .. }) = self.claims.get(claim as usize)
		else {
			return;
		};
		let (insurer, payee, progress) = (*insurer, *payee, *progress);
		let done = refund(payee, id).is_ok();
		if matches!(progress, Progress::Waiting(_)) {
			assert!(done, "it may be waived");
			self.claims[claim as usize].progress = Progress::Waiting(0);
			return;
		}
		let Progress::Paid { amount, at } = progress else {
			assert!(!done, "nothing was paid for it");
			return;
		};
		let uncollected = self.owed_to(insurer, payee).min(amount);
		let collected = amount - uncollected;
		let in_time = Timestamp::get() <= at + u64::from(REFUND) * DAY;
		assert_eq!(done, in_time && *self.spendable(payee) >= collected);
		if done {
			if uncollected > 0 {
				*self.owed.get_mut(&(insurer, payee)).unwrap() -= uncollected;
			}
			*self.spendable(payee) -= collected;
			self.money(insurer).free += amount;
			self.claims[claim as usize].progress = Progress::Over;
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(histories()))]
	#[test]
	fn no_unit_is_lost_nothing_is_paid_twice_and_the_oldest_is_paid_first(
		steps in proptest::collection::vec(step(), 1..80),
	) {
		build_and_execute(|| {
			let mut model = Model::new();
			for insurer in [INSURER, OTHER_INSURER] {
				a_plan(insurer);
				model.play(Step::Fund { insurer, amount: 3 * PER_POLICY });
				model.play(Step::Issue { insurer, holder: HOLDER });
			}
			for step in steps {
				model.play(step);
				model.compare();
			}
		});
	}
}

/// More by `scripts/test`.
fn histories() -> u32 {
	let said = std::env::var("SALUS_HISTORIES").ok().and_then(|count| count.parse::<u32>().ok());
	said.map_or(100, |count| count / 10)
}
