// SPDX-License-Identifier: Apache-2.0
//! The runtime that a rehearsed upgrade leads to: one version on, with a migration over several blocks that changes
//! what is stored. Only with the feature `rehearsal`; `scripts/network` upgrades a network to it while requests are open.
//! It is the example for a real one, in three parts:
//!
//! 1. **The new form** ([`Dated`]): whatever pays for a thing of decision support says since when it does.
//! 2. **It reads the old form, too.** Hooks run between two steps of a migration, and meet requests of both forms.
//! 3. **The migration** ([`DateTickets`]) writes every open request anew, a request a block, and remembers where it was.
//!    What it checks before and after stands beside it, for `scripts/test try-runtime`.

use crate::{AccountId, Runtime, Timestamp};
use codec::{Decode, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output};
use frame_support::{
	migrations::{MigrationId, SteppedMigration, SteppedMigrationError},
	storage::{StoragePrefixedMap, unhashed},
	traits::{Consideration, Footprint, Time},
	weights::{Weight, WeightMeter},
};
use pallet_decision_support::{RequestOf, Requests};
use polkadot_sdk::*;
use salus_pallet_support::Payment;
use salus_primitives::{Moment, RequestId};
use scale_info::{Path, Type, TypeInfo, build::Fields};
use sp_runtime::DispatchError;

/// Under this key the migration leaves how many requests it wrote anew, for the test to see.
pub const TRACE: &[u8] = b":salus:rehearsal";

/// The first byte of a dated ticket. No ticket of the old form begins so: its first byte numbers a variant.
const DATED: u8 = 255;

/// What pays for a stored thing, and since when. Of the old form, which had no time, it knows none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dated<Ticket> {
	since: Option<Moment>,
	ticket: Ticket,
}

impl<Ticket> Dated<Ticket> {
	/// As the runtime before this one wrote it.
	#[cfg(test)]
	pub fn of_old_form(ticket: Ticket) -> Self {
		Self { since: None, ticket }
	}

	/// Since when it pays.
	pub fn since(&self) -> Option<Moment> {
		self.since
	}
}

impl<Ticket: Encode> Encode for Dated<Ticket> {
	fn encode_to<Target: Output + ?Sized>(&self, target: &mut Target) {
		if let Some(since) = self.since {
			target.push_byte(DATED);
			since.encode_to(target);
		}
		self.ticket.encode_to(target);
	}
}

impl<Ticket: Encode> EncodeLike for Dated<Ticket> {}

impl<Ticket: Decode> Decode for Dated<Ticket> {
	fn decode<Source: Input>(source: &mut Source) -> Result<Self, Error> {
		let first = source.read_byte()?;
		if first == DATED {
			let since = Some(Moment::decode(source)?);
			return Ok(Self { since, ticket: Ticket::decode(source)? });
		}
		let ticket = Ticket::decode(&mut After { first: Some(first), rest: source })?;
		Ok(Self { since: None, ticket })
	}
}

/// A byte that was read already, and what comes after it.
struct After<'a, Source> {
	first: Option<u8>,
	rest: &'a mut Source,
}

impl<Source: Input> Input for After<'_, Source> {
	fn remaining_len(&mut self) -> Result<Option<usize>, Error> {
		let ahead = usize::from(self.first.is_some());
		Ok(self.rest.remaining_len()?.map(|length| length.saturating_add(ahead)))
	}

	fn read(&mut self, into: &mut [u8]) -> Result<(), Error> {
		if into.is_empty() {
			return Ok(());
		}
		match (self.first.take(), into.split_first_mut()) {
			(Some(first), Some((head, tail))) => {
				*head = first;
				self.rest.read(tail)
			}
			_ => self.rest.read(into),
		}
	}
}

impl<Ticket: MaxEncodedLen> MaxEncodedLen for Dated<Ticket> {
	fn max_encoded_len() -> usize {
		let date = u8::max_encoded_len().saturating_add(Moment::max_encoded_len());
		Ticket::max_encoded_len().saturating_add(date)
	}
}

/// The new form alone: whoever reads the metadata while the migration is under way finds in it what is being migrated.
impl<Ticket: TypeInfo + 'static> TypeInfo for Dated<Ticket> {
	type Identity = Self;

	fn type_info() -> Type {
		let fields = Fields::named()
			.field(|field| field.ty::<u8>().name("dated"))
			.field(|field| field.ty::<Moment>().name("since"))
			.field(|field| field.ty::<Ticket>().name("ticket"));
		Type::builder().path(Path::new("Dated", module_path!())).composite(fields)
	}
}

