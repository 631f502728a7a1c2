// SPDX-License-Identifier: Apache-2.0
//! What an insurer offers, who is insured, what is claimed, and the money that answers for it. Data rule 12: a claim's
//! lines are in none of these.

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	Category, CheckedRecord, Cid, CidBytes, Day, Moment, RecordId, VersionNumber, quorum::Deadline,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

pub use crate::ids::{ClaimId, PlanId, PolicyId};

/// The id of the asset that a plan pays in.
pub type Asset = u32;

/// The most pieces of evidence that one claim bills: eight for each of twenty lines.
pub const MAX_NULLIFIERS: u32 = 160;

/// What stands on chain for pieces of evidence that have been billed. Nothing leads from one to its record.
pub type Nullifiers = BoundedVec<[u8; 32], ConstU32<MAX_NULLIFIERS>>;

/// A piece of evidence, as an insurer shows it of a claim.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ShownPiece {
	/// It is billed, and never again.
	Billed {
		/// What stands for it from now on.
		nullifier: [u8; 32],
		/// Its own 256 random bits, which whoever submitted the claim tells the insurer.
		salt: [u8; 32],
	},
	/// It is not billed, as that of a line that was refused: what the commitment holds of it ([`hidden_payload`]), which
	/// tells nobody the nullifier, and is another in every claim.
	Unbilled([u8; 32]),
}

/// The evidence that a claim was submitted with, so that the commitment is seen to be to it.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ShownEvidence {
	/// 256 random bits, which whoever submitted the claim tells the insurer.
	pub salt: [u8; 32],
	/// All of it, in the order of the commitment.
	pub pieces: BoundedVec<ShownPiece, ConstU32<MAX_NULLIFIERS>>,
}

const NULLIFIER_DOMAIN: &[u8] = b"salus/nullifier/v1";
const HIDDEN_DOMAIN: &[u8] = b"salus/hidden-nullifier/v1";
const EVIDENCE_DOMAIN: &[u8] = b"salus/evidence/v1";

/// For which insurer a piece of evidence pays: where several share one service, each bills it once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, MaxEncodedLen)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
pub enum Slot {
	/// The one that pays before the others.
	First,
	/// The one that pays of what the first left.
	Second,
	/// The one that pays of what both left.
	Third,
}

/// What is hashed to a piece's nullifier: which insurer bills it, its record, and the first half of what the key of the
/// record's version 1 is committed by. Whoever knows that half can show the record as evidence, and can't open it. The
/// record is in it, so that another one under the same key has a nullifier of its own; and only version 1 counts, so that
/// an amendment is not new evidence.
pub fn nullifier_payload(slot: Slot, record: RecordId, half: &[u8; 32]) -> Vec<u8> {
	(NULLIFIER_DOMAIN, slot, record, half).encode()
}

/// What is hashed to what stands for a piece in the commitment to a claim's evidence: a salt of its own, and its nullifier.
pub fn hidden_payload(salt: &[u8; 32], nullifier: &[u8; 32]) -> Vec<u8> {
	(HIDDEN_DOMAIN, salt, nullifier).encode()
}

/// What is hashed to the commitment to a claim's evidence: a salt, and what stands for each piece ([`hidden_payload`]). So
/// nobody learns a nullifier by it or compares two claims, and nobody who learns a nullifier later has committed to it
/// before.
pub fn evidence_payload(salt: &[u8; 32], hashes: &[[u8; 32]]) -> Vec<u8> {
	(EVIDENCE_DOMAIN, salt, hashes).encode()
}

/// Days of a quarter. It is counted in days from 1970-01-01, not by the calendar.
pub const QUARTER_DAYS: i32 = 91;

/// Which quarter: 0 begins on 1970-01-01.
pub type Quarter = u16;

/// The quarter of a day; the first for a day before it.
pub fn quarter_of(day: Day) -> Quarter {
	let quarter = day.0.max(0).checked_div(QUARTER_DAYS).unwrap_or_default();
	Quarter::try_from(quarter).unwrap_or(Quarter::MAX)
}

/// The last day of a quarter.
pub fn last_day_of(quarter: Quarter) -> Day {
	let next = i32::from(quarter).saturating_add(1).saturating_mul(QUARTER_DAYS);
	Day(next.saturating_sub(1))
}

/// Three capital letters of ISO 4217.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Currency(pub [u8; 3]);

impl Currency {
	/// Whether it is three capital letters.
	pub fn is_code(&self) -> bool {
		self.0.iter().all(u8::is_ascii_uppercase)
	}
}

#[cfg(feature = "serde")]
impl Serialize for Currency {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		json::text(&self.0, serializer)
	}
}

