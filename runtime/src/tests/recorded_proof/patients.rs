// SPDX-License-Identifier: Apache-2.0
//! The many patients: put straight into storage, as registration, consent, care and decision support leave it.

use super::{
	roles::{CLINICIANS, CLINICS, OPERATORS, clinic, clinician, operators, persona},
	*,
};
use crate::{
	Balance, Balances, RuntimeHoldReason,
	configs::participants::PatientDeposit,
	time::{DAY, HOUR},
	units::MICRO,
};
use frame_support::traits::{Get, fungible::MutateHold};
use frame_system::AccountInfo;
use pallet_balances::AccountData;
use pallet_consent::{Policy, Provision};
use pallet_decision_support::{Input, Receipt, ReceiptOf, Tally};
use pallet_participants::{
	Allowance, Deposit, EncryptionKey, Patient, StorageCounts, StoragePart, StorageUse, Ticket,
};
use pallet_records::{
	Access, AccessOf, Document, Held, Holder, HoldersOf, Record, StoredRecord, Tombstone, Version,
	VersionOf, VersionTicket,
};
use salus_primitives::{
	AccessId, Actions, Basis, Cid, Compartment, Compartments, DataPeriod, Day, ProvisionId,
	Purposes, RecordId, RequestId, VersionNumber,
	disclosures::Ledger,
	quorum::{Deadline, TaskId, WorkClass},
	records::{CustodyFund, Retention, retention_step_payload},
};
use sp_io::hashing::blake2_256;
use std::collections::BTreeMap;

/// The patients that something is measured of, or staged: those of the first clinic that come first.
pub(super) const SUBJECTS: u32 = 14;
/// The subject whose policy has no room left but that of expired provisions.
pub(super) const FULL: u32 = 3;
/// The subject who has not permitted or denied anything.
pub(super) const UNDECIDED: u32 = 4;

/// How many permits and denials a patient has, and how many have ended.
const PROVISIONS: u32 = 8;
const ENDED: u32 = 2;
/// How many of a full policy's provisions have expired.
const EXPIRED: u32 = 8;
/// How many records a patient has. Of one in eight there are two versions.
const RECORDS: u32 = 2;
/// How many operators keep a record's key.
const CUSTODIANS: u32 = 3;
/// One patient in so many has an access request that is open, one an erased record, and one a receipt.
const ACCESSES: u32 = 4;
const TOMBSTONES: u32 = 20;
const RECEIPTS: u32 = 10;

/// When what is older than today was done.
const EARLIER: Moment = START - 90 * DAY;
/// When custodians were paid last.
const PAID_UNTIL: Moment = START - 7 * DAY;
/// What a share is paid a day, and what is left for all shares of a version.
const PRICE: Balance = 20 * MICRO;
const FUND: Balance = 300 * CUSTODIANS as Balance * PRICE;

/// What was put into storage so far.
#[derive(Default)]
pub(super) struct Made {
	records: u64,
	accesses: u64,
	receipts: u64,
	/// How many patients each clinic sponsors, and how many versions' custody it pays for.
	sponsored: BTreeMap<u32, (u32, u32)>,
	/// How many receipts each clinician has.
	receipts_of: BTreeMap<u32, u32>,
}

pub(super) fn patient_at(number: u32) -> AccountId {
	persona("patient", number)
}

fn clinic_of(patient: u32) -> u32 {
	if patient < SUBJECTS { 0 } else { patient % CLINICS }
}

/// One of the clinicians of the patient's clinic.
fn clinician_of(patient: u32) -> u32 {
	clinic_of(patient) + CLINICS * (patient % (CLINICIANS / CLINICS))
}

fn hash_of(what: &str, record: RecordId, version: VersionNumber) -> [u8; 32] {
	blake2_256(&(what, record, version).encode())
}

/// What the custodian at this place claims with first.
pub(super) fn retention(record: RecordId, version: VersionNumber, index: u32) -> [u8; 32] {
	blake2_256(&("retention", record, version, index).encode())
}

pub(super) fn anchors(record: RecordId, version: VersionNumber, count: usize) -> Vec<[u8; 32]> {
	let proofs = (0..count as u32).map(|index| retention(record, version, index));
	proofs.map(|proof| blake2_256(&retention_step_payload(&proof))).collect()
}

