// SPDX-License-Identifier: Apache-2.0
//! Identifiers and time.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Milliseconds since the Unix epoch by the on-chain clock, never by a machine's. Data rule 8.
pub type Moment = u64;

/// Which version of a record: 1 for the first, then one more for each amendment.
pub type VersionNumber = u32;

macro_rules! id {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default,
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
		pub struct $name(pub $inner);

		impl $name {
			/// The id after this one; `None` when ids have run out.
			pub fn next(self) -> Option<Self> {
				self.0.checked_add(1).map(Self)
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				self.0.fmt(f)
			}
		}
	};
}

id!(/** A record: one encrypted document and its later versions. Unique on the chain. */ RecordId(u64));
id!(/** An access request that was granted: what a custodian checks before it hands over a share. */ AccessId(u64));
id!(/** A provision, counted for each patient from 0. */ ProvisionId(u32));
id!(/** A reader's request for consent. Unique on the chain. */ ConsentRequestId(u64));
id!(/** A break-glass case. Unique on the chain. */ BreakGlassId(u64));
id!(/** A research study. */ StudyId(u32));
id!(/** A model for decision support. */ ModelId(u32));
id!(/** A request for decision support: it has the id of its task. */ RequestId(u64));
id!(/** Work for a quorum of operators. Unique on the chain. */ TaskId(u64));
id!(/** A plan that an insurer offers. Unique on the chain. */ PlanId(u32));
id!(/** An insurance policy. Unique on the chain. */ PolicyId(u32));
id!(/** A claim. Unique on the chain. */ ClaimId(u32));

impl From<TaskId> for RequestId {
	fn from(task: TaskId) -> Self {
		Self(task.0)
	}
}

impl From<RequestId> for TaskId {
	fn from(request: RequestId) -> Self {
		Self(request.0)
	}
}
