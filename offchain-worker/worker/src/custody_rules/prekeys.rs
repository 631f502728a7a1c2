// SPDX-License-Identifier: Apache-2.0
//! The secrets of placement keys: drawn here, only ever in memory, and gone after an hour and ten minutes.
//!
//! ```text
//! minute     0             60             70             120            130
//! the first  |─ given out ─|─ opens only ─| gone
//! the next                 |───────── given out ─────────|─ opens only ─| gone
//! ```
//!
//! A custodian that is started anew begins with a new one: an author who has the old one is told so, by the code
//! [`KEY_GONE`](salus_core::protocol::KEY_GONE).

use super::Custody;
use salus_core::{EncryptionSecret, protocol::PlacementKey, signer::Signer};
use std::{
	pin::pin,
	sync::{Arc, Mutex, MutexGuard, PoisonError},
	time::{Duration, Instant},
};

/// How long a key is given out.
const GIVEN_OUT: Duration = Duration::from_secs(60 * 60);
/// How long after it was drawn its secret is there: ten minutes more, for placements that are under way.
const GONE_AFTER: Duration = Duration::from_secs(70 * 60);
/// How long a signature is given out: the chain's node need not be asked for everybody who asks.
const SIGNED_FOR: Duration = Duration::from_secs(60);

/// Tells the time, steadily.
type Clock = Box<dyn Fn() -> Instant + Send + Sync>;

/// The key that is given out, and the one before, by this machine's steady clock.
pub struct Prekeys {
	clock: Clock,
	ring: Mutex<Ring>,
}

struct Ring {
	current: Prekey,
	before: Option<Prekey>,
}

struct Prekey {
	/// Behind a pointer, so that moving the key leaves no copy of its secret.
	secret: Arc<EncryptionSecret>,
	public: [u8; 32],
	drawn_at: Instant,
	signed: Option<(PlacementKey, Instant)>,
}

impl Prekey {
	fn new(secret: EncryptionSecret, drawn_at: Instant) -> Self {
		Self { public: secret.public(), secret: Arc::new(secret), drawn_at, signed: None }
	}

	fn age(&self, now: Instant) -> Duration {
		now.saturating_duration_since(self.drawn_at)
	}
}

impl Ring {
	/// Draws and drops what is due.
	fn renew(&mut self, now: Instant) {
		if self.current.age(now) >= GIVEN_OUT {
			let drawn = Prekey::new(EncryptionSecret::generate(), now);
			self.before = Some(std::mem::replace(&mut self.current, drawn));
		}
		self.before.take_if(|key| key.age(now) >= GONE_AFTER);
	}

	/// How long until something is due.
	fn quiet_for(&self, now: Instant) -> Duration {
		let next = GIVEN_OUT.saturating_sub(self.current.age(now));
		self.before.as_ref().map_or(next, |key| next.min(GONE_AFTER.saturating_sub(key.age(now))))
	}
}

impl Default for Prekeys {
	fn default() -> Self {
		Self::new(EncryptionSecret::generate(), Instant::now)
	}
}

impl Prekeys {
	/// Begins with this secret, by this clock; all others are drawn. For tests and fuzzing: whoever serves takes
	/// `default`.
	pub fn new(
		first: EncryptionSecret,
		clock: impl Fn() -> Instant + Send + Sync + 'static,
	) -> Self {
		let current = Prekey::new(first, clock());
		Self { clock: Box::new(clock), ring: Mutex::new(Ring { current, before: None }) }
	}

	/// Draws and drops what is due, and tells how long until it is to be called again.
	fn renew(&self) -> Duration {
		let (ring, now) = self.due();
		ring.quiet_for(now)
	}

	/// The secret of this public key, while it is there.
	pub fn secret(&self, public: &[u8; 32]) -> Option<Arc<EncryptionSecret>> {
		let (ring, _) = self.due();
		[Some(&ring.current), ring.before.as_ref()]
			.into_iter()
			.flatten()
			.find(|key| key.public == *public)
			.map(|key| key.secret.clone())
	}

	/// The key to give out, if it was signed within the last minute.
	pub fn signed_lately(&self) -> Option<PlacementKey> {
		self.signed_within(SIGNED_FOR)
	}

	/// The key to give out, if it was signed at all.
	pub fn signed(&self) -> Option<PlacementKey> {
		self.signed_within(GIVEN_OUT)
	}

