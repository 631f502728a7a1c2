// SPDX-License-Identifier: Apache-2.0
//! Salus's parachain runtime: which pallets there are, in which order, and how they meet.
//!
//! The pallets know each other only by the traits of `salus-primitives`; [`configs`] says who
//! answers them. [`apis`] is what the node and its JSON-RPC ask.
#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// The SDK's macros make items that nothing documents.
#![allow(missing_docs)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

extern crate alloc;

#[cfg(all(feature = "wasm", not(feature = "rehearsal")))]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
#[cfg(all(feature = "wasm", feature = "rehearsal"))]
include!(concat!(env!("OUT_DIR"), "/rehearsal_binary.rs"));

pub mod apis;
pub mod configs;
pub mod genesis_presets;
#[cfg(feature = "rehearsal")]
pub mod rehearsal;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
#[cfg(test)]
mod tests;

use alloc::{borrow::Cow, vec::Vec};
use polkadot_sdk::{staging_parachain_info as parachain_info, *};
use sp_runtime::{
	MultiAddress, MultiSignature, generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
};
use sp_version::RuntimeVersion;

pub use sp_consensus_aura::sr25519::AuthorityId as AuraId;

/// A signature by any of the key types that wallets offer.
pub type Signature = MultiSignature;
/// An account: the public key's 32 bytes, or their hash.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// An amount of the chain's token.
pub type Balance = u128;
/// How many transactions an account has signed.
pub type Nonce = u32;
/// A hash of the chain.
pub type Hash = sp_core::H256;
/// A block's number.
pub type BlockNumber = u32;
/// How calls name accounts.
pub type Address = MultiAddress<AccountId, ()>;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What every transaction is checked for, in this order. `AuthorizeCall` is in the SDK's usual list; no call here is
/// authorised by it, so every transaction is signed. [`configs::fees::AllowanceOrFee`] is invisible from outside:
/// wallets see
/// `CheckNonce` and `ChargeTransactionPayment`.
pub type TxExtension = cumulus_pallet_weight_reclaim::StorageWeightReclaim<
	Runtime,
	(
		frame_system::AuthorizeCall<Runtime>,
		frame_system::CheckNonZeroSender<Runtime>,
		frame_system::CheckSpecVersion<Runtime>,
		frame_system::CheckTxVersion<Runtime>,
		frame_system::CheckGenesis<Runtime>,
		frame_system::CheckEra<Runtime>,
		frame_system::CheckWeight<Runtime>,
		configs::fees::AllowanceOrFee,
		frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	),
>;

/// A transaction or inherent as it comes in.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// Runs blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// Amounts of the token.
pub mod units {
	use super::Balance;

	pub use salus_primitives::UNIT;

	/// A thousandth of a token.
	pub const MILLI: Balance = UNIT / 1_000;
	/// A millionth of a token.
	pub const MICRO: Balance = UNIT / 1_000_000;
	/// What an account must hold to exist without being registered here.
	pub const EXISTENTIAL_DEPOSIT: Balance = MILLI;

	/// What is held for things in storage: so much each, and so much a byte.
	pub const fn deposit(items: u32, bytes: u32) -> Balance {
		(items as Balance)
			.saturating_mul(20 * MILLI)
			.saturating_add((bytes as Balance).saturating_mul(100 * MICRO))
	}
}

/// How long things last.
pub mod time {
	use super::BlockNumber;
	use salus_primitives::Moment;

	/// A block's slot. It cannot change once the chain has started.
	pub const SLOT_DURATION: Moment = 6_000;

	/// An hour in blocks. Only for the parts of the SDK that count blocks; data rule 8.
	pub const HOURS: BlockNumber = 600;
	/// A day in blocks.
	pub const DAYS: BlockNumber = 24 * HOURS;

	/// A minute by the on-chain clock.
	pub const MINUTE: Moment = 60_000;
	/// An hour by the on-chain clock.
	pub const HOUR: Moment = 60 * MINUTE;
	/// A day by the on-chain clock.
	pub const DAY: Moment = 24 * HOUR;
}

impl_opaque_keys! {
	/// A collator's keys.
	pub struct SessionKeys {
		/// The key that signs blocks.
		pub aura: Aura,
	}
}

/// What this runtime calls itself.
#[cfg(not(feature = "rehearsal"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("salus"),
	impl_name: Cow::Borrowed("salus"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// What the runtime of a rehearsed upgrade calls itself. The macro wants numbers, not what computes them.
#[cfg(feature = "rehearsal")]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("salus"),
	impl_name: Cow::Borrowed("salus"),
	authoring_version: 1,
	spec_version: 2,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// What runs, over several blocks, when this runtime takes over.
#[cfg(not(feature = "rehearsal"))]
pub type MultiBlockMigrationsToRun = ();
/// What runs, over several blocks, when this runtime takes over.
#[cfg(feature = "rehearsal")]
pub type MultiBlockMigrationsToRun = (rehearsal::DateTickets,);

#[frame_support::runtime]
mod runtime {
	/// The runtime.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;
	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(3)]
	pub type ParachainInfo = parachain_info;
	#[runtime::pallet_index(4)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;
	#[runtime::pallet_index(5)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(6)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(7)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(8)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(9)]
	pub type Scheduler = pallet_scheduler;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(13)]
	pub type AssetsHolder = pallet_assets_holder;

	/// For a chain on which one person tries things out; in no other.
	#[cfg(feature = "development")]
	#[runtime::pallet_index(15)]
	pub type Sudo = pallet_sudo;
	#[runtime::pallet_index(16)]
	pub type MedicalBoard = pallet_collective<Instance1>;

	// Aura reads Session, Session reads CollatorSelection, and so on: their order matters.
	#[runtime::pallet_index(20)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(21)]
	pub type CollatorSelection = pallet_collator_selection;
	#[runtime::pallet_index(22)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(23)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(24)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	#[runtime::pallet_index(30)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue;
	#[runtime::pallet_index(31)]
	pub type PolkadotXcm = pallet_xcm;
	#[runtime::pallet_index(32)]
	pub type CumulusXcm = cumulus_pallet_xcm;
	#[runtime::pallet_index(33)]
	pub type MessageQueue = pallet_message_queue;

	#[runtime::pallet_index(40)]
	pub type TechnicalCommittee = pallet_collective<Instance2>;
	#[runtime::pallet_index(41)]
	pub type ModelCommittee = pallet_collective<Instance3>;
	#[runtime::pallet_index(42)]
	pub type ReviewCommittee = pallet_collective<Instance4>;
	// After the bodies, whose seats it counts in the genesis.
	#[runtime::pallet_index(43)]
	pub type Enactment = pallet_enactment;
	#[runtime::pallet_index(44)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(45)]
	pub type MultiBlockMigrations = pallet_migrations;

	#[runtime::pallet_index(50)]
	pub type Participants = pallet_participants;
	#[runtime::pallet_index(51)]
	pub type Disclosures = pallet_disclosures;
	#[runtime::pallet_index(52)]
	pub type Consent = pallet_consent;
	#[runtime::pallet_index(53)]
	pub type Records = pallet_records;
	#[runtime::pallet_index(55)]
	pub type Quorum = pallet_quorum;
	#[runtime::pallet_index(54)]
	pub type DecisionSupport = pallet_decision_support;
	#[runtime::pallet_index(56)]
	pub type Claims = pallet_claims;

	/// To compare our own calls' weights with; in no chain.
	#[cfg(feature = "runtime-benchmarks")]
	#[runtime::pallet_index(250)]
	pub type Uniques = pallet_uniques;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
