// SPDX-License-Identifier: Apache-2.0
//! What the runtime's APIs answer, as the bytes that a node or worker gets, is what primitives' types decode.

use super::{
	scenario::{
		CONTENT, JOB, MODEL, OTHER_CONTENT, RECORD, REQUEST, TASK, approve_model, ask, document,
		permit_decision_support, read, reveal, seal, write_job, written,
	},
	*,
};
use crate::{Balance, apis::api::dispatch};
use alloc::collections::BTreeSet;
use codec::DecodeAll;
use salus_primitives::{
	AccessId, Basis, BreakGlassId, Compartment, ConsentRequestId, DataPeriod, Day, Decision,
	GuardianRole, ModelId, ProvisionId, Query, Reader, RecordId, RequestId, VersionNumber, WithId,
	consent::{BreakGlassCase, ConsentRequest, OrganisationCases, Provision},
	decision_support::{Model, ModelState, Receipt, RequestStatus, Usage, UsageTally},
	disclosures::Ledger,
	participants::{Guardian, GuardianProposal, Invitation, MembershipHistory, Operator, WhoIs},
	quorum::{Accusation, Fault, OperatorState, Price, Task, TaskId, WorkClass},
	records::{
		AccessState, CheckedAccess, CustodyFund, Destruction, KeptPage, KeptRecord, Record,
		Tombstone, Version,
	},
};

/// The APIs, and where they are declared.
const APIS: [(&str, &str); 6] = [
	("ParticipantsApi", include_str!("../../../pallets/participants/src/runtime_api.rs")),
	("DisclosuresApi", include_str!("../../../pallets/disclosures/src/runtime_api.rs")),
	("ConsentApi", include_str!("../../../pallets/consent/src/runtime_api.rs")),
	("RecordsApi", include_str!("../../../pallets/records/src/runtime_api.rs")),
	("QuorumApi", include_str!("../../../pallets/quorum/src/runtime_api.rs")),
	("DecisionSupportApi", include_str!("../../../pallets/decision-support/src/runtime_api.rs")),
];

const ERASED: RecordId = RecordId(2);
/// A request whose operators are not drawn yet.
const OPEN: RequestId = RequestId(1);
const ALL: u32 = 100;

/// Calls the runtime as a node does, and remembers which methods.
#[derive(Default)]
pub(super) struct ApiCalls(BTreeSet<String>);

impl ApiCalls {
	/// The response to a method, decoded to its last byte.
	pub(super) fn call<Response: DecodeAll>(
		&mut self,
		method: &str,
		parameters: impl Encode,
	) -> Response {
		self.0.insert(method.to_owned());
		let bytes = dispatch(method, &parameters.encode()).expect(method);
		Response::decode_all(&mut bytes.as_slice()).expect(method)
	}

	/// Of these APIs, each with where it is declared, no method was left out.
	pub(super) fn assert_complete(&self, apis: &[(&str, &str)]) {
		for (api, source) in apis {
			let methods = source.lines().filter_map(|line| line.trim().strip_prefix("fn "));
			for method in methods.filter_map(|rest| rest.split('(').next()) {
				let method = format!("{api}_{method}");
				assert!(self.0.contains(&method), "{method} was not called");
			}
		}
	}
}

