// SPDX-License-Identifier: Apache-2.0
//! Random histories of custody, beside custodians that destroy what they should: no share is lost, none is kept by
//! somebody who owes nothing, and no duty outlives what it is for.
use super::*;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const OPERATORS: core::ops::Range<AccountId> = 11..27;
const MOST_RECORDS: usize = 6;

/// A share as a custodian has it: of which version, and of which splitting of its key.
type Share = (AccountId, RecordId, VersionNumber, u32);

/// Numbers by a seed, the same in each run: a linear congruential generator of Knuth's.
pub(super) struct Dice(pub(super) u64);

impl Dice {
	pub(super) fn roll(&mut self, sides: u64) -> u64 {
		self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
		(self.0 >> 33) % sides
	}

	pub(super) fn operator(&mut self) -> AccountId {
		OPERATORS.start + self.roll(OPERATORS.end - OPERATORS.start)
	}

	pub(super) fn operators(&mut self) -> Vec<AccountId> {
		let count = 2 + self.roll(3) as usize;
		let mut chosen = BTreeSet::new();
		while chosen.len() < count {
			chosen.insert(self.operator());
		}
		chosen.into_iter().collect()
	}

	fn writer(&mut self) -> AccountId {
		[PATIENT, CLINICIAN, CLINICIAN, OUTSIDER][self.roll(4) as usize]
	}
}

struct World {
	dice: Dice,
	written: u32,
	shares: BTreeSet<Share>,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	fn document(&mut self, accounts: &[AccountId]) -> Document<AccountId> {
		self.written += 1;
		let mut hash = [0; 32];
		hash[..4].copy_from_slice(&self.written.to_le_bytes());
		let cid = Cid::raw(hash).as_bytes().to_vec().try_into().unwrap();
		Document { cid, key_commitment: hash, ..kept_by(accounts, 0) }
	}

	/// One of the latest records, erased or not.
	fn record(&mut self) -> RecordId {
		let next = NextRecord::<Test>::get().0;
		RecordId(next.saturating_sub(1 + self.dice.roll(2 * MOST_RECORDS as u64)))
	}

	fn give(&mut self, record: RecordId, version: VersionNumber, accounts: &[AccountId]) {
		let generation = Records::version(record, version).unwrap().generation();
		self.shares.extend(accounts.iter().map(|account| (*account, record, version, generation)));
	}

	fn submit(&mut self) -> bool {
		if Records::list(&PATIENT, None, 100).len() >= MOST_RECORDS {
			return false;
		}
		let (accounts, id) = (self.dice.operators(), NextRecord::<Test>::get());
		let (author, document) = (self.dice.writer(), self.document(&accounts));
		let done = submit_as(author, document).is_ok();
		if done {
			self.give(id, 1, &accounts);
		}
		done
	}

	fn amend(&mut self) -> bool {
		let (id, accounts) = (self.record(), self.dice.operators());
		let (author, document) = (self.dice.writer(), self.document(&accounts));
		let base = Records::record(id).map_or(1, |record| record.latest);
		let done = Records::amend(by(author), id, base, document, TODAY).is_ok();
		if done {
			self.give(id, base + 1, &accounts);
		}
		done
	}

	fn reshare(&mut self) -> bool {
		let (id, accounts) = (self.record(), self.dice.operators());
		let (version, who) = (1 + self.dice.roll(4) as u32, self.dice.writer());
		let generation = Records::version(id, version).map_or(0, |version| version.generation());
		let (named, anchors) = (custodians(&accounts), anchors(&accounts, 7));
		let done =
			Records::reshare(by(who), id, version, generation, [7; 32], named, anchors).is_ok();
		if done {
			// Whoever is named again gives up the old share for the new.
			self.shares.retain(|(account, record, of, _)| {
				!(accounts.contains(account) && (*record, *of) == (id, version))
			});
			self.give(id, version, &accounts);
		}
		done
	}

	fn hand_over(&mut self) -> bool {
		let (id, version) = (self.record(), 1 + self.dice.roll(4) as u32);
		let Some(kept) = Records::version(id, version) else { return false };
		let who = kept.custodians[self.dice.roll(kept.custodians.len() as u64) as usize];
		let successor = self.dice.operator();
		let done = Records::hand_over(by(who), id, version, kept.generation(), successor).is_ok();
		if done {
			self.give(id, version, &[successor]);
		}
		done
	}

