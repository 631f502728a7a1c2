// SPDX-License-Identifier: Apache-2.0
//! Who may write and read, and how a reader is granted access.

use crate::*;
use codec::MaxEncodedLen;
use frame_support::{
	BoundedVec, ensure,
	traits::{Consideration, ConstU32, Contains, Footprint, Time},
};
use polkadot_sdk::sp_runtime::{DispatchError, SaturatedConversion};
use salus_pallet_support::{Payment, ensure_licensed};
use salus_primitives::{
	AccessId, Action, Basis, Category, Compartment, ConsentDecision, DisclosureLedger, Guardians,
	Guardianship, Licence, Obligations, Participants, Permit, Power, Purpose, Query, Reader,
	RecordId, Refusal, Subject, VersionNumber,
	quorum::{Deadline, WorkClass},
	records::MAX_READERS,
};

/// The purposes for which a practitioner may write, in the order in which they are tried: the ordinary first, so
/// that a broken glass is the basis only where nothing else is.
const TREATING_PURPOSES: [Purpose; 3] =
	[Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::BreakGlass];

/// The purposes for which insurers and studies have risk models run, and so write jobs.
const AFFILIATES_PURPOSES: [Purpose; 2] = [Purpose::Payment, Purpose::Research];

/// Bytes of an access request besides its readers, and of its place under the provision that opened it, rounded up.
const ACCESS_BYTES: usize = 224;

