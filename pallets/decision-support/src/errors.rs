// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use crate::{Config, Error};
use polkadot_sdk::frame_support::pallet_macros::pallet_section;

salus_pallet_support::map_cid_errors!(Error, Config);

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such model, receipt or report.
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
		/// Only outputs for research can be open.
		ClassIsSealed,
		/// The operators are not so many as a request may have, or not so many must agree: 2 of 3, 3 of 5, or 4 of 7.
		TierNotAllowed,
		/// The request names no input.
		NoInputs,
		/// The request names a record twice.
		RepeatedRecord,
		/// The job is a record of another category than RiskAssessment.
		NotAJob,
		/// The records belong to several patients.
		SeveralPatients,
		/// The patient's sponsor pays for no more in these 30 days, or can't; and the patient has too little money.
		SponsorLimitReached,
		/// The model's output is sealed: it is not published.
		OutputIsSealed,
		/// The output is not one to eight numbers on the model's grid, four bytes each.
		OutputOffGrid,
		/// The receipt is not of this model, output and salt.
		ContentDiffers,
		/// The output is published already.
		AlreadyPublished,
		/// A verdict was given already.
		AlreadyJudged,
		/// Agreement can't be the reason to modify or reject.
		ReasonMismatch,
		/// The result is erased already.
		AlreadyErased,
		/// You pay for this receipt already.
		AlreadyPaying,
		/// These are fewer than 100, of some model or in all: report more at once.
		TooFew,
		/// A count is 1 to 10, so few that it could reveal single patients.
		SmallCount,
		/// These outcomes are all of one kind, so they would tell the same of everybody counted.
		OneOutcomeOnly,
		/// With these the signer would have reported more than they have receipts.
		MoreThanReceipts,
		/// The report names a model twice.
		RepeatedModel,
		/// With these the operator would have reported more runs than seats that it was paid for.
		MoreThanPaidSeats,
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
	}
}
