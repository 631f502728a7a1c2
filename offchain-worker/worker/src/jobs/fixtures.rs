//! A request as tests of several jobs need it.

use salus_chain::{
	AccountId,
	answers::{
		Answer, Drawn, DriftCounts, ModelInfo, ModelState, Outcomes, Output, RequestInfo, Stage,
		Standing, Verdicts,
	},
};
use salus_primitives::{Cid, Evidence, ModelId, RequestId, seal_payload};
use sp_core::blake2_256;

pub fn operator(number: u8) -> AccountId {
	AccountId::new([number; 32])
}

/// Sealing until moment 100, settling until 200. Operator 1 and those after it are drawn, with what each
/// sealed.
pub fn request(digests: &[Option<[u8; 32]>]) -> RequestInfo {
	let drawn = (1..).zip(digests).map(|(number, digest)| Drawn {
		operator: operator(number),
		answer: digest
			.map(|digest| Answer::Seal(blake2_256(&seal_payload(&digest, &operator(number))))),
		standing: Standing::Clear,
	});
	RequestInfo {
		id: RequestId(1),
		model: ModelId(0),
		model_digest: [0; 32],
		patient: operator(8),
		requester: operator(9),
		records: Vec::new(),
		drawn: drawn.collect(),
		opened_at: 0,
		seal_until: 100,
		settle_until: 200,
		stage: Stage::Sealing,
		suspended: false,
	}
}

/// An approved model that nobody was asked about.
pub fn model() -> ModelInfo {
	ModelInfo {
		id: ModelId(3),
		digest: [1; 32],
		card: Cid::raw([2; 32]),
		evidence: Evidence::Publication,
		output: Output::Sealed,
		steps: 20,
		operators: 3,
		quorum: 2,
		metrics_commitment: [4; 32],
		state: ModelState::Approved,
		proposer: operator(9),
		requests: 0,
		settled: 0,
		failed: 0,
		verdicts: Verdicts { accepted: 0, modified: 0, rejected: 0 },
		outcomes: Outcomes::default(),
		drift: DriftCounts::default(),
		declared: 0,
	}
}