#[cfg(feature = "serde")]
impl<'de> Deserialize<'de> for Currency {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let text = <alloc::string::String as Deserialize>::deserialize(deserializer)?;
		<[u8; 3]>::try_from(text.as_bytes()).ok().map(Self).filter(Self::is_code).ok_or_else(|| {
			serde::de::Error::custom("not a currency; write three capital letters, as EUR")
		})
	}
}

/// For which year deductibles and limits are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum BenefitYear {
	/// From 1 January.
	Calendar,
	/// From the policy's first day and its anniversaries.
	Policy,
}

/// What of a new plan never changes.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct NewPlan {
	/// What it pays in.
	pub asset: Asset,
	/// What its amounts are counted in, as claims name it.
	pub currency: Currency,
	/// For which year deductibles and limits are counted.
	pub year: BenefitYear,
	/// What must lie in reserve for each of its policies.
	pub reserve: u128,
	/// How many days in the past a policy may begin, and an organisation be admitted.
	pub backdating: u16,
}

/// What an insurer offers, without its terms.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Plan<AccountId> {
	/// Whose plan it is.
	pub insurer: AccountId,
	/// What it pays in.
	pub asset: Asset,
	/// What its amounts are counted in, as claims name it.
	pub currency: Currency,
	/// For which year deductibles and limits are counted.
	pub year: BenefitYear,
	/// What must lie in reserve for each of its policies.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub reserve: u128,
	/// How many days in the past a policy may begin, and an organisation be admitted.
	pub backdating: u16,
	/// How many days after a policy's last day a claim may be submitted: the longest of its versions'.
	pub filing_limit: u16,
	/// Whether it issues no policy any more.
	pub closed: bool,
	/// How many versions of its terms there are.
	pub versions: u8,
	/// How many of its policies are not closed.
	pub policies: u32,
	/// How many organisations stand in its network, excluded ones too.
	pub network: u32,
}

/// That an organisation is in a plan's network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Admission {
	/// The first day.
	pub from: Day,
	/// The last; none while it is not excluded.
	pub until: Option<Day>,
}

/// A document that lies off-chain, encrypted, as its author hands it in.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Pointer {
	/// The ciphertext's CID in binary form: CIDv1, raw or dag-pb, sha2-256 (36 bytes). None if it lies with its author
	/// alone. Data rule 3.
	pub cid: Option<CidBytes>,
	/// A commitment to what it says, with a secret salt.
	pub commitment: [u8; 32],
}

/// Which statement a policy has: what was judged for it before. It lies in an encrypted document. Data rule 12.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Statement {
	/// Where the document lies.
	pub cid: Option<Cid>,
	/// A commitment to it; zeros while nothing was judged.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub commitment: [u8; 32],
	/// How often it was replaced. A claim is concluded from the statement of this number, or not at all.
	pub sequence: u32,
}

/// A policy.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Policy<AccountId> {
	/// Under which plan.
	pub plan: PlanId,
	/// Who holds it: an insurance persona. Data rule 9.
	pub holder: AccountId,
	/// The first day on which it is in force.
	pub from: Day,
	/// The last.
	pub until: Day,
	/// The record in which it stands who is insured.
	pub record: RecordId,
	/// What was judged for it.
	pub statement: Statement,
	/// How many of its claims are not concluded.
	pub open_claims: u32,
	/// How many of its claims are kept.
	pub claims: u32,
}

/// How a claim was concluded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Outcome {
	/// What is paid in all.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub paid: u128,
	/// A commitment to what each line came to.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub commitment: [u8; 32],
	/// Where the document lies that says it.
	pub cid: Option<Cid>,
	/// How many pieces of evidence were billed.
	pub pieces: u16,
}

/// How far a claim has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(
	feature = "serde",
	derive(Serialize),
	serde(rename_all = "camelCase", rename_all_fields = "camelCase")
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// The insurer is to judge it.
	Submitted {
		/// By then.
		decide_until: Deadline,
	},
	/// It is judged, and waits for money.
	Waiting {
		/// What it came to.
		outcome: Outcome,
		/// Its number among the claims that wait: the lowest is paid first.
		number: u64,
	},
	/// It is judged, and what is paid is owed to the payee, or collected.
	Concluded {
		/// What it came to.
		outcome: Outcome,
		/// Since when.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
		at: Moment,
	},
	/// The payee gave back what was paid.
	Refunded {
		/// What it had come to.
		outcome: Outcome,
		/// Since when.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
		at: Moment,
	},
	/// It counts for nothing: its evidence may be billed again.
	Reversed {
		/// Since when.
		#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
		at: Moment,
	},
}

