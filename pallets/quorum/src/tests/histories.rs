// SPDX-License-Identifier: Apache-2.0
//! Whatever payers, operators and the chain do, in any order: money adds up, who does its part loses nothing, and a
//! draw that was seen is not escaped for nothing.

use super::*;
use polkadot_sdk::frame_support::traits::fungible::InspectHold;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Operators that do their part in every block in which they can.
const DILIGENT: [u64; 4] = [11, 12, 13, 14];

#[derive(Clone, Copy, Debug)]
enum Step {
	Open {
		payer: u64,
		seats: u8,
	},
	Pass {
		blocks: u32,
	},
	Pause,
	/// One of the others does something in one of the tasks.
	Act {
		operator: u64,
		task: u64,
		deed: Deed,
	},
	Close {
		task: u64,
	},
	EndAccusations,
	Rule {
		uphold: bool,
	},
	Price {
		price: u64,
	},
	Leaves {
		operator: u64,
	},
	Joins {
		operator: u64,
	},
	NoRandomness,
	SameRelayParent,
	Unwanted,
}

#[derive(Clone, Copy, Debug)]
enum Deed {
	Seal,
	Lie,
	Reveal,
	RevealLie,
	Refuse,
	Challenge,
	Return,
}

fn step() -> impl Strategy<Value = Step> {
	let deed = prop_oneof![
		3 => Just(Deed::Seal),
		2 => Just(Deed::Lie),
		3 => Just(Deed::Reveal),
		2 => Just(Deed::RevealLie),
		1 => Just(Deed::Refuse),
		1 => Just(Deed::Challenge),
		1 => Just(Deed::Return),
	];
	prop_oneof![
		4 => (1..=3_u64, 1..=5_u8).prop_map(|(payer, seats)| Step::Open { payer, seats }),
		6 => (1..=12_u32).prop_map(|blocks| Step::Pass { blocks }),
		1 => Just(Step::Pause),
		12 => (15..=20_u64, 0..12_u64, deed)
			.prop_map(|(operator, task, deed)| Step::Act { operator, task, deed }),
		2 => (0..12_u64).prop_map(|task| Step::Close { task }),
		1 => Just(Step::EndAccusations),
		1 => any::<bool>().prop_map(|uphold| Step::Rule { uphold }),
		1 => (PRICE..=100).prop_map(|price| Step::Price { price }),
		1 => (11..=20_u64).prop_map(|operator| Step::Leaves { operator }),
		2 => (11..=20_u64).prop_map(|operator| Step::Joins { operator }),
		1 => Just(Step::NoRandomness),
		1 => Just(Step::SameRelayParent),
		1 => Just(Step::Unwanted),
	]
}

/// What liars bind: each something else, so that they are no quorum.
fn lie(operator: u64) -> [u8; 32] {
	[u8::try_from(operator).unwrap(); 32]
}

fn play(step: Step) {
	match step {
		Step::Open { payer, seats } => {
			let tier = Tier { seats, quorum: seats / 2 + 1 };
			// As in a call: what is refused changes nothing.
			let _ = polkadot_sdk::frame_support::storage::with_storage_layer(|| {
				Quorum::open(NewTask { payer, tier, ..new_task() })
			});
		}
		Step::Pass { blocks } => {
			for _ in 0..blocks {
				pass_blocks(1);
				the_diligent_act();
			}
		}
		Step::Pause => {
			pause(1_000_000_000);
			the_diligent_act();
		}
		Step::Act { operator, task, deed } => {
			let id = TaskId(task);
			let _ = match deed {
				Deed::Seal => seal(id, operator, CONTENT),
				Deed::Lie => seal(id, operator, lie(operator)),
				Deed::Reveal => reveal(id, operator, CONTENT),
				Deed::RevealLie => reveal(id, operator, lie(operator)),
				Deed::Refuse => call(operator, Call::refuse { task: id }),
				Deed::Challenge => call(operator, Call::challenge { task: id }),
				Deed::Return => call(operator, Call::return_to_draw {}),
			};
		}
		Step::Close { task } => drop(call(OUTSIDER, Call::close { task: TaskId(task) })),
		Step::EndAccusations => end_accusations(),
		Step::Rule { uphold } => {
			if let Some((task, operator, _)) = Accusations::<Test>::iter().next() {
				let _ = rule_call(Call::rule { task, operator, uphold });
			}
		}
		Step::Price { price } => {
			let class = WorkClass::Clinical;
			assert_ok!(rule_call(Call::set_price { class, price }));
		}
		Step::Leaves { operator } => leave_service(operator),
		Step::Joins { operator } => InService::mutate(|operators| {
			if !operators.contains(&operator) {
				operators.push(operator);
			}
		}),
		Step::NoRandomness => {
			Seed::set(None);
			pass_blocks(1);
			Seed::set(Some(7));
			the_diligent_act();
		}
		Step::SameRelayParent => {
			RelayStep::set(0);
			pass_blocks(1);
			RelayStep::set(1);
			the_diligent_act();
		}
		Step::Unwanted => {
			Wanted::set(false);
			pass_blocks(1);
			Wanted::set(true);
			the_diligent_act();
		}
	}
}

/// They seal what they were drawn for, and reveal as soon as they may.
fn the_diligent_act() {
	let ids: Vec<_> = Tasks::<Test>::iter_keys().collect();
	for id in ids {
		for operator in DILIGENT {
			let _ = seal(id, operator, CONTENT);
		}
		for operator in DILIGENT {
			let _ = reveal(id, operator, CONTENT);
		}
	}
}