/// A document that belongs into this version of this record.
pub(super) fn document(
	record: RecordId,
	version: VersionNumber,
	custodians: &[AccountId],
) -> Document<AccountId> {
	Document {
		cid: list(Cid::raw(hash_of("document", record, version)).as_bytes()),
		length: 20_000,
		key_commitment: hash_of("key", record, version),
		custodians: list(custodians),
		threshold: 2,
		anchors: list(&anchors(record, version, custodians.len())),
	}
}

/// The custodians of the records that are put straight into storage: operator 0 is the first of every `OPERATORS`th.
fn custodians_of(record: RecordId) -> Vec<AccountId> {
	let first = (record.0 % u64::from(OPERATORS)) as u32;
	operators((0..CUSTODIANS).map(|place| (first + place * OPERATORS / CUSTODIANS) % OPERATORS))
}

/// The records put straight into storage whose first custodian is operator 0, at most so many.
pub(super) fn kept_by_first_operator(most: u32) -> Vec<RecordId> {
	let next = pallet_records::NextRecord::<Runtime>::get().0;
	(0..next)
		.step_by(OPERATORS as usize)
		.map(RecordId)
		.filter(|id| {
			pallet_records::CustodyFunds::<Runtime>::get(id, 1_u32)
				.is_some_and(|fund| fund.retentions[0].paid_until == PAID_UNTIL)
		})
		.take(most as usize)
		.collect()
}

/// Puts one patient into storage.
pub(super) fn put(number: u32, made: &mut Made) {
	let patient = patient_at(number);
	made.sponsored.entry(clinic_of(number)).or_default().0 += 1;
	put_registration(number, &patient);
	if number != UNDECIDED {
		put_policy(number, &patient);
	}
	let first = made.records;
	for _ in 0..RECORDS {
		put_record(number, &patient, made);
	}
	if number.is_multiple_of(TOMBSTONES) {
		let erased = Tombstone { erased_at: EARLIER };
		pallet_records::Tombstones::<Runtime>::insert(RecordId(made.records), erased);
		made.records += 1;
	}
	let head = blake2_256(&("ledger", number).encode());
	let ledger = Ledger { count: 12, head };
	pallet_disclosures::Ledgers::<Runtime>::insert(&patient, ledger);
	if number.is_multiple_of(ACCESSES) {
		put_access(number, &patient, RecordId(first), made);
	}
	if number.is_multiple_of(RECEIPTS) {
		put_receipt(number, &patient, RecordId(first), made);
	}
}

/// What pays for a thing, of the first year's allowance.
fn allowance<Money>(part: StoragePart, items: u32, bytes: u32) -> Ticket<Money> {
	Ticket::Allowance { part, items, bytes, year: 0 }
}

fn put_registration(number: u32, patient: &AccountId) {
	let info: AccountInfo<Nonce, AccountData<Balance>> =
		AccountInfo { nonce: 20, sufficients: 1, ..Default::default() };
	frame_system::Account::<Runtime>::insert(patient, info);
	let depositor = clinic(clinic_of(number));
	let item = Patient {
		sponsors: list(std::slice::from_ref(&depositor)),
		sponsorships: 1,
		registered_at: EARLIER,
	};
	let ticket = Deposit { depositor, amount: PatientDeposit::get() };
	pallet_participants::Patients::<Runtime>::insert(patient, Held { item, ticket });
	let key = blake2_256(&("encryption key", number).encode());
	let key = EncryptionKey { key, version: 1, set_at: EARLIER };
	pallet_participants::EncryptionKeys::<Runtime>::insert(patient, key);
	let storage = StorageCounts {
		basic: StorageUse { items: 1, bytes: 35_000 },
		sponsored: StorageUse { items: 4, bytes: 25_000 },
		..Default::default()
	};
	let used = Allowance { storage, ..Default::default() };
	pallet_participants::Allowances::<Runtime>::insert(patient, used);
}

