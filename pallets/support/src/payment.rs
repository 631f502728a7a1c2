// SPDX-License-Identifier: Apache-2.0
//! What pays for a thing in storage, by whose affair it is. Data rules 10 and 11.

use codec::{Decode, Encode};
use polkadot_sdk::{
	frame_support::traits::{
		Consideration, Footprint, Get,
		fungible::{HoldConsideration, Inspect, InspectHold, MutateHold},
	},
	sp_runtime::{DispatchError, SaturatedConversion},
};

/// A `Consideration` that tells a patient's own affairs from others': `new` is for the affairs of others, for which
/// nobody's allowance pays.
pub trait Payment<AccountId: PartialEq>: Consideration<AccountId, Footprint> {
	/// Pays for what is the account's own affair as a patient: a sponsor may pay.
	fn new_own(patient: &AccountId, footprint: Footprint) -> Result<Self, DispatchError>;

	/// Pays for what a patient must be able to store whoever sponsors: their denials, and the reading of their own.
	fn new_basic(patient: &AccountId, footprint: Footprint) -> Result<Self, DispatchError>;

	/// Pays for what concerns this patient, and who asks for it pays.
	fn new_about(
		payer: &AccountId,
		patient: &AccountId,
		footprint: Footprint,
	) -> Result<Self, DispatchError> {
		if payer == patient { Self::new_own(payer, footprint) } else { Self::new(payer, footprint) }
	}

	/// How much money this holds; nothing where an allowance pays.
	fn held(&self) -> u128;

	/// How much of the account's money is on hold for all that is paid for in this way.
	fn on_hold(account: &AccountId) -> u128;
}

/// Money pays for everything alike.
impl<AccountId, Money, Reason, Price> Payment<AccountId>
	for HoldConsideration<AccountId, Money, Reason, Price>
where
	AccountId: PartialEq,
	Money: MutateHold<AccountId>,
	Reason: Get<<Money as InspectHold<AccountId>>::Reason>,
	Self: Consideration<AccountId, Footprint>,
{
	fn new_own(patient: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Self::new(patient, footprint)
	}

	fn new_basic(patient: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Self::new(patient, footprint)
	}

	fn held(&self) -> u128 {
		// What it holds is private, and all that it encodes to.
		<Money as Inspect<AccountId>>::Balance::decode(&mut self.encode().as_slice())
			.map_or(0, SaturatedConversion::saturated_into)
	}

	fn on_hold(account: &AccountId) -> u128 {
		Money::balance_on_hold(&Reason::get(), account).saturated_into()
	}
}
