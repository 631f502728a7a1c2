// SPDX-License-Identifier: Apache-2.0
//! The relay block's height and randomness come out of what every block brings, and go with the block.

use super::*;
use crate::configs::quorum::RelayRandomness;
use codec::Decode;
use cumulus_pallet_parachain_system::{
	OnSystemEvent, RelayChainStateProof, RelaychainDataProvider,
};
use cumulus_primitives_core::relay_chain::well_known_keys::CURRENT_BLOCK_RANDOMNESS;
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use pallet_quorum::RelayBlock;
use sp_runtime::traits::BlockNumberProvider;
use std::collections::BTreeSet;

const RANDOMNESS: [u8; 32] = [7; 32];
const NUMBER: u32 = 77;

/// The runtime gets a proof of a relay chain with these bytes under the key of its randomness, if any. Of the proof's
/// nodes only those are left that `keep` says.
fn prove_in_part(entry: Option<Vec<u8>>, keep: impl Fn(&[u8]) -> bool) {
	let entry = entry.map(|bytes| (CURRENT_BLOCK_RANDOMNESS.to_vec(), bytes));
	let relay_chain = RelayStateSproofBuilder {
		additional_key_values: entry.into_iter().collect(),
		..Default::default()
	};
	let para_id = relay_chain.para_id;
	// All keys of this relay chain are proven, and so is that it has no others.
	let (root, proof) = relay_chain.into_state_root_and_proof();
	let nodes: BTreeSet<Vec<u8>> = proof.into_iter_nodes().filter(|node| keep(node)).collect();
	let proof = Decode::decode(&mut &nodes.encode()[..]).unwrap();
	let proof = RelayChainStateProof::new(para_id, root, proof).unwrap();
	RelaychainDataProvider::<Runtime>::set_block_number(NUMBER);
	RelayRandomness::on_relay_state_proof(&proof);
}

fn prove(entry: Option<Vec<u8>>) {
	prove_in_part(entry, |_| true);
}

fn noted() -> Option<RelayBlock> {
	pallet_quorum::RelayParent::<Runtime>::get()
}

#[test]
fn they_are_taken_from_the_inherent_and_gone_after_the_block() {
	execute(|| {
		prove(Some(Some(RANDOMNESS).encode()));
		assert_eq!(noted(), Some(RelayBlock { number: NUMBER, randomness: Some(RANDOMNESS) }));
		Quorum::on_finalize(System::block_number());
		assert_eq!(noted(), None);
	});
}

#[test]
fn a_relay_block_that_has_none_is_noted_without_and_the_block_goes_on() {
	execute(|| {
		// Its author had no VRF; or the relay chain does not know the key.
		for entry in [Some(None::<[u8; 32]>.encode()), None] {
			Quorum::note_relay_block(1, Some(RANDOMNESS));
			prove(entry.clone());
			let none = RelayBlock { number: NUMBER, randomness: None };
			assert_eq!(noted(), Some(none), "{entry:?}");
		}
	});
}

/// Attack: a collator sees a draw that it does not like, and voids it by leaving the randomness out of its proof.
#[test]
#[should_panic(expected = "invalid randomness in relay chain state proof")]
fn a_block_that_does_not_prove_it_is_invalid() {
	let holds_it = |node: &[u8]| node.windows(32).any(|bytes| bytes == RANDOMNESS);
	execute(|| prove_in_part(Some(Some(RANDOMNESS).encode()), |node| !holds_it(node)));
}

#[test]
#[should_panic(expected = "invalid randomness in relay chain state proof")]
fn a_block_in_whose_proof_it_can_not_be_read_is_invalid() {
	execute(|| prove(Some(vec![1; 9])));
}
