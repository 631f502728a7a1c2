// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::{Agreements, Config, Pallet};
use polkadot_sdk::{
	frame_support::{ensure, traits::Get},
	sp_runtime::TryRuntimeError,
};

impl<T: Config> Pallet<T> {
	/// Checks the invariants that the README lists, in its order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(Agreements::<T>::count() <= T::MaxAgreements::get(), "too many agreements");
		for agreement in Agreements::<T>::iter_values() {
			let Some(from) = agreement.from else { continue };
			let later = from.moment < agreement.until.moment && from.block < agreement.until.block;
			ensure!(later, "an agreement lapses before its delay is over");
		}
		Ok(())
	}
}
