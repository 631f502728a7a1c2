// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use crate::{Config, Error};
use polkadot_sdk::frame_support::pallet_macros::pallet_section;

salus_pallet_support::map_cid_errors!(Error, Config);

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such task: it was never opened, or is closed.
		NotFound,
		/// The signer was not drawn for this task.
		NotDrawn,
		/// The task is not drawn yet.
		NotDrawnYet,
		/// The operator has sealed or refused already, and can't change that.
		AlreadyResponded,
		/// The time for this has passed.
		Expired,
		/// Operators may still seal.
		SealingContinues,
		/// Operators may still reveal.
		RevealingContinues,
		/// The operator has not sealed a result.
		NotSealed,
		/// The operator has revealed its result already.
		AlreadyRevealed,
		/// The operator's seal does not open with this content, result and nonce.
		SealDiffers,
		/// The operator is not accused in this task, or no longer.
		NotAccused,
		/// The accusation is challenged already.
		AlreadyChallenged,
		/// The operator has not challenged.
		NotChallenged,
		/// The accused operator may still challenge.
		ChallengePeriodContinues,
		/// The authority may still rule.
		RulingPeriodContinues,
		/// The operator is in the draw.
		NotOut,
		/// The quorum is not more than half of the seats, or more than all, or there are more seats than the chain draws.
		TierOutOfRange,
		/// Too few organisations have an operator that can be drawn.
		TooFewOperators,
		/// More than half of the organisations that run operators have none that can be drawn: they are out, or work on
		/// as many tasks as they may. Try again later.
		OperatorsBusy,
		/// A task can't grant access to so many documents: ask for fewer.
		TooManyDocuments,
		/// As many tasks as can wait for their draw: try again in a few blocks.
		TooManyUndrawn,
		/// This block has not brought its relay block yet: what the chain itself dispatches before it opens no task.
		RelayBlockUnknown,
		/// The price is below the least or above the highest.
		PriceOutOfRange,
		/// Ids have run out.
		IdsExhausted,
		/// This is a CIDv0: convert it to CIDv1.
		CidVersionZero,
		/// This is not a CIDv1.
		CidUnknownVersion,
		/// The CID's codec is neither raw nor dag-pb.
		CidUnknownCodec,
		/// The CID's hash is not sha2-256.
		CidOtherHash,
		/// The CID is cut short or has bytes to spare.
		CidWrongLength,
	}
}