/// A claim. Data rule 12: what was done, how often and at which price stands in its record alone.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Claim<AccountId> {
	/// Under which policy.
	pub policy: PolicyId,
	/// The record that holds it.
	pub record: RecordId,
	/// Which version of the record.
	pub version: VersionNumber,
	/// Who is paid: an accredited organisation, or the policy's holder.
	pub payee: AccountId,
	/// Who submitted it, and pays for its storage.
	pub filed_by: AccountId,
	/// What is paid at most.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub ceiling: u128,
	/// A commitment to its evidence ([`evidence_payload`]).
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub evidence: [u8; 32],
	/// When it was submitted.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub filed_at: Moment,
	/// Whether its insurer gave it to a person to judge, with more time for that.
	pub referred: bool,
	/// Whether the policy's holder says that it was not done.
	pub care_denied: bool,
	/// How far it has come.
	pub stage: Stage,
}

/// How an insurer has dealt with claims, since its first plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct InsurerTally {
	/// How many it concluded.
	pub concluded: u32,
	/// How many of these after their deadline.
	pub late: u32,
	/// How many it gave to a person.
	pub referred: u32,
	/// Of how many their holder said that it was not done.
	pub care_denied: u32,
}

/// An insurer's money of one asset, all of it on hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Reserve {
	/// What is owed to nobody yet.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub free: u128,
	/// What payees can collect.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub owed: u128,
	/// What must stay free for the policies that are not closed.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub required: u128,
	/// How many claims are not judged.
	pub open: u32,
	/// How many claims wait for money.
	pub waiting: u32,
	/// The number of the claim that is paid next.
	pub first_waiting: u64,
	/// The number that the next claim to wait gets.
	pub next_waiting: u64,
	/// How many of the insurer's plans pay in the asset.
	pub plans: u32,
}

/// Who is who, as far as claims go by it.
pub trait Claimants<AccountId> {
	/// Whether the account is an insurer: an accredited organisation of this kind that is not suspended.
	fn is_insurer(account: &AccountId) -> bool;
	/// Whether the account is an accredited organisation that is not suspended.
	fn is_organisation_in_force(account: &AccountId) -> bool;
	/// Whether the account is registered as a patient.
	fn is_patient(account: &AccountId) -> bool;

	/// Accredits the account as an insurer. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_insurer(account: &AccountId);
	/// Accredits the account as a provider. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_organisation(account: &AccountId);
	/// Registers the account as a patient. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_patient(account: &AccountId);
}

/// The records in which policies and claims stand.
pub trait ClaimRecords<AccountId> {
	/// What is known of a record's latest version; none if it was never submitted, or is erased.
	fn latest(record: RecordId) -> Option<CheckedRecord<AccountId>>;

	/// Makes a record of a patient. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_record(patient: &AccountId, category: Category) -> RecordId;
}

/// What a policy's own record is filed under: the financial documents' category, which an insurer needs a permit for
/// anyway. `DocumentReference` would open clinical notes to it.
pub const POLICY_CATEGORY: Category = Category::Claim;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_quarter_has_91_days_counted_from_the_epoch() {
		for (day, quarter) in [(-5, 0), (0, 0), (90, 0), (91, 1), (181, 1), (182, 2)] {
			assert_eq!(quarter_of(Day(day)), quarter, "{day}");
		}
		assert_eq!(quarter_of(Day::LAST), 32_229);
		for quarter in [0, 1, 216] {
			let last = last_day_of(quarter);
			assert_eq!(quarter_of(last), quarter);
			assert_eq!(quarter_of(Day(last.0 + 1)), quarter + 1);
		}
	}

	/// Clients that others wrote put these bytes together themselves.
	#[test]
	fn a_commitment_to_evidence_has_these_bytes() {
		let record = [7, 0, 0, 0, 0, 0, 0, 0];
		let expected: [&[u8]; 5] = [&[18 << 2], b"salus/nullifier/v1", &[2], &record, &[1; 32]];
		assert_eq!(nullifier_payload(Slot::Third, RecordId(7), &[1; 32]), expected.concat());
		let expected: [&[u8]; 4] = [&[25 << 2], b"salus/hidden-nullifier/v1", &[8; 32], &[1; 32]];
		assert_eq!(hidden_payload(&[8; 32], &[1; 32]), expected.concat());
		let expected: [&[u8]; 6] =
			[&[17 << 2], b"salus/evidence/v1", &[9; 32], &[2 << 2], &[1; 32], &[2; 32]];
		assert_eq!(evidence_payload(&[9; 32], &[[1; 32], [2; 32]]), expected.concat());
	}

	#[test]
	fn a_currency_is_three_capital_letters() {
		assert!(Currency(*b"EUR").is_code());
		for wrong in [b"eur", b"E R", b"EU1"] {
			assert!(!Currency(*wrong).is_code());
		}
	}
}
