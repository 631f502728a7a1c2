// SPDX-License-Identifier: Apache-2.0
//! How a task is opened, and who is drawn for it.

use crate::{
	AccountIdOf, Availability, BalanceOf, Busy, Candidate, Config, Draw, Error, Event, Held,
	HoldReason, MAX_OPEN_TASKS, NextTask, OpenTasks, PaidSeats, Pallet, Pools, RelayBlock,
	RelayParent, Seat, Task, TaskId, TaskItem, TaskOf, Tasks, Tier, Undrawn, Waiting, WeightInfo,
	WorkClass,
	pool::{eligible, ensure_enough},
	settling::Ended,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		BoundedVec, ensure,
		storage::with_storage_layer,
		traits::{Consideration, ConstU32, Footprint, Get, Time, fungible::MutateHold},
		weights::Weight,
	},
	frame_system::{self, pallet_prelude::BlockNumberFor},
	sp_io::hashing::blake2_256,
	sp_runtime::{
		DispatchError, SaturatedConversion,
		traits::{CheckedMul, Saturating},
	},
};
use salus_primitives::{
	Operators,
	quorum::{Deadline, MAX_SEATS, NewTask, OnQuorum, Quorum, Unwanted},
};

type Drawn<T> = BoundedVec<AccountIdOf<T>, ConstU32<MAX_SEATS>>;

impl<T: Config> Quorum<AccountIdOf<T>> for Pallet<T> {
	type Error = DispatchError;
	type Balance = BalanceOf<T>;

	fn open(new: NewTask<AccountIdOf<T>>) -> Result<TaskId, DispatchError> {
		let NewTask { kind, class, tier, inputs, payer, excluded, documents } = new;
		ensure!(tier.is_sound(), Error::<T>::TierOutOfRange);
		ensure!(documents <= T::MaxDocuments::get(), Error::<T>::TooManyDocuments);
		let opened_in = Self::block();
		let opened_on = RelayParent::<T>::get().ok_or(Error::<T>::RelayBlockUnknown)?.number;
		// The first task of a block fixes the pool for all of them.
		let pool = Pools::<T>::get(opened_in).unwrap_or_else(Self::make_pool);
		let free: Vec<_> = eligible(&pool, &excluded)
			.filter(|candidate| candidate.availability == Availability::Free)
			.collect();
		ensure_enough::<T>(&pool, &free, tier)?;

		let id = NextTask::<T>::get();
		Undrawn::<T>::try_append(Waiting { task: id, opened_in, opened_on, documents })
			.map_err(|()| Error::<T>::TooManyUndrawn)?;
		Pools::<T>::insert(opened_in, pool);
		NextTask::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		let price = Self::seat_price(class);
		let held =
			price.checked_mul(&u32::from(tier.seats).into()).ok_or(Error::<T>::PriceOutOfRange)?;
		let ticket = T::Consideration::new(&payer, Footprint::from_mel::<TaskOf<T>>())?;
		T::Currency::hold(&HoldReason::Pay.into(), &payer, held)?;
		let item =
			Task { kind, class, tier, inputs, payer, excluded, price, held, opened_in, draw: None };
		Tasks::<T>::insert(id, Held { item, ticket });
		Self::deposit_event(Event::Opened { task: id });
		Ok(id)
	}

	fn price(class: WorkClass, tier: Tier) -> BalanceOf<T> {
		Self::seat_price(class).saturating_mul(u32::from(tier.seats).into())
	}

