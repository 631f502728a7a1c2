//! The runtime's APIs, a function a question. Each names the block that it asks about.

use super::{AccountId, ChainClient, ChainError, H256, answers::*, ask};
use salus_primitives::{
	AccessId, BreakGlassId, ConsentRequestId, ModelId, Moment, Permit, ProvisionId, Query,
	RecordId, Refusal, RequestId, VersionNumber,
};

type Chain<'a> = &'a dyn ChainClient;

macro_rules! questions {
	($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty = $method:literal;)*) => {
		$(
			$(#[$doc])*
			pub async fn $name(chain: Chain<'_>, $($argument: $type,)* block: H256) -> Result<$answer, ChainError> {
				ask(chain, $method, ($($argument,)*), block).await
			}
		)*
	};
}

questions! {
	/// Everything known of an account.
	who_is(account: &AccountId) -> WhoIs = "ParticipantsApi_who_is";
	/// The operators in service; `who_is` knows those who left, too.
	operators() -> Vec<OperatorInfo> = "ParticipantsApi_operators";
	/// Decides a query.
	decide(query: &Query<AccountId>) -> Result<Permit, Refusal> = "ConsentApi_decide";
	/// Decides a query as of a past moment.
	decide_at(query: &Query<AccountId>, at: Moment) -> Result<Permit, Refusal> = "ConsentApi_decide_at";
	/// A patient's provisions in force or to come.
	provisions(patient: &AccountId) -> Vec<Provision> = "ConsentApi_provisions";
	/// A page of a patient's ended provisions.
	history(patient: &AccountId, start: ProvisionId, count: u32) -> Vec<Provision> = "ConsentApi_history";
	/// A patient's open requests for consent.
	requests(patient: &AccountId) -> Vec<(ConsentRequestId, ConsentRequest)> = "ConsentApi_requests";
	/// One open request for consent.
	consent_request(id: ConsentRequestId) -> Option<ConsentRequest> = "ConsentApi_request";
	/// A page of a patient's break-glass cases, newest first.
	break_glass_cases(patient: &AccountId, before: Option<BreakGlassId>, count: u32)
		-> Vec<(BreakGlassId, BreakGlassCase)> = "ConsentApi_break_glass_cases";
	/// A page of a patient's records: those after `start`, in an order that is not that of time.
	records(patient: &AccountId, start: Option<RecordId>, count: u32) -> Vec<RecordInfo> = "RecordsApi_list";
	/// One record.
	record(record: RecordId) -> Option<RecordInfo> = "RecordsApi_record";
	/// One version of a record.
	version(record: RecordId, version: VersionNumber) -> Option<VersionInfo> = "RecordsApi_version";
	/// All versions of a record.
	provenance(record: RecordId) -> Vec<VersionInfo> = "RecordsApi_provenance";
	/// An access request.
	access(access: AccessId) -> Option<AccessInfo> = "RecordsApi_access";
	/// Which custodians still owe a destruction receipt.
	destructions(record: RecordId) -> Vec<Destruction> = "RecordsApi_destructions";
	/// What is left of an erased record.
	tombstone(record: RecordId) -> Option<Tombstone> = "RecordsApi_tombstone";
	/// A patient's ledger of disclosures: count and head.
	ledger(patient: &AccountId) -> Option<Ledger> = "DisclosuresApi_ledger";
	/// One model.
	model(model: ModelId) -> Option<ModelInfo> = "DecisionSupportApi_model";
	/// A page of models.
	models(start: ModelId, count: u32) -> Vec<ModelInfo> = "DecisionSupportApi_models";
	/// One request for decision support, until it is closed.
	request(request: RequestId) -> Option<RequestInfo> = "DecisionSupportApi_request";
	/// One receipt.
	receipt(request: RequestId) -> Option<ReceiptInfo> = "DecisionSupportApi_receipt";
	/// The requests that an operator must still seal.
	requests_for(operator: &AccountId) -> Vec<RequestId> = "DecisionSupportApi_requests_for";
	/// The operators that have declared a model, in service or not.
	declared(model: ModelId) -> Vec<AccountId> = "DecisionSupportApi_declared";
}
