// SPDX-License-Identifier: Apache-2.0
//! The relay chain's randomness comes out of the proof that every block brings, and goes with the block.

use super::*;
use crate::configs::quorum::RelayRandomness;
use cumulus_pallet_parachain_system::{OnSystemEvent, RelayChainStateProof};
use cumulus_primitives_core::relay_chain::well_known_keys::CURRENT_BLOCK_RANDOMNESS;
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;

const RANDOMNESS: [u8; 32] = [7; 32];

/// The runtime gets a proof with these bytes under the key of the relay chain's randomness, if any.
fn prove(entry: Option<Vec<u8>>) {
	let entry = entry.map(|bytes| (CURRENT_BLOCK_RANDOMNESS.to_vec(), bytes));
	let relay_chain = RelayStateSproofBuilder {
		additional_key_values: entry.into_iter().collect(),
		..Default::default()
	};
	let para_id = relay_chain.para_id;
	let (root, proof) = relay_chain.into_state_root_and_proof();
	let proof = RelayChainStateProof::new(para_id, root, proof).unwrap();
	RelayRandomness::on_relay_state_proof(&proof);
}

fn noted() -> Option<[u8; 32]> {
	pallet_quorum::BlockRandomness::<Runtime>::get()
}

#[test]
fn it_is_taken_from_the_proof_and_gone_after_the_block() {
	execute(|| {
		prove(Some(Some(RANDOMNESS).encode()));
		assert_eq!(noted(), Some(RANDOMNESS));
		Quorum::on_finalize(System::block_number());
		assert_eq!(noted(), None);
	});
}

#[test]
fn without_it_nothing_is_noted_and_the_block_goes_on() {
	execute(|| {
		// A relay block without it, a proof without it, and what can't be decoded.
		for entry in [Some(None::<[u8; 32]>.encode()), None, Some(vec![]), Some(vec![1; 9])] {
			Quorum::note_randomness(Some(RANDOMNESS));
			prove(entry.clone());
			assert_eq!(noted(), None, "{entry:?}");
		}
	});
}