impl<Ticket> Consideration<AccountId, Footprint> for Dated<Ticket>
where
	Ticket: Consideration<AccountId, Footprint>,
{
	fn new(who: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Ok(Self { since: Some(Timestamp::now()), ticket: Ticket::new(who, footprint)? })
	}

	fn update(self, who: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Ok(Self { since: self.since, ticket: self.ticket.update(who, footprint)? })
	}

	fn drop(self, who: &AccountId) -> Result<(), DispatchError> {
		self.ticket.drop(who)
	}

	fn burn(self, who: &AccountId) {
		self.ticket.burn(who);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(who: &AccountId, footprint: Footprint) {
		Ticket::ensure_successful(who, footprint);
	}
}

impl<Ticket: Payment<AccountId>> Payment<AccountId> for Dated<Ticket> {
	fn new_own(patient: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Ok(Self { since: Some(Timestamp::now()), ticket: Ticket::new_own(patient, footprint)? })
	}

	fn new_basic(patient: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Ok(Self { since: Some(Timestamp::now()), ticket: Ticket::new_basic(patient, footprint)? })
	}

	fn held(&self) -> u128 {
		self.ticket.held()
	}

	fn on_hold(account: &AccountId) -> u128 {
		Ticket::on_hold(account)
	}
}

/// Dates the tickets of every request that is open: by the block in which it comes to them, since nobody knows more.
///
/// A request a step, and a step a block: so a handful already takes several blocks.
pub struct DateTickets;

impl DateTickets {
	/// What a step takes at most: it finds a key, reads and writes a request, and leaves its count.
	fn weight_of_a_step() -> Weight {
		let proof = RequestOf::<Runtime>::max_encoded_len().saturating_mul(2);
		<Runtime as frame_system::Config>::DbWeight::get()
			.reads_writes(2, 2)
			.saturating_add(Weight::from_parts(0, u64::try_from(proof).unwrap_or(u64::MAX)))
	}

	/// The first open request after this one.
	fn after(last: Option<RequestId>) -> Option<RequestId> {
		match last {
			Some(last) => {
				Requests::<Runtime>::iter_keys_from(Requests::<Runtime>::hashed_key_for(last))
					.next()
			}
			None => Requests::<Runtime>::iter_keys().next(),
		}
	}
}

impl SteppedMigration for DateTickets {
	/// The request that was written last, and how many were.
	type Cursor = (RequestId, u32);
	type Identifier = MigrationId<15>;

	fn id() -> Self::Identifier {
		MigrationId { pallet_id: *b"DecisionSupport", version_from: 1, version_to: 2 }
	}

	fn max_steps() -> Option<u32> {
		// Far more requests than a rehearsal has: a migration that goes on for ever is a fault.
		Some(1_000)
	}

	fn migrating_prefixes() -> Option<impl IntoIterator<Item = alloc::vec::Vec<u8>>> {
		Some([Requests::<Runtime>::final_prefix().to_vec()])
	}

	fn step(
		cursor: Option<Self::Cursor>,
		meter: &mut WeightMeter,
	) -> Result<Option<Self::Cursor>, SteppedMigrationError> {
		let required = Self::weight_of_a_step();
		if meter.try_consume(required).is_err() {
			return Err(SteppedMigrationError::InsufficientWeight { required });
		}
		let (last, written) = cursor.map_or((None, 0), |(last, written)| (Some(last), written));
		let Some(request) = Self::after(last) else {
			unhashed::put(TRACE, &written);
			return Ok(None);
		};
		let now = Timestamp::now();
		Requests::<Runtime>::mutate(request, |stored| {
			if let Some(stored) = stored {
				stored.ticket.request.since.get_or_insert(now);
				stored.ticket.receipt.since.get_or_insert(now);
			}
		});
		Ok(Some((request, written.saturating_add(1))))
	}

	#[cfg(feature = "try-runtime")]
	fn pre_upgrade() -> Result<alloc::vec::Vec<u8>, sp_runtime::TryRuntimeError> {
		let before: alloc::vec::Vec<RequestId> = Requests::<Runtime>::iter_keys().collect();
		Ok(before.encode())
	}

	#[cfg(feature = "try-runtime")]
	fn post_upgrade(before: alloc::vec::Vec<u8>) -> Result<(), sp_runtime::TryRuntimeError> {
		let before = alloc::vec::Vec::<RequestId>::decode(&mut before.as_slice())
			.map_err(|_| "what was noted before can't be read")?;
		for request in before {
			let stored = Requests::<Runtime>::get(request).ok_or("a request was lost")?;
			let tickets = [stored.ticket.request, stored.ticket.receipt];
			let dated = tickets.iter().all(|ticket| ticket.since.is_some());
			frame_support::ensure!(dated, "a request was left in the old form");
		}
		Ok(())
	}
}
