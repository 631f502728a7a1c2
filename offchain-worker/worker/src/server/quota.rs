// SPDX-License-Identifier: Apache-2.0
//! What one account may make a custodian store: bytes for an hour, and so much at a time.

use salus_chain::AccountId;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::{Duration, Instant},
};

const HOUR: Duration = Duration::from_secs(60 * 60);
/// Accounts of which is known what they stored in their last hour.
const MAX_ACCOUNTS: usize = 100_000;

/// Why an account has to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(super) enum OverQuota {
	/// It stored enough for an hour.
	#[error(
		"this account has stored as much here as it may within an hour: ask another custodian, or again in {} \
		 minutes",
		.0.as_secs().div_ceil(60)
	)]
	Bytes(Duration),
	/// It has enough under way.
	#[error(
		"this account has as many documents under way here as it may: wait until one of them is stored"
	)]
	AtOnce,
	/// Too many accounts store here.
	#[error("too many accounts store documents here now: ask another custodian")]
	Accounts,
}

#[derive(Clone, Copy)]
struct Use {
	since: Instant,
	bytes: u64,
	at_once: u32,
}

/// Counts what each account stores. In memory: whoever restarts a custodian gives everybody a new hour.
pub(super) struct Quota {
	bytes: u64,
	at_once: u32,
	used: Mutex<HashMap<AccountId, Use>>,
}

/// What was counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Charged {
	pub bytes: u64,
	/// When the hour began in which it counts.
	since: Instant,
}

impl Charged {
	/// So many bytes of it.
	pub fn part(self, bytes: u64) -> Self {
		Self { bytes, ..self }
	}
}

/// A document under way; its end is the end of that.
pub(super) struct UnderWay {
	quota: Arc<Quota>,
	account: AccountId,
}

impl Quota {
	/// So many bytes an hour, and so many documents at a time, for each account.
	pub fn new(bytes: u64, at_once: u32) -> Arc<Self> {
		Arc::new(Self { bytes, at_once, used: Mutex::default() })
	}

	/// Counts a document of this size. What fails afterwards stays counted.
	pub fn charge(&self, account: &AccountId, size: u64) -> Result<Charged, OverQuota> {
		self.charge_at(account, size, Instant::now())
	}

	fn charge_at(
		&self,
		account: &AccountId,
		size: u64,
		now: Instant,
	) -> Result<Charged, OverQuota> {
		let mut all = self.lock();
		let used = entry(&mut all, account, now)?;
		let bytes = used.bytes.saturating_add(size);
		if bytes > self.bytes {
			return Err(OverQuota::Bytes(
				HOUR.saturating_sub(now.saturating_duration_since(used.since)),
			));
		}
		used.bytes = bytes;
		Ok(Charged { bytes: size, since: used.since })
	}

	/// Takes back what was counted too much; not from a later hour's count.
	pub fn refund(&self, account: &AccountId, charged: Charged) {
		if let Some(used) = self.lock().get_mut(account)
			&& used.since == charged.since
		{
			used.bytes = used.bytes.saturating_sub(charged.bytes);
		}
	}

	/// Takes one of the account's slots.
	pub fn begin(self: &Arc<Self>, account: &AccountId) -> Result<UnderWay, OverQuota> {
		let mut all = self.lock();
		let used = entry(&mut all, account, Instant::now())?;
		if used.at_once >= self.at_once {
			return Err(OverQuota::AtOnce);
		}
		used.at_once = used.at_once.saturating_add(1);
		Ok(UnderWay { quota: self.clone(), account: account.clone() })
	}

	fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, Use>> {
		self.used.lock().unwrap_or_else(PoisonError::into_inner)
	}
}

fn entry<'a>(
	all: &'a mut HashMap<AccountId, Use>,
	account: &AccountId,
	now: Instant,
) -> Result<&'a mut Use, OverQuota> {
	let over = |used: &Use| now.saturating_duration_since(used.since) >= HOUR;
	if !all.contains_key(account) && all.len() >= MAX_ACCOUNTS {
		all.retain(|_, used| used.at_once > 0 || !over(used));
		if all.len() >= MAX_ACCOUNTS {
			return Err(OverQuota::Accounts);
		}
	}
	let used = all.entry(account.clone()).or_insert(Use { since: now, bytes: 0, at_once: 0 });
	if over(used) {
		(used.since, used.bytes) = (now, 0);
	}
	Ok(used)
}

impl Drop for UnderWay {
	fn drop(&mut self) {
		if let Some(used) = self.quota.lock().get_mut(&self.account) {
			used.at_once = used.at_once.saturating_sub(1);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_account_stores_so_much_an_hour_and_others_are_not_held_to_it() {
		let quota = Quota::new(100, 1);
		let [one, other] = [1, 2].map(|byte| AccountId::new([byte; 32]));
		let (began, minute) = (Instant::now(), Duration::from_secs(60));
		let first = quota.charge_at(&one, 60, began).unwrap();
		let wait = OverQuota::Bytes(50 * minute);
		assert_eq!(quota.charge_at(&one, 41, began + 10 * minute), Err(wait));
		assert!(wait.to_string().contains("in 50 minutes"), "{wait}");
		assert!(quota.charge_at(&one, 40, began + 10 * minute).is_ok());
		let charged = quota.charge_at(&other, 100, began + 10 * minute).unwrap();
		quota.refund(&other, charged.part(30));
		assert!(quota.charge_at(&other, 30, began + 11 * minute).is_ok());
		assert!(quota.charge_at(&one, 100, began + 60 * minute).is_ok());
		// Of an hour that is over nothing is given back.
		quota.refund(&one, first);
		assert!(quota.charge_at(&one, 1, began + 61 * minute).is_err());
	}

	#[test]
	fn an_account_has_so_many_under_way() {
		let quota = Quota::new(100, 2);
		let [one, other] = [1, 2].map(|byte| AccountId::new([byte; 32]));
		let held = [quota.begin(&one), quota.begin(&one)];
		assert!(matches!(quota.begin(&one), Err(OverQuota::AtOnce)));
		assert!(quota.begin(&other).is_ok());
		drop(held);
		assert!(quota.begin(&one).is_ok());
	}
}
