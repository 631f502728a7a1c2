//! What the pallet tells the world. Part of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	/// What happened. Only ids, accounts and words of closed lists. Data rule 1.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A record was written for a patient.
		Submitted {
			/// The new record.
			record: RecordId,
			/// Whose it is.
			patient: T::AccountId,
			/// Its version, 1.
			version: VersionNumber,
		},
		/// A record has a new version.
		Amended {
			/// Which record.
			record: RecordId,
			/// The new version.
			version: VersionNumber,
		},
		/// A reader was let in.
		AccessOpened {
			/// The access request that custodians check.
			access: AccessId,
			/// Which record.
			record: RecordId,
			/// Which version of it.
			version: VersionNumber,
			/// Who was let in.
			reader: T::AccountId,
			/// Why.
			purpose: Purpose,
		},
		/// The operators drawn for decision support were let in; the access request names them.
		AccessOpenedForDecisionSupport {
			/// The access request that custodians check.
			access: AccessId,
			/// Which record.
			record: RecordId,
			/// Which version of it.
			version: VersionNumber,
			/// Who asked for decision support.
			requester: T::AccountId,
		},
		/// An access request was closed and its deposit given back.
		AccessClosed {
			/// Which access request.
			access: AccessId,
		},
		/// The patient contests a record.
		Contested {
			/// Which record.
			record: RecordId,
		},
		/// The patient no longer contests a record.
		ContestWithdrawn {
			/// Which record.
			record: RecordId,
		},
		/// The patient erased a record; its custodians must now destroy their shares.
		Erased {
			/// Which record.
			record: RecordId,
		},
		/// A custodian confirmed that it destroyed its shares of an erased record.
		Destroyed {
			/// Which record.
			record: RecordId,
			/// Which custodian.
			custodian: T::AccountId,
		},
		/// Every custodian of an erased record has confirmed.
		DestructionComplete {
			/// Which record.
			record: RecordId,
		},
	}
}
