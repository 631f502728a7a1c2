// SPDX-License-Identifier: Apache-2.0
//! Messages of other chains: none comes in, and none goes out.

use super::*;
use crate::configs::messaging::XcmExecutor;
use staging_xcm as xcm;
use xcm::{VersionedXcm, latest::prelude::*};

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

#[test]
fn nobody_sends_or_executes_a_message() {
	execute(|| {
		let parent = || Box::new(xcm::VersionedLocation::from(Location::parent()));
		let message: Xcm<()> = Xcm(vec![ClearOrigin]);
		fails(
			&Alice.pair(),
			XcmCall::send {
				dest: parent(),
				message: Box::new(VersionedXcm::from(message.clone())),
			},
			filtered(),
		);
		fails(
			&Alice.pair(),
			XcmCall::execute {
				message: Box::new(VersionedXcm::from(Xcm(vec![ClearOrigin]))),
				max_weight: crate::configs::block_limits::MAXIMUM_BLOCK_WEIGHT.saturating_div(100),
			},
			filtered(),
		);
		fails(
			&Alice.pair(),
			XcmCall::limited_teleport_assets {
				dest: parent(),
				beneficiary: parent(),
				assets: Box::new(xcm::VersionedAssets::from(Assets::from((Here, 1u128)))),
				fee_asset_item: 0,
				weight_limit: Unlimited,
			},
			filtered(),
		);
		// Not even root has a way out.
		let call: RuntimeCall =
			XcmCall::send { dest: parent(), message: Box::new(VersionedXcm::from(message)) }.into();
		assert!(call.dispatch(crate::RuntimeOrigin::root()).is_err());
	});
}

#[test]
fn no_message_comes_in() {
	execute(|| {
		let transact: Instruction<RuntimeCall> = Transact {
			origin_kind: OriginKind::Superuser,
			fallback_max_weight: None,
			call: RuntimeCall::from(set_key(3)).encode().into(),
		};
		let messages: [Xcm<RuntimeCall>; 3] = [
			Xcm(vec![UnpaidExecution { weight_limit: Unlimited, check_origin: None }, transact]),
			Xcm(vec![
				WithdrawAsset((Here, 1u128).into()),
				BuyExecution { fees: (Here, 1u128).into(), weight_limit: Unlimited },
			]),
			Xcm(vec![ReserveAssetDeposited((Parent, 1u128).into()), ClearOrigin]),
		];
		for origin in [Location::parent(), Location::new(1, [Parachain(1000)]), Location::here()] {
			for message in messages.clone() {
				let mut hash = [0; 32];
				let outcome = XcmExecutor::prepare_and_execute(
					origin.clone(),
					message,
					&mut hash,
					crate::configs::block_limits::MAXIMUM_BLOCK_WEIGHT,
					crate::configs::block_limits::MAXIMUM_BLOCK_WEIGHT,
				);
				let (Outcome::Error(error) | Outcome::Incomplete { error, .. }) = outcome else {
					panic!("{outcome:?}")
				};
				assert_eq!(error.index, 0);
				assert_eq!(error.error, XcmError::Barrier);
			}
		}
	});
}
