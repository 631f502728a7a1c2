//! Why a call is refused. Part of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	/// Why a call changed nothing.
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
		/// Nothing permits this: no provision of the patient's covers it. Data rule 7.
		NotPermitted,
		/// The patient denies this. Data rule 7.
		Denied,
		/// Your licence is expired or suspended, or your organisation is suspended.
		NotInForce,
		/// You have set no encryption key, so custodians could not encrypt a share to you.
		NoEncryptionKey,
		/// The data is said to have arisen later than tomorrow, in UTC.
		RecordedInFuture,
		/// The data's first day comes after its last, or a day lies outside the years 1 to 9999.
		InvalidDataPeriod,
		/// Somebody amended the record meanwhile: read the latest version and amend that.
		StaleVersion,
		/// The record has as many versions as it can have: write a new record.
		TooManyVersions,
		/// Over all its versions the record would have more custodians than an erasure can reach:
		/// choose custodians that it has had before.
		TooManyHolders,
		/// The version before has the same key commitment: every version needs a new key. Data rule 3.
		KeyReused,
		/// This is a CIDv0: convert it to CIDv1. Data rule 3.
		CidVersionZero,
		/// This is no CIDv1. Data rule 3.
		CidUnknownVersion,
		/// The CID's codec is neither raw nor dag-pb. Data rule 3.
		CidUnknownCodec,
		/// The CID's hash is not sha2-256. Data rule 3.
		CidOtherHash,
		/// The CID is cut short or has bytes to spare. Data rule 3.
		CidWrongLength,
		/// A record has this CID already.
		CidInUse,
		/// The document is empty.
		Empty,
		/// The document is larger than the constant `MaxDocumentSize` (64 MiB): split it.
		TooLarge,
		/// No custodian is named.
		NoCustodians,
		/// A custodian is named twice.
		CustodianTwice,
		/// A custodian is not an operator in service.
		CustodianNotInService,
		/// One share alone would open the document although there are several: the least is 2.
		ThresholdTooLow,
		/// More shares would be needed than there are custodians.
		ThresholdTooHigh,
		/// By the patient's provision every copy must be erased by now.
		Expired,
		/// The patient's disclosure ledger can take no more entries.
		LedgerFull,
		/// No ids are left.
		IdsExhausted,
		/// The record is not contested.
		NotContested,
		/// The record is not erased.
		NotErased,
		/// You never were a custodian of this record.
		NotACustodian,
		/// The destruction is confirmed already.
		AlreadyConfirmed,
		/// No reader is named.
		NoReaders,
		/// More readers are named than an access request can have.
		TooManyReaders,
	}
}
