// SPDX-License-Identifier: Apache-2.0
//! What a patient permits and denies, in storage and in calls.

#[cfg(feature = "serde")]
use crate::json;
use crate::{
	Action, Actions, Categories, Category, Compartment, Compartments, DataPeriod, Day,
	GuardianRole, Moment, Obligations, ProvisionId, Purpose, Purposes, Query, StudyId, WorkClasses,
	codes::codes,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
#[cfg(feature = "serde")]
use serde::Serialize;

codes!(
	/// Whether a provision permits or denies.
	Effect "effect" {
		/// Grants access to whom it names.
		Permit = 0 "permit",
		// Data rule 7.
		/// Keeps out whom it names, whatever else permits them.
		Deny = 1 "deny",
	}
);

/// Whom a provision names.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Actor<AccountId> {
	/// This account.
	Account(AccountId),
	/// Every account that is, at the time of the question, a member of this organisation.
	MembersOf(AccountId),
	/// The operators drawn for a request for decision support.
	DecisionSupport {
		/// When the work is of one of these classes; of any, if there are none. Permits and denials alike.
		classes: WorkClasses,
		/// When this account asks, or a member of this organisation; whoever asks, if absent.
		asker: Option<AccountId>,
	},
	/// This study's operators.
	Study(StudyId),
}

/// What a call names: lists of codes, which clients show as names.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ProvisionTerms<AccountId> {
	/// Permit or deny.
	pub effect: Effect,
	/// Whom it names.
	pub actor: Actor<AccountId>,
	/// Read, write or both. A permit must name at least one; a denial that names none means both.
	pub actions: BoundedVec<Action, ConstU32<2>>,
	/// Kinds of document. A permit must name at least one; a denial that names none means all.
	pub categories: BoundedVec<Category, ConstU32<14>>,
	/// Compartments. A permit that names none means the general one; a denial that names none means all. Data rule 7.
	pub compartments: BoundedVec<Compartment, ConstU32<16>>,
	/// Why. A permit must name at least one, and means those that it names; a denial that names none means all, and
	/// otherwise means those below the named ones too.
	pub purposes: BoundedVec<Purpose, ConstU32<10>>,
	/// From this moment, or from now.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub from: Option<Moment>,
	/// Before this moment, or without end.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub until: Option<Moment>,
	/// Only data that arose on this day (in UTC) or later.
	pub data_from: Option<Day>,
	/// Only data that arose on this day (in UTC) or earlier.
	pub data_until: Option<Day>,
	/// Readers must erase every copy by this moment; nobody is granted access from then on. Permits only.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub erase_at: Option<Moment>,
	/// Readers must pass nothing on. Permits only.
	pub no_redisclosure: bool,
	/// Readers must show the data without the patient's identity. Permits only.
	pub mask_identity: bool,
	/// Grants access this many times, then ends. Permits only.
	pub uses: Option<u32>,
}

/// One permit or denial of a patient's.
///
/// Empty `actions`, `categories` and `purposes` (in denials only) mean all; `compartments` is never
/// empty. The period begins with its first moment and ends before its last; of the data period both days
/// are included.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(Serialize), serde(rename_all = "camelCase"))]
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
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
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub from: Moment,
	/// Before this moment.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub until: Option<Moment>,
	/// Only data that arose on this day (in UTC) or later.
	pub data_from: Option<Day>,
	/// Only data that arose on this day (in UTC) or earlier.
	pub data_until: Option<Day>,
	/// Readers must erase every copy by this moment; nobody is granted access from then on.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub erase_at: Option<Moment>,
	/// Readers must pass nothing on.
	pub no_redisclosure: bool,
	/// Readers must show the data without the patient's identity.
	pub mask_identity: bool,
	/// How often it still grants access; unlimited if absent.
	pub uses_left: Option<u32>,
	/// When the patient granted it. Data rule 8.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::moment"))]
	pub granted_at: Moment,
	/// In which role a guardian of the patient's granted it; none if the patient did.
	pub guardian: Option<GuardianRole>,
	/// When the patient revoked it. Data rule 8.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub revoked_at: Option<Moment>,
	/// Whether access that was open when the patient revoked it lasts until its own end.
	pub lets_finish: bool,
	/// When its last use was taken.
	#[cfg_attr(feature = "serde", serde(serialize_with = "json::maybe_moment"))]
	pub used_up_at: Option<Moment>,
}