	fn signed_within(&self, time: Duration) -> Option<PlacementKey> {
		let (ring, now) = self.due();
		let (signed, at) = ring.current.signed.as_ref()?;
		(now.saturating_duration_since(*at) < time).then(|| signed.clone())
	}

	/// Signs the key to give out.
	pub fn sign(&self, block: u32, genesis_hash: &[u8; 32], signer: &Signer) -> PlacementKey {
		let (mut ring, now) = self.due();
		let signed = PlacementKey::sign(&ring.current.public, block, genesis_hash, signer);
		ring.current.signed = Some((signed.clone(), now));
		signed
	}

	/// The ring as of now.
	fn due(&self) -> (MutexGuard<'_, Ring>, Instant) {
		let now = (self.clock)();
		let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
		ring.renew(now);
		(ring, now)
	}
}

/// Draws and drops keys when it is time, though nobody asks, until `stopped`.
pub async fn keep(custody: Arc<Custody>, stopped: impl Future<Output = ()>) {
	let mut stopped = pin!(stopped);
	loop {
		let quiet = custody.prekeys.renew();
		tokio::select! {
			() = &mut stopped => return,
			() = tokio::time::sleep(quiet) => {}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const MINUTE: Duration = Duration::from_secs(60);

	/// Prekeys, and the clock that they go by.
	fn prekeys() -> (Prekeys, Arc<Mutex<Instant>>) {
		let time = Arc::new(Mutex::new(Instant::now()));
		let clock = time.clone();
		let first = EncryptionSecret::from_bytes([5; 32]);
		let prekeys = Prekeys::new(first, move || *clock.lock().unwrap());
		(prekeys, time)
	}

	fn current(prekeys: &Prekeys) -> [u8; 32] {
		prekeys.due().0.current.public
	}

	#[test]
	fn after_an_hour_a_new_key_is_given_out_and_the_old_one_opens_for_ten_minutes() {
		let (prekeys, time) = prekeys();
		let wait = |minutes: u32| *time.lock().unwrap() += minutes * MINUTE;
		let first = current(&prekeys);
		wait(59);
		assert_eq!(current(&prekeys), first);
		assert_eq!(prekeys.renew(), MINUTE);
		wait(1);
		let second = current(&prekeys);
		assert_ne!(second, first);
		assert_eq!(prekeys.renew(), 10 * MINUTE);
		wait(9);
		assert_eq!(prekeys.secret(&first).unwrap().public(), first);
		wait(1);
		assert!(prekeys.secret(&first).is_none());
		assert_eq!(prekeys.secret(&second).unwrap().public(), second);
		assert_eq!(prekeys.renew(), 50 * MINUTE);
	}

	/// Else the secret would stay for as long as nobody asks.
	#[test]
	fn a_secret_whose_time_is_over_is_dropped_and_not_only_refused() {
		let (prekeys, time) = prekeys();
		let watched = Arc::downgrade(&prekeys.due().0.current.secret);
		*time.lock().unwrap() += 60 * MINUTE;
		prekeys.renew();
		assert!(watched.upgrade().is_some());
		*time.lock().unwrap() += 10 * MINUTE;
		prekeys.renew();
		assert!(watched.upgrade().is_none());
	}

	#[test]
	fn a_machine_that_slept_keeps_nothing_of_before() {
		let (prekeys, time) = prekeys();
		let first = current(&prekeys);
		*time.lock().unwrap() += 600 * MINUTE;
		assert!(prekeys.secret(&first).is_none());
		assert!(prekeys.due().0.before.is_none());
	}

	#[test]
	fn a_key_that_was_never_given_out_has_no_secret() {
		let (prekeys, _) = prekeys();
		assert!(prekeys.secret(&[9; 32]).is_none());
	}

	#[test]
	fn a_signature_is_given_out_for_a_minute_and_never_with_the_next_key() {
		let (prekeys, time) = prekeys();
		let custodian = Signer::from_secret("//Custodian").unwrap();
		assert_eq!(prekeys.signed(), None);
		let signed = prekeys.sign(500, &[1; 32], &custodian);
		let first = current(&prekeys);
		let verified = signed.verify(&[1; 32], &custodian.account(), 500, &[]);
		assert_eq!(verified, Ok(first));
		assert_eq!(prekeys.signed_lately(), Some(signed.clone()));
		*time.lock().unwrap() += MINUTE;
		assert_eq!(prekeys.signed_lately(), None);
		assert_eq!(prekeys.signed(), Some(signed));
		*time.lock().unwrap() += 59 * MINUTE;
		assert_eq!(prekeys.signed(), None);
	}
}
