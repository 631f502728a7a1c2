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
	/// Withdrawing a model that was never approved.
	fn withdraw_model() -> Weight;
	/// Requesting decision support with `r` inputs.
	fn request(r: u32) -> Weight;
	/// Giving a verdict.
	fn give_verdict() -> Weight;
	/// Erasing a result.
	fn erase_result() -> Weight;
	/// Publishing an output.
	fn publish_output() -> Weight;
	/// Reporting drift, or taking the report back.
	fn report_drift() -> Weight;
	/// Reporting verdicts.
	fn report_verdicts() -> Weight;
	/// Reporting outcomes.
	fn report_outcomes() -> Weight;
	/// Striking a report.
	fn strike_report() -> Weight;
	/// Reporting how often `m` models were run.
	fn report_usage(m: u32) -> Weight;
	/// Paying for a receipt in the place of somebody who did so before.
	fn pay_for() -> Weight;
}

fn placeholder(proof_size: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(20_000_000, proof_size)
		.saturating_add(RocksDbWeight::get().reads_writes(reads, writes))
}

// Four thousand bytes of proof for each key. What operators' draw and agreement cost here is a part of what the pallet
// that draws and settles measures.
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
	fn withdraw_model() -> Weight {
		placeholder(12_000, 3, 3)
	}
	fn request(r: u32) -> Weight {
		// The job's record and consent, the deposits, and the task with its price and its place in the queue; for each
		// input its record and consent; and, for the pool of the draw, of each of a hundred operators itself, its
		// organisation, its membership and its state, which lie so close together that they share most of their proof.
		placeholder(68_000, 17, 8)
			.saturating_add(placeholder(20_000, 5, 0).saturating_mul(r.into()))
			.saturating_add(placeholder(300_000, 405, 1))
	}
	fn give_verdict() -> Weight {
		placeholder(8_000, 2, 1)
	}
	fn erase_result() -> Weight {
		placeholder(4_000, 1, 1)
	}
	fn publish_output() -> Weight {
		placeholder(8_000, 2, 1)
	}
	fn report_drift() -> Weight {
		placeholder(20_000, 6, 3)
	}
	fn report_verdicts() -> Weight {
		placeholder(28_000, 7, 5)
	}
	fn report_outcomes() -> Weight {
		placeholder(28_000, 7, 5)
	}
	fn strike_report() -> Weight {
		placeholder(24_000, 6, 5)
	}
	fn report_usage(m: u32) -> Weight {
		// The operator with its organisation, its tally, its paid seats and what is held of it; each model with its
		// report.
		placeholder(40_000, 10, 4).saturating_add(placeholder(8_000, 2, 1).saturating_mul(m.into()))
	}
	fn pay_for() -> Weight {
		// The receipt and its payer; accounts and holds of both, allowance and sponsor.
		placeholder(32_000, 8, 6)
	}
}
