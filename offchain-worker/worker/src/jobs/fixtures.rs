// SPDX-License-Identifier: Apache-2.0
//! A request as tests of several jobs need it.

use salus_chain::AccountId;
use salus_primitives::{
	ModelId,
	decision_support::{Drawn, FaultState, Request, RequestState, Response},
	seal_payload,
};
use sp_core::blake2_256;

pub fn operator(number: u8) -> AccountId {
	AccountId::new([number; 32])
}

/// Sealing until moment 100, settling until 200. Operator 1 and those after it are drawn, with what each
/// sealed.
pub fn request(digests: &[Option<[u8; 32]>]) -> Request<AccountId> {
	let drawn = (1..).zip(digests).map(|(number, digest)| Drawn {
		operator: operator(number),
		response: digest
			.map(|digest| Response::Seal(blake2_256(&seal_payload(&digest, &operator(number))))),
		fault: FaultState::Clear,
	});
	Request {
		model: ModelId(0),
		model_digest: [0; 32],
		patient: operator(8),
		requester: operator(9),
		records: Default::default(),
		drawn: drawn.collect::<Vec<_>>().try_into().unwrap(),
		opened_at: 0,
		seal_until: 100,
		settle_until: 200,
		state: RequestState::Sealing,
	}
}
