// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a record or an access request; given back when it goes.
		Storage,
		/// To pay the custodians of a version; what is left is given back when the record goes.
		Custody,
	}

	/// The id that the next record gets.
	#[pallet::storage]
	pub type NextRecord<T: Config> = StorageValue<_, RecordId, ValueQuery>;

	/// Every record that is not erased, without its content: where the ciphertext of its latest version
	/// lies and who keeps the key.
	#[pallet::storage]
	pub type Records<T: Config> =
		StorageMap<_, Twox64Concat, RecordId, StoredRecord<T>, OptionQuery>;

	/// By patient: their records.
	#[pallet::storage]
	pub type RecordsOf<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		RecordId,
		(),
		OptionQuery,
	>;

	/// By record and version: what came before the latest version of a record that is not erased.
	#[pallet::storage]
	pub type EarlierVersions<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		RecordId,
		Twox64Concat,
		VersionNumber,
		VersionOf<T>,
		OptionQuery,
	>;

	/// By CID and patient: the patient's record that has it, since one document stands in one of theirs only. Others can
	/// name it in records of their own, and keep nobody from it by that.
	#[pallet::storage]
	pub type Cids<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		Cid,
		Blake2_128Concat,
		T::AccountId,
		RecordId,
		OptionQuery,
	>;

	/// By record with several versions: its custodians, with how many versions name each. Of a record with one
	/// version they are that version's.
	#[pallet::storage]
	pub type Holders<T: Config> = StorageMap<_, Twox64Concat, RecordId, HoldersOf<T>, ValueQuery>;

	// Data rule 11.
	/// By record and version: what is held to pay its custodians, and what they have proved.
	#[pallet::storage]
	pub type CustodyFunds<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		RecordId,
		Twox64Concat,
		VersionNumber,
		CustodyFundOf<T>,
		OptionQuery,
	>;

	/// What a share is paid for a day where money is set aside now; the least price when none was set.
	#[pallet::storage]
	pub type CustodyPrice<T: Config> = StorageValue<_, BalanceOf<T>, OptionQuery>;

	/// The id that the next access request gets.
	#[pallet::storage]
	pub type NextAccess<T: Config> = StorageValue<_, AccessId, ValueQuery>;

	// Data rule 5.
	/// Access requests that were granted and are not closed.
	#[pallet::storage]
	pub type Accesses<T: Config> = StorageMap<_, Twox64Concat, AccessId, AccessOf<T>, OptionQuery>;

	/// By erased record: when it was erased, which is all that stays of it.
	#[pallet::storage]
	pub type Tombstones<T: Config> = StorageMap<_, Twox64Concat, RecordId, Tombstone, OptionQuery>;

	/// By erased record: which custodians have confirmed destruction; removed when all have. By record that stands: who
	/// left a version of it, and has not confirmed the destruction of what it keeps no more.
	#[pallet::storage]
	pub type Destructions<T: Config> =
		StorageMap<_, Twox64Concat, RecordId, DestructionsOf<T>, OptionQuery>;

	// Data rule 11.
	/// By erased record whose custodians have not all confirmed: who pays for the list of them, and with what.
	#[pallet::storage]
	pub type DestructionDeposits<T: Config> =
		StorageMap<_, Twox64Concat, RecordId, Held<T::AccountId, T::Consideration>, OptionQuery>;
}
