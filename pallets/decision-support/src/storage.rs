// SPDX-License-Identifier: Apache-2.0
//! What is stored, and why money is held for it: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// Why money is held where no allowance pays.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a model, declaration, request, receipt or report of drift.
		Storage,
	}

	/// Models for decision support.
	#[pallet::storage]
	pub type Models<T: Config> = StorageMap<_, Twox64Concat, ModelId, ModelOf<T>>;

	/// The id of the next model to be proposed.
	#[pallet::storage]
	pub type NextModel<T: Config> = StorageValue<_, ModelId, ValueQuery>;

	/// Requests for decision support that are not closed.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<_, Twox64Concat, RequestId, RequestOf<T>>;

	/// The id of the next request.
	#[pallet::storage]
	pub type NextRequest<T: Config> = StorageValue<_, RequestId, ValueQuery>;

	/// Receipts of settled requests. They stay after the request is closed.
	#[pallet::storage]
	pub type Receipts<T: Config> = StorageMap<_, Twox64Concat, RequestId, ReceiptOf<T>>;

	/// By operator: the requests in which it still has to seal or refuse.
	#[pallet::storage]
	pub type OpenRequests<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OpenList, ValueQuery>;

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

	/// By model: the operators that run it. Only they are drawn.
	#[pallet::storage]
	pub type Declarations<T: Config> = StorageMap<
		_,
		Twox64Concat,
		ModelId,
		BoundedVec<Declaration<T>, T::MaxDeclarations>,
		ValueQuery,
	>;
}