/// An empty set in a denial stands for every code; permits never have empty sets.
macro_rules! names {
	($set:expr, $code:expr) => {
		$set.is_empty() || $set.contains($code)
	};
}

/// Whether `narrow` says nothing that `wide` doesn't, where empty stands for every code.
macro_rules! within {
	($narrow:expr, $wide:expr) => {
		$wide.is_empty() || (!$narrow.is_empty() && $wide.covers($narrow))
	};
}

impl<AccountId> Actor<AccountId> {
	/// Decision support of every class, whoever asks.
	pub const ANY_DECISION_SUPPORT: Self =
		Self::DecisionSupport { classes: WorkClasses::EMPTY, asker: None };
}

impl<AccountId: PartialEq> Actor<AccountId> {
	/// Whether it names nobody whom `asked` doesn't. A member in the place of their organisation is somebody else: who
	/// is a member changes.
	fn is_within(&self, asked: &Self) -> bool {
		match (self, asked) {
			(
				Self::DecisionSupport { classes, asker },
				Self::DecisionSupport { classes: asked_classes, asker: asked_asker },
			) => {
				within!(*classes, *asked_classes) && (asked_asker.is_none() || asker == asked_asker)
			}
			_ => self == asked,
		}
	}
}

/// Whether an end does not come after the end that was asked for.
fn ends_within<Value: PartialOrd>(narrow: Option<Value>, wide: Option<Value>) -> bool {
	match (narrow, wide) {
		(_, None) => true,
		(None, Some(_)) => false,
		(Some(narrow), Some(wide)) => narrow <= wide,
	}
}

impl<AccountId: PartialEq> Provision<AccountId> {
	/// When it ends by its own terms; `None` if they name no end.
	pub fn terms_end_at(&self) -> Option<Moment> {
		[self.until, self.erase_at].into_iter().flatten().min()
	}

	/// When it ended or will end; `None` if it has no end yet.
	pub fn ends_at(&self) -> Option<Moment> {
		[self.terms_end_at(), self.revoked_at, self.used_up_at].into_iter().flatten().min()
	}

	/// Whether access that it opened may go on at this moment. The last use ends a permit and not the access that it
	/// opened; revoking ends both, unless the patient lets what is open finish. Data rule 5.
	pub fn lets_go_on(&self, at: Moment) -> bool {
		self.terms_end_at().is_none_or(|end| at < end)
			&& (self.lets_finish || self.revoked_at.is_none_or(|revoked_at| at < revoked_at))
	}

	/// Whether it will never be in force again from this moment on.
	pub fn has_ended(&self, at: Moment) -> bool {
		self.ends_at().is_some_and(|end| end <= at)
	}

	/// Whether it was in force at the end of this moment.
	pub fn in_force(&self, at: Moment) -> bool {
		self.granted_at <= at && self.from <= at && !self.has_ended(at)
	}

	/// Whether, at this moment, it covers what the query asks for, whoever the reader is.
	pub fn matches(&self, query: &Query<AccountId>, at: Moment) -> bool {
		self.in_force(at)
			&& names!(self.actions, query.action)
			&& names!(self.categories, query.category)
			&& self.covers_purpose(query.purpose)
			&& self.compartments.contains(query.compartment)
			&& self.covers_data(query.data)
	}

	/// A permit covers the purposes that it names, and a denial those below them too. Data rule 7.
	fn covers_purpose(&self, purpose: Purpose) -> bool {
		match self.effect {
			Effect::Permit => names!(self.purposes, purpose),
			Effect::Deny => {
				self.purposes.is_empty()
					|| purpose.and_above().any(|above| self.purposes.contains(above))
			}
		}
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

	/// What a reader to whom it grants access must do.
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
			&& self.actor.is_within(&asked.actor)
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
