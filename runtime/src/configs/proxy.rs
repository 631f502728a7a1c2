// SPDX-License-Identifier: Apache-2.0
//! Acting in another's name: proxies, and accounts of several signatories. A guardian is none: they act for a patient in
//! their own name, which pallet participants sees to.

use crate::{
	Balance, Balances, Runtime, RuntimeCall, RuntimeEvent, System, units::deposit, weights,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use polkadot_sdk::*;
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

/// What a proxy may do in the other's name.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Everything but moving tokens.
	#[codec(index = 1)]
	NonTransfer,
	// Index 2 was a guardian's, and is not given again.
	/// What a running operator's worker posts, so that the account's own key stays elsewhere. Never
	/// bond, endpoint, keys, tokens or proxies; but a challenge of an accusation puts up a deposit of the operator's.
	///
	/// Whoever signs pays the fee: an operator's calls are not among those that are free, and what
	/// costs nothing when the operator signs it (a reveal, the receipt of a destruction), costs a session key
	/// its fee, since `Proxy.proxy` does not pass on what the call inside would give back.
	#[codec(index = 3)]
	Operator,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::NonTransfer => {
				matches!(
					call,
					RuntimeCall::System(_)
						| RuntimeCall::Utility(_)
						| RuntimeCall::Multisig(_)
						| RuntimeCall::Proxy(_)
						| RuntimeCall::Preimage(_)
						| RuntimeCall::MedicalBoard(_)
						| RuntimeCall::TechnicalCommittee(_)
						| RuntimeCall::ModelCommittee(_)
						| RuntimeCall::ReviewCommittee(_)
						| RuntimeCall::Enactment(_)
						| RuntimeCall::Session(_)
						| RuntimeCall::CollatorSelection(_)
						| RuntimeCall::Participants(_)
						| RuntimeCall::Consent(_)
						| RuntimeCall::Records(_)
						| RuntimeCall::Quorum(_)
						| RuntimeCall::DecisionSupport(_)
				) || is_claims_call_without_money(call)
			}
			Self::Operator => is_workers_call(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(mine, others) if mine == others => true,
			(Self::Any, _) | (Self::NonTransfer, Self::Operator) => true,
			_ => false,
		}
	}
}

/// Whether a call of claims neither moves money, nor binds some, nor decides who gets some.
fn is_claims_call_without_money(call: &RuntimeCall) -> bool {
	use pallet_claims::Call as Claims;
	matches!(
		call,
		RuntimeCall::Claims(
			Claims::close_plan { .. }
				| Claims::end_policy { .. }
				| Claims::refer { .. }
				| Claims::deny_care { .. }
				| Claims::close_claim { .. }
				| Claims::close_policy { .. }
				| Claims::prune { .. }
				| Claims::remove_plan { .. }
				| Claims::remove_admission { .. }
		)
	)
}

/// Whether an operator's worker posts this call by itself. What its operator decides (to join, to move, to leave, to
/// hand a share over, with which bond and which encryption key) takes the account's own key: whoever stole a session key
/// alone could else have the worker give its shares to another.
fn is_workers_call(call: &RuntimeCall) -> bool {
	use pallet_decision_support::Call as DecisionSupport;
	use pallet_quorum::Call as Quorum;
	use pallet_records::Call as Records;
	match call {
		RuntimeCall::Records(call) => {
			matches!(call, Records::confirm_destruction { .. } | Records::claim_custody { .. })
		}
		RuntimeCall::Quorum(call) => matches!(
			call,
			Quorum::seal { .. }
				| Quorum::refuse { .. }
				| Quorum::reveal { .. }
				| Quorum::close { .. }
				| Quorum::challenge { .. }
				| Quorum::end_accusation { .. }
				| Quorum::return_to_draw { .. }
		),
		RuntimeCall::DecisionSupport(call) => matches!(
			call,
			DecisionSupport::publish_output { .. }
				| DecisionSupport::report_drift { .. }
				| DecisionSupport::report_usage { .. }
		),
		_ => false,
	}
}

parameter_types! {
	/// Held for the list of an account's proxies.
	pub const ProxyDepositBase: Balance = deposit(1, 8);
	/// Held for each proxy in it.
	pub const ProxyDepositFactor: Balance = deposit(0, 33);
	/// Held for the list of an account's announcements.
	pub const AnnouncementDepositBase: Balance = deposit(1, 8);
	/// Held for each announcement in it.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 66);
	/// Held for a call that waits for more signatories.
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	/// Held for each signatory of it.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}
