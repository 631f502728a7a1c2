// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A record was written for a patient.
		Submitted { record: RecordId, patient: T::AccountId, version: VersionNumber },
		/// A record has a new version.
		Amended { record: RecordId, version: VersionNumber },
		/// A reader was granted access.
		AccessOpened {
			/// The access request that custodians check.
			access: AccessId,
			record: RecordId,
			version: VersionNumber,
			reader: T::AccountId,
			purpose: Purpose,
		},
		/// The operators drawn for decision support were granted access; the access request names them.
		AccessOpenedForDecisionSupport {
			/// The access request that custodians check.
			access: AccessId,
			record: RecordId,
			version: VersionNumber,
			requester: T::AccountId,
		},
		/// An access request was closed and its deposit given back.
		AccessClosed { access: AccessId },
		/// The patient contests a record.
		Contested { record: RecordId },
		/// The patient no longer contests a record.
		ContestWithdrawn { record: RecordId },
		/// The patient erased a record; its custodians must now destroy their shares.
		Erased { record: RecordId },
		/// A custodian confirmed that it destroyed its shares of an erased record, or those that it keeps no more.
		Destroyed { record: RecordId, custodian: T::AccountId },
		/// Every custodian of an erased record has confirmed.
		DestructionComplete { record: RecordId },
		/// A version's key was split anew; custodians keep shares of this generation from now on, and of no other.
		Reshared { record: RecordId, version: VersionNumber, generation: u32 },
		/// A custodian hands its share over; it must destroy its own once the successor keeps it.
		HandedOver {
			record: RecordId,
			version: VersionNumber,
			custodian: T::AccountId,
			successor: T::AccountId,
		},
		/// Money was set aside to pay a version's custodians. What an earlier payer had left went back to it.
		CustodyFunded {
			record: RecordId,
			version: VersionNumber,
			payer: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// A custodian proved that it keeps its share, and was paid for the time since it last did, as far as there was
		/// money.
		CustodyPaid {
			record: RecordId,
			version: VersionNumber,
			custodian: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// The authority set what a share is paid for a day.
		CustodyPriceSet { price: BalanceOf<T> },
		/// A record replaces another in its author's eyes. Both stay.
		Replaced { record: RecordId, replaced_by: RecordId },
		/// A custodian did not confirm in time that it destroyed its shares, and is asked no more.
		DestructionMissed { record: RecordId, custodian: T::AccountId },
		/// Somebody pays for a version in the place of whoever did, who got their deposit back.
		PaidFor { record: RecordId, version: VersionNumber, payer: T::AccountId },
	}
}
