// SPDX-License-Identifier: Apache-2.0
//! What is measured: each call in a form that touches much.

use super::{
	patients::{FULL, UNDECIDED, anchors, document, kept_by_first_operator, patient_at, retention},
	roles::{
		CLINICS, OPERATORS, become_operator, clinic, clinician, operator, operators, outcome_of,
		persona,
	},
	staged::{
		DRAWS, LARGEST, LARGEST_TIER, Scene, VISITED, invited, request, reveal, seal, seated,
		submit, successor, terms, today,
	},
	*,
};
use crate::{Consent, RuntimeOrigin};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use pallet_quorum::WeightInfo as _;
use salus_primitives::{
	Compartment, ConsentDecision, ProvisionId, Query, Reader, RecordId,
	decision_support::TIERS,
	quorum::TaskId,
	records::{CustodyClaim, MAX_CLAIMS},
};
use sp_runtime::DispatchResult;

/// Something that is measured.
pub(super) struct Case {
	pub(super) name: &'static str,
	/// Whose transaction it is.
	pub(super) signer: Option<AccountId>,
	/// What it declares, if it does.
	pub(super) declared: Option<Weight>,
	pub(super) run: Box<dyn Fn() -> DispatchResult>,
}

/// A call as `who` signs it.
fn call(name: &'static str, who: &AccountId, call: impl Into<RuntimeCall>) -> Case {
	let call: RuntimeCall = call.into();
	let origin = RuntimeOrigin::signed(who.clone());
	let declared = Some(call.get_dispatch_info().call_weight);
	let run = Box::new(move || outcome_of(origin.clone(), call.clone()));
	Case { name, signer: Some(who.clone()), declared, run }
}

/// All of them.
pub(super) fn all(scene: &Scene) -> Vec<Case> {
	let parts = [
		participants(),
		consent(scene),
		records(scene),
		custody(scene),
		decision_support(scene),
		quorum(scene),
	];
	parts.into_iter().flatten().collect()
}

fn participants() -> Vec<Case> {
	let (clinic, patient) = (CLINIC.to_account_id(), patient_at(VISITED));
	let newcomer = stranger("Newcomer");
	let register_patient = register(registration(CLINIC, &newcomer), &newcomer);
	let register = ParticipantsCall::register { encryption_key: key(1) };
	let invite = ParticipantsCall::invite_member { member: persona("newcomer", 1) };
	let accept = ParticipantsCall::accept_invitation { organisation: clinic.clone() };
	let end = ParticipantsCall::end_sponsorship { patient: patient.clone() };
	vec![
		call("participants.register", &persona("newcomer", 0), register),
		call("participants.register_patient", &clinic, register_patient),
		call("participants.set_encryption_key", &patient, set_key(1)),
		call("participants.end_sponsorship", &clinic, end),
		call("participants.invite_member", &clinic, invite),
		call("participants.accept_invitation", &invited(), accept),
		call("participants.become_operator", &operator(OPERATORS), become_operator(OPERATORS)),
	]
}

fn consent(scene: &Scene) -> Vec<Case> {
	let (reader, patient) = (clinician(0), patient_at(VISITED));
	let asked = || terms(Actor::Account(reader.clone()));
	let grant = || ConsentCall::grant { terms: asked() };
	// As another asked for it, who waits for the answer.
	let answered = Some(terms(Actor::Account(clinician(1))));
	let answer = ConsentCall::answer { request: scene.question, terms: answered };
	let ask = ConsentCall::request_consent { patient: patient.clone(), terms: asked() };
	let break_glass = ConsentCall::break_glass {
		patient: patient.clone(),
		reason_commitment: [7; 32],
		organisation: None,
	};
	let prune = ConsentCall::prune { patient: patient_at(FULL) };
	let revoke = ConsentCall::revoke { provision: ProvisionId(0) };
	let query = Query {
		patient: patient.clone(),
		reader: Reader::Account(reader.clone()),
		action: Action::Access,
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		purpose: Purpose::Treatment,
		data: today(),
	};
	let decide = move || match Consent::decide(&query) {
		Ok(_) => Ok(()),
		Err(_) => Err(DispatchError::Other("refused")),
	};
	vec![
		call("consent.grant", &patient, grant()),
		call("consent.grant, the first", &patient_at(UNDECIDED), grant()),
		call("consent.grant, replacing", &patient_at(FULL), grant()),
		call("consent.revoke", &patient, revoke),
		call("consent.request_consent", &reader, ask),
		call("consent.answer", &patient, answer),
		call("consent.break_glass", &reader, break_glass),
		call("consent.prune, of 8", &reader, prune),
		Case { name: "consent.decide", signer: None, declared: None, run: Box::new(decide) },
	]
}

