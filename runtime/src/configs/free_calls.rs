// SPDX-License-Identifier: Apache-2.0
//! Which calls cost a patient nothing, whose affair each is, and how much of a block they may take together. Data rule 10.
//!
//! | kind | calls | how many |
//! |---|---|---|
//! | way out | to revoke, deny, refuse, contest, erase, to deny that care was given, to leave a sponsor, to appoint or end a guardian, to end a broken glass | the patient's own |
//! | reading | to read one's own, to close that, to set the key that reads | the patient's own |
//! | guardian | either of these, by a guardian | the patient's guardians' |
//! | sponsored | everything else that is the patient's affair, and what is beyond the own numbers | the sponsor's |

use crate::{
	AccountId, Claims, Consent, DecisionSupport, Participants, Records, Runtime, RuntimeCall,
	configs::block_limits::{MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO, share_of},
};
use frame_support::{parameter_types, weights::Weight};
use pallet_consent::Effect;
use polkadot_sdk::*;
use salus_primitives::{
	AccessId, BreakGlassId, Compartment, ConsentRequestId, Guardians, Power, RecordId, RequestId,
	claims::{ClaimId, PolicyId},
	participants::FreeCall,
};
use sp_runtime::Perbill;

/// So much of what a block has for ordinary transactions.
fn of_normal(thousandths: u32) -> Weight {
	share_of(
		Perbill::from_parts(thousandths.saturating_mul(1_000_000)),
		share_of(NORMAL_DISPATCH_RATIO, MAXIMUM_BLOCK_WEIGHT),
	)
}

parameter_types! {
	/// The most bytes that a transaction may have and still be free.
	pub const FreeLength: u32 = 8 * 1024;
	/// The most that a call may weigh and still be free: two thirds of a sponsor's share of a block.
	pub FreeWeight: Weight = of_normal(50);
	/// The most that patients' own free calls weigh in a block: a tenth. With the sponsors' a quarter.
	pub OwnCallsWeight: Weight = of_normal(100);
	/// The most that free calls at all sponsors' expense weigh in a block.
	pub SponsoredCallsWeight: Weight = of_normal(150);
	/// The most that free calls at one sponsor's expense weigh in a block: half of that.
	pub SponsorWeight: Weight = of_normal(75);
}

/// Whose affair a call is.
enum About<'a> {
	/// The signer's.
	Signer,
	/// This patient's, with what is written in this compartment.
	Patient(&'a AccountId, Compartment),
	/// That of a record's patient.
	Record(RecordId),
	/// That of the patient whose record an access request opens.
	Access(AccessId),
	/// That of the patient whom a request for consent asks.
	ConsentRequest(ConsentRequestId),
	/// That of the patient whose glass was broken.
	Case(BreakGlassId),
	/// That of the patient whom a receipt is about.
	Receipt(RequestId),
	/// That of a policy's holder.
	Policy(PolicyId),
	/// That of the holder of the policy under which a claim is.
	Claim(ClaimId),
}

/// What a guardian must be able to do, so that it is the patient's affair when they do it.
#[derive(Clone, Copy)]
enum Needs {
	/// Nobody does it for the patient.
	Patient,
	/// This power.
	Power(Power),
	/// One power for the general compartment, and one for the others.
	Either(Power, Power),
}

const READING: Needs = Needs::Either(Power::Read, Power::ReadNumbered);
const WRITING: Needs = Needs::Either(Power::Write, Power::WriteNumbered);

/// What a call is, by itself: only as the transaction's outermost call, so that one free transaction can't carry many.
fn classify(call: &RuntimeCall) -> Option<(FreeCall, About<'_>, Needs)> {
	match call {
		RuntimeCall::Consent(call) => of_consent(call),
		RuntimeCall::Records(call) => of_records(call),
		RuntimeCall::DecisionSupport(call) => of_decision_support(call),
		RuntimeCall::Participants(call) => of_participants(call),
		RuntimeCall::Claims(call) => of_claims(call),
		_ => None,
	}
}

