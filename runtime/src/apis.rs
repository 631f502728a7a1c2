// SPDX-License-Identifier: Apache-2.0
//! What the node, its JSON-RPC and wallets ask of the runtime.
#![cfg_attr(feature = "try-runtime", allow(clippy::unwrap_used))]

use crate::{
	AccountId, AuraId, Balance, Block, Claims, Consent, DecisionSupport, Executive,
	InherentDataExt, Nonce, ParachainInfo, ParachainSystem, Participants, Quorum, Records, Runtime,
	RuntimeCall, RuntimeGenesisConfig, SessionKeys, System, TransactionPayment, VERSION,
	configs::{
		fees,
		system::{BLOCK_PROCESSING_VELOCITY, ConsensusHook, RELAY_PARENT_OFFSET},
	},
	genesis_presets,
	time::SLOT_DURATION,
};
use alloc::vec::Vec;
use cumulus_primitives_core::{CollationInfo, ParaId, RelayProofRequest};
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use polkadot_sdk::*;
use salus_adjudication as rules;
use salus_primitives::{
	AccessId, BreakGlassId, ConsentDecision, ConsentRequestId, Decision, ModelId, Moment,
	ProvisionId, Query, RecordId, RequestId, VersionNumber, WithId,
	claims::{
		Admission, Asset, Claim, ClaimId, InsurerTally, Plan, PlanId, Policy, PolicyId, Reserve,
	},
	consent::{BreakGlassCase, ConsentRequest, OrganisationCases, Provision},
	decision_support::{Model, Receipt, RequestStatus, Usage, UsageTally},
	disclosures::Ledger,
	participants::{Guardian, GuardianProposal, Invitation, MembershipHistory, Operator, WhoIs},
	quorum::{Accusation, OperatorState, Price, Task, TaskId},
	records::{CheckedAccess, CustodyFund, Destruction, KeptPage, Record, Tombstone, Version},
};
use sp_api::impl_runtime_apis;
use sp_core::{OpaqueMetadata, crypto::KeyTypeId};
use sp_runtime::{
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
};
use sp_version::RuntimeVersion;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(
			data: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, transaction, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> sp_session::OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(SLOT_DURATION)
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl cumulus_primitives_aura::AuraUnincludedSegmentApi<Block> for Runtime {
		fn can_build_upon(
			included_hash: <Block as BlockT>::Hash,
			slot: cumulus_primitives_aura::Slot,
		) -> bool {
			ConsensusHook::can_build_upon(included_hash, slot)
		}
	}

	impl cumulus_primitives_core::RelayParentOffsetApi<Block> for Runtime {
		fn relay_parent_offset() -> u32 {
			RELAY_PARENT_OFFSET
		}

		fn max_claim_queue_offset() -> u8 {
			ParachainSystem::max_claim_queue_offset()
		}
	}

	impl cumulus_primitives_core::SchedulingV3EnabledApi<Block> for Runtime {
		fn scheduling_v3_enabled() -> bool {
			false
		}
	}

	impl cumulus_primitives_core::TargetBlockRate<Block> for Runtime {
		fn target_block_rate() -> u32 {
			BLOCK_PROCESSING_VELOCITY
		}
	}

	impl cumulus_primitives_core::KeyToIncludeInRelayProof<Block> for Runtime {
		fn keys_to_prove() -> RelayProofRequest {
			Default::default()
		}
	}

	impl cumulus_primitives_core::CollectCollationInfo<Block> for Runtime {
		fn collect_collation_info(header: &<Block as BlockT>::Header) -> CollationInfo {
			ParachainSystem::collect_collation_info(header)
		}
	}

	impl cumulus_primitives_core::GetParachainInfo<Block> for Runtime {
		fn parachain_id() -> ParaId {
			ParachainInfo::parachain_id()
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			extrinsic: <Block as BlockT>::Extrinsic,
			length: u32,
		) -> RuntimeDispatchInfo<Balance> {
			let is_free = fees::is_free(&extrinsic, length);
			let mut info = TransactionPayment::query_info(extrinsic, length);
			if is_free {
				info.partial_fee = 0;
			}
			info
		}

		fn query_fee_details(
			extrinsic: <Block as BlockT>::Extrinsic,
			length: u32,
		) -> FeeDetails<Balance> {
			let is_free = fees::is_free(&extrinsic, length);
			let details = TransactionPayment::query_fee_details(extrinsic, length);
			if is_free { FeeDetails { inclusion_fee: None, ..details } } else { details }
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime {
		fn query_call_info(call: RuntimeCall, length: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, length)
		}

		fn query_call_fee_details(call: RuntimeCall, length: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, length)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_participants::runtime_api::ParticipantsApi<Block, AccountId, Balance> for Runtime {
		fn who_is(account: AccountId) -> WhoIs<AccountId, Balance> {
			Participants::who_is(account)
		}

		fn operators() -> Vec<WithId<AccountId, Operator<AccountId, Balance>>> {
			Participants::operators()
		}

		fn guardians(patient: AccountId) -> Vec<Guardian<AccountId>> {
			Participants::guardians(patient)
		}

		fn guardian_proposals(
			patient: AccountId,
		) -> Vec<WithId<AccountId, GuardianProposal<AccountId>>> {
			Participants::guardian_proposals(patient)
		}

		fn invitations(account: AccountId) -> Vec<WithId<AccountId, Invitation>> {
			Participants::invitations(account)
		}

		fn membership(organisation: AccountId, account: AccountId) -> MembershipHistory {
			Participants::membership(organisation, account)
		}
	}

	impl pallet_disclosures::runtime_api::DisclosuresApi<Block, AccountId> for Runtime {
		fn ledger(patient: AccountId) -> Option<Ledger> {
			pallet_disclosures::Ledgers::<Runtime>::get(patient)
		}
	}

	impl pallet_consent::runtime_api::ConsentApi<Block, AccountId> for Runtime {
		fn decide(query: Query<AccountId>) -> Decision {
			<Consent as ConsentDecision<AccountId>>::decide(&query).into()
		}

		fn decide_at(query: Query<AccountId>, at: Moment) -> Decision {
			Consent::decide_at(&query, at).into()
		}

		fn provisions(patient: AccountId) -> Vec<Provision<AccountId>> {
			Consent::provisions(&patient)
		}

		fn history(
			patient: AccountId,
			start: ProvisionId,
			count: u32,
		) -> Vec<Provision<AccountId>> {
			Consent::history(&patient, start, count)
		}

		fn known_since(patient: AccountId) -> Moment {
			Consent::known_since(&patient)
		}

		fn requests(patient: AccountId) -> Vec<WithId<ConsentRequestId, ConsentRequest<AccountId>>> {
			Consent::requests(&patient)
		}

		fn request(id: ConsentRequestId) -> Option<ConsentRequest<AccountId>> {
			Consent::request(id)
		}

		fn break_glass_cases(
			patient: AccountId,
			before: Option<BreakGlassId>,
			count: u32,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>> {
			Consent::break_glass_cases(&patient, before, count)
		}

		fn break_glass_case(id: BreakGlassId) -> Option<BreakGlassCase<AccountId>> {
			Consent::break_glass_case(id)
		}

		fn all_break_glass_cases(
			start: BreakGlassId,
			count: u32,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>> {
			Consent::all_break_glass_cases(start, count)
		}

		fn unreviewed_cases(
			practitioner: AccountId,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>> {
			Consent::unreviewed_cases(&practitioner)
		}

		fn overdue_reviews(
			start: BreakGlassId,
			count: u32,
		) -> Vec<WithId<BreakGlassId, BreakGlassCase<AccountId>>> {
			Consent::overdue_reviews(start, count)
		}

		fn organisation_cases(organisation: AccountId) -> OrganisationCases {
			Consent::organisation_cases(&organisation)
		}
	}

	impl pallet_records::runtime_api::RecordsApi<Block, AccountId, Balance> for Runtime {
		fn list(
			patient: AccountId,
			after: Option<RecordId>,
			count: u32,
		) -> Vec<WithId<RecordId, Record<AccountId>>> {
			Records::list(&patient, after, count)
		}

		fn record(record: RecordId) -> Option<Record<AccountId>> {
			Records::record(record)
		}

		fn version(record: RecordId, version: VersionNumber) -> Option<Version<AccountId>> {
			Records::version(record, version)
		}

		fn provenance(record: RecordId) -> Vec<WithId<VersionNumber, Version<AccountId>>> {
			Records::provenance(record)
		}

		fn access(access: AccessId) -> Option<CheckedAccess<AccountId>> {
			Records::access(access)
		}

		fn destructions(record: RecordId) -> Vec<Destruction<AccountId>> {
			Records::destructions(record)
		}

		fn kept_by(operator: AccountId, after: Option<RecordId>, count: u32) -> KeptPage {
			Records::kept_by(&operator, after, count)
		}

		fn custody_fund(
			record: RecordId,
			version: VersionNumber,
		) -> Option<CustodyFund<AccountId, Balance>> {
			Records::custody_fund(record, version)
		}

		fn tombstone(record: RecordId) -> Option<Tombstone> {
			Records::tombstone(record)
		}
	}

	impl pallet_quorum::runtime_api::QuorumApi<Block, AccountId, Balance> for Runtime {
		fn task(id: TaskId) -> Option<Task<AccountId, Balance>> {
			Quorum::task(id)
		}

		fn open_tasks(operator: AccountId) -> Vec<TaskId> {
			Quorum::open_tasks(&operator)
		}

		fn operator_state(operator: AccountId) -> OperatorState {
			Quorum::operator_state(&operator)
		}

		fn accusations(task: TaskId) -> Vec<WithId<AccountId, Accusation<Balance>>> {
			Quorum::accusations(task)
		}

		fn prices() -> Vec<Price<Balance>> {
			Quorum::prices()
		}
	}

	impl pallet_decision_support::runtime_api::DecisionSupportApi<Block, AccountId, Balance>
		for Runtime
	{
		fn model(id: ModelId) -> Option<Model<AccountId>> {
			DecisionSupport::model(id)
		}

		fn models(start: ModelId, count: u32) -> Vec<WithId<ModelId, Model<AccountId>>> {
			DecisionSupport::models(start, count)
		}

		fn model_usage(id: ModelId) -> Option<Usage> {
			DecisionSupport::model_usage(id)
		}

		fn usage_tally(operator: AccountId) -> UsageTally {
			DecisionSupport::usage_tally(&operator)
		}

		fn request(id: RequestId) -> Option<RequestStatus<AccountId, Balance>> {
			let request = DecisionSupport::open_request(id)?;
			let task = Quorum::task(id.into())?;
			Some(RequestStatus { request, task })
		}

		fn receipt(id: RequestId) -> Option<Receipt<AccountId>> {
			DecisionSupport::receipt(id)
		}

		fn requests_of(patient: AccountId, start: RequestId, count: u32) -> Vec<RequestId> {
			DecisionSupport::requests_of(&patient, start, count)
		}
	}

	impl pallet_claims::runtime_api::ClaimsApi<Block, AccountId> for Runtime {
		fn plan(id: PlanId) -> Option<Plan<AccountId>> {
			Claims::plan(id)
		}

		fn plan_versions(id: PlanId) -> Vec<rules::Version> {
			Claims::plan_versions(id)
		}

		fn admission(plan: PlanId, organisation: AccountId) -> Option<Admission> {
			Claims::admission(plan, &organisation)
		}

		fn reserve(insurer: AccountId, asset: Asset) -> Option<Reserve> {
			Claims::reserve(&insurer, asset)
		}

		fn owed(insurer: AccountId, payee: AccountId, asset: Asset) -> u128 {
			Claims::owed(&insurer, &payee, asset)
		}

		fn insurer_tally(insurer: AccountId) -> InsurerTally {
			Claims::insurer_tally(&insurer)
		}

		fn policy(id: PolicyId) -> Option<Policy<AccountId>> {
			Claims::policy(id)
		}

		fn claim(id: ClaimId) -> Option<Claim<AccountId>> {
			Claims::claim(id)
		}

		fn claims_of(
			policy: PolicyId,
			after: Option<ClaimId>,
			count: u32,
		) -> Vec<WithId<ClaimId, Claim<AccountId>>> {
			Claims::claims_of(policy, after, count)
		}

		fn is_billed(nullifier: [u8; 32]) -> bool {
			Claims::is_billed(&nullifier)
		}

		fn judge(
			plan: PlanId,
			policy: rules::Policy,
			statement: rules::Statement,
			claim: rules::Claim,
		) -> Option<Result<rules::Outcome, rules::Rejected>> {
			Claims::judge(plan, &policy, &statement, &claim)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_presets::preset_names()
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			// A trial must stop with its trace.
			let weight = Executive::try_runtime_upgrade(checks).unwrap();
			(weight, crate::configs::block_limits::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(&config)
		}
	}
}
