// SPDX-License-Identifier: Apache-2.0
//! The bodies that are the authority, each with duties of its own.

use super::*;

/// A body, as the runtime has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Body {
	/// Accredits and licenses; one of two who agree to what is made as root.
	MedicalBoard,
	/// Rules on operators' challenges and prices seats and custody; the other of the two.
	TechnicalCommittee,
	/// Approves models.
	ModelCommittee,
	/// Reviews broken glass.
	ReviewCommittee,
}

impl Body {
	/// Every one.
	pub const ALL: [Self; 4] =
		[Self::MedicalBoard, Self::TechnicalCommittee, Self::ModelCommittee, Self::ReviewCommittee];

	/// The name of its pallet.
	pub const fn pallet(self) -> &'static str {
		match self {
			Self::MedicalBoard => "MedicalBoard",
			Self::TechnicalCommittee => "TechnicalCommittee",
			Self::ModelCommittee => "ModelCommittee",
			Self::ReviewCommittee => "ReviewCommittee",
		}
	}

	/// How it is written in commands and messages.
	pub const fn name(self) -> &'static str {
		match self {
			Self::MedicalBoard => "medical-board",
			Self::TechnicalCommittee => "technical-committee",
			Self::ModelCommittee => "model-committee",
			Self::ReviewCommittee => "review-committee",
		}
	}
}

/// Proposes a motion, which passes when `threshold` members agree. `length` is the inner call's
/// length in bytes.
pub fn propose(body: Body, threshold: u32, inner: Call, length: u32) -> Call {
	Call {
		pallet: body.pallet(),
		function: "propose",
		arguments: Arguments::Around(
			Compact(threshold).encode(),
			Box::new(inner),
			Compact(length).encode(),
		),
	}
}

/// Votes for a motion, or against it.
pub fn vote(body: Body, motion: [u8; 32], index: u32, approve: bool) -> Call {
	Call::new(body.pallet(), "vote", (motion, Compact(index), approve))
}

/// Closes a motion and makes its call. `length` is the inner call's length in bytes.
pub fn close(body: Body, motion: [u8; 32], index: u32, length: u32) -> Call {
	Call::new(body.pallet(), "close", (motion, Compact(index), MOTION_WEIGHT, Compact(length)))
}

/// Agrees to the call with this BLAKE2b-256 hash: once both bodies have, and a delay has passed, it is made as root.
pub fn approve_enactment(call_hash: [u8; 32]) -> Call {
	Call::new(ENACTMENT, "approve", call_hash)
}

/// Ends an agreement.
pub fn withdraw_enactment(call_hash: [u8; 32]) -> Call {
	Call::new(ENACTMENT, "withdraw", call_hash)
}

/// Makes a call as root to which both bodies agreed, when the delay is over.
pub fn enact(call: Call) -> Call {
	Call {
		pallet: ENACTMENT,
		function: "enact",
		arguments: Arguments::Around(Vec::new(), Box::new(call), Vec::new()),
	}
}

const ENACTMENT: &str = "Enactment";

/// Pulls the emergency brake.
pub fn brake() -> Call {
	Call::new("SafeMode", "force_enter", ())
}

/// Extends it; as root only.
pub fn extend_brake() -> Call {
	Call::new("SafeMode", "force_extend", ())
}

/// Releases it.
pub fn release_brake() -> Call {
	Call::new("SafeMode", "force_exit", ())
}