fn of_consent(call: &pallet_consent::Call<Runtime>) -> Option<(FreeCall, About<'_>, Needs)> {
	use FreeCall::{Sponsored, WayOut};
	use pallet_consent::Call;
	let by_effect = |effect: Effect| match effect {
		Effect::Deny => (WayOut, Power::Deny),
		Effect::Permit => (Sponsored, Power::Permit),
	};
	Some(match call {
		Call::grant { terms } => (by_effect(terms.effect).0, About::Signer, Needs::Patient),
		Call::grant_for { patient, terms } => {
			let (kind, power) = by_effect(terms.effect);
			(kind, About::Patient(patient, Compartment::General), Needs::Power(power))
		}
		Call::revoke { .. } | Call::revoke_new_access { .. } => {
			(WayOut, About::Signer, Needs::Patient)
		}
		Call::revoke_for { patient, .. } => {
			let about = About::Patient(patient, Compartment::General);
			(WayOut, about, Needs::Power(Power::Deny))
		}
		Call::answer { request, terms } => {
			let effect = if terms.is_some() { Effect::Permit } else { Effect::Deny };
			let (kind, power) = by_effect(effect);
			(kind, About::ConsentRequest(*request), Needs::Power(power))
		}
		Call::close_break_glass { case } => (WayOut, About::Case(*case), Needs::Power(Power::Deny)),
		Call::prune { patient } => {
			let about = About::Patient(patient, Compartment::General);
			(Sponsored, about, Needs::Power(Power::Deny))
		}
		_ => return None,
	})
}

fn of_records(call: &pallet_records::Call<Runtime>) -> Option<(FreeCall, About<'_>, Needs)> {
	use FreeCall::{Reading, Sponsored, WayOut};
	use pallet_records::Call;
	Some(match call {
		Call::submit { patient, compartment, .. } => {
			(Sponsored, About::Patient(patient, *compartment), WRITING)
		}
		Call::amend { record, .. } | Call::replace { record, .. } => {
			(Sponsored, About::Record(*record), WRITING)
		}
		Call::reshare { record, .. } => (Sponsored, About::Record(*record), Needs::Patient),
		Call::request_access { record, .. } => (Reading, About::Record(*record), READING),
		Call::close_access { access } => (Reading, About::Access(*access), READING),
		Call::contest { record, .. } | Call::withdraw_contest { record } => {
			(WayOut, About::Record(*record), Needs::Power(Power::Contest))
		}
		Call::erase { record } => (WayOut, About::Record(*record), Needs::Power(Power::Erase)),
		// Nobody's own affair: what custodians do (hand_over, confirm_destruction, claim_custody), what anyone does or pays
		// for (end_destruction, pay_for, fund_custody), amend_for, and set_custody_price, which is a body's.
		_ => return None,
	})
}

fn of_decision_support(
	call: &pallet_decision_support::Call<Runtime>,
) -> Option<(FreeCall, About<'_>, Needs)> {
	use pallet_decision_support::Call;
	Some(match call {
		// It spends money: not a guardian's.
		Call::request { job, .. } => (FreeCall::Sponsored, About::Record(*job), Needs::Patient),
		Call::erase_result { request } => {
			(FreeCall::WayOut, About::Receipt(*request), Needs::Power(Power::Erase))
		}
		_ => return None,
	})
}

fn of_participants(
	call: &pallet_participants::Call<Runtime>,
) -> Option<(FreeCall, About<'_>, Needs)> {
	use FreeCall::{Reading, WayOut};
	use pallet_participants::Call;
	Some(match call {
		// Whoever sets the key reads in the patient's name from then on: not a guardian's.
		Call::set_encryption_key { .. } => (Reading, About::Signer, Needs::Patient),
		Call::leave_sponsor { .. }
		| Call::appoint_guardian { .. }
		| Call::dismiss_guardian { .. } => (WayOut, About::Signer, Needs::Patient),
		Call::end_proposal { patient, .. } => {
			(WayOut, About::Patient(patient, Compartment::General), Needs::Patient)
		}
		Call::resign_guardianship { patient } => {
			let about = About::Patient(patient, Compartment::General);
			(WayOut, about, Needs::Power(Power::Read))
		}
		_ => return None,
	})
}