/// A patient of whom every API has something to tell.
fn busy_patient() -> (sr25519::Pair, [sr25519::Pair; 3]) {
	let (patient, operators) = written();
	succeeds(&CLINICIAN.pair(), read());
	approve_model();
	write_job(&patient, &operators);
	succeeds(&patient, permit_decision_support());
	succeeds(&CLINICIAN.pair(), ask());
	pass_blocks(3);
	let said = [CONTENT, CONTENT, OTHER_CONTENT];
	for (operator, content) in operators.iter().zip(said) {
		seal(operator, content);
	}
	for (operator, content) in operators.iter().zip(said) {
		reveal(operator, content);
	}
	succeeds(&CLINICIAN.pair(), ask());

	let broken = ConsentCall::break_glass {
		patient: account(&patient),
		reason_commitment: [7; 32],
		organisation: None,
	};
	succeeds(&CLINICIAN.pair(), broken);
	succeeds(&CLINIC.pair(), ConsentCall::stand_surety { cases: 50 });
	let ConsentCall::grant { terms } = permit_clinician() else {
		unreachable!("a permit is a grant");
	};
	let ask = ConsentCall::request_consent { patient: account(&patient), terms };
	succeeds(&CLINICIAN.pair(), ask);
	let submit = RecordsCall::submit {
		patient: account(&patient),
		category: Category::Condition,
		compartment: Compartment::Fifteen,
		data: DataPeriod::on(Day(-1)),
		document: document(2, &operators),
	};
	succeeds(&patient, submit);
	succeeds(&patient, RecordsCall::erase { record: ERASED });

	let (guardian, role) = (CLINICIAN.to_account_id(), GuardianRole::Carer);
	let until = now() + crate::time::DAY;
	let appoint = ParticipantsCall::appoint_guardian { guardian: guardian.clone(), role, until };
	succeeds(&patient, appoint);
	let propose =
		ParticipantsCall::propose_guardian { patient: account(&patient), guardian, role, until };
	succeeds(&CLINIC.pair(), propose);
	admit(CLINIC, CLINICIAN);
	succeeds(&CLINIC.pair(), ParticipantsCall::invite_member { member: OUTSIDER.to_account_id() });
	(patient, operators)
}

#[test]
fn every_response_is_decoded_by_the_type_of_its_pallet() {
	execute(|| {
		let (patient, operators) = busy_patient();
		let mut api = ApiCalls::default();
		participants(&mut api, &account(&patient), &account(&operators[0]));
		consent(&mut api, &account(&patient));
		succeeds(&patient, ConsentCall::revoke { provision: ProvisionId(0) });
		history(&mut api, &account(&patient));
		records(&mut api, &account(&patient), &account(&operators[0]));
		quorum(&mut api, &account(&operators[2]));
		decision_support(&mut api, &account(&patient), &account(&operators[0]));
		api.assert_complete(&APIS);
	});
}

fn participants(api: &mut ApiCalls, patient: &AccountId, operator: &AccountId) {
	let known: WhoIs<AccountId, Balance> = api.call("ParticipantsApi_who_is", patient);
	assert_eq!(known.patient.unwrap().sponsors.as_slice(), [CLINIC.to_account_id()]);
	assert!(known.allowance.calls > 0 && known.encryption_key.is_some());
	let operators: Vec<WithId<AccountId, Operator<AccountId, Balance>>> =
		api.call("ParticipantsApi_operators", ());
	assert_eq!(operators.len(), 3);
	assert_eq!(operators[0].id, *operator);
	assert_eq!(operators[0].item.endpoint.as_slice(), b"http://127.0.0.1:9000");
	let guardians: Vec<Guardian<AccountId>> = api.call("ParticipantsApi_guardians", patient);
	assert_eq!(guardians[0].account, CLINICIAN.to_account_id());
	let proposals: Vec<WithId<AccountId, GuardianProposal<AccountId>>> =
		api.call("ParticipantsApi_guardian_proposals", patient);
	assert_eq!(proposals[0].id, CLINIC.to_account_id());
	let invitations: Vec<WithId<AccountId, Invitation>> =
		api.call("ParticipantsApi_invitations", OUTSIDER.to_account_id());
	assert_eq!(invitations[0].id, CLINIC.to_account_id());
	let member = (CLINIC.to_account_id(), CLINICIAN.to_account_id());
	let membership: MembershipHistory = api.call("ParticipantsApi_membership", member);
	assert_eq!(membership.since, Some(now()));
	let ledger: Option<Ledger> = api.call("DisclosuresApi_ledger", patient);
	// The clinician's reading, and two for each drawn operator: of the job and of the record.
	assert_eq!(ledger.unwrap().count, 7);
}

