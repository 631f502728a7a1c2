#![doc = include_str!("../README.md")]
// SPDX-License-Identifier: Apache-2.0
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

mod amendments;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod claims;
mod config;
mod custody;
mod decision_support;
mod decisions;
mod deposits;
mod documents;
mod errors;
mod events;
mod funds;
#[cfg(test)]
mod mock;
pub mod runtime_api;
mod storage;
#[cfg(test)]
mod tests;
mod views;
// Native builds have it too: the runtime's own tests end in it.
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use polkadot_sdk::{
	frame_support::{self, pallet_macros::import_section},
	frame_system,
};

// What the pallet macro writes expects, and is not documented; a field of an event is named for what it says.
#[allow(missing_docs, clippy::expect_used)]
#[import_section(config::config)]
#[import_section(storage::storage)]
#[import_section(events::events)]
#[import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			Consideration, Contains, Footprint, Time,
			fungible::{Mutate, MutateHold},
		},
	};
	use frame_system::pallet_prelude::*;
	use salus_primitives::{
		AccessId, Category, Cid, Compartment, ConsentDecision, DataPeriod, DisclosureLedger,
		Guardians, Moment, Operators, Participants, Purpose, RecordId, VersionNumber,
		quorum::Period, records::MAX_CUSTODIANS,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxVersions::get() > 0, "a record has at least one version");
			assert!(
				T::MaxHolders::get() / 2 >= MAX_CUSTODIANS,
				"a full version must fit beside those who take its place"
			);
			assert!(T::AccessPeriod::get() > 0, "custodians need time to answer");
			assert!(T::DestructionPeriod::get().time > 0, "custodians need time to destroy");
			let prices = T::MinCustodyPrice::get()..=T::MaxCustodyPrice::get();
			assert!(!prices.is_empty() && !prices.start().is_zero(), "custody is paid");
			assert!(T::CustodyTerm::get() > 0, "custody is paid for some time");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(
			_: BlockNumberFor<T>,
		) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	// Not in a section of views.rs: what the macro writes for the arguments is lost on the way.
	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is held to pay the custodians of a version, and what they have proved; none for an erased record.
		pub fn custody_fund(record: RecordId, version: VersionNumber) -> Option<CustodyFundOf<T>> {
			CustodyFunds::<T>::get(record, version)
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Writes a new record for a patient, whose encrypted document already lies in IPFS.
		///
		/// - Signer: the patient, or a guardian of theirs, a carer only in the general compartment; or a practitioner with
		///   a licence in force whom the patient permits to write (collect) or who has broken the glass (general
		///   compartment only). A risk assessment, the job of a risk model, may also
		///   be written for payment or research by an organisation in force or a member of one, without a licence, if the
		///   patient permits that.
		/// - Cost: the fee, and a deposit or storage allowance of the signer's, for a guardian of the patient's, until the
		///   record is erased; and what a term of custody costs, which is held. For a patient and whoever guards them the
		///   sponsor pays that, or else the patient, if they can.
		/// - Errors: `NotAPatient`, `InvalidDataPeriod`, `RecordedInFuture`, `NotPermitted`, `Denied`, `NotInForce`;
		///   for the document: `Cid…`, `Empty`, `TooLarge`, `NoCustodians`, `CustodianTwice`,
		///   `CustodianNotInService`, `ThresholdTooLow`, `ThresholdTooHigh`, `TooManyOwnCustodians`, `AnchorsMissing`.
		/// - `patient`: whose record it is.
		/// - `category`: what kind of document it is.
		/// - `compartment`: the general one, or one of the patient's own fifteen.
		/// - `data`: on which days the data arose, the first and the last, as days since 1970-01-01 in UTC.
		/// - `document`: where the encrypted document lies, who keeps its key, and where their proofs that they do end.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::submit(document.custodians.len() as u32))]
		pub fn submit(
			origin: OriginFor<T>,
			patient: T::AccountId,
			category: Category,
			compartment: Compartment,
			data: DataPeriod,
			document: Document<T::AccountId>,
		) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_submit(author, patient, category, compartment, data, document)?;
			Ok(())
		}

		/// Writes a new version of a record.
		///
		/// The versions before it stay, and the record's data period grows to hold the data of all of them: whoever may
		/// not read the new data may no longer read the record.
		///
		/// - Signer: the record's author, who may still write such a record; see `submit`. A patient amends what their
		///   guardian wrote for them, too, and a guardian what the patient wrote. Anybody else replaces it: `replace`. The
		///   author's colleagues: `amend_for`.
		/// - Cost: as of `submit`.
		/// - Errors: `NotFound`, `Erased`, `StaleVersion`, `TooManyVersions`, `TooManyHolders`, `KeyReused`,
		///   `InvalidDataPeriod`, `RecordedInFuture`, `NotPermitted`, `Denied`, `NotInForce`, `NotTheAuthor`; for the
		///   document as in `submit`.
		/// - `record`: which record.
		/// - `base_version`: the version that you amend; it must be the latest.
		/// - `document`: the new document, encrypted with a new key.
		/// - `data`: on which days the data of the new document arose, as in `submit`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend(document.custodians.len() as u32))]
		pub fn amend(
			origin: OriginFor<T>,
			record: RecordId,
			base_version: VersionNumber,
			document: Document<T::AccountId>,
			data: DataPeriod,
		) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_amend(author, record, base_version, document, data)
		}

		/// Asks to read a record.
		///
		/// If you may, the patient's disclosure ledger gets an entry, and for an hour the record's custodians hand over
		/// their shares of its key to you: as long as what allows it lasts, and no longer. It ends with the permit, your
		/// licence or membership, the reviewed break-glass case, or when the patient revokes, denies or erases.
		///
		/// - Signer: the patient; anyone whom the patient permits; a practitioner who has broken the glass (purpose
		///   `BreakGlass`); the author of the version, unless the patient denies it; a guardian of the patient (purpose
		///   `PatientRequest`), a carer only in the general compartment, unless the patient denies it.
		/// - Cost: the fee, and a deposit or storage allowance of the signer's, until the request is closed.
		/// - Errors: `NotFound`, `Erased`, `UnknownVersion`, `NotPermitted`, `Denied`, `NotInForce`, `NoEncryptionKey`,
		///   `Expired`, `LedgerFull`.
		/// - `record`: which record.
		/// - `version`: which version; none means the latest.
		/// - `purpose`: why you want to read it. The patient sees it.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::request_access())]
		pub fn request_access(
			origin: OriginFor<T>,
			record: RecordId,
			version: Option<VersionNumber>,
			purpose: Purpose,
		) -> DispatchResult {
			let reader = ensure_signed(origin)?;
			Self::do_request_access(reader, record, version, purpose)?;
			Ok(())
		}

		/// Closes an access request and gives its deposit back.
		///
		/// The disclosure ledger keeps its entry.
		///
		/// - Signer: its reader at any time; anyone once its time is up or the record is erased. Requests opened for
		///   decision support stay open for their whole time, which ends when a moment and a block have come, since the
		///   operators answer for them with their bond.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `NotPermitted`.
		/// - `access`: which access request.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::close_access())]
		pub fn close_access(origin: OriginFor<T>, access: AccessId) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_close_access(signer, access)
		}

		/// Marks a record of yours as wrong.
		///
		/// It stays as it is, and every reader sees that you contest it. Contesting again changes the reason.
		///
		/// - Signer: the patient, or a parent or legal guardian of theirs.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `Erased`, `NotPermitted`.
		/// - `record`: which record.
		/// - `reason`: why.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::contest())]
		pub fn contest(
			origin: OriginFor<T>,
			record: RecordId,
			reason: ContestReason,
		) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_contest(patient, record, reason)
		}

		/// Takes the mark off: a record of yours is right after all, or has been put right.
		///
		/// - Signer: the patient, or a parent or legal guardian of theirs.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `Erased`, `NotPermitted`, `NotContested`.
		/// - `record`: which record.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::withdraw_contest())]
		pub fn withdraw_contest(origin: OriginFor<T>, record: RecordId) -> DispatchResult {
			let patient = ensure_signed(origin)?;
			Self::do_withdraw_contest(patient, record)
		}

		/// Erases a record of yours, with every version, for good.
		///
		/// Its custodians must destroy their shares of the keys and the encrypted documents, and each confirms here
		/// that it has. A reader keeps what they saw before: no chain can take that back.
		///
		/// - Signer: the patient, or a legal guardian of theirs.
		/// - Cost: the fee, by how many versions and custodians there are; deposits go back to the authors, a part of the
		///   latest version's only when all custodians have confirmed, or their time is up; and what is left for custody
		///   to whoever paid it.
		/// - Errors: `NotFound`, `Erased`, `NotPermitted`.
		/// - `record`: which record.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::erase(T::MaxVersions::get(), T::MaxHolders::get()))]
		pub fn erase(origin: OriginFor<T>, record: RecordId) -> DispatchResultWithPostInfo {
			let patient = ensure_signed(origin)?;
			let (versions, holders) = Self::do_erase(patient, record)?;
			Ok(Some(T::WeightInfo::erase(versions, holders)).into())
		}

		/// Confirms that you have destroyed your shares of an erased record and hold none of its ciphertext any more. Of a
		/// record that stands: every share that you keep no more, since it was shared anew or you handed it over.
		///
		/// - Signer: an operator that was a custodian of the record when it was erased, once; or one that owes this of a
		///   record that stands.
		/// - Cost: nothing; the fee if the call fails.
		/// - Errors: `NotFound`, `NotErased`, `NotACustodian`, `AlreadyConfirmed`, also when its time is up and somebody
		///   ended it.
		/// - `record`: which record.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::confirm_destruction())]
		pub fn confirm_destruction(
			origin: OriginFor<T>,
			record: RecordId,
		) -> DispatchResultWithPostInfo {
			let custodian = ensure_signed(origin)?;
			Self::do_confirm_destruction(custodian, record)?;
			Ok(Pays::No.into())
		}

		/// Names other custodians for a version whose key you have split anew.
		///
		/// The key, the ciphertext and the threshold stay. Whoever holds the key splits it with a fresh polynomial,
		/// places the shares with the new custodians under `sharing`, as for a new version, and then names them here.
		/// Shares of different sharings don't join, and whoever is not named again must destroy its own and confirm it.
		/// **Name only custodians that have their new shares**: the old ones are gone.
		///
		/// - Signer: the patient; or the author of the version, while they may still write such a record (see `submit`;
		///   no use is counted).
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `Erased`, `UnknownVersion`, `NotPermitted`, `Denied`, `NotInForce`, `StaleGeneration`,
		///   `NoCustodians`, `CustodianTwice`, `ThresholdTooLow`, `ThresholdTooHigh`, `CustodianNotInService`,
		///   `TooManyOwnCustodians`, `AnchorsMissing`, `TooManyHolders`.
		/// - `record`: which record.
		/// - `version`: which version.
		/// - `generation`: how often the key was split anew before; it must be the version's.
		/// - `sharing`: what you placed the new shares under, drawn at random.
		/// - `custodians`: who keeps them.
		/// - `anchors`: by custodian, where the proofs that it keeps its new share end.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::reshare(custodians.len() as u32))]
		pub fn reshare(
			origin: OriginFor<T>,
			record: RecordId,
			version: VersionNumber,
			generation: u32,
			sharing: [u8; 32],
			custodians: Custodians<T::AccountId>,
			anchors: Anchors,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reshare(who, record, version, generation, sharing, custodians, anchors)
		}

		/// Hands your share of a version over to another operator, as it is.
		///
		/// It is the custodian in your place at once, and asks you for the share when this is final. Keep yours until it
		/// has proved that it keeps it; then destroy yours, and confirm it. Ask before whether it will take it. Claim your
		/// pay before, too: what you have not claimed is the successor's.
		///
		/// - Signer: a custodian of the version, in service or not.
		/// - Cost: the fee.
		/// - Errors: `NotFound`, `Erased`, `UnknownVersion`, `CustodianTwice`, `NotACustodian`, `StaleGeneration`,
		///   `CustodianNotInService`, `SameOrganisation`, `DestructionOwed`, `TooManyOwnCustodians`, `TooManyHolders`.
		/// - `record`: which record.
		/// - `version`: which version.
		/// - `generation`: of which splitting of the key your share is; it must be the version's latest.
		/// - `successor`: an operator in service that is not a custodian of the version nor owes the destruction of a share
		///   of the record, and whose organisation runs none of the others.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::hand_over())]
		pub fn hand_over(
			origin: OriginFor<T>,
			record: RecordId,
			version: VersionNumber,
			generation: u32,
			successor: T::AccountId,
		) -> DispatchResult {
			let custodian = ensure_signed(origin)?;
			Self::do_hand_over(custodian, record, version, generation, successor)
		}

		/// Proves that you still keep your shares, and takes your pay for the time since you last did.
		///
		/// A claim that does not hold is passed over, and you get nothing for it. The call fails when none holds.
		///
		/// - Signer: a custodian of the versions, in service or not.
		/// - Cost: the fee.
		/// - Errors: `NoClaims`; of the first claim: `NotFound`, `Erased`, `UnknownVersion`, `NotACustodian`, `WrongProof`.
		/// - `claims`: by version, the proof before the last that the chain has seen of your share.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::claim_custody(claims.len() as u32))]
		pub fn claim_custody(origin: OriginFor<T>, claims: CustodyClaims) -> DispatchResult {
			let custodian = ensure_signed(origin)?;
			Self::do_claim_custody(custodian, claims)
		}

		/// Pays the custodians of a version for a term from now on, at today's price.
		///
		/// What the former payer has left goes back to it.
		///
		/// - Signer: anyone.
		/// - Cost: the fee, and the price of a term for each custodian, which is held.
		/// - Errors: `NotFound`, `Erased`, `UnknownVersion`.
		/// - `record`: which record.
		/// - `version`: which version.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::fund_custody())]
		pub fn fund_custody(
			origin: OriginFor<T>,
			record: RecordId,
			version: VersionNumber,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_fund_custody(payer, record, version)
		}

		/// Sets what a share is paid for a day. Money that is set aside already pays its own price.
		///
		/// - Signer: the authority.
		/// - Cost: the fee.
		/// - Errors: `PriceOutOfRange`.
		/// - `price`: the price, within `MinCustodyPrice` and `MaxCustodyPrice`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::set_custody_price())]
		pub fn set_custody_price(origin: OriginFor<T>, price: BalanceOf<T>) -> DispatchResult {
			T::AuthorityOrigin::ensure_origin(origin)?;
			Self::do_set_custody_price(price)
		}

		/// Writes a record that replaces another's in your eyes: of the same patient, category and compartment.
		///
		/// Both stay, and each names the other, so that readers and models see that there are two and who wrote them.
		///
		/// - Signer: whoever may write such a record; see `submit`.
		/// - Cost: as of `submit`.
		/// - Errors: `NotFound`, `Erased`, `AlreadyReplaced`, and those of `submit`.
		/// - `record`: which record is replaced.
		/// - `document`: the document of the record that replaces it.
		/// - `data`: on which days its data arose, as in `submit`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::replace(document.custodians.len() as u32))]
		pub fn replace(
			origin: OriginFor<T>,
			record: RecordId,
			document: Document<T::AccountId>,
			data: DataPeriod,
		) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_replace(author, record, document, data)?;
			Ok(())
		}

		/// Writes a new version of a record that a colleague wrote, for the organisation that you are both of.
		///
		/// - Signer: a member of the organisation, which is in force; the record's author is the organisation, or was its
		///   member when they wrote the record. The signer may write such a record themselves; see `submit`.
		/// - Cost: as of `amend`.
		/// - Errors: as of `amend`.
		/// - `organisation`: for which organisation.
		/// - `record`: which record.
		/// - `base_version`: the version that you amend; it must be the latest.
		/// - `document`: the new document, encrypted with a new key.
		/// - `data`: on which days the data of the new document arose, as in `submit`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::amend_for(document.custodians.len() as u32))]
		pub fn amend_for(
			origin: OriginFor<T>,
			organisation: T::AccountId,
			record: RecordId,
			base_version: VersionNumber,
			document: Document<T::AccountId>,
			data: DataPeriod,
		) -> DispatchResult {
			let author = ensure_signed(origin)?;
			Self::do_amend_for(Some(organisation), author, record, base_version, document, data)
		}

		/// Ends what custodians owe of a record and have not confirmed in time.
		///
		/// Each of them is named, and pays for it with its bond if that was bound. What they keep against the rule the chain
		/// can't know. Of an erased record the deposit for the list of them goes back once nobody is left on it.
		///
		/// - Signer: anyone.
		/// - Cost: the fee, by how many there are.
		/// - Errors: `NotFound`, `NotOverdue`.
		/// - `record`: which record, erased or not.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::end_destruction(T::MaxHolders::get()))]
		pub fn end_destruction(
			origin: OriginFor<T>,
			record: RecordId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let ended = Self::do_end_destruction(record)?;
			Ok(Some(T::WeightInfo::end_destruction(ended)).into())
		}

		/// Pays for the storage of a version in the place of whoever does: their deposit goes back.
		///
		/// - Signer: anyone: the organisation of a clinician who leaves, or the patient.
		/// - Cost: the fee, and a deposit, or storage allowance of the patient's, until the record is erased.
		/// - Errors: `NotFound`, `Erased`, `UnknownVersion`, `AlreadyPaying`.
		/// - `record`: which record.
		/// - `version`: which version.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::pay_for())]
		pub fn pay_for(
			origin: OriginFor<T>,
			record: RecordId,
			version: VersionNumber,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_pay_for(payer, record, version)
		}
	}
}
