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
		/// An organisation sponsors a patient from now on, who was registered before.
		SponsorshipBegun { organisation: T::AccountId, patient: T::AccountId },
		/// A call was free.
		FreeCallUsed {
			signer: T::AccountId,
			/// Whose affair it was.
			patient: T::AccountId,
			kind: FreeCall,
			/// Who pays; none for one that every patient has.
			sponsor: Option<T::AccountId>,
		},
		/// An organisation no longer sponsors a patient.
		SponsorshipEnded { organisation: T::AccountId, patient: T::AccountId },
		/// An organisation set what each of its patients may ask for at its expense within 30 days.
		WorkLimitSet { organisation: T::AccountId, limit: BalanceOf<T> },
		/// An organisation invited an account to be its member.
		MemberInvited {
			organisation: T::AccountId,
			member: T::AccountId,
			/// From this moment it can't be accepted.
			expires_at: Moment,
		},
		/// An invitation ended without a member: declined, or taken back.
		InvitationEnded { organisation: T::AccountId, member: T::AccountId },
		/// An account accepted an organisation's invitation and is its member.
		MemberAdmitted { organisation: T::AccountId, member: T::AccountId },
		/// An organisation dismissed a member.
		MemberDismissed { organisation: T::AccountId, member: T::AccountId },
		/// A member left an organisation.
		MemberLeft { organisation: T::AccountId, member: T::AccountId },
		/// A guardian acts for a patient from now on.
		GuardianAppointed {
			patient: T::AccountId,
			guardian: T::AccountId,
			role: GuardianRole,
			/// Before when.
			until: Moment,
			/// On whose proposal the authority appointed them; none if the patient did.
			proposed_by: Option<T::AccountId>,
		},
		/// A patient dismissed a guardian.
		GuardianDismissed { patient: T::AccountId, guardian: T::AccountId },
		/// A guardian resigned.
		GuardianResigned { patient: T::AccountId, guardian: T::AccountId },
		/// The authority removed a guardian.
		GuardianRemoved { patient: T::AccountId, guardian: T::AccountId },
		/// An organisation proposes a guardian for a patient; the patient learns of it from this event.
		GuardianProposed {
			patient: T::AccountId,
			organisation: T::AccountId,
			guardian: T::AccountId,
			role: GuardianRole,
			/// Before when they would act.
			until: Moment,
			/// Before this moment the authority does not appoint them.
			notice_until: Moment,
		},
		/// A proposal ended without a guardian: the patient objected, the organisation took it back, or the authority
		/// refused.
		GuardianProposalEnded { patient: T::AccountId, organisation: T::AccountId },
		/// A guardian did this for a patient; the event that follows says what came of it.
		GuardianActed {
			patient: T::AccountId,
			guardian: T::AccountId,
			role: GuardianRole,
			power: Power,
		},
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