fn records(scene: &Scene) -> Vec<Case> {
	let (author, patient, largest) = (clinician(0), patient_at(VISITED), patient_at(LARGEST));
	let (record, purpose) = (scene.record, Purpose::Treatment);
	let write = |custodians: u32| {
		// Of no record that there is.
		let document = document(RecordId(u64::MAX), 1, &operators(0..custodians));
		submit(&patient, Category::ObservationLaboratory, document)
	};
	let custodians = operators(0..3);
	let (base_version, data) = (1, today());
	let next = || document(record, 2, &custodians);
	let amend = RecordsCall::amend { record, base_version, document: next(), data };
	// Of the author's clinic.
	let (colleague, organisation) = (clinician(CLINICS), clinic(0));
	let document = next();
	let amend_for = RecordsCall::amend_for {
		organisation: organisation.clone(),
		record,
		base_version,
		document,
		data,
	};
	let replace = RecordsCall::replace { record, document: next(), data };
	let pay_for = RecordsCall::pay_for { record, version: 1 };
	let read = RecordsCall::request_access { record, version: None, purpose };
	let close = RecordsCall::close_access { access: scene.access };
	let destroyed = RecordsCall::confirm_destruction { record: scene.erased };
	let hand_over =
		RecordsCall::hand_over { record, version: 1, generation: 0, successor: successor() };
	vec![
		call("records.submit, 3 custodians", &author, write(3)),
		call("records.submit, 8 custodians", &author, write(8)),
		call("records.submit, by the patient", &patient, write(3)),
		call("records.amend", &author, amend),
		call("records.amend_for", &colleague, amend_for),
		call("records.replace", &colleague, replace),
		call("records.pay_for", &organisation, pay_for),
		call("records.request_access", &author, read),
		call("records.close_access", &author, close),
		call("records.reshare", &patient, reshare(record, 3..6)),
		call("records.reshare, the largest", &largest, reshare(scene.largest, 8..16)),
		call("records.hand_over", &custodians[0], hand_over),
		call("records.erase", &patient, RecordsCall::erase { record }),
		call("records.erase, the largest", &largest, RecordsCall::erase { record: scene.largest }),
		call("records.confirm_destruction", &custodians[0], destroyed),
	]
}

/// Names other custodians for a record's first version.
fn reshare(record: RecordId, custodians: std::ops::Range<u32>) -> RecordsCall {
	let custodians = operators(custodians);
	RecordsCall::reshare {
		record,
		version: 1,
		generation: 0,
		sharing: [7; 32],
		custodians: list(&custodians),
		anchors: list(&anchors(record, 1, custodians.len())),
	}
}

fn custody(scene: &Scene) -> Vec<Case> {
	let kept = kept_by_first_operator(MAX_CLAIMS);
	let claim = |records: &[RecordId]| {
		let claims: Vec<_> = records
			.iter()
			.map(|&record| CustodyClaim { record, version: 1, proof: retention(record, 1, 0) })
			.collect();
		RecordsCall::claim_custody { claims: list(&claims) }
	};
	let fund = RecordsCall::fund_custody { record: scene.record, version: 1 };
	vec![
		call("records.claim_custody, of 1", &operator(0), claim(&kept[..1])),
		// Of fewer where there are too few patients.
		call("records.claim_custody, of 64", &operator(0), claim(&kept)),
		call("records.fund_custody", &clinician(1), fund),
	]
}

fn decision_support(scene: &Scene) -> Vec<Case> {
	let ward = &scene.ward;
	let of = |inputs, tier, purpose| request(ward, inputs, tier, purpose);
	let most = ward.inputs.len();
	vec![
		call(
			"decision_support.request, 16 inputs",
			&clinician(0),
			of(most, LARGEST_TIER, Purpose::Treatment),
		),
		call(
			"decision_support.request, by the patient",
			&ward.patient,
			of(4, TIERS[0], Purpose::PatientRequest),
		),
	]
}

fn quorum(scene: &Scene) -> Vec<Case> {
	let first = |task| seated(task)[0].clone();
	let waiting = scene.waiting.clone();
	let draw = move || {
		Quorum::on_finalize(System::block_number());
		let is_drawn = |task: &TaskId| Quorum::task(*task).is_some_and(|task| task.draw.is_some());
		if waiting.iter().all(is_drawn) { Ok(()) } else { Err(DispatchError::Other("not drawn")) }
	};
	let documents = scene.ward.inputs.len() as u32 + 1;
	let draw_weight = <Runtime as pallet_quorum::Config>::WeightInfo::draw(documents);
	let declared = draw_weight.saturating_mul(DRAWS.into());
	let refuse = QuorumCall::refuse { task: scene.refused };
	vec![
		Case {
			name: "quorum: the draw of 4 tasks",
			signer: None,
			declared: Some(declared),
			run: Box::new(draw),
		},
		call("quorum.seal", &first(scene.drawn), seal(scene.drawn, &first(scene.drawn))),
		call("quorum.refuse, the last", &seated(scene.refused)[3], refuse),
		call("quorum.reveal, settling", &seated(scene.revealing)[3], reveal(scene.revealing)),
		call("quorum.close", &clinician(0), QuorumCall::close { task: scene.settled }),
	]
}
