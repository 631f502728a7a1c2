// SPDX-License-Identifier: Apache-2.0
//! Anchored: whoever placed a share told the chain where its proofs end. If that is not true, nobody is ever paid for
//! keeping it, and only a reshare helps: so the log says it once, when the share is bound to its version. It is kept
//! all the same, since readers count on it.

use super::Worker;
use salus_chain::{
	AccountId, BlockRef,
	queries::{self, CustodyFund},
};
use salus_core::{Share, Sharing, retention};
use salus_primitives::{RecordId, VersionNumber, records::Version};

/// Compares the share that is kept of a version with what the chain has of its proofs.
pub async fn check(
	worker: &Worker,
	(record, number): (RecordId, VersionNumber),
	version: &Version<AccountId>,
	block: BlockRef,
) {
	let custody = &worker.custody;
	let fund = match queries::custody_fund(&*custody.chain, record, number, block.hash).await {
		Ok(Some(fund)) => fund,
		// Erased meanwhile.
		Ok(None) => return,
		Err(cause) => {
			tracing::debug!(%cause, "what proves a share is not compared with it");
			return;
		}
	};
	let share_name = Sharing::of(record, number, version).share_name();
	let Ok(share) = custody.journal.share(&share_name) else {
		return;
	};
	if !is_payable(&share, &fund, version, &worker.account()) {
		tracing::warn!(
			%record,
			version = number,
			"the chain has another anchor than this share's, or its proofs are used up: custody of it is not paid until \
			 the key is shared out anew"
		);
	}
}

/// Whether a custodian of a version can prove that it keeps this share.
fn is_payable(
	share: &Share,
	fund: &CustodyFund,
	version: &Version<AccountId>,
	me: &AccountId,
) -> bool {
	let index = version.custodians.iter().position(|custodian| custodian == me);
	let retention = index.and_then(|index| fund.retentions.get(index));
	retention.is_some_and(|retention| retention::next(share, &retention.proof).is_some())
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_core::{DataKey, split};
	use salus_primitives::records::Retention;

	#[test]
	fn an_author_who_gives_wrong_anchors_is_found_out() {
		let shares = split(&DataKey::from_bytes([9; 32]), 2, 3).unwrap();
		let [me, other, stranger] = [1, 2, 9].map(|byte| AccountId::new([byte; 32]));
		let version = Version {
			custodians: vec![other, me.clone()].try_into().unwrap(),
			..salus_custody::fixtures::version(1, 2)
		};
		let fund = |anchored: [&Share; 2]| {
			let retention =
				|share: &Share| Retention { proof: retention::anchor(share), paid_until: 0 };
			let retentions = anchored.map(retention).to_vec().try_into().unwrap();
			CustodyFund { payer: me.clone(), price: 1, held: 1, retentions }
		};
		let right = fund([&shares[0], &shares[1]]);
		assert!(is_payable(&shares[1], &right, &version, &me));
		// In another order, of another sharing, and for nobody.
		assert!(!is_payable(&shares[1], &fund([&shares[1], &shares[0]]), &version, &me));
		assert!(!is_payable(&shares[2], &right, &version, &me));
		assert!(!is_payable(&shares[1], &right, &version, &stranger));
	}
}