fn consent(api: &mut ApiCalls, patient: &AccountId) {
	let query = Query {
		patient: patient.clone(),
		reader: Reader::Account(CLINICIAN.to_account_id()),
		action: Action::Access,
		category: Category::ObservationLaboratory,
		compartment: Compartment::General,
		purpose: Purpose::Treatment,
		data: DataPeriod::on(Day::of(now())),
	};
	for decision in [
		api.call::<Decision>("ConsentApi_decide", &query),
		api.call::<Decision>("ConsentApi_decide_at", (&query, now())),
	] {
		let Decision::Permit(permit) = decision else { panic!("{decision:?}") };
		assert_eq!(permit.basis, Basis::Provision(ProvisionId(0)));
	}
	assert_eq!(api.call::<Moment>("ConsentApi_known_since", patient), 0);
	let provisions: Vec<Provision<AccountId>> = api.call("ConsentApi_provisions", patient);
	assert_eq!(provisions.len(), 2);
	let requests: Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>> =
		api.call("ConsentApi_requests", patient);
	assert_eq!(requests.len(), 1);
	let request: Option<ConsentRequest<AccountId>> = api.call("ConsentApi_request", requests[0].id);
	assert_eq!(request.as_ref(), Some(&requests[0].item));

	type Cases = Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>>;
	let cases: Cases =
		api.call("ConsentApi_break_glass_cases", (patient, None::<BreakGlassId>, ALL));
	assert_eq!(cases.len(), 1);
	let all: Cases = api.call("ConsentApi_all_break_glass_cases", (BreakGlassId(0), ALL));
	let unreviewed: Cases = api.call("ConsentApi_unreviewed_cases", CLINICIAN.to_account_id());
	assert_eq!((&all, &unreviewed), (&cases, &cases));
	let case: Option<BreakGlassCase<AccountId>> =
		api.call("ConsentApi_break_glass_case", cases[0].id);
	assert_eq!(case.as_ref(), Some(&cases[0].item));
	let overdue: Cases = api.call("ConsentApi_overdue_reviews", (BreakGlassId(0), ALL));
	assert!(overdue.is_empty());
	let counts: OrganisationCases =
		api.call("ConsentApi_organisation_cases", CLINIC.to_account_id());
	assert_eq!(counts.surety, 50);
}

fn history(api: &mut ApiCalls, patient: &AccountId) {
	let ended: Vec<Provision<AccountId>> =
		api.call("ConsentApi_history", (patient, ProvisionId(0), ALL));
	assert_eq!(ended.len(), 1);
	assert_eq!(ended[0].revoked_at, Some(now()));
}

fn records(api: &mut ApiCalls, patient: &AccountId, custodian: &AccountId) {
	let listed: Vec<WithId<RecordId, Record<AccountId>>> =
		api.call("RecordsApi_list", (patient, None::<RecordId>, ALL));
	let record: Option<Record<AccountId>> = api.call("RecordsApi_record", RECORD);
	// The newest first.
	assert_eq!(listed.iter().map(|item| item.id).collect::<Vec<_>>(), [JOB, RECORD]);
	assert_eq!(listed[1].item, record.unwrap());
	let versions: Vec<WithId<VersionNumber, Version<AccountId>>> =
		api.call("RecordsApi_provenance", RECORD);
	let version: Option<Version<AccountId>> = api.call("RecordsApi_version", (RECORD, 1u32));
	assert_eq!(versions, [WithId { id: 1, item: version.clone().unwrap() }]);
	let checked: Option<CheckedAccess<AccountId>> = api.call("RecordsApi_access", AccessId(0));
	let CheckedAccess { state, access, version: to_open } = checked.unwrap();
	// The patient has revoked what allowed it.
	assert_eq!((state, to_open), (AccessState::Ended, version));
	assert_eq!(access.readers.as_slice(), [CLINICIAN.to_account_id()]);
	let owed: Vec<Destruction<AccountId>> = api.call("RecordsApi_destructions", ERASED);
	assert_eq!(owed.len(), 3);
	let KeptPage { mut kept, next } =
		api.call("RecordsApi_kept_by", (custodian, None::<RecordId>, ALL));
	kept.sort_unstable_by_key(|kept| kept.record);
	let once = |record| KeptRecord { record, versions: vec![1] };
	assert_eq!((kept, next), ([RECORD, JOB].map(once).to_vec(), None));
	let fund: Option<CustodyFund<AccountId, Balance>> =
		api.call("RecordsApi_custody_fund", (RECORD, 1u32));
	let CustodyFund { payer, retentions, .. } = fund.unwrap();
	assert_eq!((payer, retentions.len()), (CLINICIAN.to_account_id(), 3));
	let tombstone: Option<Tombstone> = api.call("RecordsApi_tombstone", ERASED);
	assert_eq!(tombstone, Some(Tombstone { erased_at: now() }));
}

