// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use crate::{Config, Error};
use polkadot_sdk::frame_support::pallet_macros::pallet_section;

salus_pallet_support::map_cid_errors!(Error, Config);

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such model, request, receipt or report of drift.
		NotFound,
		/// Only somebody else may do this: its proposer, its requester, its patient, or an operator in service.
		NotPermitted,
		/// The signer holds no licence in force.
		NotInForce,
		/// The model is not approved.
		ModelNotApproved,
		/// The model is approved already.
		ModelApproved,
		/// The authority has suspended the model.
		ModelSuspended,
		/// The output's grid has no step, so every output would be 0.
		NoSteps,
		/// The quorum is not more than half of the operators, or more than all of them.
		QuorumOutOfRange,
		/// The model wants more operators than the chain draws.
		TooManyOperators,
		/// Too few operators in service have declared the model and have room for another request.
		TooFewOperators,
		/// The request names no record.
		NoRecords,
		/// The request names a record twice.
		RepeatedRecord,
		/// The records belong to several patients.
		SeveralPatients,
		/// The signer was not drawn for this request.
		NotDrawn,
		/// The operator has sealed or refused already, and can't change that.
		AlreadyResponded,
		/// The time for this has passed.
		Expired,
		/// The request is settled or failed already.
		AlreadySettled,
		/// Operators may still seal.
		SealingContinues,
		/// Operators may still settle.
		SettlingContinues,
		/// The signer's own seal does not open with this digest.
		SealDiffers,
		/// Too few seals open with this digest.
		NoQuorum,
		/// The model's output is sealed: use `settle`.
		OutputIsSealed,
		/// The model's output is open: use `settle_open`.
		OutputIsOpen,
		/// The output is not one to eight numbers on the model's grid, four bytes each.
		OutputOffGrid,
		/// The signer is not accused in this request.
		NotAccused,
		/// The accusation is challenged already.
		AlreadyChallenged,
		/// The operator has not challenged, or was ruled on already.
		NotChallenged,
		/// A challenge waits for the authority's ruling.
		ChallengePending,
		/// Accused operators may still challenge.
		ChallengePeriodContinues,
		/// A verdict was given already.
		AlreadyJudged,
		/// Agreement can't be the reason to modify or reject.
		ReasonMismatch,
		/// The result is erased already.
		AlreadyErased,
		/// This is a CIDv0: convert it to CIDv1.
		CidVersionZero,
		/// This is not a CIDv1 in bytes. Type its 36 bytes in hexadecimal: 0x01551220 (raw) or 0x01701220 (dag-pb), then
		/// the sha2-256 hash; not text such as bafkrei….
		CidUnknownVersion,
		/// The CID's codec is neither raw nor dag-pb.
		CidUnknownCodec,
		/// The CID's hash is not sha2-256.
		CidOtherHash,
		/// The CID is cut short or has bytes to spare.
		CidWrongLength,
		/// Ids have run out.
		IdsExhausted,
		/// These are fewer than 100 outcomes: report more at once.
		TooFewOutcomes,
		/// A count of outcomes is 1 to 10, so few that it could reveal single patients.
		SmallCount,
		/// With these the model would have more outcomes than receipts.
		MoreOutcomesThanReceipts,
		/// These outcomes are all of one kind, so they would tell the same of everybody counted.
		OneOutcomeOnly,
		/// The operator has declared this model already.
		AlreadyDeclared,
		/// The signer has not declared this model.
		NotDeclared,
		/// As many operators in service have declared the model as the chain keeps.
		TooManyDeclarations,
	}
}
