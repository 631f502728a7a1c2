// SPDX-License-Identifier: Apache-2.0
//! Money, what a transaction costs, and the calls that cost a patient nothing.

use crate::{
	AccountId, Balance, Balances, Runtime, RuntimeCall, RuntimeEvent, RuntimeFreezeReason,
	RuntimeHoldReason, RuntimeOrigin, System,
	configs::block_limits::{MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO, share_of},
	units::{EXISTENTIAL_DEPOSIT, MICRO, UNIT},
	weights,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	pallet_prelude::{TransactionSource, TransactionValidityError, ValidTransaction},
	parameter_types,
	traits::{ConstU8, ConstU32, OriginTrait, VariantCountOf},
	weights::{ConstantMultiplier, Weight},
};
use pallet_participants::WeightInfo as _;
use pallet_transaction_payment::ChargeTransactionPayment;
use parachains_common::impls::DealWithFees;
use polkadot_runtime_common::SlowAdjustingFeeUpdate;
use polkadot_sdk::*;
use salus_primitives::DailyAllowance;
use scale_info::TypeInfo;
use sp_runtime::{
	DispatchResult, Perbill,
	traits::{
		DispatchInfoOf, Implication, PostDispatchInfoOf, TransactionExtension,
		TransactionExtensionMetadata, ValidateResult,
	},
	transaction_validity::InvalidTransaction,
};

parameter_types! {
	/// What an account must hold to exist without being registered here.
	pub const ExistentialDeposit: Balance = EXISTENTIAL_DEPOSIT;
	/// What a transaction's every byte costs.
	pub const TransactionByteFee: Balance = 10 * MICRO;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = weights::pallet_balances::WeightInfo<Runtime>;
	type Balance = Balance;
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

/// Prices whichever is scarcer, time or proof: a block's whole supply of either costs the same.
pub struct WeightToFee;

impl WeightToFee {
	/// What a transaction that fills a block costs.
	const WHOLE_BLOCK: Balance = 2 * UNIT;

	fn share(used: u64, whole: u64) -> Balance {
		Balance::from(used)
			.saturating_mul(Self::WHOLE_BLOCK)
			.checked_div(Balance::from(whole))
			.unwrap_or(Self::WHOLE_BLOCK)
	}
}

impl frame_support::weights::WeightToFee for WeightToFee {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		Self::share(weight.ref_time(), MAXIMUM_BLOCK_WEIGHT.ref_time())
			.max(Self::share(weight.proof_size(), MAXIMUM_BLOCK_WEIGHT.proof_size()))
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction =
		pallet_transaction_payment::FungibleAdapter<Balances, DealWithFees<Runtime>>;
	type WeightToFee = WeightToFee;
	type LengthToFee = ConstantMultiplier<Balance, TransactionByteFee>;
	type FeeMultiplierUpdate = SlowAdjustingFeeUpdate<Self>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = weights::pallet_transaction_payment::WeightInfo<Runtime>;
}

impl pallet_skip_feeless_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
}

parameter_types! {
	/// The most bytes that a transaction may have and still be free for a patient.
	pub const FreeLength: u32 = 8 * 1024;
	/// The most that a call may cost the chain and still be free for a patient: a tenth of what
	/// a block has for ordinary transactions.
	pub FreeWeight: Weight =
		share_of(Perbill::from_percent(10), share_of(NORMAL_DISPATCH_RATIO, MAXIMUM_BLOCK_WEIGHT));
}

/// Who counts a patient's free calls.
type Allowance = crate::Participants;

/// Whether a patient's organisation pays for this call. Only the patient's own calls, and only as
/// the transaction's outermost call, so that one free transaction can't carry many. Data rule 10.
pub fn is_patients_call(call: &RuntimeCall) -> bool {
	use pallet_decision_support::Call as DecisionSupport;
	use pallet_participants::Call as Participants;
	matches!(
		call,
		RuntimeCall::Participants(Participants::set_encryption_key { .. })
			| RuntimeCall::DecisionSupport(DecisionSupport::request { .. })
	) || is_guardians_call(call)
}

