// SPDX-License-Identifier: Apache-2.0
//! Why a call is refused: a section of the pallet in lib.rs.

use crate::{Config, Error};
use polkadot_sdk::frame_support::pallet_macros::pallet_section;

salus_pallet_support::map_cid_errors!(Error, Config);

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The signer is not an accredited insurer, or is suspended.
		NotAnInsurer,
		/// This is not the signer's plan, policy or claim to decide about.
		NotTheInsurer,
		/// This plan does not exist.
		UnknownPlan,
		/// This asset does not exist.
		UnknownAsset,
		/// Plans pay in assets of which an account may hold a single unit.
		UnfitAsset,
		/// A currency is three capital letters.
		UnknownCurrency,
		/// The terms name rules that the chain does not know.
		UnknownRules,
		/// The terms contradict themselves.
		InconsistentTerms,
		/// The terms are longer than the chain stores: use fewer benefits or pairs.
		TermsTooLong,
		/// The filing limit is longer than billed evidence is remembered.
		FilingLimitTooLong,
		/// The plan has as many versions as it can.
		TooManyVersions,
		/// The day is not later than that of the version before.
		NotLater,
		/// The day is nearer than the notice that the chain demands.
		NoticeTooShort,
		/// The day has passed.
		InThePast,
		/// The day is further in the past than the plan allows, or before its first terms.
		TooFarBack,
		/// The day is further ahead than the chain allows.
		TooFarAhead,
		/// It would end before it begins.
		EndsBeforeItBegins,
		/// The plan is closed.
		PlanClosed,
		/// The plan is open: close it first.
		PlanOpen,
		/// The plan still has policies.
		PoliciesLeft,
		/// Organisations still stand in the plan's network: remove them first.
		NetworkLeft,
		/// It is the last plan in its asset, and money is left in reserve: withdraw it first.
		FundsLeft,
		/// The account is not an accredited organisation, or is suspended.
		NotAnOrganisation,
		/// The organisation is in the network already.
		AlreadyAdmitted,
		/// The organisation is not in the network.
		NotAdmitted,
		/// Claims may still be filed for days on which the organisation was in the network.
		AdmissionNeeded,
		/// The day is not earlier than the one that stands.
		NotEarlier,
		/// The insurer has no plan in this asset, and so no reserve.
		NoReserve,
		/// So much must stay in reserve for policies.
		ReserveNeeded,
		/// Claims wait for money: they are paid first.
		ClaimsWaiting,
		/// Claims are not judged: judge them first.
		ClaimsOpen,
		/// More is asked for than any claim can come to.
		CeilingTooHigh,
		/// No claim waits, or there is too little money for the first.
		NothingToPay,
		/// Nothing is owed to this payee.
		NothingOwed,
		/// This policy does not exist.
		UnknownPolicy,
		/// The holder is not a patient.
		NotAPatient,
		/// This record does not exist, or it is erased.
		UnknownRecord,
		/// The record is another patient's.
		OtherPatient,
		/// The record does not hold such a document.
		OtherCategory,
		/// The policy would be longer than the chain allows.
		PolicyTooLong,
		/// The policy is not the signer's.
		NotTheHolder,
		/// Claims may still be filed for the policy.
		FilingContinues,
		/// The policy still has claims.
		ClaimsLeft,
		/// This claim does not exist.
		UnknownClaim,
		/// Only the policy's holder, or an accredited organisation that is to be paid, may submit the claim.
		NotTheClaimant,
		/// Only the policy's holder or an accredited organisation other than the insurer can be paid.
		BadPayee,
		/// The filing limit is over.
		FiledTooLate,
		/// The policy has as many claims that are not concluded as it can.
		TooManyOpen,
		/// This version of the record is claimed for the policy already.
		AlreadyClaimed,
		/// The claim is concluded already.
		AlreadyConcluded,
		/// The policy's statement has been replaced meanwhile: judge the claim anew from the latest.
		StaleStatement,
		/// More would be paid than was claimed.
		AboveCeiling,
		/// Without its evidence nothing is paid for a claim: show what it was submitted with.
		EvidenceNotShown,
		/// This is not the evidence that the claim was submitted with.
		OtherEvidence,
		/// Evidence is billed in a later block than that in which the claim was submitted: conclude it then.
		TooSoon,
		/// A piece of evidence was billed before.
		BilledBefore,
		/// The signer was not paid for this claim.
		NotThePayee,
		/// Nothing was concluded that could be given back.
		NotConcluded,
		/// A claim is referred once, and before it is judged.
		AlreadyReferred,
		/// The holder submitted this claim or is paid for it: say it of what somebody else submitted.
		OwnClaim,
		/// The holder has said so already, or the claim counts for nothing any more.
		AlreadyDenied,
		/// The time for this has passed.
		Expired,
		/// What was paid has not been given back.
		NotRefunded,
		/// The claim is still kept.
		ClaimKept,
		/// The payee has not collected what it is owed.
		NotCollected,
		/// What was billed in this quarter is still remembered.
		QuarterKept,
		/// Nothing is left of what was billed in this quarter.
		NothingToPrune,
		/// Ids have run out.
		IdsExhausted,
		/// This is a CIDv0: convert it to CIDv1.
		CidVersionZero,
		/// This is not a CIDv1.
		CidUnknownVersion,
		/// The CID's codec is neither raw nor dag-pb.
		CidUnknownCodec,
		/// The CID's hash is not sha2-256.
		CidOtherHash,
		/// The CID is cut short or has bytes to spare.
		CidWrongLength,
	}
}
