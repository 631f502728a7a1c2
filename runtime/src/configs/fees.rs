// SPDX-License-Identifier: Apache-2.0
//! Money, what a transaction costs, and when it costs a patient nothing.

use crate::{
	AccountId, Balance, Balances, Nonce, Participants, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeFreezeReason, RuntimeHoldReason, RuntimeOrigin, System, UncheckedExtrinsic,
	configs::{
		block_limits::MAXIMUM_BLOCK_WEIGHT,
		free_calls::{FreeLength, FreeWeight, may_be_free, own_affair},
	},
	units::{EXISTENTIAL_DEPOSIT, MICRO, MILLI, UNIT},
	weights::{self, extrinsic_weights::ExtrinsicBaseWeight},
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	dispatch::GetDispatchInfo,
	pallet_prelude::{TransactionSource, TransactionValidityError, ValidTransaction},
	parameter_types,
	traits::{ConstU8, ConstU32, OriginTrait, VariantCountOf},
	weights::{ConstantMultiplier, RuntimeDbWeight, Weight},
};
use frame_system::CheckNonce;
use pallet_participants::{NoFreeCall, TakenCall, WeightInfo as _};
use pallet_transaction_payment::ChargeTransactionPayment;
use parachains_common::impls::DealWithFees;
use polkadot_runtime_common::SlowAdjustingFeeUpdate;
use polkadot_sdk::*;
use salus_primitives::participants::FreeCall;
use scale_info::TypeInfo;
use sp_runtime::{
	DispatchResult, MultiAddress,
	generic::Preamble,
	traits::{
		DispatchInfoOf, Implication, PostDispatchInfoOf, TransactionExtension,
		TransactionExtensionMetadata, ValidateResult,
	},
	transaction_validity::{InvalidTransaction, TransactionPriority},
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

/// What every one of the patient's free calls for the way out that is left today adds to the rank of the next: as a
/// tip of so much would. So a flood of calls that pay no tip, or of accounts that have called often today, holds none
/// up.
const RANK: Balance = MILLI;

/// Takes a patient's free call, else charges the fee; and checks the account's nonce, which says how many of the account's
/// transactions come before this one.
///
/// A call is free that is the patient's own affair, or that of a patient whom the signer guards ([`own_affair`]),
/// while there is one left today. It is taken before the call runs. Whoever offers a tip, or has no call left, pays.
/// From outside it looks like the two extensions that it wraps, so wallets need to know nothing of it; a free
/// transaction shows by the event
/// `FreeCallUsed`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking)]
pub struct AllowanceOrFee {
	nonce: CheckNonce<Runtime>,
	fee: ChargeTransactionPayment<Runtime>,
}

type NonceVal = <CheckNonce<Runtime> as TransactionExtension<RuntimeCall>>::Val;
type NoncePre = <CheckNonce<Runtime> as TransactionExtension<RuntimeCall>>::Pre;
type FeeVal = <ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::Val;
type FeePre = <ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::Pre;

/// A call that will be free.
pub struct Free {
	signer: AccountId,
	patient: AccountId,
	kind: FreeCall,
	/// How many of the account's transactions come before.
	position: u32,
}

impl AllowanceOrFee {
	/// With a nonce and a tip, which is zero for a free call.
	pub fn new(nonce: Nonce, tip: Balance) -> Self {
		Self { nonce: CheckNonce::from(nonce), fee: ChargeTransactionPayment::from(tip) }
	}

	/// Whose free call it would be; `None` if the transaction is to be paid for.
	///
	/// One that waits behind others of the same account is free only if none of those can take the last one: so the pool
	/// holds no more of an account's than are left, and none that is in a block turns out to cost money.
	fn free_for(
		&self,
		signer: &AccountId,
		call: &RuntimeCall,
		info: &DispatchInfoOf<RuntimeCall>,
		len: usize,
	) -> Option<Free> {
		let small = u32::try_from(len).is_ok_and(|len| len <= FreeLength::get())
			&& info.call_weight.all_lte(FreeWeight::get());
		if self.fee.tip() != 0 || !small {
			return None;
		}
		let (patient, kind) = own_affair(signer, call)?;
		let position = self.nonce.0.saturating_sub(System::account_nonce(signer));
		(position < Participants::free_calls_left(&patient, kind)).then(|| Free {
			signer: signer.clone(),
			patient,
			kind,
			position,
		})
	}

	/// Before whom it comes. What a sponsor pays for comes after whoever pays alone, so that no flood of it holds them up;
	/// what is for ever, with them; and calls for the way out before them, among themselves those first of whoever has
	/// made the fewest today.
	fn priority(
		free: &Free,
		info: &DispatchInfoOf<RuntimeCall>,
		len: usize,
	) -> TransactionPriority {
		let own = Participants::own_calls_left(&free.patient, free.kind);
		let left = own.saturating_sub(free.position);
		let rank = match free.kind {
			FreeCall::WayOut => RANK.saturating_mul(left.into()),
			_ => 0,
		};
		let priority = ChargeTransactionPayment::<Runtime>::get_priority(info, len, rank, 0);
		if left > 0 { priority } else { priority.saturating_div(2) }
	}
}

/// Whether a transaction will be free, as far as is known while it waits. For what wallets ask before they send it.
pub fn is_free(transaction: &UncheckedExtrinsic, len: u32) -> bool {
	let Preamble::Signed(MultiAddress::Id(signer), _, extension) = &transaction.preamble else {
		return false;
	};
	let (_, _, _, _, _, _, _, allowance, _) = &extension.0;
	let info = transaction.get_dispatch_info();
	usize::try_from(len)
		.is_ok_and(|len| allowance.free_for(signer, &transaction.function, &info, len).is_some())
}

impl TypeInfo for AllowanceOrFee {
	type Identity = (CheckNonce<Runtime>, ChargeTransactionPayment<Runtime>);

	fn type_info() -> scale_info::Type {
		<<Self as TypeInfo>::Identity as TypeInfo>::type_info()
	}
}

/// What validation found.
pub enum Validated {
	/// The patient's allowance serves.
	Free(Free),
	/// The fee is due.
	Paid(FeeVal),
}

/// What was taken before the call runs.
pub enum Taken {
	/// One of the patient's free calls, for this signer.
	Free(AccountId, TakenCall<AccountId>),
	/// The fee.
	Paid(FeePre),
}

impl TransactionExtension<RuntimeCall> for AllowanceOrFee {
	const IDENTIFIER: &'static str =
		<ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::IDENTIFIER;
	type Implicit = ();
	type Val = (NonceVal, Validated);
	type Pre = (NoncePre, Taken);

	fn metadata() -> alloc::vec::Vec<TransactionExtensionMetadata> {
		let mut both = <CheckNonce<Runtime> as TransactionExtension<RuntimeCall>>::metadata();
		both.extend(
			<ChargeTransactionPayment<Runtime> as TransactionExtension<RuntimeCall>>::metadata(),
		);
		both
	}

	fn weight(&self, call: &RuntimeCall) -> Weight {
		let counting = if may_be_free(call) {
			// Whose record it is, and who guards them: what the call itself reads, too.
			let database: RuntimeDbWeight = <Runtime as frame_system::Config>::DbWeight::get();
			let asking = database.reads(2);
			<Runtime as pallet_participants::Config>::WeightInfo::use_call().saturating_add(asking)
		} else {
			Weight::zero()
		};
		TransactionExtension::<RuntimeCall>::weight(&self.nonce, call)
			.saturating_add(TransactionExtension::<RuntimeCall>::weight(&self.fee, call))
			.saturating_add(counting)
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
		let (ordered, nonce, origin) =
			self.nonce.validate(origin, call, info, len, (), implication, source)?;
		let free = origin.as_signer().and_then(|signer| self.free_for(signer, call, info, len));
		if let Some(free) = free {
			let priority = Self::priority(&free, info, len);
			let valid = ValidTransaction { priority, ..Default::default() };
			return Ok((ordered.combine_with(valid), (nonce, Validated::Free(free)), origin));
		}
		let (valid, fee, origin) =
			self.fee.validate(origin, call, info, len, (), implication, source)?;
		Ok((ordered.combine_with(valid), (nonce, Validated::Paid(fee)), origin))
	}

	fn prepare(
		self,
		(nonce, fee): Self::Val,
		origin: &RuntimeOrigin,
		call: &RuntimeCall,
		info: &DispatchInfoOf<RuntimeCall>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		let nonce = self.nonce.prepare(nonce, origin, call, info, len)?;
		let taken = match fee {
			Validated::Free(Free { signer, patient, kind, .. }) => {
				let weight = info.total_weight().saturating_add(ExtrinsicBaseWeight::get());
				let taken = Participants::take_call(&patient, kind, weight);
				Taken::Free(signer, taken.map_err(refusal)?)
			}
			Validated::Paid(fee) => Taken::Paid(self.fee.prepare(fee, origin, call, info, len)?),
		};
		Ok((nonce, taken))
	}

	fn post_dispatch_details(
		(nonce, taken): Self::Pre,
		info: &DispatchInfoOf<RuntimeCall>,
		post_info: &PostDispatchInfoOf<RuntimeCall>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let unspent =
			<CheckNonce<Runtime> as TransactionExtension<RuntimeCall>>::post_dispatch_details(
				nonce, info, post_info, len, result,
			)?;
		let of_fee = match taken {
			Taken::Free(signer, taken) => {
				let spared = post_info.calc_unspent(info);
				Participants::call_ended(&signer, taken, result.is_err(), spared);
				Weight::zero()
			}
			Taken::Paid(pre) => <ChargeTransactionPayment<Runtime> as TransactionExtension<
				RuntimeCall,
			>>::post_dispatch_details(pre, info, post_info, len, result)?,
		};
		Ok(unspent.saturating_add(of_fee))
	}
}

/// A later block takes what this one has no room for; what nothing is left for would cost money.
fn refusal(why: NoFreeCall) -> TransactionValidityError {
	match why {
		NoFreeCall::BlockFull => InvalidTransaction::ExhaustsResources,
		NoFreeCall::NoneLeft => InvalidTransaction::Payment,
	}
	.into()
}