fn quorum(api: &mut ApiCalls, deviating: &AccountId) {
	let task: Option<Task<AccountId, Balance>> = api.call("QuorumApi_task", TASK);
	let draw = task.unwrap().draw.unwrap();
	assert!(draw.settled.is_some());
	assert!(draw.seats.iter().any(|seat| seat.operator == *deviating));
	let open: Vec<TaskId> = api.call("QuorumApi_open_tasks", deviating);
	assert!(open.is_empty(), "{open:?}");
	let state: OperatorState = api.call("QuorumApi_operator_state", deviating);
	assert_eq!(state.out, None);
	let accusations: Vec<WithId<AccountId, Accusation<Balance>>> =
		api.call("QuorumApi_accusations", TASK);
	let accused: Vec<_> =
		accusations.iter().map(|accused| (&accused.id, accused.item.fault)).collect();
	assert_eq!(accused, [(deviating, Fault::Deviation)]);
	let prices: Vec<Price<Balance>> = api.call("QuorumApi_prices", ());
	assert_eq!(prices.iter().map(|price| price.class).collect::<Vec<_>>(), WorkClass::ALL);
}

fn decision_support(api: &mut ApiCalls, patient: &AccountId, operator: &AccountId) {
	let model: Option<Model<AccountId>> = api.call("DecisionSupportApi_model", MODEL);
	let model = model.unwrap();
	assert_eq!((model.state, model.class), (ModelState::Approved, WorkClass::Clinical));
	let models: Vec<WithId<ModelId, Model<AccountId>>> =
		api.call("DecisionSupportApi_models", (ModelId(0), ALL));
	assert_eq!(models, [WithId { id: MODEL, item: model }]);
	let usage: Option<Usage> = api.call("DecisionSupportApi_model_usage", MODEL);
	assert_eq!(usage, None);
	let tally: UsageTally = api.call("DecisionSupportApi_usage_tally", operator);
	assert_eq!(tally, UsageTally { paid_seats: 1, reported: 0 });
	type Status = RequestStatus<AccountId, Balance>;
	let settled: Option<Status> = api.call("DecisionSupportApi_request", REQUEST);
	assert_eq!(settled, None);
	let open: Option<Status> = api.call("DecisionSupportApi_request", OPEN);
	let RequestStatus { request, task } = open.unwrap();
	assert_eq!((request.job.record, task.draw), (JOB, None));
	let receipt: Option<Receipt<AccountId>> = api.call("DecisionSupportApi_receipt", REQUEST);
	let receipt = receipt.unwrap();
	assert_eq!((receipt.content, receipt.agreeing), (CONTENT, 2));
	let of_patient: Vec<RequestId> =
		api.call("DecisionSupportApi_requests_of", (patient, RequestId(0), ALL));
	assert_eq!(of_patient, [REQUEST, OPEN]);
}
