// SPDX-License-Identifier: Apache-2.0
//! What wallets and the worker build their transactions by.

use super::*;
use sp_runtime::traits::TransactionExtension;

#[test]
fn the_order_that_signers_rely_on() {
	let names: alloc::vec::Vec<_> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|extension| extension.identifier)
		.collect();
	assert_eq!(
		names,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckWeight",
			"CheckNonce",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"StorageWeightReclaim",
		]
	);
}

#[test]
fn on_the_wire_only_era_nonce_tip_and_mode_are_sent() {
	// One byte each for an immortal era, a small nonce, no tip and no metadata hash.
	assert_eq!(extensions(0, 0).encode(), [0; 4]);
}

#[test]
fn metadata_decodes_in_every_version_that_clients_ask_for() {
	execute(|| {
		for version in [14, 15, 16] {
			assert!(Runtime::metadata_at_version(version).is_some(), "{version}");
		}
	});
}
