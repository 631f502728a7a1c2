// SPDX-License-Identifier: Apache-2.0
//! What is agreed to, and by whom.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use salus_primitives::{Moment, quorum::Deadline};
use scale_info::TypeInfo;

/// A body whose agreement is needed.
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
pub enum Body {
	/// Who accredits and licenses.
	MedicalBoard,
	/// Who runs the chain.
	TechnicalCommittee,
}

/// An agreement to a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Agreement {
	/// The body that agreed first.
	pub first: Body,
	/// From when on the call may be made: set once the other body has agreed, too.
	pub from: Option<Deadline>,
	/// From when on it counts no more.
	pub until: Deadline,
}

impl Agreement {
	/// Whether it counts no more.
	pub(crate) fn has_lapsed(&self, now: Moment, block: u32) -> bool {
		self.until.is_over(now, block)
	}
}
