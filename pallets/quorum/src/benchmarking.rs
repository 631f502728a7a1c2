// SPDX-License-Identifier: Apache-2.0
//! Benchmarks, each with the most that its call can meet: eight seats, a hundred operators of as many organisations,
//! full lists. They run as tests too.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects,
	missing_docs
)]

use crate::*;
use alloc::vec::Vec;
use polkadot_sdk::{
	frame_benchmarking::v2::*,
	frame_support::{
		BoundedVec,
		traits::{
			EnsureOrigin, Get, Hooks,
			fungible::{Inspect, Mutate},
		},
	},
	frame_system::{self, RawOrigin, pallet_prelude::BlockNumberFor},
	sp_io::hashing::blake2_256,
	sp_runtime::traits::Saturating,
};
use salus_primitives::{
	Cid, Operators,
	quorum::{Deadline, OnQuorum, digest_payload, seal_payload},
};

const TIER: Tier = Tier { seats: 8, quorum: 5 };
const CONTENT: [u8; 32] = [1; 32];
const NONCE: [u8; 32] = [2; 32];
/// Has come in every block. The clock can't be moved from here, so periods are cut short.
const OVER: Deadline = Deadline { moment: 0, block: 0 };

/// Makes so many operators, each of another organisation, in a block that has brought its relay block.
pub(crate) fn make_operators<T: Config>(count: u32) -> Vec<AccountIdOf<T>> {
	let operators: Vec<AccountIdOf<T>> =
		(0..count).map(|number| account("operator", number, 0)).collect();
	for operator in &operators {
		T::Operators::make_operator(operator);
		// So that it takes more to read.
		let state = OperatorState { refusals: 1, ..Default::default() };
		OperatorStates::<T>::insert(operator, state);
	}
	Pallet::<T>::note_relay_block(1, None);
	operators
}

/// A list with room for so many tasks more.
fn list_with_room(room: u32) -> OpenList {
	let length = u64::from(MAX_OPEN_TASKS.saturating_sub(room));
	BoundedVec::truncate_from((0..length).map(|number| TaskId(u64::MAX - number)).collect())
}

/// Comes to the block in which all that is open is due.
fn come_to_the_draw<T: Config>() -> BlockNumberFor<T> {
	let block =
		frame_system::Pallet::<T>::block_number().saturating_add(T::DrawDelay::get().into());
	frame_system::Pallet::<T>::set_block_number(block);
	let opened_on = RelayParent::<T>::get().unwrap().number;
	Pallet::<T>::note_relay_block(opened_on + T::RelayDelay::get(), Some([3; 32]));
	block
}

fn seats<T: Config>(id: TaskId) -> Vec<AccountIdOf<T>> {
	let drawn = Tasks::<T>::get(id).unwrap().item.draw.unwrap();
	drawn.seats.into_iter().map(|seat| seat.operator).collect()
}

/// A drawn task, with its operators, who work on as many tasks as they may.
fn drawn<T: Config>() -> (TaskId, Vec<AccountIdOf<T>>) {
	make_operators::<T>(T::MaxOperators::get());
	let id = T::OnQuorum::make_task(TIER, T::MaxDocuments::get());
	let block = come_to_the_draw::<T>();
	Pallet::<T>::draw_due(block);
	let operators = seats::<T>(id);
	for operator in &operators {
		let mut open = list_with_room(1);
		open.try_push(id).unwrap();
		OpenTasks::<T>::insert(operator, open);
	}
	Busy::<T>::put(BoundedVec::truncate_from(operators.clone()));
	(id, operators)
}

fn change_draw<T: Config>(id: TaskId, change: impl FnOnce(&mut Draw<AccountIdOf<T>>)) {
	Tasks::<T>::mutate(id, |task| change(task.as_mut().unwrap().item.draw.as_mut().unwrap()));
}

fn cid() -> Cid {
	Cid::raw([4; 32])
}

fn cid_bytes() -> CidBytes {
	BoundedVec::truncate_from(cid().as_bytes().to_vec())
}

fn seal_of<T: Config>(id: TaskId, operator: &AccountIdOf<T>) -> [u8; 32] {
	let digest = blake2_256(&digest_payload(id, &CONTENT, Some(&cid())));
	blake2_256(&seal_payload(id, operator, &digest, &NONCE))
}

/// A drawn task whose time is over, with its operators: one has sealed, the others have done nothing.
fn missed<T: Config>() -> (TaskId, Vec<AccountIdOf<T>>) {
	let (id, operators) = drawn::<T>();
	Pallet::<T>::do_seal(operators[0].clone(), id, [5; 32]).unwrap();
	change_draw::<T>(id, |drawn| drawn.reveal_until = OVER);
	(id, operators)
}

/// A task in which all were absent, and one of the accused, with money for a challenge.
fn accused<T: Config>() -> (TaskId, AccountIdOf<T>) {
	let (id, operators) = missed::<T>();
	Pallet::<T>::do_close(id).unwrap();
	let money = T::ChallengeDeposit::get().saturating_add(T::Currency::minimum_balance());
	T::Currency::mint_into(&operators[0], money).unwrap();
	(id, operators[0].clone())
}

