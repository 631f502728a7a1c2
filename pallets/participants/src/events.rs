// SPDX-License-Identifier: Apache-2.0
//! What happened: a section of the pallet in lib.rs. Data rule 1.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An organisation was accredited, or its accreditation changed.
		Accredited { organisation: T::AccountId },
		/// An organisation was suspended.
		OrganisationSuspended { organisation: T::AccountId },
		/// An organisation was reinstated.
		OrganisationReinstated { organisation: T::AccountId },
		/// A practitioner was licensed, or the licence was renewed.
		Licensed {
			practitioner: T::AccountId,
			/// The licence is void from this moment.
			expires_at: Moment,
		},
		/// A practitioner's licence was suspended.
		PractitionerSuspended { practitioner: T::AccountId },
		/// A practitioner's licence was reinstated.
		PractitionerReinstated { practitioner: T::AccountId },
		/// A patient was registered.
		PatientRegistered { patient: T::AccountId, organisation: Option<T::AccountId> },
		/// An organisation no longer sponsors a patient.
		SponsorshipEnded { organisation: T::AccountId, patient: T::AccountId },
		/// An organisation set what each of its patients may ask for at its expense within 30 days.
		WorkLimitSet { organisation: T::AccountId, limit: BalanceOf<T> },
		/// An organisation admitted a member.
		MemberAdmitted { organisation: T::AccountId, member: T::AccountId },
		/// An organisation dismissed a member.
		MemberDismissed { organisation: T::AccountId, member: T::AccountId },
		/// An account set or changed its encryption key.
		EncryptionKeySet {
			account: T::AccountId,
			/// Which key of the account it is, from 1.
			version: u32,
		},
		/// An operator entered service.
		OperatorJoined { operator: T::AccountId, organisation: T::AccountId, bond: BalanceOf<T> },
		/// An operator changed where it answers.
		EndpointUpdated { operator: T::AccountId },
		/// An operator added to its bond.
		BondAdded { operator: T::AccountId, amount: BalanceOf<T> },
		/// An operator left service.
		OperatorLeaving {
			operator: T::AccountId,
			/// From when it may withdraw its bond.
			until: Moment,
		},
		/// A former operator has its bond back.
		BondWithdrawn { operator: T::AccountId, amount: BalanceOf<T> },
		/// An operator was suspended.
		OperatorSuspended { operator: T::AccountId },
		/// An operator was reinstated.
		OperatorReinstated { operator: T::AccountId },
		/// A penalty was taken from an operator's bond.
		OperatorPenalised {
			operator: T::AccountId,
			amount: BalanceOf<T>,
			/// Whether the operator is still in service.
			in_service: bool,
		},
	}
}
