// SPDX-License-Identifier: Apache-2.0
//! Who may write and read, and how a reader is granted access.

use crate::*;
use codec::MaxEncodedLen;
use frame_support::{
	BoundedVec, ensure,
	traits::{Consideration, ConstU32, Contains, Footprint, Time},
};
use polkadot_sdk::sp_runtime::{DispatchError, SaturatedConversion};
use salus_pallet_support::{ensure_licensed, is_licensed};
use salus_primitives::{
	AccessId, Action, Basis, Category, DisclosureLedger, Obligations, Participants, Permit,
	Purpose, Query, Reader, RecordId, Refusal, Subject, VersionNumber, quorum::Deadline,
	records::MAX_READERS,
};

/// The purposes for which a practitioner may write, in the order in which they are tried: the ordinary first, so
/// that a broken glass is the basis only where nothing else is.
const TREATING_PURPOSES: [Purpose; 3] =
	[Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::BreakGlass];

/// The purposes for which insurers and studies have risk models run, and so write jobs.
const AFFILIATES_PURPOSES: [Purpose; 2] = [Purpose::Payment, Purpose::Research];

/// Bytes of an access request besides its readers, rounded up.
const ACCESS_BYTES: usize = 160;

/// An access request that is to be opened.
pub(crate) struct Opening<AccountId> {
	/// For whom.
	pub readers: BoundedVec<AccountId, ConstU32<MAX_READERS>>,
	/// Why.
	pub purpose: Purpose,
	/// By what.
	pub permit: Permit,
	/// Until when.
	pub expires: Deadline,
	/// Who pays.
	pub depositor: AccountId,
}

impl<T: Config> Pallet<T> {
	/// Whether the account may write such a record, and on which basis. `decide` is one of consent's two ways to
	/// decide: it alone knows whether a use is counted.
	pub(crate) fn decide_writing(
		author: &T::AccountId,
		record: &Record<T::AccountId>,
		decide: fn(&Query<T::AccountId>) -> Result<Permit, Refusal>,
	) -> Result<Basis, Error<T>> {
		if *author == record.patient {
			ensure!(T::Participants::is_patient(author), Error::<T>::NotAPatient);
			return Ok(Basis::OwnRecord);
		}
		let affiliated =
			record.category == Category::RiskAssessment && T::Affiliates::contains(author);
		let licensed = match ensure_licensed::<T::Participants, _, _>(
			author,
			Error::<T>::NotPermitted,
			Error::<T>::NotInForce,
		) {
			Ok(()) => true,
			Err(_) if affiliated => false,
			Err(refusal) => return Err(refusal),
		};
		let treating = TREATING_PURPOSES.into_iter().filter(|_| licensed);
		let others = AFFILIATES_PURPOSES.into_iter().filter(|_| affiliated);
		let mut refusal = Refusal::NoPolicy;
		for purpose in treating.chain(others) {
			match decide(&Self::query(
				Reader::Account(author.clone()),
				Action::Collect,
				record,
				purpose,
			)) {
				Ok(permit) => return Ok(permit.basis),
				// That nothing covers the other purposes says less than that one is denied.
				Err(Refusal::NoPolicy) => {}
				Err(stronger) => refusal = stronger,
			}
		}
		// Asked only now: what lets others write, only a patient can have granted.
		ensure!(T::Participants::is_patient(&record.patient), Error::<T>::NotAPatient);
		Err(refusal.into())
	}

	/// Whether the account may read this version, and on which basis. `decide` is one of consent's two
	/// ways to decide: it alone knows whether a use is counted.
	pub(crate) fn decide_reading(
		reader: &T::AccountId,
		id: RecordId,
		stored: &StoredRecord<T>,
		version: VersionNumber,
		purpose: Purpose,
		decide: fn(&Query<T::AccountId>) -> Result<Permit, Refusal>,
	) -> Result<Permit, Error<T>> {
		let StoredRecord { record, .. } = stored;
		if *reader == record.patient {
			return Ok(Permit { basis: Basis::OwnRecord, obligations: Obligations::default() });
		}
		let reader_query = Reader::Account(reader.clone());
		match decide(&Self::query(reader_query, Action::Access, record, purpose)) {
			// Authors may see what they wrote, unless the patient denies it: data rule 7. No denial can
			// name broken glass as a purpose, so with that one they would read past every denial.
			Err(Refusal::NoPolicy)
				if purpose != Purpose::BreakGlass
					&& is_licensed::<T::Participants, _>(reader)
					&& Self::version_of(id, stored, version)
						.is_some_and(|version| version.author == *reader) =>
			{
				Ok(Permit { basis: Basis::Authorship, obligations: Obligations::default() })
			}
			answer => answer.map_err(Into::into),
		}
	}

	/// The height of the chain, as deadlines have it.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// Data rule 5: the ledger's entry and the request that custodians check, both or neither.
	pub(crate) fn open_access(
		id: RecordId,
		record: &Record<T::AccountId>,
		version: VersionNumber,
		opening: Opening<T::AccountId>,
	) -> Result<AccessId, DispatchError> {
		let Opening { readers, purpose, permit, expires, depositor } = opening;
		let Permit { basis, obligations } = permit;
		let opened_at = T::Time::now();
		ensure!(expires.moment > opened_at, Error::<T>::Expired);

		let access = NextAccess::<T>::get();
		NextAccess::<T>::put(access.next().ok_or(Error::<T>::IdsExhausted)?);
		let patient = record.patient.clone();
		let entered = T::Ledger::enter(
			&patient,
			&readers,
			access,
			Subject::Record { id, version },
			record.category,
			purpose,
			basis,
		);
		ensure!(entered, Error::<T>::LedgerFull);
		let ticket = T::Consideration::new(&depositor, Self::access_footprint(readers.len()))?;
		let item = Access {
			record: id,
			version,
			patient,
			readers,
			purpose,
			basis,
			obligations,
			opened_at,
			expires,
			depositor,
		};
		Accesses::<T>::insert(access, Held { item, ticket });
		Ok(access)
	}

	/// The question that consent is asked about this record.
	pub(crate) fn query(
		reader: Reader<T::AccountId>,
		action: Action,
		record: &Record<T::AccountId>,
		purpose: Purpose,
	) -> Query<T::AccountId> {
		Query {
			patient: record.patient.clone(),
			reader,
			action,
			category: record.category,
			compartment: record.compartment,
			purpose,
			data: record.data,
		}
	}

	/// What an access request with so many readers takes.
	pub(crate) fn access_footprint(readers: usize) -> Footprint {
		let readers = readers.saturating_mul(T::AccountId::max_encoded_len());
		Footprint::from_parts(1, readers.saturating_add(ACCESS_BYTES))
	}
}
