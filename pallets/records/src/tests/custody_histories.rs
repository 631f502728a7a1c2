// SPDX-License-Identifier: Apache-2.0
//! Random histories of paid custody, beside a reference kept by hand: money adds up, and nobody is paid more than the
//! price of the time in which it kept a share.
use super::{
	histories::{Dice, OPERATORS},
	*,
};
use frame_support::dispatch::DispatchResult;
use std::collections::BTreeMap;

const MOST_VERSIONS: usize = 16;
const PAYERS: [AccountId; 5] = [PATIENT, CLINICIAN, OUTSIDER, INSURER, SPONSOR];

/// A share, as the reference has it.
struct Share {
	custodian: AccountId,
	/// Whose it was first, and of which sharing: its proofs are made from both.
	made_for: (AccountId, u32),
	claims: u32,
	seen: [u8; 32],
	paid_until: Moment,
	/// Since when this custodian can be paid for it, and what it was.
	since: Moment,
	paid: u64,
}

impl Share {
	fn new(custodian: AccountId, sharing: u32, since: Moment) -> Self {
		let seen = proof(custodian, sharing, 0);
		let made_for = (custodian, sharing);
		Self { custodian, made_for, claims: 0, seen, paid_until: since, since, paid: 0 }
	}
}

/// What is held for a version, as the reference has it.
struct Bill {
	payer: AccountId,
	price: u64,
	held: u64,
	shares: Vec<Share>,
}

struct World {
	dice: Dice,
	sharings: u32,
	price: u64,
	bills: BTreeMap<(RecordId, VersionNumber), Bill>,
	/// All that each account has, held or free.
	worth: BTreeMap<AccountId, u64>,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	fn new(seed: u64, done: BTreeMap<&'static str, u32>) -> Self {
		let worth = PAYERS.map(|account| (account, FUNDS)).into_iter();
		let worth = worth.chain(OPERATORS.map(|operator| (operator, 0))).collect();
		let bills = BTreeMap::new();
		Self { dice: Dice(seed), sharings: 0, price: PRICE, bills, worth, done }
	}

	fn cost(&self, shares: usize) -> u64 {
		self.price * shares as u64 * TERM_DAYS
	}

	fn version(&mut self) -> Option<(RecordId, VersionNumber)> {
		let index = self.dice.roll(self.bills.len().max(1) as u64);
		self.bills.keys().nth(index as usize).copied()
	}

	/// Writes a version, at whoever's expense it must be.
	fn write(
		&mut self,
		of: (RecordId, VersionNumber),
		call: impl FnOnce(AccountId, Document<AccountId>) -> DispatchResult,
	) -> bool {
		if self.bills.len() >= MOST_VERSIONS {
			return false;
		}
		let accounts = self.dice.operators();
		let author = [PATIENT, CLINICIAN][self.dice.roll(2) as usize];
		self.sharings += 1;
		let mut hash = [0; 32];
		hash[..4].copy_from_slice(&self.sharings.to_le_bytes());
		let document = Document {
			cid: Cid::raw(hash).as_bytes().to_vec().try_into().unwrap(),
			key_commitment: hash,
			anchors: anchors(&accounts, self.sharings),
			..kept_by(&accounts, 0)
		};
		let held = self.cost(accounts.len());
		let left = [None, Some(held), Some(held - 1)][self.dice.roll(3) as usize];
		WorkLeft::set(left);
		let sponsored = author == PATIENT && left == Some(held);
		let payer = if sponsored { SPONSOR } else { author };
		let done = call(author, document).is_ok();
		if done {
			let now = Timestamp::get();
			let share = |account: &AccountId| Share::new(*account, self.sharings, now);
			let shares = accounts.iter().map(share).collect();
			self.bills.insert(of, Bill { payer, price: self.price, held, shares });
		}
		done
	}

	fn submit(&mut self) -> bool {
		self.write((NextRecord::<Test>::get(), 1), submit_as)
	}

	fn amend(&mut self) -> bool {
		let Some((id, _)) = self.version() else { return false };
		let latest = Records::record(id).unwrap().latest;
		self.write((id, latest + 1), |author, document| {
			Records::amend(by(author), id, latest, document, TODAY)
		})
	}

	/// A custodian claims for all that it keeps; of some it reveals again what it revealed last.
	fn claim(&mut self) -> bool {
		let (who, now) = (self.dice.operator(), Timestamp::get());
		let (mut claims, mut any_holds) = (Vec::new(), false);
		for (&(record, version), bill) in &mut self.bills {
			let share = bill.shares.iter_mut().find(|share| share.custodian == who);
			let Some(share) = share else { continue };
			if share.claims < PROOFS && self.dice.roll(4) > 0 {
				let (made_for, sharing) = share.made_for;
				share.claims += 1;
				share.seen = proof(made_for, sharing, share.claims);
				let earned = bill.price * (now - share.paid_until) / DAY;
				let amount = earned.min(bill.held);
				share.paid_until = now;
				share.paid += amount;
				assert!(share.paid * DAY <= MAX_PRICE * (now - share.since));
				bill.held -= amount;
				*self.worth.get_mut(&bill.payer).unwrap() -= amount;
				*self.worth.get_mut(&who).unwrap() += amount;
				any_holds = true;
			}
			claims.push(CustodyClaim { record, version, proof: share.seen });
		}
		let done = Records::claim_custody(by(who), claims.try_into().unwrap()).is_ok();
		assert_eq!(done, any_holds);
		done
	}

