// SPDX-License-Identifier: Apache-2.0
//! Work that drawn operators do and a quorum of them must agree on, for whichever pallet asks.

#[cfg(feature = "serde")]
use crate::json;
use crate::{Cid, Moment, codes::codes};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

pub use crate::ids::TaskId;

/// The most operators that are drawn for one task: they are counted in one byte.
pub const MAX_SEATS: u32 = 8;

/// The most accounts that a task keeps from being drawn: whoever asks, and the patient or whoever pays for the patient.
pub const MAX_EXCLUDED: u32 = 2;

const DIGEST_DOMAIN: &[u8] = b"salus/quorum/digest/v1";
const SEAL_DOMAIN: &[u8] = b"salus/quorum/seal/v1";

/// How long something lasts: until both have passed. Data rule 8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
	/// Milliseconds by the on-chain clock.
	pub time: Moment,
	/// Blocks, so that a pause of the chain takes nobody's time.
	pub blocks: u32,
}

/// When a period ends: once this moment **and** this block have come. Data rule 8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Deadline {
	/// By the on-chain clock.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub moment: Moment,
	/// By the chain's height.
	pub block: u32,
}

impl Deadline {
	/// The end of a period that begins now.
	pub fn after(now: Moment, block: u32, period: Period) -> Self {
		Self { moment: now, block }.and(period)
	}

	/// The end of a period that begins at this deadline.
	pub fn and(self, period: Period) -> Self {
		Self {
			moment: self.moment.saturating_add(period.time),
			block: self.block.saturating_add(period.blocks),
		}
	}

	/// Whether the period is over in this block.
	pub fn is_over(&self, now: Moment, block: u32) -> bool {
		now >= self.moment && block >= self.block
	}
}

codes!(
	/// What work is paid as: each class has its price.
	WorkClass "class of work" {
		/// For a patient's care.
		Clinical = 0 "clinical",
		/// For a claim.
		Payment = 1 "payment",
		/// For a study.
		Research = 2 "research",
	}
);

codes!(
	/// Which pallet asks.
	TaskKind "kind of task" {
		/// A risk model is run.
		DecisionSupport = 0 "decisionSupport",
	}
);

/// How many operators work on a task, and how many of them must agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Tier {
	/// How many are drawn.
	pub seats: u8,
	/// How many must agree.
	pub quorum: u8,
}

impl Tier {
	/// Whether no two digests can both have the quorum, and as many can be drawn.
	pub fn is_sound(&self) -> bool {
		u32::from(self.seats) <= MAX_SEATS
			&& self.quorum <= self.seats
			&& u16::from(self.quorum).saturating_mul(2) > u16::from(self.seats)
	}
}

/// How a drawn operator responded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Response {
	/// A result, bound by this seal.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	Sealed([u8; 32]),
	/// The digest that its seal opened with.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	Revealed([u8; 32]),
	/// The work can't be done. The chain does not learn why.
	Refused,
}

/// One operator's place in a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Seat<AccountId> {
	/// The operator.
	pub operator: AccountId,
	/// How it responded, once it has.
	pub response: Option<Response>,
}

/// The draw of a task: who works on it, and until when.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Draw<AccountId> {
	/// The drawn operators.
	pub seats: BoundedVec<Seat<AccountId>, ConstU32<MAX_SEATS>>,
	/// When they were drawn.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub drawn_at: Moment,
	/// They may seal or refuse until then.
	pub seal_until: Deadline,
	/// They may reveal until then.
	pub reveal_until: Deadline,
	/// The digest that a quorum revealed.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_hex"))]
	pub settled: Option<[u8; 32]>,
}

/// A task, from being opened until it is closed.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(
	feature = "serde",
	serde(bound(serialize = "AccountId: Serialize, Balance: core::fmt::Display"))
)]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Task<AccountId, Balance> {
	/// Which pallet asks.
	pub kind: TaskKind,
	/// What the work is paid as.
	pub class: WorkClass,
	/// How many work on it, and how many must agree.
	pub tier: Tier,
	/// The hash of what the work is about.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::hex"))]
	pub inputs: [u8; 32],
	/// Who pays.
	pub payer: AccountId,
	/// Who is not drawn, nor any operator of theirs.
	pub excluded: BoundedVec<AccountId, ConstU32<MAX_EXCLUDED>>,
	/// What a seat is paid.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub price: Balance,
	/// What is still held of the payer's money for it.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub held: Balance,
	/// The block in which it was opened. It is drawn in a later one.
	pub opened_in: u32,
	/// Who works on it; none until it is drawn.
	pub draw: Option<Draw<AccountId>>,
}

codes!(
	/// What an operator is charged with.
	Fault "fault" {
		/// It did not respond, or sealed and did not reveal; or did not confirm in time that it destroyed its shares.
		Absence = 0 "absence",
		/// It revealed another digest than a quorum.
		Deviation = 1 "deviation",
	}
);

codes!(
	/// Why an operator is not drawn.
	Cause "cause" {
		/// It was absent.
		Absent = 0 "absent",
		/// It refused too often what a quorum did.
		Refusals = 1 "refusals",
	}
);