	fn confirm(&mut self) -> bool {
		let (who, id) = (self.dice.operator(), self.record());
		self.confirm_as(who, id)
	}

	fn confirm_as(&mut self, who: AccountId, id: RecordId) -> bool {
		let done = Records::confirm_destruction(by(who), id).is_ok();
		if done {
			let of_it = |share: &Share| (share.0, share.1) == (who, id);
			self.shares.retain(|share| !of_it(share) || is_named(share));
		}
		done
	}

	fn erase(&mut self) -> bool {
		Records::erase(by(PATIENT), self.record()).is_ok()
	}

	fn come_or_go(&mut self) -> bool {
		let (who, serving) = (self.dice.operator(), InService::get());
		if !serving.contains(&who) {
			serve(who);
		} else if serving.len() > MOST_RECORDS * 2 {
			leave_service(who);
		}
		true
	}

	fn step(&mut self) {
		let (name, done) = match self.dice.roll(12) {
			0 => ("submit", self.submit()),
			1 | 2 => ("amend", self.amend()),
			3 | 4 => ("reshare", self.reshare()),
			5 | 6 => ("hand over", self.hand_over()),
			7 => ("come or go", self.come_or_go()),
			8 => ("erase", self.erase()),
			_ => ("confirm", self.confirm()),
		};
		*self.done.entry(name).or_default() += u32::from(done);
	}

	fn check(&self) {
		Records::do_try_state().unwrap();
		for share in &self.shares {
			assert!(is_named(share) || owes(share.0, share.1), "{share:?} is forgotten");
		}
		for record in Records::list(&PATIENT, None, 100) {
			for version in Records::provenance(record.id) {
				for custodian in &version.item.custodians {
					let share = (*custodian, record.id, version.id, version.item.generation());
					assert!(self.shares.contains(&share), "{share:?} is lost");
				}
			}
		}
		let mut bound = BTreeMap::<AccountId, u32>::new();
		for owed in Destructions::<Test>::iter_values().flatten() {
			if owed.bound && owed.destroyed_at.is_none() {
				*bound.entry(owed.custodian).or_default() += 1;
			}
		}
		let duties = Duties::get().into_iter().filter(|(_, count)| *count > 0);
		assert_eq!(bound, duties.collect::<BTreeMap<_, _>>());
	}
}

/// Whether the chain names the account for this very share.
fn is_named((account, record, version, generation): &Share) -> bool {
	Records::version(*record, *version)
		.is_some_and(|kept| kept.generation() == *generation && kept.custodians.contains(account))
}

fn owes(account: AccountId, record: RecordId) -> bool {
	let owed = Records::destructions(record);
	owed.iter().any(|owed| owed.custodian == account && owed.destroyed_at.is_none())
}

#[test]
fn data_rule_6_no_share_is_lost_or_forgotten_whatever_is_called() {
	let mut done = BTreeMap::<_, u32>::new();
	for seed in 0..6 {
		build_and_execute(|| {
			permit_writing(CLINICIAN);
			OPERATORS.filter(|operator| !CUSTODIANS.contains(operator)).for_each(serve);
			let (shares, so_far) = (BTreeSet::new(), core::mem::take(&mut done));
			let mut world = World { dice: Dice(seed), written: 0, shares, done: so_far };
			for _ in 0..600 {
				world.step();
				world.check();
			}
			for record in Records::list(&PATIENT, None, 100) {
				assert_ok!(Records::erase(by(PATIENT), record.id));
			}
			for id in (0..NextRecord::<Test>::get().0).map(RecordId) {
				for owed in Records::destructions(id) {
					if owed.destroyed_at.is_none() {
						assert!(world.confirm_as(owed.custodian, id));
					}
				}
			}
			world.check();
			assert!(world.shares.is_empty());
			assert_eq!(Destructions::<Test>::iter().count(), 0);
			done = world.done;
		});
	}
	assert!(done.len() == 7 && done.values().all(|times| *times > 0), "{done:?}");
}
