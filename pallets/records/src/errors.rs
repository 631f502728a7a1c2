// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use crate::{Config, Error};
use polkadot_sdk::frame_support::pallet_macros::pallet_section;

salus_pallet_support::map_cid_errors!(Error, Config);

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such record, access request or erasure.
		NotFound,
		/// The patient has erased this record.
		Erased,
		/// The record has no such version; the first is 1.
		UnknownVersion,
		/// The account is not registered as a patient.
		NotAPatient,
		// Data rule 7.
		/// No provision of the patient's permits this.
		NotPermitted,
		// Data rule 7.
		/// The patient denies this.
		Denied,
		/// Your licence is expired or suspended, or your organisation is suspended.
		NotInForce,
		/// You have set no encryption key, so custodians can't encrypt a share to you.
		NoEncryptionKey,
		/// The data's last day is later than tomorrow, in UTC.
		RecordedInFuture,
		/// The data's first day comes after its last, or a day lies outside the years 1 to 9999.
		InvalidDataPeriod,
		/// Somebody amended the record meanwhile: read the latest version and amend that.
		StaleVersion,
		/// The record has as many versions as it can have: write a new record.
		TooManyVersions,
		/// More custodians would keep a share of this record, or owe the destruction of one, than an erasure can
		/// reach: choose those that it has.
		TooManyHolders,
		// Data rule 3, and so the five that follow.
		/// The version before has the same key commitment: every version needs a new key.
		KeyReused,
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
		/// A record of this patient's has this CID already.
		CidInUse,
		/// The document is empty.
		Empty,
		/// The document is larger than the constant `MaxDocumentSize` (64 MiB): split it.
		TooLarge,
		/// No custodian is named.
		NoCustodians,
		/// A custodian is named twice, or is one already.
		CustodianTwice,
		/// A custodian is not an operator in service, or the organisation that runs it is not in force.
		CustodianNotInService,
		// Data rule 4.
		/// As many custodians as open the document are run by the author, or by organisations that the author is a
		/// member of.
		TooManyOwnCustodians,
		/// The organisation that runs the successor runs another custodian of the version.
		SameOrganisation,
		/// The successor kept a share of this record before, and has not confirmed that it destroyed it.
		DestructionOwed,
		/// The key was split anew meanwhile: look at the version again.
		StaleGeneration,
		/// One share alone would open the document although there are several: the least is 2.
		ThresholdTooLow,
		/// More shares would be needed than there are custodians.
		ThresholdTooHigh,
		/// Each custodian needs exactly one anchor, in the order of the custodians: where the proofs end that it keeps its
		/// share.
		AnchorsMissing,
		/// This is not the proof before the last that the chain has seen of your share.
		WrongProof,
		/// Nothing is claimed.
		NoClaims,
		/// The price is below the least or above the highest.
		PriceOutOfRange,
		/// What permits it ends now, or before the operators are done.
		Expired,
		/// The patient's disclosure ledger can take no more entries.
		LedgerFull,
		/// Ids have run out.
		IdsExhausted,
		/// The record is not contested.
		NotContested,
		/// The record is not erased, and you owe no destruction of what you kept of it before.
		NotErased,
		/// You are not a custodian of this record or version, and were none when it was erased.
		NotACustodian,
		/// You have confirmed the destruction already, or all custodians have, or its time is up and somebody ended it.
		AlreadyConfirmed,
		/// Somebody else wrote the record: only its author amends it, or a member of the author's organisation. Write one
		/// that replaces it.
		NotTheAuthor,
		/// Another record replaces this one already: replace that one.
		AlreadyReplaced,
		/// Nobody owes a destruction of this record whose time is up.
		NotOverdue,
		/// You pay for this version already.
		AlreadyPaying,
		/// No reader is named.
		NoReaders,
		/// More readers are named than an access request can have.
		TooManyReaders,
	}
}
