//! What the pallet tells the world. Part of the pallet in lib.rs.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An organisation was accredited, or its accreditation changed.
		Accredited {
			/// The organisation.
			organisation: T::AccountId,
		},
		/// An organisation was suspended.
		OrganisationSuspended {
			/// The organisation.
			organisation: T::AccountId,
		},
		/// An organisation was reinstated.
		OrganisationReinstated {
			/// The organisation.
			organisation: T::AccountId,
		},
		/// A practitioner was licensed, or the licence was renewed.
		Licensed {
			/// The practitioner.
			practitioner: T::AccountId,
			/// The licence is void from this moment.
			expires_at: Moment,
		},
		/// A practitioner's licence was suspended.
		PractitionerSuspended {
			/// The practitioner.
			practitioner: T::AccountId,
		},
		/// A practitioner's licence was reinstated.
		PractitionerReinstated {
			/// The practitioner.
			practitioner: T::AccountId,
		},
		/// A patient was registered.
		PatientRegistered {
			/// The patient.
			patient: T::AccountId,
			/// The organisation that stands behind the patient, if any.
			organisation: Option<T::AccountId>,
		},
		/// An organisation no longer stands behind a patient.
		StoodDown {
			/// The organisation.
			organisation: T::AccountId,
			/// The patient.
			patient: T::AccountId,
		},
		/// An organisation admitted a member.
		MemberAdmitted {
			/// The organisation.
			organisation: T::AccountId,
			/// The member.
			member: T::AccountId,
		},
		/// An organisation dismissed a member.
		MemberDismissed {
			/// The organisation.
			organisation: T::AccountId,
			/// The former member.
			member: T::AccountId,
		},
		/// An account set or changed its encryption key.
		EncryptionKeySet {
			/// The account.
			account: T::AccountId,
			/// Which key of the account it is, from 1.
			version: u32,
		},
		/// An operator entered service.
		OperatorJoined {
			/// The operator.
			operator: T::AccountId,
			/// What is held of its money.
			bond: BalanceOf<T>,
		},
		/// An operator changed where it answers.
		EndpointUpdated {
			/// The operator.
			operator: T::AccountId,
		},
		/// An operator added to its bond.
		BondAdded {
			/// The operator.
			operator: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// An operator left service.
		OperatorLeaving {
			/// The operator.
			operator: T::AccountId,
			/// From when it may withdraw its bond.
			until: Moment,
		},
		/// A former operator has its bond back.
		BondWithdrawn {
			/// The former operator.
			operator: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// An operator was suspended.
		OperatorSuspended {
			/// The operator.
			operator: T::AccountId,
		},
		/// An operator was reinstated.
		OperatorReinstated {
			/// The operator.
			operator: T::AccountId,
		},
		/// A penalty was taken from an operator's bond.
		OperatorPenalised {
			/// The operator.
			operator: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// Whether the operator is still in service.
			in_service: bool,
		},
	}
}