	fn fund(&mut self) -> bool {
		let Some((id, version)) = self.version() else { return false };
		let operator = self.dice.operator();
		let payer = *PAYERS.get(self.dice.roll(6) as usize).unwrap_or(&operator);
		let done = Records::fund_custody(by(payer), id, version).is_ok();
		if done {
			let held = self.cost(self.bills[&(id, version)].shares.len());
			let bill = self.bills.get_mut(&(id, version)).unwrap();
			let a_day = bill.price * bill.shares.len() as u64;
			let owed_since = Timestamp::get() - bill.held * DAY / a_day;
			for share in &mut bill.shares {
				share.paid_until = share.paid_until.max(owed_since);
			}
			(bill.payer, bill.price, bill.held) = (payer, self.price, held);
		}
		done
	}

	fn reshare(&mut self) -> bool {
		let Some((id, version)) = self.version() else { return false };
		let accounts = self.dice.operators();
		self.sharings += 1;
		let generation = Records::version(id, version).unwrap().generation();
		let (named, anchors) = (custodians(&accounts), anchors(&accounts, self.sharings));
		let by_patient = by(PATIENT);
		let done =
			Records::reshare(by_patient, id, version, generation, [7; 32], named, anchors).is_ok();
		if done {
			let now = Timestamp::get();
			let bill = self.bills.get_mut(&(id, version)).unwrap();
			let paid_until = |account: &AccountId| {
				let stays = bill.shares.iter().find(|share| share.custodian == *account);
				stays.map_or(now, |share| share.paid_until)
			};
			let share =
				|account: &AccountId| Share::new(*account, self.sharings, paid_until(account));
			let shares = accounts.iter().map(share).collect();
			bill.shares = shares;
			// Whoever left has destroyed its share, so that it can be named again.
			confirm_all(id);
		}
		done
	}

	fn hand_over(&mut self) -> bool {
		let Some((id, version)) = self.version() else { return false };
		let (successor, index) = (self.dice.operator(), self.dice.roll(2) as usize);
		let generation = Records::version(id, version).unwrap().generation();
		let share = &mut self.bills.get_mut(&(id, version)).unwrap().shares[index];
		let leaver = by(share.custodian);
		let done = Records::hand_over(leaver, id, version, generation, successor).is_ok();
		if done {
			(share.custodian, share.since, share.paid) = (successor, share.paid_until, 0);
			confirm_all(id);
		}
		done
	}

	fn erase(&mut self) -> bool {
		let Some((id, _)) = self.version() else { return false };
		assert_ok!(Records::erase(by(PATIENT), id));
		confirm_all(id);
		self.bills.retain(|(record, _), _| *record != id);
		true
	}

	fn set_price(&mut self) -> bool {
		self.price = PRICE + self.dice.roll(MAX_PRICE - PRICE + 1);
		assert_ok!(Records::set_custody_price(RuntimeOrigin::root(), self.price));
		true
	}

	fn let_time_pass(&mut self) -> bool {
		pass(self.dice.roll(20 * DAY));
		true
	}

	fn step(&mut self) {
		let (name, done) = match self.dice.roll(16) {
			0 | 1 => ("submit", self.submit()),
			2 => ("amend", self.amend()),
			3..=7 => ("claim", self.claim()),
			8 => ("fund", self.fund()),
			9 => ("reshare", self.reshare()),
			10 => ("hand over", self.hand_over()),
			11 => ("erase", self.erase()),
			12 => ("set price", self.set_price()),
			_ => ("let time pass", self.let_time_pass()),
		};
		*self.done.entry(name).or_default() += u32::from(done);
	}

	fn check(&self, issued: u64) {
		Records::do_try_state().unwrap();
		assert_eq!(Balances::total_issuance(), issued);
		// What left payers is what custodians got.
		for (account, worth) in &self.worth {
			let has = Balances::free_balance(account) + Balances::reserved_balance(account);
			assert_eq!(has, *worth, "{account}");
		}
		for ((id, version), bill) in &self.bills {
			let fund = Records::custody_fund(*id, *version).unwrap();
			assert_eq!((fund.payer, fund.price, fund.held), (bill.payer, bill.price, bill.held));
			let seen =
				|share: &Share| Retention { proof: share.seen, paid_until: share.paid_until };
			let retentions: Vec<_> = bill.shares.iter().map(seen).collect();
			assert_eq!(fund.retentions.into_inner(), retentions);
		}
		assert_eq!(CustodyFunds::<Test>::iter().count(), self.bills.len());
		let held: u64 = self.bills.values().map(|bill| bill.held).sum();
		let on_hold: u64 = self.worth.keys().map(|account| held_for_custody(*account)).sum();
		assert_eq!(on_hold, held);
	}
}

#[test]
fn data_rule_11_money_adds_up_and_pays_for_time_alone_whatever_is_called() {
	let mut done = BTreeMap::new();
	for seed in 0..6 {
		build_and_execute(|| {
			permit_writing(CLINICIAN);
			OPERATORS.filter(|operator| !CUSTODIANS.contains(operator)).for_each(serve);
			let mut world = World::new(seed, core::mem::take(&mut done));
			let issued = Balances::total_issuance();
			for _ in 0..200 {
				world.step();
				world.check(issued);
			}
			while world.version().is_some() {
				world.erase();
			}
			world.check(issued);
			assert!(world.worth.keys().all(|account| held(*account) == 0));
			done = world.done;
		});
	}
	assert!(done.len() == 9 && done.values().all(|times| *times > 0), "{done:?}");
}