fn of_claims(call: &pallet_claims::Call<Runtime>) -> Option<(FreeCall, About<'_>, Needs)> {
	use pallet_claims::Call;
	let about = match call {
		Call::submit { policy, .. } | Call::end_policy { policy, .. } => About::Policy(*policy),
		// Whoever is billed for says so whoever sponsors.
		Call::deny_care { claim } => {
			return Some((FreeCall::WayOut, About::Claim(*claim), Needs::Patient));
		}
		Call::refund { claim } | Call::close_claim { claim } => About::Claim(*claim),
		// What the patient is paid, whoever's insurer it is.
		Call::collect { payee, .. } => About::Patient(payee, Compartment::General),
		// What insurers do, and what anyone does for the chain's sake.
		_ => return None,
	};
	// It is about money: not a guardian's.
	Some((FreeCall::Sponsored, about, Needs::Patient))
}

/// Whether a call may be free for whosever affair it is.
pub fn may_be_free(call: &RuntimeCall) -> bool {
	classify(call).is_some()
}

/// Whether a call is a patient's way out: what nothing may ever close, the emergency brake no more than a sponsor.
pub fn is_way_out(call: &RuntimeCall) -> bool {
	classify(call).is_some_and(|(kind, ..)| kind == FreeCall::WayOut)
}

/// For which patient a call of this signer's is their own affair, and of which kind it is: the patient's who signs, or
/// whom the signer guards. `None` of anybody else's.
pub fn own_affair(signer: &AccountId, call: &RuntimeCall) -> Option<(AccountId, FreeCall)> {
	let (kind, about, needs) = classify(call)?;
	let (patient, compartment) = match about {
		About::Signer => (signer.clone(), Compartment::General),
		About::Patient(patient, compartment) => (patient.clone(), compartment),
		About::Record(id) => of_record(id)?,
		About::Access(id) => of_access(id)?,
		About::ConsentRequest(id) => (Consent::request(id)?.patient, Compartment::General),
		About::Case(id) => (Consent::break_glass_case(id)?.patient, Compartment::General),
		About::Receipt(id) => (DecisionSupport::receipt(id)?.patient, Compartment::General),
		About::Policy(id) => (Claims::policy(id)?.holder, Compartment::General),
		About::Claim(id) => {
			(Claims::policy(Claims::claim(id)?.policy)?.holder, Compartment::General)
		}
	};
	if patient == *signer {
		return Some((patient, kind));
	}
	let power = match needs {
		Needs::Patient => return None,
		Needs::Power(power) => power,
		Needs::Either(general, _) if compartment == Compartment::General => general,
		Needs::Either(_, numbered) => numbered,
	};
	<Participants as Guardians<AccountId>>::guardianship(signer, &patient, power)?;
	// Never out of the patient's own numbers: a guardian uses up no way out.
	let kind = match kind {
		FreeCall::Sponsored => FreeCall::Sponsored,
		_ => FreeCall::Guardian,
	};
	Some((patient, kind))
}

fn of_access(id: AccessId) -> Option<(AccountId, Compartment)> {
	let access = pallet_records::Accesses::<Runtime>::get(id)?.item;
	// The record may be erased by now.
	let compartment = Records::record(access.record).map(|record| record.compartment);
	Some((access.patient, compartment.unwrap_or(Compartment::General)))
}

fn of_record(id: RecordId) -> Option<(AccountId, Compartment)> {
	let record = Records::record(id)?;
	Some((record.patient, record.compartment))
}
