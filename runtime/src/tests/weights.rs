// SPDX-License-Identifier: Apache-2.0
//! What was measured is what the chain counts, and is of a likely size: the SDK's own bounds.

use super::*;
use crate::{
	configs::block_limits::RuntimeBlockWeights,
	weights::{
		block_weights::BlockExecutionWeight, extrinsic_weights::ExtrinsicBaseWeight,
		paritydb_weights::ParityDbWeight,
	},
};
use frame_support::{
	dispatch::DispatchClass,
	weights::{
		RuntimeDbWeight,
		constants::{WEIGHT_REF_TIME_PER_MICROS, WEIGHT_REF_TIME_PER_MILLIS},
	},
};

#[test]
fn a_block_counts_what_it_and_its_transactions_weigh_when_empty() {
	let weights = RuntimeBlockWeights::get();
	assert_eq!(weights.base_block, BlockExecutionWeight::get());
	for class in DispatchClass::all() {
		assert_eq!(weights.get(*class).base_extrinsic, ExtrinsicBaseWeight::get());
	}
	let block = weights.base_block.ref_time();
	assert!((100 * WEIGHT_REF_TIME_PER_MICROS..=50 * WEIGHT_REF_TIME_PER_MILLIS).contains(&block));
	assert!(weights.base_block.proof_size() < weights.max_block.proof_size() / 10);
	let extrinsic = ExtrinsicBaseWeight::get().ref_time();
	assert!((10 * WEIGHT_REF_TIME_PER_MICROS..=WEIGHT_REF_TIME_PER_MILLIS).contains(&extrinsic));
}

#[test]
fn reads_and_writes_count_as_in_the_nodes_database() {
	type DbWeight = <Runtime as frame_system::Config>::DbWeight;
	let database = <DbWeight as frame_support::traits::Get<RuntimeDbWeight>>::get();
	assert_eq!(database, ParityDbWeight::get());
	let RuntimeDbWeight { read, write } = database;
	let likely = WEIGHT_REF_TIME_PER_MICROS..=WEIGHT_REF_TIME_PER_MILLIS;
	assert!(likely.contains(&read) && likely.contains(&write), "{read} {write}");
}
