// SPDX-License-Identifier: Apache-2.0
//! What is checked of the runtime's choices and of the state: a section of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod hooks {
	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxRegistrationLifetime::get() > 0, "MaxRegistrationLifetime is zero");
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