fn end_accusations() {
	let all: Vec<_> =
		Accusations::<Test>::iter().map(|(task, operator, _)| (task, operator)).collect();
	for (task, operator) in all {
		let _ = call(OUTSIDER, Call::end_accusation { task, operator });
	}
}

/// A task, kept by hand from its events alone.
struct Bill {
	price: u64,
	tier: Tier,
	/// Whether a draw stood.
	drawn: bool,
	refused: u8,
	revealed: u8,
	failed: bool,
	paid: u64,
	kept: u64,
}

impl Bill {
	/// Every seat's price has gone somewhere: to an operator, or back, or, once a draw was seen and came to nothing
	/// without anybody's absence, one seat's price to nobody.
	fn close(&self, task: TaskId, returned: u64) {
		let Self { price, tier: Tier { seats, quorum }, paid, kept, .. } = *self;
		assert_eq!(paid + kept + returned, price * u64::from(seats), "{task:?}");
		let of_draw = |told: &Told| matches!(told, Told::Drawn(id, _) if *id == task);
		let seen = Heard::get().iter().any(of_draw);
		let refusals_alone = seats - self.refused < quorum;
		let nobody_absent = self.refused + self.revealed == seats;
		let escaped = self.failed && seen && (!self.drawn || refusals_alone || nobody_absent);
		assert_eq!(kept, if escaped { price } else { 0 }, "{task:?}");
		assert!(!self.failed || paid == 0, "{task:?}");
	}
}

/// All tasks' money, by hand.
#[derive(Default)]
struct Bills {
	open: BTreeMap<TaskId, Bill>,
	paid_seats: BTreeMap<u64, u32>,
	kept: u64,
}

impl Bills {
	fn of(&mut self, task: TaskId) -> &mut Bill {
		self.open.get_mut(&task).unwrap()
	}

	fn note(&mut self, event: &Event<Test>) {
		match event {
			Event::Opened { task } => {
				let item = Quorum::task(*task).unwrap();
				let bill = Bill {
					price: item.price,
					tier: item.tier,
					drawn: false,
					refused: 0,
					revealed: 0,
					failed: false,
					paid: 0,
					kept: 0,
				};
				assert!(self.open.insert(*task, bill).is_none());
			}
			Event::Drawn { task, .. } => self.of(*task).drawn = true,
			Event::Refused { task, .. } => self.of(*task).refused += 1,
			Event::Revealed { task, .. } => self.of(*task).revealed += 1,
			Event::Failed { task } => self.of(*task).failed = true,
			Event::Paid { task, operator, amount } => {
				self.of(*task).paid += amount;
				*self.paid_seats.entry(*operator).or_default() += 1;
			}
			Event::Kept { task, amount } => {
				self.of(*task).kept += amount;
				self.kept += amount;
			}
			Event::Closed { task, returned } => {
				self.open.remove(task).unwrap().close(*task, *returned);
			}
			_ => {}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(histories()))]
	#[test]
	fn money_adds_up_and_the_diligent_lose_nothing(
		steps in proptest::collection::vec(step(), 1..60),
		seed: u64,
	) {
		build_and_execute(|| {
			Seed::set(Some(seed));
			let issued = Balances::total_issuance();
			let mut slashed = 0;
			let mut bills = Bills::default();
			events();
			for step in steps {
				play(step);
				Quorum::do_try_state().unwrap();
				let happened = events();
				happened.iter().for_each(|event| bills.note(event));
				// Only deposits that a ruling takes, and seats' prices that are kept, leave the chain's money.
				let upheld = matches!(step, Step::Rule { uphold: true })
					&& happened.iter().any(|event| matches!(event, Event::Penalised { .. }));
				if upheld {
					slashed += DEPOSIT;
				}
				assert_eq!(Balances::total_issuance(), issued - slashed - bills.kept);
			}
			let accused = |operator: &u64| {
				Accusations::<Test>::iter().any(|(_, other, _)| other == *operator)
					|| Penalties::get().iter().any(|(other, _)| other == operator)
					|| OperatorStates::<Test>::get(operator).out.is_some()
			};
			assert!(!DILIGENT.iter().any(accused));

			// All comes to an end: nothing is held, and nobody owes anything.
			pass_blocks(100);
			let ids: Vec<_> = Tasks::<Test>::iter_keys().collect();
			for task in ids {
				assert_ok!(call(OUTSIDER, Call::close { task }));
			}
			pass_blocks(50);
			end_accusations();
			Quorum::do_try_state().unwrap();
			events().iter().for_each(|event| bills.note(event));
			assert!(bills.open.is_empty());
			assert_eq!(Balances::total_issuance(), issued - slashed - bills.kept);
			for operator in 11..=20 {
				let seats = bills.paid_seats.get(&operator).copied().unwrap_or_default();
				assert_eq!(Quorum::paid_seats(&operator), seats);
			}
			assert!(Duties::get().values().all(|duties| *duties == 0));
			for account in 1..=20 {
				assert_eq!(Balances::total_balance_on_hold(&account), 0);
			}
			let told = Heard::get();
			let ended: Vec<_> = told.iter().filter_map(|told| match told {
				Told::Settled(id, _) | Told::Failed(id) => Some(*id),
				Told::Drawn(..) => None,
			}).collect();
			assert_eq!(ended.len(), ended.iter().collect::<BTreeSet<_>>().len(), "told twice");
			assert_eq!(ended.len() as u64, crate::NextTask::<Test>::get().0);
		});
	}
}

/// Ten thousand by `scripts/test`.
fn histories() -> u32 {
	std::env::var("SALUS_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(200)
}