fn provision(id: u32, actor: Actor<AccountId>, purpose: Purpose) -> Provision<AccountId> {
	let categories = [Category::ObservationLaboratory, Category::RiskAssessment];
	Provision {
		id: ProvisionId(id),
		effect: Effect::Permit,
		actor,
		actions: Actions::all(),
		categories: categories.into_iter().collect(),
		compartments: Compartments::only(Compartment::General),
		purposes: Purposes::only(purpose),
		from: EARLIER,
		until: Some(START + 365 * DAY),
		data_from: None,
		data_until: None,
		erase_at: None,
		no_redisclosure: false,
		mask_identity: false,
		uses_left: None,
		granted_at: EARLIER,
		guardian: None,
		revoked_at: None,
		lets_finish: false,
		used_up_at: None,
	}
}

/// The patient's clinic may treat, and models may be run; another clinic is kept out; then some clinicians by name.
fn put_policy(number: u32, patient: &AccountId) {
	let own = clinic_of(number);
	let (own, other) = (clinic(own), clinic((own + 1) % CLINICS));
	let denial = provision(2, Actor::MembersOf(other), Purpose::Treatment);
	let mut active = vec![
		provision(0, Actor::MembersOf(own), Purpose::Treatment),
		provision(1, Actor::ANY_DECISION_SUPPORT, Purpose::DecisionSupport),
		Provision { effect: Effect::Deny, ..denial },
	];
	let by_name = |id| Actor::Account(clinician((number + id) % CLINICIANS));
	active.extend((3..PROVISIONS).map(|id| provision(id, by_name(id), Purpose::CareManagement)));
	if number == FULL {
		let most: u32 = <Runtime as pallet_consent::Config>::MaxProvisions::get();
		active.extend((PROVISIONS..most).map(|id| {
			let until = if id < most - EXPIRED { START + DAY } else { START - DAY };
			Provision { until: Some(until), ..provision(id, by_name(id), Purpose::CareManagement) }
		}));
	}
	let next = active.len() as u32 + ENDED;
	for index in 0..ENDED {
		let ended = provision(next - ENDED + index, by_name(index), Purpose::Treatment);
		let ended = Provision { revoked_at: Some(START - DAY), ..ended };
		pallet_consent::History::<Runtime>::insert(patient, index, ended);
	}
	let policy = Policy::<Runtime> {
		ticket: allowance(StoragePart::Basic, 1, 35_000).into(),
		next: ProvisionId(next),
		archived: ENDED,
		known_since: 0,
		active: list(&active),
	};
	pallet_consent::Provisions::<Runtime>::insert(patient, policy);
}

fn put_record(number: u32, patient: &AccountId, made: &mut Made) {
	let id = RecordId(made.records);
	made.records += 1;
	let latest: VersionNumber = if id.0.is_multiple_of(8) { 2 } else { 1 };
	let author = clinician(clinician_of(number));
	for version in 1..latest {
		let earlier = put_version(id, version, number, &author, made);
		pallet_records::EarlierVersions::<Runtime>::insert(id, version, earlier);
	}
	let version = put_version(id, latest, number, &author, made);
	if latest > 1 {
		let holder = |custodian: AccountId| Holder { custodian, versions: latest };
		let holders: Vec<_> = custodians_of(id).into_iter().map(holder).collect();
		let holders: HoldersOf<Runtime> = list(&holders);
		pallet_records::Holders::<Runtime>::insert(id, holders);
	}
	let record = Record {
		patient: patient.clone(),
		author,
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		latest,
		created_at: EARLIER,
		data: DataPeriod::on(Day::of(EARLIER)),
		contested: None,
		replaces: None,
		replaced_by: None,
	};
	let stored = StoredRecord::<Runtime> { record, version };
	pallet_records::Records::<Runtime>::insert(id, stored);
	pallet_records::RecordsOf::<Runtime>::insert(patient, id, ());
}

