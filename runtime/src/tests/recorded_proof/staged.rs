// SPDX-License-Identifier: Apache-2.0
//! What the measured calls need to find: some patients' records, requests and tasks, made by calls.

use super::{
	patients::{SUBJECTS, document, patient_at},
	roles::{OPERATORS, by, clinician, give, operator, operators, persona},
	*,
};
use frame_support::traits::Get;
use pallet_records::Document;
use salus_primitives::{
	AccessId, Cid, Compartment, ConsentRequestId, DataPeriod, Day, RecordId, VersionNumber,
	decision_support::TIERS,
	quorum::{TaskId, Tier, WorkClass, digest_payload, seal_payload},
};
use sp_io::hashing::blake2_256;

/// Subjects whose records these are.
pub(super) const VISITED: u32 = 0;
pub(super) const LARGEST: u32 = 1;
const ERASED: u32 = 2;
/// The first of the subjects about whom models are asked.
const FIRST_WARD: u32 = 5;
/// So many tasks are drawn in one block.
pub(super) const DRAWS: u32 = 4;
/// As many inputs as a request can have.
const INPUTS: usize = 16;
/// What tasks are staged with: as many seats as a request can have.
pub(super) const LARGEST_TIER: Tier = TIERS[2];

const CONTENT: [u8; 32] = [6; 32];
const NONCE: [u8; 32] = [7; 32];

// Four tasks in different states, those that wait for their draw, and a request that is measured.
const _: () = assert!(FIRST_WARD + 4 + DRAWS + 1 == SUBJECTS);

/// A patient about whom a model is asked.
pub(super) struct Ward {
	pub(super) patient: AccountId,
	pub(super) job: RecordId,
	pub(super) inputs: Vec<RecordId>,
}

/// What is there to be measured with.
pub(super) struct Scene {
	/// A record of `VISITED`, of one version that operators 0, 1 and 2 keep.
	pub(super) record: RecordId,
	/// A record of `LARGEST`, with as many versions and holders as there can be.
	pub(super) largest: RecordId,
	/// An erased record, whose custodians were operators 0, 1 and 2.
	pub(super) erased: RecordId,
	/// The first clinician's access to `record`.
	pub(super) access: AccessId,
	/// What another clinician asks `VISITED` to permit.
	pub(super) question: ConsentRequestId,
	/// Whom nobody has asked about.
	pub(super) ward: Ward,
	/// Drawn, and nobody has responded.
	pub(super) drawn: TaskId,
	/// The next refusal ends it.
	pub(super) refused: TaskId,
	/// All have sealed; the next reveal settles it.
	pub(super) revealing: TaskId,
	/// Settled, and two operators were not paid.
	pub(super) settled: TaskId,
	/// Those that are drawn at the end of the next block.
	pub(super) waiting: Vec<TaskId>,
}

/// What the first clinician sends to write a record.
pub(super) fn submit(
	patient: &AccountId,
	category: Category,
	document: Document<AccountId>,
) -> RecordsCall {
	RecordsCall::submit {
		patient: patient.clone(),
		category,
		compartment: Compartment::General,
		data: today(),
		document,
	}
}

pub(super) fn today() -> DataPeriod {
	DataPeriod::on(Day::of(now()))
}

/// What is asked about a ward.
pub(super) fn request(
	ward: &Ward,
	inputs: usize,
	tier: Tier,
	purpose: Purpose,
) -> DecisionSupportCall {
	DecisionSupportCall::request {
		job: ward.job,
		inputs: list(&ward.inputs[..inputs]),
		class: WorkClass::Clinical,
		tier,
		purpose,
	}
}

/// What a reader asks a patient for, or a patient grants.
pub(super) fn terms(actor: Actor<AccountId>) -> ProvisionTerms<AccountId> {
	let ConsentCall::grant { terms } = permit(actor, &[Action::Access], Purpose::Treatment) else {
		unreachable!("a permit is a grant");
	};
	terms
}

fn write(patient: &AccountId, category: Category, custodians: &[AccountId]) -> RecordId {
	let id = pallet_records::NextRecord::<Runtime>::get();
	by(&clinician(0), submit(patient, category, document(id, 1, custodians)));
	id
}

