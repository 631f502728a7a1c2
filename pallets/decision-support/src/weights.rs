// SPDX-License-Identifier: Apache-2.0
//! Weights of the calls. Not measured yet: set by hand from the keys that each call touches.

use polkadot_sdk::frame_support::weights::{Weight, constants::RocksDbWeight};

/// What each call may cost at most.
pub trait WeightInfo {
	/// Proposing a model.
	fn propose_model() -> Weight;
	/// Approving a model.
	fn approve_model() -> Weight;
	/// Suspending a model.
	fn suspend_model() -> Weight;
	/// Withdrawing a model that was never approved and that `d` operators have declared.
	fn withdraw_model(d: u32) -> Weight;
	/// Requesting decision support from `r` records and as many operators as can be drawn.
	fn request(r: u32) -> Weight;
	/// Sealing a result.
	fn seal() -> Weight;
	/// Settling a request with a sealed output.
	fn settle() -> Weight;
	/// Settling a request with an open output.
	fn settle_open() -> Weight;
	/// Declaring a request failed.
	fn fail() -> Weight;
	/// Challenging an accusation.
	fn challenge() -> Weight;
	/// Ruling on a challenge.
	fn rule() -> Weight;
	/// Closing a request.
	fn close() -> Weight;
	/// Giving a verdict.
	fn give_verdict() -> Weight;
	/// Erasing a result.
	fn erase_result() -> Weight;
	/// Refusing to run a model on its inputs.
	fn refuse() -> Weight;
	/// Reporting drift, or taking the report back.
	fn report_drift() -> Weight;
	/// Reporting outcomes.
	fn report_outcomes() -> Weight;
	/// Declaring a model, replacing an operator that left service.
	fn declare_model() -> Weight;
	/// Taking a declaration back.
	fn retract_model() -> Weight;
}

fn placeholder(proof_size: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(20_000_000, proof_size)
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

// Sized for eight drawn operators, and four thousand bytes of proof for each key.
impl WeightInfo for () {
	fn propose_model() -> Weight {
		placeholder(12_000, 4, 3)
	}
	fn approve_model() -> Weight {
		placeholder(4_000, 1, 1)
	}
	fn suspend_model() -> Weight {
		placeholder(4_000, 1, 1)
	}
	fn withdraw_model(d: u32) -> Weight {
		// For each operator its deposit and its account.
		placeholder(16_000, 3, 3).saturating_add(placeholder(8_000, 2, 2).saturating_mul(d.into()))
	}
	fn request(r: u32) -> Weight {
		// For each operator its list and duty; for each record its access, consent and ledger.
		placeholder(108_000, 26, 22)
			.saturating_add(placeholder(40_000, 10, 5).saturating_mul(r.into()))
	}
	fn seal() -> Weight {
		placeholder(8_000, 3, 2)
	}
	fn settle() -> Weight {
		// And for each of sixteen records, whether it is still there.
		placeholder(108_000, 28, 11)
	}
	fn settle_open() -> Weight {
		placeholder(108_000, 28, 11)
	}
	fn fail() -> Weight {
		placeholder(112_000, 28, 11)
	}
	fn challenge() -> Weight {
		placeholder(4_000, 2, 1)
	}
	fn rule() -> Weight {
		placeholder(16_000, 4, 4)
	}
	fn close() -> Weight {
		// For each operator its bond, its service and its duty.
		placeholder(110_000, 28, 28)
	}
	fn give_verdict() -> Weight {
		placeholder(12_000, 4, 2)
	}
	fn erase_result() -> Weight {
		placeholder(4_000, 1, 1)
	}
	fn refuse() -> Weight {
		placeholder(8_000, 3, 2)
	}
	fn report_drift() -> Weight {
		placeholder(20_000, 6, 3)
	}
	fn report_outcomes() -> Weight {
		placeholder(8_000, 3, 1)
	}
	fn declare_model() -> Weight {
		placeholder(32_000, 8, 4)
	}
	fn retract_model() -> Weight {
		placeholder(16_000, 3, 2)
	}
}
