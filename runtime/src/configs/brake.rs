// SPDX-License-Identifier: Apache-2.0
//! The emergency brake: for hours, almost nothing may be written, by whomever.
//!
//! Either body pulls it and either releases it, each by two thirds. It ends by itself, and then nobody pulls it again
//! for days, so that no body holds the chain shut. Only both bodies together extend it. It bars calls and opens none:
//! what stays open is what was open, and no body writes any data by it.

use crate::{
	AccountId, Balance, Balances, BlockNumber, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeHoldReason, RuntimeOrigin, SafeMode, System,
	configs::{
		free_calls::is_way_out,
		governance::{MedicalBoardCollective, TechnicalCommitteeCollective, TwoThirdsOf},
	},
	time::{DAYS, HOURS},
	weights,
};
use frame_support::{
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	parameter_types,
	traits::{ConstU32, Contains, EitherOf, EnsureOrigin, SafeModeNotify},
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use polkadot_sdk::*;
use salus_primitives::Purpose;

/// How long one body holds it, in blocks.
pub const BRAKE: BlockNumber = 6 * HOURS;
/// How long both bodies extend it at a time.
pub const EXTENSION: BlockNumber = DAYS;
/// How long it rests before one body may pull it again.
pub const REST: BlockNumber = 3 * DAYS;
/// How long it holds after a migration failed: until both bodies can have agreed to a better one, and its delay passed.
pub const AFTER_FAILURE: BlockNumber = 14 * DAYS;

/// Two thirds of either body.
type EitherBody =
	EitherOf<TwoThirdsOf<MedicalBoardCollective>, TwoThirdsOf<TechnicalCommitteeCollective>>;

/// The block in which the brake was last released.
#[frame_support::storage_alias]
pub type BrakeReleased = StorageValue<Brake, BlockNumber>;

/// Notes when the brake is released.
pub struct NoteRelease;

impl SafeModeNotify for NoteRelease {
	fn entered() {}

	fn exited() {
		BrakeReleased::put(System::block_number());
	}
}

/// Either body, once the brake has rested.
pub struct RestedBody;

impl EnsureOrigin<RuntimeOrigin> for RestedBody {
	type Success = BlockNumber;

	fn try_origin(origin: RuntimeOrigin) -> Result<BlockNumber, RuntimeOrigin> {
		let is_rested = BrakeReleased::get()
			.is_none_or(|released| System::block_number() >= released.saturating_add(REST));
		if !is_rested {
			return Err(origin);
		}
		EitherBody::try_origin(origin).map(|()| BRAKE)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		EitherBody::try_successful_origin()
	}
}

/// What both bodies may do with no delay: the brake's own calls, each alone.
pub struct CallsOfTheBrake;

impl Contains<RuntimeCall> for CallsOfTheBrake {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_safe_mode::Call as Brake;
		matches!(
			call,
			RuntimeCall::SafeMode(
				Brake::force_enter {} | Brake::force_extend {} | Brake::force_exit {}
			)
		)
	}
}

/// What stays open under the brake: the chain's own inherents, bodies' votes (their motions' calls are asked anew), the
/// way out, reading in an emergency and of one's own, suspensions, and work that is under way, so that the brake makes
/// nobody absent.
pub struct OpenUnderTheBrake;

impl Contains<RuntimeCall> for OpenUnderTheBrake {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Timestamp(_)
			| RuntimeCall::MedicalBoard(_)
			| RuntimeCall::TechnicalCommittee(_)
			| RuntimeCall::ModelCommittee(_)
			| RuntimeCall::ReviewCommittee(_)
			| RuntimeCall::Enactment(_)
			// Each call inside is asked anew.
			| RuntimeCall::Utility(_)
			| RuntimeCall::Multisig(_) => true,
			RuntimeCall::ParachainSystem(call) => {
				matches!(call, cumulus_pallet_parachain_system::Call::set_validation_data { .. })
			}
			// A better runtime that was agreed to.
			RuntimeCall::System(call) => {
				matches!(call, frame_system::Call::apply_authorized_upgrade { .. })
			}
			RuntimeCall::Proxy(call) => matches!(
				call,
				pallet_proxy::Call::proxy { .. }
					| pallet_proxy::Call::remove_proxy { .. }
					| pallet_proxy::Call::remove_proxies { .. }
			),
			RuntimeCall::Quorum(call) => !matches!(call, pallet_quorum::Call::set_price { .. }),
			// Data rule 10.
			_ => is_way_out(call) || is_care(call) || is_suspension(call),
		}
	}
}