/// An access request that is to be opened.
pub(crate) struct Opening<AccountId> {
	/// For whom.
	pub readers: BoundedVec<AccountId, ConstU32<MAX_READERS>>,
	/// Why.
	pub purpose: Purpose,
	/// By what.
	pub permit: Permit,
	/// What drawn operators work for; none for a person.
	pub class: Option<WorkClass>,
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
		// A guardian leaves as it is what others wrote.
		if let Some(guardianship) = Self::guardianship(author, record, Action::Collect)
			&& (record.author == *author || record.author == record.patient)
		{
			Self::ensure_not_denied(author, record, Action::Collect)?;
			return Ok(Basis::Guardianship(guardianship.role));
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
			// A denial ends the search: an author states no purpose, and is not let through by another one. Only a broken
			// glass stands above it. Data rule 7.
			if matches!(refusal, Refusal::Denied(_)) && purpose != Purpose::BreakGlass {
				continue;
			}
			match decide(&Self::query(
				Reader::Account(author.clone()),
				Action::Collect,
				record,
				purpose,
			)) {
				Ok(permit) => return Ok(permit.basis),
				// That nothing covers the other purposes says less than that one is denied.
				Err(Refusal::NoPolicy) => {}
				// The first denial is the cause.
				Err(_) if matches!(refusal, Refusal::Denied(_)) => {}
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
			return Ok(Permit {
				basis: Basis::OwnRecord,
				obligations: Obligations::default(),
				ends_at: None,
			});
		}
		// For one purpose alone, so that a denial knows which to name.
		if purpose == Purpose::PatientRequest
			&& let Some(guardianship) = Self::guardianship(reader, record, Action::Access)
		{
			Self::ensure_not_denied(reader, record, Action::Access)?;
			return Ok(Permit {
				basis: Basis::Guardianship(guardianship.role),
				obligations: Obligations::default(),
				ends_at: Some(guardianship.until),
			});
		}
		let reader_query = Reader::Account(reader.clone());
		match decide(&Self::query(reader_query, Action::Access, record, purpose)) {
			// Authors may see what they wrote, unless the patient denies it: data rule 7. No denial can
			// name broken glass as a purpose, so with that one they would read past every denial.
			Err(Refusal::NoPolicy) if purpose != Purpose::BreakGlass => {
				let Licence::InForce { expires_at, .. } = T::Participants::licence(reader) else {
					return Err(Error::<T>::NotPermitted);
				};
				let version = Self::version_of(id, stored, version);
				let wrote_it = version.is_some_and(|version| version.author == *reader);
				ensure!(wrote_it, Error::<T>::NotPermitted);
				Ok(Permit {
					basis: Basis::Authorship,
					obligations: Obligations::default(),
					ends_at: Some(expires_at),
				})
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
		let Opening { readers, purpose, permit, class, expires, depositor } = opening;
		let Permit { basis, obligations, .. } = permit;
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
		let footprint = Self::access_footprint(readers.len());
		let surety = if class.is_none() { T::Consent::surety(basis) } else { None };
		let (depositor, ticket) = match Self::pay_as_surety(surety, footprint) {
			Some(paid) => paid,
			None => {
				// To read their own a patient needs no sponsor, nor does a guardian who reads for them. Data rule 10.
				let reads_own = depositor == patient && class.is_none();
				let ticket = if reads_own {
					T::Consideration::new_basic(&depositor, footprint)?
				} else {
					T::Consideration::new_about(&depositor, &patient, footprint)?
				};
				(depositor, ticket)
			}
		};
		T::Consent::opened(&patient, basis, access, expires);
		let item = Access {
			record: id,
			version,
			patient,
			readers,
			purpose,
			basis,
			obligations,
			class,
			opened_at,
			expires,
			depositor,
		};
		Accesses::<T>::insert(access, Held { item, ticket });
		Ok(access)
	}

	/// Has whoever stands surety for a broken glass pay for what is read by it. None if nobody does, or lacks the money: then
	/// the reader pays, so that it keeps nobody from reading in an emergency.
	fn pay_as_surety(
		surety: Option<T::AccountId>,
		footprint: Footprint,
	) -> Option<(T::AccountId, T::Consideration)> {
		let surety = surety?;
		let paid = <T::Consideration as Consideration<_, Footprint>>::new(&surety, footprint);
		paid.ok().map(|ticket| (surety, ticket))
	}

	/// The guardianship under which the account may do this with such a record; none for whoever has no such power.
	fn guardianship(
		account: &T::AccountId,
		record: &Record<T::AccountId>,
		action: Action,
	) -> Option<Guardianship> {
		let power = match (action, record.compartment) {
			(Action::Access, Compartment::General) => Power::Read,
			(Action::Access, _) => Power::ReadNumbered,
			(Action::Collect, Compartment::General) => Power::Write,
			(Action::Collect, _) => Power::WriteNumbered,
		};
		T::Participants::guardianship(account, &record.patient, power)
	}

	/// Refuses a guardian whom the patient denies this at their own request. Data rule 7.
	fn ensure_not_denied(
		guardian: &T::AccountId,
		record: &Record<T::AccountId>,
		action: Action,
	) -> Result<(), Error<T>> {
		let reader = Reader::Account(guardian.clone());
		let asked = Self::query(reader, action, record, Purpose::PatientRequest);
		ensure!(!matches!(T::Consent::decide(&asked), Err(Refusal::Denied(_))), Error::<T>::Denied);
		Ok(())
	}

	/// Who pays for what an account stores on this basis: for what a guardian does, the patient.
	pub(crate) fn payer<'a>(
		basis: Basis,
		account: &'a T::AccountId,
		patient: &'a T::AccountId,
	) -> &'a T::AccountId {
		match basis {
			Basis::Guardianship(_) => patient,
			_ => account,
		}
	}

	/// Whether what allowed an access still does: the custodians' question, for each share. Data rule 5.
	pub(crate) fn still_allowed(
		access: &Access<T::AccountId>,
		record: &Record<T::AccountId>,
	) -> bool {
		let reader = match (access.class, access.readers.first()) {
			// Drawn operators read for whoever asked, and that is what a provision names.
			(Some(class), _) => Reader::DecisionSupport { class, asker: access.depositor.clone() },
			(None, Some(reader)) => Reader::Account(reader.clone()),
			(None, None) => return false,
		};
		if let (Basis::Guardianship(_), Reader::Account(guardian)) = (access.basis, &reader)
			&& Self::guardianship(guardian, record, Action::Access).is_none()
		{
			return false;
		}
		T::Consent::still_allows(
			&Self::query(reader, Action::Access, record, access.purpose),
			access.basis,
		)
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
