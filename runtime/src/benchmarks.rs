// SPDX-License-Identifier: Apache-2.0
//! Which pallets are measured, with one of the SDK's beside which ours are judged.

use crate::{
	AccountId, AllPalletsWithSystem, Assets, Balance, Balances, Claims, CollatorSelection, Consent,
	DecisionSupport, Disclosures, Enactment, MedicalBoard, MessageQueue, MultiBlockMigrations,
	Multisig, ParachainSystem, Participants, Preimage, Proxy, Quorum, Records, Runtime,
	RuntimeEvent, SafeMode, Scheduler, SessionKeys, System, Timestamp, TransactionPayment, Uniques,
	Utility, WeightReclaim, XcmpQueue, units::deposit,
};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use cumulus_pallet_session_benchmarking::Pallet as SessionBench;
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkError, BenchmarkList};
use frame_support::{
	parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, StorageInfo, StorageInfoTrait, WhitelistedStorageKeys,
	},
};
use frame_system::{EnsureRoot, EnsureSigned};
use frame_system_benchmarking::{
	Pallet as SystemBench, extensions::Pallet as SystemExtensionsBench,
};
use polkadot_sdk::*;

frame_benchmarking::define_benchmarks!(
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[cumulus_pallet_parachain_system, ParachainSystem]
	[cumulus_pallet_weight_reclaim, WeightReclaim]
	[cumulus_pallet_xcmp_queue, XcmpQueue]
	[pallet_assets, Assets]
	[pallet_balances, Balances]
	[pallet_collator_selection, CollatorSelection]
	[pallet_collective, MedicalBoard]
	[pallet_message_queue, MessageQueue]
	[pallet_migrations, MultiBlockMigrations]
	[pallet_multisig, Multisig]
	[pallet_preimage, Preimage]
	[pallet_proxy, Proxy]
	[pallet_safe_mode, SafeMode]
	[pallet_scheduler, Scheduler]
	[pallet_session, SessionBench::<Runtime>]
	[pallet_timestamp, Timestamp]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_uniques, Uniques]
	[pallet_utility, Utility]
	[pallet_enactment, Enactment]
	[pallet_participants, Participants]
	[pallet_disclosures, Disclosures]
	[pallet_consent, Consent]
	[pallet_records, Records]
	[pallet_quorum, Quorum]
	[pallet_decision_support, DecisionSupport]
	[pallet_claims, Claims]
);

impl frame_system_benchmarking::Config for Runtime {
	fn setup_set_code_requirements(code: &Vec<u8>) -> Result<(), BenchmarkError> {
		ParachainSystem::initialize_for_set_code_benchmark(
			code.len().try_into().unwrap_or(u32::MAX),
		);
		Ok(())
	}

	fn verify_set_code() {
		System::assert_last_event(
			cumulus_pallet_parachain_system::Event::<Runtime>::ValidationFunctionStored.into(),
		);
	}
}

impl cumulus_pallet_session_benchmarking::Config for Runtime {
	fn generate_session_keys_and_proof(owner: AccountId) -> (SessionKeys, Vec<u8>) {
		// A seed in hex: to draw a phrase and stretch it would take most of the benchmarks' time.
		let seed = sp_core::hexdisplay::HexDisplay::from(owner.as_ref() as &[u8; 32]);
		let seed = alloc::format!("0x{seed}").into_bytes();
		let generated = SessionKeys::generate(&owner.encode(), Some(seed));
		(generated.keys, generated.proof.encode())
	}
}

impl pallet_transaction_payment::BenchmarkConfig for Runtime {}

parameter_types! {
	pub const CollectionDeposit: Balance = deposit(1, 130);
	pub const ItemDeposit: Balance = deposit(1, 164);
	pub const MetadataDeposit: Balance = deposit(1, 129);
	pub const AttributeDeposit: Balance = deposit(1, 0);
	pub const ByteDeposit: Balance = deposit(0, 1);
}

impl pallet_uniques::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId>;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type Locker = ();
	type CollectionDeposit = CollectionDeposit;
	type ItemDeposit = ItemDeposit;
	type MetadataDepositBase = MetadataDeposit;
	type AttributeDepositBase = AttributeDeposit;
	type DepositPerByte = ByteDeposit;
	type StringLimit = ConstU32<128>;
	type KeyLimit = ConstU32<32>;
	type ValueLimit = ConstU32<64>;
	type Helper = ();
	type WeightInfo = ();
}

/// What there is to measure.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Measures.
pub fn dispatch(config: &BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let mut whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	// The clock is set before any call of a block: to read it then costs a call nothing.
	whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
	let mut batches = Vec::new();
	let params = (config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