/// A record of as many versions as there can be, each with as many custodians, who are as many as there can be.
fn write_largest() -> RecordId {
	let holders: u32 = <Runtime as pallet_records::Config>::MaxHolders::get();
	let versions: u32 = <Runtime as pallet_records::Config>::MaxVersions::get();
	let custodians = |version: VersionNumber| {
		operators((0..8).map(|place| ((version - 1) * 8 + place) % holders))
	};
	let record = write(&patient_at(LARGEST), Category::ObservationLaboratory, &custodians(1));
	for version in 2..=versions {
		by(
			&clinician(0),
			RecordsCall::amend {
				record,
				base_version: version - 1,
				document: document(record, version, &custodians(version)),
				data: today(),
			},
		);
	}
	record
}

fn write_ward(number: u32) -> Ward {
	let patient = patient_at(number);
	let custodians =
		|of: u32| operators((0..3).map(|place| (7 * number + of + place * 11) % OPERATORS));
	let job = write(&patient, Category::RiskAssessment, &custodians(0));
	let inputs = (1..=INPUTS as u32)
		.map(|input| write(&patient, Category::ObservationLaboratory, &custodians(input)))
		.collect();
	Ward { patient, job, inputs }
}

fn ask(ward: &Ward) -> TaskId {
	let task = pallet_quorum::NextTask::<Runtime>::get();
	by(&clinician(0), request(ward, INPUTS, LARGEST_TIER, Purpose::Treatment));
	task
}

/// The operators that were drawn for a task.
pub(super) fn seated(task: TaskId) -> Vec<AccountId> {
	let draw = Quorum::task(task).unwrap().draw.unwrap();
	draw.seats.into_iter().map(|seat| seat.operator).collect()
}

fn result() -> Cid {
	Cid::raw([8; 32])
}

pub(super) fn seal(task: TaskId, operator: &AccountId) -> QuorumCall {
	let digest = blake2_256(&digest_payload(task, &CONTENT, Some(&result())));
	let seal = blake2_256(&seal_payload(task, operator, &digest, &NONCE));
	QuorumCall::seal { task, seal }
}

pub(super) fn reveal(task: TaskId) -> QuorumCall {
	let result = Some(list(result().as_bytes()));
	QuorumCall::reveal { task, content: CONTENT, result, nonce: NONCE }
}

/// All but the last so many seal, and these refuse; then some reveal.
fn respond(task: TaskId, refusing: usize, revealing: usize) {
	let operators = seated(task);
	let (sealing, refusing) = operators.split_at(operators.len() - refusing);
	refusing.iter().for_each(|operator| by(operator, QuorumCall::refuse { task }));
	sealing.iter().for_each(|operator| by(operator, seal(task, operator)));
	sealing.iter().take(revealing).for_each(|operator| by(operator, reveal(task)));
}

/// Puts it all there.
pub(super) fn put() -> Scene {
	give(&persona("newcomer", 0));
	by(&CLINIC.to_account_id(), ParticipantsCall::invite_member { member: invited() });
	let reader = clinician(0);
	let custodians = operators(0..3);
	let record = write(&patient_at(VISITED), Category::ObservationLaboratory, &custodians);
	let access = pallet_records::NextAccess::<Runtime>::get();
	let purpose = Purpose::Treatment;
	by(&reader, RecordsCall::request_access { record, version: None, purpose });
	let largest = write_largest();
	let erased = write(&patient_at(ERASED), Category::ObservationLaboratory, &custodians);
	by(&patient_at(ERASED), RecordsCall::erase { record: erased });

	let question = pallet_consent::NextRequest::<Runtime>::get();
	let other = clinician(1);
	let asked = terms(Actor::Account(other.clone()));
	by(&other, ConsentCall::request_consent { patient: patient_at(VISITED), terms: asked });

	let mut wards: Vec<_> = (FIRST_WARD..SUBJECTS).map(write_ward).collect();
	let ward = wards.pop().unwrap();
	let (first, later) = wards.split_at(4);
	let [drawn, refused, revealing, settled] = [0_usize, 1, 2, 3].map(|index| ask(&first[index]));
	pass_blocks(3);
	for operator in seated(refused).iter().take(3) {
		by(operator, QuorumCall::refuse { task: refused });
	}
	respond(revealing, 0, 3);
	respond(settled, 2, 5);
	let waiting = later.iter().map(ask).collect();
	pass_blocks(1);
	Scene {
		record,
		largest,
		erased,
		access,
		question,
		ward,
		drawn,
		refused,
		revealing,
		settled,
		waiting,
	}
}

/// Whom the first clinic has invited to be its member.
pub(super) fn invited() -> AccountId {
	persona("nurse", 0)
}

/// An operator that is not among the custodians of any staged record of `VISITED`.
pub(super) fn successor() -> AccountId {
	operator(50)
}
