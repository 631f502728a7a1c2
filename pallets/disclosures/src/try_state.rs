// SPDX-License-Identifier: Apache-2.0
//! What must hold between any two blocks.

use crate::{Config, Ledgers, Pallet, ledger_reader};
use alloc::collections::BTreeSet;
use polkadot_sdk::{frame_support::ensure, sp_runtime::TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks every invariant that the README names.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut heads = BTreeSet::new();
		for (patient, ledger) in Ledgers::<T>::iter() {
			ensure!(ledger.count > 0, "a ledger that is stored has entries");
			ensure!(ledger.head != ledger_reader::first_head(&patient), "entries move the head");
			ensure!(heads.insert(ledger.head), "no two ledgers share a head");
		}
		Ok(())
	}
}