fn authority<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AuthorityOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benches {
	use super::*;

	/// Worst when as many wait as can, and none is due.
	#[benchmark]
	fn queue() {
		let opened_in = Pallet::<T>::block();
		let waiting = |number: u32| Waiting {
			task: TaskId(number.into()),
			opened_in,
			opened_on: 1,
			documents: T::MaxDocuments::get(),
		};
		let undrawn: Vec<_> = (0..T::MaxUndrawn::get()).map(waiting).collect();
		Undrawn::<T>::put(BoundedVec::truncate_from(undrawn));
		Pallet::<T>::note_relay_block(1, Some([3; 32]));
		let block = frame_system::Pallet::<T>::block_number();
		let weight;
		#[block]
		{
			weight = Pallet::<T>::on_initialize(block);
			Pallet::<T>::on_finalize(block);
		}
		assert_eq!(weight, T::WeightInfo::queue());
	}

	/// Worst with the most seats, whose operators have full lists, and when the pool is this task's alone.
	#[benchmark]
	fn draw(d: Linear<2, { T::MaxDocuments::get() }>) {
		for operator in make_operators::<T>(T::MaxOperators::get()) {
			OpenTasks::<T>::insert(&operator, list_with_room(1));
		}
		let id = T::OnQuorum::make_task(TIER, d);
		let block = come_to_the_draw::<T>();
		#[block]
		{
			Pallet::<T>::on_finalize(block);
		}
		assert!(Tasks::<T>::get(id).is_some_and(|task| task.item.draw.is_some()));
		assert!(!Busy::<T>::get().is_empty());
	}

	#[benchmark]
	fn seal() {
		let (id, operators) = drawn::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(operators[0].clone()), id, [5; 32]);
		let drawn = Tasks::<T>::get(id).unwrap().item.draw.unwrap();
		assert!(drawn.seats.iter().any(|seat| seat.response.is_some()));
	}

	/// Worst when it leaves no quorum.
	#[benchmark]
	fn refuse() {
		let (id, operators) = drawn::<T>();
		let needed = usize::from(TIER.seats - TIER.quorum);
		for operator in &operators[..needed] {
			Pallet::<T>::do_refuse(operator.clone(), id).unwrap();
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(operators[needed].clone()), id);
		assert!(!Tasks::<T>::contains_key(id));
	}

	/// Worst when it completes a bare quorum, which is paid, while all others are absent for the first time.
	#[benchmark]
	fn reveal() {
		let (id, operators) = drawn::<T>();
		let agree = &operators[..usize::from(TIER.quorum)];
		for operator in agree {
			Pallet::<T>::do_seal(operator.clone(), id, seal_of::<T>(id, operator)).unwrap();
			// So that agreeing changes what is stored.
			let state = OperatorState { refusals: 2, ..Default::default() };
			OperatorStates::<T>::insert(operator, state);
		}
		change_draw::<T>(id, |drawn| drawn.seal_until = OVER);
		let (last, first) = agree.split_last().unwrap();
		for operator in first {
			let result = Some(cid_bytes());
			Pallet::<T>::do_reveal(operator.clone(), id, CONTENT, result, NONCE).unwrap();
		}
		#[extrinsic_call]
		_(RawOrigin::Signed(last.clone()), id, CONTENT, Some(cid_bytes()), NONCE);
		assert!(Tasks::<T>::get(id).unwrap().item.draw.unwrap().settled.is_some());
		assert_eq!(Accusations::<T>::iter_prefix(id).count(), operators.len() - agree.len());
	}

	/// Worst when all were absent, one of them after its seal: of a task in which nobody responded nobody is accused.
	#[benchmark]
	fn close() {
		let (id, operators) = missed::<T>();
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id);
		assert!(!Tasks::<T>::contains_key(id));
		assert_eq!(Accusations::<T>::iter_prefix(id).count(), operators.len());
	}

	#[benchmark]
	fn challenge() {
		let (id, operator) = accused::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()), id);
		assert!(Accusations::<T>::get(id, &operator).unwrap().challenge.is_some());
	}

	/// Worst when it is upheld: the deposit and bond are taken, and the operator leaves service.
	#[benchmark]
	fn rule() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let (id, operator) = accused::<T>();
		Pallet::<T>::do_challenge(operator.clone(), id)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, operator.clone(), true);
		assert!(!Accusations::<T>::contains_key(id, &operator));
		Ok(())
	}

	/// Worst when bond is taken, and the operator leaves service.
	#[benchmark]
	fn end_accusation() {
		let (id, operator) = accused::<T>();
		Accusations::<T>::mutate(id, &operator, |accusation| {
			accusation.as_mut().unwrap().challenge_until = OVER;
		});
		let caller: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), id, operator.clone());
		assert!(!Accusations::<T>::contains_key(id, &operator));
	}

	#[benchmark]
	fn return_to_draw() {
		let operator: T::AccountId = whitelisted_caller();
		let state = OperatorState { out: Some(Cause::Absent), ..Default::default() };
		OperatorStates::<T>::insert(&operator, state);
		#[extrinsic_call]
		_(RawOrigin::Signed(operator.clone()));
		assert_eq!(OperatorStates::<T>::get(&operator).out, None);
	}

	#[benchmark]
	fn set_price() -> Result<(), BenchmarkError> {
		let origin = authority::<T>()?;
		let price = T::MaxPrice::get();
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, WorkClass::Clinical, price);
		assert_eq!(Pallet::<T>::seat_price(WorkClass::Clinical), price);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
