// SPDX-License-Identifier: Apache-2.0
//! How a task is opened, and who is drawn for it.

use crate::{
	AccountIdOf, BlockRandomness, Busy, Config, Draw, Error, Event, Held, HoldReason,
	MAX_OPEN_TASKS, NextTask, OpenTasks, OperatorStates, Pallet, Seat, Task, TaskId, TaskItem,
	TaskOf, Tasks, Undrawn,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use polkadot_sdk::{
	frame_support::{
		BoundedVec, ensure,
		storage::with_storage_layer,
		traits::{Consideration, ConstU32, Footprint, Get, Time, fungible::MutateHold},
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
	quorum::{Deadline, MAX_SEATS, NewTask, OnQuorum, Quorum},
};

type Drawn<T> = BoundedVec<AccountIdOf<T>, ConstU32<MAX_SEATS>>;

/// An operator that may be drawn, and the organisation that it works for.
struct Candidate<AccountId> {
	operator: AccountId,
	organisation: AccountId,
}

impl<T: Config> Quorum<AccountIdOf<T>> for Pallet<T> {
	type Error = DispatchError;

	fn open(new: NewTask<AccountIdOf<T>>) -> Result<TaskId, DispatchError> {
		let NewTask { kind, class, tier, inputs, payer, excluded } = new;
		ensure!(tier.is_sound(), Error::<T>::TierOutOfRange);
		let operators = T::Operators::in_service();
		let busy = Busy::<T>::get();
		let free = operators.iter().filter(|operator| !busy.contains(operator)).count();
		// Or the draw would be among the few that somebody kept free.
		ensure!(free.saturating_mul(2) >= operators.len(), Error::<T>::OperatorsBusy);
		ensure!(free >= usize::from(tier.seats), Error::<T>::TooFewOperators);

		let id = NextTask::<T>::get();
		let block = Self::block();
		let due = block.saturating_add(T::DrawDelay::get());
		Undrawn::<T>::try_append((id, due)).map_err(|()| Error::<T>::TooManyUndrawn)?;
		NextTask::<T>::put(id.next().ok_or(Error::<T>::IdsExhausted)?);
		let price = Self::price(class);
		let held =
			price.checked_mul(&u32::from(tier.seats).into()).ok_or(Error::<T>::PriceOutOfRange)?;
		let ticket = T::Consideration::new(&payer, Footprint::from_mel::<TaskOf<T>>())?;
		T::Currency::hold(&HoldReason::Pay.into(), &payer, held)?;
		let item = Task {
			kind,
			class,
			tier,
			inputs,
			payer,
			excluded,
			price,
			held,
			opened_in: block,
			draw: None,
		};
		Tasks::<T>::insert(id, Held { item, ticket });
		Self::deposit_event(Event::Opened { task: id });
		Ok(id)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make_operators() -> Vec<AccountIdOf<T>> {
		crate::benchmarking::make_operators::<T>(MAX_SEATS)
	}
}

impl<T: Config> Pallet<T> {
	/// The height of the chain, as deadlines have it.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// Notes the relay chain's randomness of the relay block that this block builds on, if it has any. For the
	/// runtime to call when the parachain's inherent is executed, and for nobody else.
	pub fn note_randomness(randomness: Option<[u8; 32]>) {
		BlockRandomness::<T>::set(randomness);
	}

	/// The tasks to be drawn at the end of this block, the oldest first.
	pub(crate) fn due(block: BlockNumberFor<T>) -> Vec<TaskId> {
		let block: u32 = block.saturated_into();
		let most = usize::try_from(T::MaxDrawsPerBlock::get()).unwrap_or(usize::MAX);
		let undrawn = Undrawn::<T>::get();
		let due = undrawn.iter().take_while(|(_, due)| *due <= block);
		due.take(most).map(|(id, _)| *id).collect()
	}

	/// Draws for every task that is due. Without the relay chain's randomness they wait.
	pub(crate) fn draw_due(block: BlockNumberFor<T>) {
		let due = Self::due(block);
		if due.is_empty() {
			return;
		}
		let Some(randomness) = BlockRandomness::<T>::get() else {
			return;
		};
		Undrawn::<T>::mutate(|undrawn| undrawn.retain(|(id, _)| !due.contains(id)));
		let candidates = Self::candidates();
		for id in due {
			let Some(task) = Tasks::<T>::get(id) else {
				continue;
			};
			match Self::seat(id, &task.item, &randomness, &candidates) {
				Ok(draw) => {
					let item = TaskItem::<T> { draw: Some(draw), ..task.item };
					Tasks::<T>::insert(id, Held { item, ..task });
				}
				Err(_) => Self::fail(id, task, false),
			}
		}
	}

	/// The accredited operators in service that are in the draw.
	fn candidates() -> Vec<Candidate<AccountIdOf<T>>> {
		let in_draw = T::Operators::in_service()
			.into_iter()
			.filter(|operator| OperatorStates::<T>::get(operator).out.is_none());
		in_draw
			.filter_map(|operator| {
				let organisation = T::Operators::organisation(&operator)?;
				Some(Candidate { operator, organisation })
			})
			.collect()
	}

	/// Draws for one task, and notes for each operator that it works on it.
	fn seat(
		id: TaskId,
		task: &TaskItem<T>,
		randomness: &[u8; 32],
		candidates: &[Candidate<AccountIdOf<T>>],
	) -> Result<Draw<AccountIdOf<T>>, DispatchError> {
		let full = Busy::<T>::get();
		let (busy, free): (Vec<_>, Vec<_>) = candidates
			.iter()
			.filter(|candidate| {
				!task.excluded.contains(&candidate.operator)
					&& !task.excluded.contains(&candidate.organisation)
			})
			.partition(|candidate| full.contains(&candidate.operator));
		let operators = draw_from::<T>(id, randomness, &free, task.tier.seats)?;
		let now = T::Time::now();
		let seal_until = Deadline::after(now, Self::block(), T::SealPeriod::get());
		// All or nothing of what the pallet that asked stores.
		with_storage_layer(|| {
			T::OnQuorum::drawn(id, &operators, seal_until)
				.map_err(|()| DispatchError::Other("the pallet that asked no longer wants it"))
		})?;
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