/// Whether a guardian may make this call for the patient: every one of the patient's but those which
/// set the encryption key, since whoever sets it reads in the patient's name from then on, and which
/// ask for decision support, since that spends money.
pub fn is_guardians_call(call: &RuntimeCall) -> bool {
	use pallet_consent::Call as Consent;
	use pallet_decision_support::Call as DecisionSupport;
	use pallet_records::Call as Records;
	match call {
		RuntimeCall::Consent(call) => matches!(
			call,
			Consent::grant { .. }
				| Consent::revoke { .. }
				| Consent::answer { .. }
				| Consent::prune { .. }
		),
		RuntimeCall::Records(call) => matches!(
			call,
			Records::submit { .. }
				| Records::amend { .. }
				| Records::request_access { .. }
				| Records::close_access { .. }
				| Records::contest { .. }
				| Records::withdraw_contest { .. }
				| Records::erase { .. }
				| Records::reshare { .. }
		),
		RuntimeCall::DecisionSupport(call) => matches!(call, DecisionSupport::erase_result { .. }),
		_ => false,
	}
}

/// Uses up one call of a patient's daily allowance, else charges the fee.
///
/// The allowance is used before the call runs, so a call that fails counts too. Whoever offers a
/// tip, or has no call left, pays. From outside it looks like the extension that it wraps, so
/// wallets need to know nothing of it; a free transaction shows by the event `FeeSkipped`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking)]
pub struct AllowanceOrFee(ChargeTransactionPayment<Runtime>);

impl AllowanceOrFee {
	/// With a tip, which is zero for a free call.
	pub fn from(tip: Balance) -> Self {
		Self(ChargeTransactionPayment::from(tip))
	}

	/// Who would use up a free call; `None` if the transaction is to be paid for.
	fn free_for(
		&self,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfoOf<RuntimeCall>,
		len: usize,
	) -> Option<AccountId> {
		let who = origin.as_signer()?;
		let small = u32::try_from(len).is_ok_and(|len| len <= FreeLength::get())
			&& info.call_weight.all_lte(FreeWeight::get());
		(self.0.tip() == 0 && small && is_patients_call(call) && Allowance::has_call(who))
			.then(|| who.clone())
	}
}

impl TypeInfo for AllowanceOrFee {
	type Identity = ChargeTransactionPayment<Runtime>;

	fn type_info() -> scale_info::Type {
		ChargeTransactionPayment::<Runtime>::type_info()
	}
}

/// What validation found.
pub enum Validated {
	/// The patient's allowance serves.
	Free(AccountId),
	/// The fee is due.
	Paid(<ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::Val),
}

/// What was taken before the call runs.
pub enum Taken {
	/// One call of the patient's allowance.
	Free(AccountId),
	/// The fee.
	Paid(<ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::Pre),
}

impl TransactionExtension<RuntimeCall> for AllowanceOrFee {
	const IDENTIFIER: &'static str =
		<ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::IDENTIFIER;
	type Implicit = ();
	type Val = Validated;
	type Pre = Taken;

	fn metadata() -> alloc::vec::Vec<TransactionExtensionMetadata> {
		<ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::metadata()
	}

	fn weight(&self, call: &RuntimeCall) -> Weight {
		let counting = if is_patients_call(call) {
			<Runtime as pallet_participants::Config>::WeightInfo::use_call()
		} else {
			Weight::zero()
		};
		TransactionExtension::<RuntimeCall>::weight(&self.0, call).saturating_add(counting)
	}

	fn validate(
		&self,
		origin: RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfoOf<RuntimeCall>,
		len: usize,
		(): (),
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, RuntimeCall> {
		if let Some(patient) = self.free_for(&origin, call, info, len) {
			// The same rank as one who pays the fee and no tip.
			let priority = ChargeTransactionPayment::<Runtime>::get_priority(info, len, 0, 0);
			let valid = ValidTransaction { priority, ..Default::default() };
			return Ok((valid, Validated::Free(patient), origin));
		}
		let (valid, val, origin) =
			self.0.validate(origin, call, info, len, (), implication, source)?;
		Ok((valid, Validated::Paid(val), origin))
	}

	fn prepare(
		self,
		val: Self::Val,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfoOf<RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		match val {
			Validated::Free(patient) if Allowance::use_call(&patient) => Ok(Taken::Free(patient)),
			Validated::Free(_) => Err(InvalidTransaction::Payment.into()),
			Validated::Paid(val) => self.0.prepare(val, origin, call, info, len).map(Taken::Paid),
		}
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfoOf<RuntimeCall>,
		post_info: &PostDispatchInfoOf<RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		match pre {
			Taken::Free(patient) => {
				let origin = RuntimeOrigin::signed(patient).caller().clone();
				System::deposit_event(pallet_skip_feeless_payment::Event::<Runtime>::FeeSkipped {
					origin,
				});
				Ok(Weight::zero())
			}
			Taken::Paid(pre) => <ChargeTransactionPayment<Runtime> as TransactionExtension<
				RuntimeCall,
			>>::post_dispatch_details(pre, info, post_info, len, result),
		}
	}
}