/// Whether a call cares for patients: what is open in an emergency, what reads one's own, and what ends access.
fn is_care(call: &RuntimeCall) -> bool {
	use pallet_consent::Call as Consent;
	use pallet_participants::Call as Participants;
	use pallet_records::Call as Records;
	match call {
		RuntimeCall::Consent(call) => matches!(
			call,
			Consent::break_glass { .. }
				| Consent::close_break_glass { .. }
				| Consent::review_break_glass { .. }
				| Consent::withdraw_request { .. }
		),
		RuntimeCall::Records(Records::request_access { purpose, .. }) => matches!(
			purpose,
			Purpose::EmergencyTreatment | Purpose::BreakGlass | Purpose::PatientRequest
		),
		// Custody's pay waits: it is by time, so that a later claim takes it all; only what is erased meanwhile is lost.
		RuntimeCall::Records(call) => {
			matches!(call, Records::close_access { .. } | Records::confirm_destruction { .. })
		}
		RuntimeCall::Participants(call) => matches!(
			call,
			Participants::leave_organisation { .. } | Participants::remove_guardian { .. }
		),
		_ => false,
	}
}

fn is_suspension(call: &RuntimeCall) -> bool {
	use pallet_decision_support::Call as DecisionSupport;
	use pallet_participants::Call as Participants;
	matches!(
		call,
		RuntimeCall::Participants(
			Participants::suspend_organisation { .. }
				| Participants::suspend_practitioner { .. }
				| Participants::suspend_operator { .. }
		) | RuntimeCall::DecisionSupport(DecisionSupport::suspend_model { .. })
	)
}

/// After a migration that failed: the brake, so that patients have their way out and both bodies can agree to a better
/// runtime. A chain that only waited (`KeepStuck`) would take no vote, and could be helped by the relay chain alone.
pub struct BrakeOnFailure;

impl FailedMigrationHandler for BrakeOnFailure {
	fn failed(_: Option<u32>) -> FailedMigrationHandling {
		use frame_support::traits::SafeMode as Brake;
		let braked = if SafeMode::is_entered() {
			<SafeMode as Brake>::extend(AFTER_FAILURE)
		} else {
			<SafeMode as Brake>::enter(AFTER_FAILURE)
		};
		match braked {
			Ok(()) => FailedMigrationHandling::ForceUnstuck,
			Err(_) => FailedMigrationHandling::KeepStuck,
		}
	}
}

parameter_types! {
	/// Nobody pulls or extends the brake for money.
	pub const NoDeposit: Option<Balance> = None;
	/// So there is none to be given back.
	pub const NoRelease: Option<BlockNumber> = None;
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = OpenUnderTheBrake;
	type EnterDuration = ConstU32<BRAKE>;
	type ExtendDuration = ConstU32<EXTENSION>;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin =
		EitherOf<EnsureRootWithSuccess<AccountId, ConstU32<EXTENSION>>, RestedBody>;
	type ForceExtendOrigin = EnsureRootWithSuccess<AccountId, ConstU32<EXTENSION>>;
	type ForceExitOrigin = EitherOf<EnsureRoot<AccountId>, EitherBody>;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type Notify = NoteRelease;
	type ReleaseDelay = NoRelease;
	type WeightInfo = weights::pallet_safe_mode::WeightInfo<Runtime>;
}
