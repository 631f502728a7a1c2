//! What a patient's say looks like in storage and in calls.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::frame_support::{
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, traits::ConstU32,
};
use salus_primitives::{
	Action, Actions, BreakGlassId, Categories, Category, Compartments, ConsentRequestId,
	DataPeriod, Day, Moment, Obligations, ProvisionId, Purpose, Purposes, Query, StudyId,
};
use scale_info::TypeInfo;

/// Whether a provision opens or shuts.
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
pub enum Effect {
	/// Lets in whom it names.
	Permit,
	/// Keeps out whom it names, whatever else permits them. Data rule 7.
	Deny,
}

/// Whom a provision names.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Actor<AccountId> {
	/// This account.
	Account(AccountId),
	/// Every account that is, at the time of the question, a member of this organisation.
	MembersOf(AccountId),
	/// The operators drawn for a request for decision support.
	DecisionSupport,
	/// This study's operators.
	Study(StudyId),
}

/// What a call names: lists of words, which clients show as names.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ProvisionTerms<AccountId> {
	/// Permit or deny.
	pub effect: Effect,
	/// Whom it names.
	pub actor: Actor<AccountId>,
	/// Read, write or both. A permit must name at least one; a denial that names none means both.
	pub actions: BoundedVec<Action, ConstU32<2>>,
	/// Kinds of document. A permit must name at least one; a denial that names none means all.
	pub categories: BoundedVec<Category, ConstU32<14>>,
	/// Compartments by number, 0 to 15. None named means only 0, the general one. Data rule 7.
	pub compartments: BoundedVec<u8, ConstU32<16>>,
	/// Why. A permit must name at least one; a denial that names none means all.
	pub purposes: BoundedVec<Purpose, ConstU32<10>>,
	/// From this moment, or from now.
	pub from: Option<Moment>,
	/// Before this moment, or without end.
	pub until: Option<Moment>,
	/// Only data that arose on this day (in UTC) or later.
	pub data_from: Option<Day>,
	/// Only data that arose on this day (in UTC) or earlier.
	pub data_until: Option<Day>,
	/// Readers must erase every copy by this moment; nobody is let in from then on. Permits only.
	pub erase_at: Option<Moment>,
	/// Readers must pass nothing on. Permits only.
	pub no_redisclosure: bool,
	/// Readers must show the data without the patient's identity. Permits only.
	pub mask_identity: bool,
	/// Lets in this many times, then ends. Permits only.
	pub uses: Option<u32>,
}

/// One permit or denial of a patient's.
///
/// Empty `actions`, `categories` and `purposes` (in denials only) mean all; `compartments` is never
/// empty. The period begins with its first moment and ends before its last; of the data period both days
/// are included.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Provision<AccountId> {
	/// Counted for each patient from 0.
	pub id: ProvisionId,
	/// Permit or deny.
	pub effect: Effect,
	/// Whom it names.
	pub actor: Actor<AccountId>,
	/// Read, write or both.
	pub actions: Actions,
	/// Kinds of document.
	pub categories: Categories,
	/// Compartments.
	pub compartments: Compartments,
	/// Why.
	pub purposes: Purposes,
	/// From this moment.
	pub from: Moment,
	/// Before this moment.
	pub until: Option<Moment>,
	/// Only data that arose on this day (in UTC) or later.
	pub data_from: Option<Day>,
	/// Only data that arose on this day (in UTC) or earlier.
	pub data_until: Option<Day>,
	/// Readers must erase every copy by this moment; nobody is let in from then on.
	pub erase_at: Option<Moment>,
	/// Readers must pass nothing on.
	pub no_redisclosure: bool,
	/// Readers must show the data without the patient's identity.
	pub mask_identity: bool,
	/// How often it still lets in; unlimited if absent.
	pub uses_left: Option<u32>,
	/// When the patient granted it. Data rule 8.
	pub granted_at: Moment,
	/// When the patient revoked it. Data rule 8.
	pub revoked_at: Option<Moment>,
	/// When its last use was taken.
	pub used_up_at: Option<Moment>,
}

/// An empty set in a denial stands for every word; permits never have empty sets.
macro_rules! names {
	($set:expr, $word:expr) => {
		$set.is_empty() || $set.contains($word)
	};
}

/// Whether `narrow` says nothing that `wide` doesn't, where empty stands for every word.
macro_rules! within {
	($narrow:expr, $wide:expr) => {
		$wide.is_empty() || (!$narrow.is_empty() && $wide.covers($narrow))
	};
}

/// Whether an end is no later than the end that was asked for.
fn ends_within<Value: PartialOrd>(narrow: Option<Value>, wide: Option<Value>) -> bool {
	match (narrow, wide) {
		(_, None) => true,
		(None, Some(_)) => false,
		(Some(narrow), Some(wide)) => narrow <= wide,
	}
}

impl<AccountId: PartialEq> Provision<AccountId> {
	/// When it ended or will end; `None` if it has no end yet.
	pub fn ends_at(&self) -> Option<Moment> {
		[self.until, self.erase_at, self.revoked_at, self.used_up_at].into_iter().flatten().min()
	}

	/// Whether it will never be in force again from this moment on.
	pub fn has_ended(&self, at: Moment) -> bool {
		self.ends_at().is_some_and(|end| end <= at)
	}