	fn paid_seats(operator: &AccountIdOf<T>) -> u32 {
		PaidSeats::<T>::get(operator)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_operators() -> Vec<AccountIdOf<T>> {
		crate::benchmarking::make_operators::<T>(T::MaxOperators::get().saturating_sub(1))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_paid_seats(operator: &AccountIdOf<T>, seats: u32) {
		PaidSeats::<T>::insert(operator, seats);
	}
}

impl<T: Config> Pallet<T> {
	/// The height of the chain, as deadlines have it.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// Notes the relay block on which this block builds: its height, and its randomness if it has any. For the runtime
	/// to call when the parachain's inherent is executed, and for nobody else.
	pub fn note_relay_block(number: u32, randomness: Option<[u8; 32]>) {
		RelayParent::<T>::put(RelayBlock { number, randomness });
	}

	/// What looking at the queue and drawing these weighs.
	pub(crate) fn weight_of_draws(due: &[Waiting]) -> Weight {
		due.iter().fold(T::WeightInfo::queue(), |sum, waiting| {
			sum.saturating_add(T::WeightInfo::draw(waiting.documents))
		})
	}

	/// The tasks to be drawn at the end of a block that builds on a relay block of this height, the oldest first, as many
	/// as a block has room for. While that height is unknown, all that may be: no fewer than with any height, since both
	/// begin with the oldest.
	pub(crate) fn due(block: BlockNumberFor<T>, relay_block: Option<u32>) -> Vec<Waiting> {
		let block: u32 = block.saturated_into();
		let is_due = |waiting: &&Waiting| {
			let from = waiting.opened_on.saturating_add(T::RelayDelay::get());
			block >= waiting.opened_in.saturating_add(T::DrawDelay::get())
				&& relay_block.is_none_or(|number| number >= from)
		};
		let mut weight = Weight::zero();
		let has_room = |(position, waiting): &(usize, Waiting)| {
			weight = weight.saturating_add(T::WeightInfo::draw(waiting.documents));
			// Or a task that is larger than that would block all others.
			*position == 0 || weight.all_lte(T::MaxDrawWeight::get())
		};
		let undrawn = Undrawn::<T>::get();
		let due = undrawn.iter().take_while(is_due).copied().enumerate();
		due.take_while(has_room).map(|(_, waiting)| waiting).collect()
	}

	/// Draws for every task that is due. Without the relay chain's randomness they wait.
	pub(crate) fn draw_due(block: BlockNumberFor<T>) {
		let Some(RelayBlock { number, randomness: Some(randomness) }) = RelayParent::<T>::get()
		else {
			return;
		};
		let due = Self::due(block, Some(number));
		if due.is_empty() {
			return;
		}
		let left = Undrawn::<T>::mutate(|undrawn| {
			undrawn.retain(|waiting| !due.contains(waiting));
			undrawn.clone()
		});
		let in_service = T::Operators::in_service();
		for id in due.iter().map(|waiting| waiting.task) {
			let Some(task) = Tasks::<T>::get(id) else {
				continue;
			};
			match Self::seat(id, &task.item, &randomness, &in_service) {
				Ok(draw) => {
					let item = TaskItem::<T> { draw: Some(draw), ..task.item };
					Tasks::<T>::insert(id, Held { item, ..task });
				}
				Err(ended) => Self::fail(id, task, ended),
			}
		}
		Self::drop_pools(&due, &left);
	}

	/// Draws for one task, and notes for each operator that it works on it.
	fn seat(
		id: TaskId,
		task: &TaskItem<T>,
		randomness: &[u8; 32],
		in_service: &[AccountIdOf<T>],
	) -> Result<Draw<AccountIdOf<T>>, Ended> {
		let pool = Pools::<T>::get(task.opened_in).unwrap_or_default();
		let full = Busy::<T>::get();
		// Whoever has no room any more, or has left since, is passed over; nobody joins the pool.
		let (busy, free): (Vec<_>, Vec<_>) = eligible(&pool, &task.excluded)
			.filter(|candidate| {
				candidate.availability != Availability::Out
					&& in_service.contains(&candidate.operator)
			})
			.partition(|candidate| {
				candidate.availability == Availability::Busy || full.contains(&candidate.operator)
			});
		ensure_enough::<T>(&pool, &free, task.tier).map_err(|_| Ended::NotDrawn)?;
		let operators =
			draw_from::<T>(id, randomness, &free, task.tier.seats).map_err(|_| Ended::NotDrawn)?;
		let now = T::Time::now();
		let seal_until = Deadline::after(now, Self::block(), T::SealPeriod::get());
		// All or nothing of what the pallet that asked stores.
		with_storage_layer(|| {
			T::OnQuorum::drawn(id, &operators, seal_until).map_err(|Unwanted| {
				DispatchError::Other("the pallet that asked no longer wants it")
			})
		})
		.map_err(|_| Ended::Unwanted)?;
		for operator in &operators {
			Self::begin_work(operator, id);
		}
		let busy = busy.len().saturated_into();
		let seats = operators.iter().cloned().map(|operator| Seat { operator, response: None });
		let seats = BoundedVec::truncate_from(seats.collect());
		Self::deposit_event(Event::Drawn { task: id, operators, busy });
		let reveal_until = seal_until.and(T::RevealPeriod::get());
		Ok(Draw { seats, drawn_at: now, seal_until, reveal_until, settled: None })
	}

	fn begin_work(operator: &AccountIdOf<T>, id: TaskId) {
		T::Operators::add_duty(operator);
		OpenTasks::<T>::mutate(operator, |open| {
			// There is room: nobody who is busy is drawn.
			let _ = open.try_push(id);
			if open.is_full() {
				let _ = Busy::<T>::try_append(operator.clone());
			}
		});
	}

	/// The operator owes this task nothing any more.
	pub(crate) fn end_work(operator: &AccountIdOf<T>, id: TaskId) {
		T::Operators::end_duty(operator);
		OpenTasks::<T>::mutate_exists(operator, |list| {
			if let Some(open) = list {
				if open.len() >= MAX_OPEN_TASKS as usize {
					Busy::<T>::mutate(|busy| busy.retain(|other| other != operator));
				}
				open.retain(|other| *other != id);
				if open.is_empty() {
					*list = None;
				}
			}
		});
	}
}

/// Draws organisations without putting any back, and of each one operator: whoever has ten operators is drawn no
/// more often than whoever has one.
fn draw_from<T: Config>(
	id: TaskId,
	randomness: &[u8; 32],
	candidates: &[&Candidate<AccountIdOf<T>>],
	count: u8,
) -> Result<Drawn<T>, Error<T>> {
	let mut organisations = BTreeMap::<_, Vec<_>>::new();
	for candidate in candidates {
		organisations.entry(&candidate.organisation).or_default().push(&candidate.operator);
	}
	let mut organisations: Vec<_> = organisations.into_values().collect();
	let mut drawn = Drawn::<T>::new();
	for seat in 0..count {
		let which = number(id, randomness, seat, b"organisation", organisations.len())
			.ok_or(Error::<T>::TooFewOperators)?;
		let mut operators = organisations.swap_remove(which);
		let which = number(id, randomness, seat, b"operator", operators.len())
			.ok_or(Error::<T>::TooFewOperators)?;
		let operator = operators.swap_remove(which).clone();
		drawn.try_push(operator).map_err(|_| Error::<T>::TierOutOfRange)?;
	}
	Ok(drawn)
}

/// A number below `bound`; none when that is 0. 64 bits for at most some hundred: the bias is below 2 to the -57.
fn number(
	id: TaskId,
	randomness: &[u8; 32],
	seat: u8,
	of_what: &[u8],
	bound: usize,
) -> Option<usize> {
	let hash = blake2_256(&(b"salus/quorum/draw/v1", randomness, id, seat, of_what).encode());
	let number = hash.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
	number.checked_rem(bound as u64).and_then(|number| usize::try_from(number).ok())
}
