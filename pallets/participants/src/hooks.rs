// SPDX-License-Identifier: Apache-2.0
//! What is checked of the runtime's choices and of the state: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod hooks {
	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			// For what the block's end takes.
			T::DbWeight::get().writes(1)
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			FreeWeightUsed::<T>::kill();
		}

		fn integrity_test() {
			assert!(T::WayOutCallsPerDay::get() > 0, "the way out is closed");
			assert!(T::ReadingCallsPerDay::get() > 0, "patients don't read their own");
			assert!(T::BasicItems::get() > 1, "a policy and an access request are two");
			assert!(
				T::SponsorWeight::get().all_lte(T::SponsoredCallsWeight::get()),
				"one sponsor has more of a block than all"
			);
			assert!(T::MaxRegistrationLifetime::get() > 0, "MaxRegistrationLifetime is zero");
			assert!(
				T::FormerMemberDeposit::get() <= T::MemberDeposit::get(),
				"a member's deposit pays for the record of a former one"
			);
			assert!(T::InvitationPeriod::get() > 0, "InvitationPeriod is zero");
			assert!(T::MaxOperators::get() > 0, "MaxOperators is zero");
			assert!(
				T::MaxOperatorsPerOrganisation::get() > 0,
				"MaxOperatorsPerOrganisation is zero"
			);
			assert!(
				T::AbsencePenalty::get() <= T::DeviationPenalty::get(),
				"an absence costs no more than a deviation"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