	/// Whether it was in force at the end of this moment.
	pub fn in_force(&self, at: Moment) -> bool {
		self.granted_at <= at && self.from <= at && !self.has_ended(at)
	}

	/// Whether, at this moment, it speaks of what the query asks for. Says nothing about the reader.
	pub fn matches(&self, query: &Query<AccountId>, at: Moment) -> bool {
		self.in_force(at)
			&& names!(self.actions, query.action)
			&& names!(self.categories, query.category)
			&& names!(self.purposes, query.purpose)
			&& self.compartments.contains(query.compartment)
			&& self.covers_data(query.data)
	}

	/// A permit covers data only if all of them lie in its data period, a denial if any of them do: in
	/// both, what is not known to be permitted stays shut. Data rule 7.
	fn covers_data(&self, data: DataPeriod) -> bool {
		let (oldest, newest) = match self.effect {
			Effect::Permit => (data.first, data.last),
			Effect::Deny => (data.last, data.first),
		};
		self.data_from.is_none_or(|from| from <= oldest)
			&& self.data_until.is_none_or(|until| newest <= until)
	}

	/// What a reader whom it lets in must do.
	pub fn obligations(&self) -> Obligations {
		Obligations {
			erase_at: self.erase_at,
			no_redisclosure: self.no_redisclosure,
			mask_identity: self.mask_identity,
		}
	}

	/// The order in which permits are preferred: fewest obligations, then unlimited, then oldest.
	pub fn preference(&self) -> (u8, bool, ProvisionId) {
		let obligations =
			[self.erase_at.is_some(), self.no_redisclosure, self.mask_identity].map(u8::from);
		let count = obligations.into_iter().fold(0u8, u8::saturating_add);
		(count, self.uses_left.is_some(), self.id)
	}

	/// Whether it allows nothing that `asked` doesn't: what an answer to a request may say.
	pub fn is_within(&self, asked: &Self) -> bool {
		self.effect == asked.effect
			&& self.actor == asked.actor
			&& within!(self.actions, asked.actions)
			&& within!(self.categories, asked.categories)
			&& within!(self.purposes, asked.purposes)
			&& asked.compartments.covers(self.compartments)
			&& asked.from <= self.from
			&& ends_within(self.until, asked.until)
			&& asked.data_from <= self.data_from
			&& ends_within(self.data_until, asked.data_until)
			&& ends_within(self.erase_at, asked.erase_at)
			&& (self.no_redisclosure || !asked.no_redisclosure)
			&& (self.mask_identity || !asked.mask_identity)
			&& ends_within(self.uses_left, asked.uses_left)
	}
}

/// What a patient permits and denies now or later: one key, since each decision and each grant reads it.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Policy<T: Config> {
	/// Pays for this and for a full history, from the first provision on. Data rule 11.
	pub ticket: T::Consideration,
	/// The id of the next provision.
	pub next: ProvisionId,
	/// How many provisions were ever archived in the history.
	pub archived: u32,
	/// From this moment on, nothing is missing: every provision in force then is still kept.
	pub known_since: Moment,
	/// By id. Expired ones stay until they are pruned or their place is needed.
	pub active: BoundedVec<Provision<T::AccountId>, T::MaxProvisions>,
}

/// A reader's question to a patient: would you permit this?
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ConsentRequest<AccountId> {
	/// Who is asked.
	pub patient: AccountId,
	/// Who asks, and whose deposit is held.
	pub requester: AccountId,
	/// The permit that they ask for.
	pub terms: ProvisionTerms<AccountId>,
	/// When they asked.
	pub requested_at: Moment,
	/// From this moment the patient can't answer any more.
	pub expires_at: Moment,
}

/// An open request in the patient's list.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenRequest<AccountId> {
	/// Which request.
	pub id: ConsentRequestId,
	/// Who asks: a reader has one open request a patient.
	pub requester: AccountId,
}

/// Why a practitioner breaks the glass.
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
pub enum BreakGlassReason {
	/// The patient is unconscious.
	Unconscious,
	/// The patient's life is in danger and asking would cost time.
	LifeThreat,
	/// The patient is awake but can't consent.
	UnableToConsent,
	/// Others are in danger.
	PublicSafety,
}

/// What the authority found.
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
pub enum ReviewOutcome {
	/// The emergency was real.
	Justified,
	/// It was not.
	Unjustified,
}

/// The authority's review of a case.
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
pub struct Review {
	/// What it found.
	pub outcome: ReviewOutcome,
	/// When.
	pub reviewed_at: Moment,
}

/// A practitioner let in to a patient's general compartment without consent, in an emergency.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct BreakGlassCase<AccountId> {
	/// Whose records.
	pub patient: AccountId,
	/// Who broke the glass, and whose deposit is held.
	pub practitioner: AccountId,
	/// Why.
	pub reason: BreakGlassReason,
	/// From when.
	pub opened_at: Moment,
	/// Before when; a review ends the case early.
	pub until: Moment,
	/// The authority's review; the practitioner answers for the case until it is there.
	pub review: Option<Review>,
	/// The same patient's case before this one.
	pub previous: Option<BreakGlassId>,
}

/// A case that the practitioner still answers for: one key tells whom it lets them in to.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenCase<AccountId> {
	/// Which case.
	pub id: BreakGlassId,
	/// Whose records.
	pub patient: AccountId,
	/// Before when.
	pub until: Moment,
}