/// Puts a version's CID and fund into storage; its patient's clinic pays.
fn put_version(
	id: RecordId,
	number: VersionNumber,
	patient: u32,
	author: &AccountId,
	made: &mut Made,
) -> VersionOf<Runtime> {
	let cid = Cid::raw(hash_of("document", id, number));
	pallet_records::Cids::<Runtime>::insert(cid, patient_at(patient), id);
	let custodians = custodians_of(id);
	let proofs = anchors(id, number, custodians.len()).into_iter();
	let retentions: Vec<_> =
		proofs.map(|proof| Retention { proof, paid_until: PAID_UNTIL }).collect();
	let fund = CustodyFund {
		payer: clinic(clinic_of(patient)),
		price: PRICE,
		held: FUND,
		retentions: list(&retentions),
	};
	pallet_records::CustodyFunds::<Runtime>::insert(id, number, fund);
	made.sponsored.entry(clinic_of(patient)).or_default().1 += 1;
	let item = Version {
		cid,
		length: 20_000,
		key_commitment: hash_of("key", id, number),
		custodians: list(&custodians),
		threshold: 2,
		reshared: None,
		author: author.clone(),
		basis: Basis::Provision(ProvisionId(0)),
		submitted_at: EARLIER,
	};
	let ticket = allowance(StoragePart::Sponsored, 4, 1_500).into();
	Held { item, ticket: VersionTicket { taken_over_by: None, ticket } }
}

fn put_access(number: u32, patient: &AccountId, record: RecordId, made: &mut Made) {
	let reader = clinician(clinician_of(number));
	let item = Access {
		record,
		version: 1,
		patient: patient.clone(),
		readers: list(std::slice::from_ref(&reader)),
		purpose: Purpose::Treatment,
		basis: Basis::Provision(ProvisionId(0)),
		obligations: Default::default(),
		class: None,
		opened_at: START,
		expires: Deadline { moment: START + HOUR, block: 1 },
		depositor: reader,
	};
	let ticket = allowance(StoragePart::Sponsored, 1, 256).into();
	let access: AccessOf<Runtime> = Held { item, ticket };
	pallet_records::Accesses::<Runtime>::insert(AccessId(made.accesses), access);
	made.accesses += 1;
}

fn put_receipt(number: u32, patient: &AccountId, record: RecordId, made: &mut Made) {
	let id = RequestId(made.receipts);
	made.receipts += 1;
	let input = Input { record, version: 1, access: None, contested: false, replaced: false };
	let item = Receipt {
		patient: patient.clone(),
		requester: clinician(clinician_of(number)),
		job: Input { record: RecordId(record.0 + 1), ..input },
		inputs: list(&[input]),
		class: WorkClass::Clinical,
		content: blake2_256(&("content", number).encode()),
		result: Some(Cid::raw(blake2_256(&("result", number).encode()))),
		output: None,
		agreeing: 2,
		seats: 3,
		settled_at: EARLIER,
		erased_at: None,
		verdict: None,
	};
	let ticket = allowance(StoragePart::Sponsored, 1, 800).into();
	let receipt: ReceiptOf<Runtime> = Held { item, ticket };
	pallet_decision_support::Receipts::<Runtime>::insert(id, receipt);
	pallet_decision_support::RequestsOf::<Runtime>::insert(patient, id, ());
	*made.receipts_of.entry(clinician_of(number)).or_default() += 1;
}

/// Once all patients are there: counts, the next ids, the money that clinics have on hold, and blocks' hashes.
pub(super) fn settle_accounts(made: &Made) {
	pallet_records::NextRecord::<Runtime>::put(RecordId(made.records));
	pallet_records::NextAccess::<Runtime>::put(AccessId(made.accesses));
	pallet_quorum::NextTask::<Runtime>::put(TaskId(made.receipts));
	for (number, (patients, versions)) in &made.sponsored {
		let clinic = clinic(*number);
		pallet_participants::Organisations::<Runtime>::mutate(&clinic, |organisation| {
			organisation.as_mut().unwrap().patient_count = *patients;
		});
		let deposits = Balance::from(*patients) * PatientDeposit::get();
		let reason = RuntimeHoldReason::Participants(pallet_participants::HoldReason::Patient);
		Balances::hold(&reason, &clinic, deposits).unwrap();
		let reason = RuntimeHoldReason::Records(pallet_records::HoldReason::Custody);
		Balances::hold(&reason, &clinic, Balance::from(*versions) * FUND).unwrap();
	}
	for (number, receipts) in &made.receipts_of {
		let tally = Tally { receipts: *receipts, ..Default::default() };
		pallet_decision_support::Tallies::<Runtime>::insert(clinician(*number), tally);
	}
	for number in 1..polkadot_runtime_common::BlockHashCount::get() {
		frame_system::BlockHash::<Runtime>::insert(number, crate::Hash::repeat_byte(8));
	}
}