/// Whether an operator can be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct OperatorState {
	/// Why it is out of the draw; none while it can be drawn.
	pub out: Option<Cause>,
	/// When it last said that it is back. Absence from what was drawn before is of the same outage.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub back_since: Moment,
	/// How often it refused what a quorum did, less its results that a quorum agreed with. When it returns to the draw,
	/// at most one less than what takes it out.
	pub refusals: u8,
}

/// A fault that costs bond unless it is excused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "Balance: core::fmt::Display")))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Accusation<Balance> {
	/// Of what.
	pub fault: Fault,
	/// The accused may challenge until then.
	pub challenge_until: Deadline,
	/// How the accused disputes it; none while it does not.
	pub challenge: Option<Challenge<Balance>>,
}

/// How an accused operator disputes a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "Balance: core::fmt::Display")))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Challenge<Balance> {
	/// What is held of its money; a ruling against it takes that.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub deposit: Balance,
	/// The authority may rule until then. If it does not, the operator is excused.
	pub ruling_until: Deadline,
}

/// What a seat is paid for a class of work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "Balance: core::fmt::Display")))]
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Price<Balance> {
	/// The class.
	pub class: WorkClass,
	/// The price.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::amount"))]
	pub amount: Balance,
}

/// What a pallet asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTask<AccountId> {
	/// Which pallet asks.
	pub kind: TaskKind,
	/// What the work is paid as.
	pub class: WorkClass,
	/// How many work on it, and how many must agree.
	pub tier: Tier,
	/// The hash of what the work is about.
	pub inputs: [u8; 32],
	/// Who pays.
	pub payer: AccountId,
	/// Who is not drawn, nor any operator of theirs.
	pub excluded: BoundedVec<AccountId, ConstU32<MAX_EXCLUDED>>,
	/// How many documents whoever is drawn is granted access to: what the draw costs goes by them.
	pub documents: u32,
}

/// What a quorum agreed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agreement {
	/// The hash that the work came to, as the pallet that asks defines it.
	pub content: [u8; 32],
	/// Where the result lies, if it lies anywhere.
	pub result: Option<Cid>,
	/// How many agreed when it was settled.
	pub agreeing: u8,
}

/// How a pallet has work done.
pub trait Quorum<AccountId> {
	/// Why it is not taken on.
	type Error;
	/// Money.
	type Balance;
	/// Takes a task on. It is drawn at the end of a later block.
	fn open(task: NewTask<AccountId>) -> Result<TaskId, Self::Error>;
	/// What is held of the payer's money for all seats of a task that opens now.
	fn price(class: WorkClass, tier: Tier) -> Self::Balance;
	/// For how many seats the operator has ever been paid.
	fn paid_seats(operator: &AccountId) -> u32;

	/// Makes as many operators as there can be, but one, each of another organisation, and lets tasks be opened. For
	/// benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_operators() -> Vec<AccountId>;
	/// As if the operator had been paid for so many seats. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_paid_seats(operator: &AccountId, seats: u32);
}

/// The pallet that asked can't or won't have its task done by those who were drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unwanted;

/// What the pallet that asked is told. Nothing that it does may fail a reveal.
pub trait OnQuorum<AccountId> {
	/// These operators were drawn. An error ends the task, and costs its payer the price of one seat.
	fn drawn(task: TaskId, operators: &[AccountId], seal_until: Deadline) -> Result<(), Unwanted>;
	/// A quorum agreed.
	fn settled(task: TaskId, agreement: Agreement);
	/// There will be no agreement.
	fn failed(task: TaskId);

	/// Opens a task of this tier and with so many documents, with the most that a draw of it can cost the pallet that
	/// asks. For benchmarks and tests only.
	#[cfg(feature = "runtime-benchmarks")]
	fn make_task(tier: Tier, documents: u32) -> TaskId;
}

/// What is hashed to a digest: what the work came to, and where its result lies, so that nobody chooses that.
pub fn digest_payload(task: TaskId, content: &[u8; 32], result: Option<&Cid>) -> Vec<u8> {
	(DIGEST_DOMAIN, task, content, result).encode()
}

/// What is hashed to an operator's seal. The nonce is random and its own, so that no output can be guessed from a
/// seal, and the account is in it, so that a copied seal opens for nobody else.
pub fn seal_payload<AccountId: Encode>(
	task: TaskId,
	operator: &AccountId,
	digest: &[u8; 32],
	nonce: &[u8; 32],
) -> Vec<u8> {
	(SEAL_DOMAIN, task, operator, digest, nonce).encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_period_is_over_when_time_and_blocks_have_passed() {
		let deadline = Deadline::after(1_000, 10, Period { time: 500, blocks: 5 });
		assert_eq!(deadline, Deadline { moment: 1_500, block: 15 });
		for (now, block, over) in
			[(1_499, 15, false), (1_500, 14, false), (1_500, 15, true), (9_000, 11, false)]
		{
			assert_eq!(deadline.is_over(now, block), over, "{now}, {block}");
		}
	}

	#[test]
	fn a_tier_is_sound_when_only_one_digest_can_win() {
		for (seats, quorum, sound) in [
			(3, 2, true),
			(1, 1, true),
			(8, 5, true),
			(4, 2, false),
			(3, 4, false),
			(9, 5, false),
			(0, 0, false),
		] {
			assert_eq!(Tier { seats, quorum }.is_sound(), sound, "{seats}, {quorum}");
		}
	}
}
