// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why money is held where no allowance pays.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a model, request, receipt or report.
		Storage,
	}

	/// Models for decision support.
	#[pallet::storage]
	pub type Models<T: Config> = StorageMap<_, Twox64Concat, ModelId, ModelOf<T>>;

	/// The id of the next model to be proposed.
	#[pallet::storage]
	pub type NextModel<T: Config> = StorageValue<_, ModelId, ValueQuery>;

	/// Requests for decision support that are neither settled nor failed.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<_, Twox64Concat, RequestId, RequestOf<T>>;

	/// Receipts of settled requests. They stay.
	#[pallet::storage]
	pub type Receipts<T: Config> = StorageMap<_, Twox64Concat, RequestId, ReceiptOf<T>>;

	// Data rule 11.
	/// By receipt: who pays for its storage in the requester's place.
	#[pallet::storage]
	pub type ReceiptPayers<T: Config> = StorageMap<_, Twox64Concat, RequestId, T::AccountId>;

	/// By patient: the requests that read their records, open or with a receipt.
	#[pallet::storage]
	pub type RequestsOf<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		RequestId,
		(),
		OptionQuery,
	>;

	/// By requester: how many receipts they have, and how much they have reported of them.
	#[pallet::storage]
	pub type Tallies<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Tally, ValueQuery>;

	/// By model and reporter: what the reporter has said of the model's results.
	#[pallet::storage]
	pub type Reports<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ModelId,
		Blake2_128Concat,
		T::AccountId,
		Report<T>,
		OptionQuery,
	>;

	/// By model and operator: how often the operator ran the model.
	#[pallet::storage]
	pub type UsageReports<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ModelId,
		Blake2_128Concat,
		T::AccountId,
		UsageReport<T>,
		OptionQuery,
	>;

	/// By operator: how many runs it has reported, over all models, struck ones too.
	#[pallet::storage]
	pub type ReportedRuns<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// By model and operator: that the model's live inputs have drifted.
	#[pallet::storage]
	pub type DriftReports<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ModelId,
		Blake2_128Concat,
		T::AccountId,
		DriftReport<T>,
		OptionQuery,
	>;
}
