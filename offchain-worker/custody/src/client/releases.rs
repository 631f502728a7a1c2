// SPDX-License-Identifier: Apache-2.0
//! What a custodian released of a record is asked for, and not believed without its signature.

use super::{Custodian, CustodianError};
use crate::{CustodyApiClient, retry};
use salus_core::{
	protocol::{FRESHNESS_BLOCKS, ReleaseCursor, Releases, ReleasesPage, ReleasesSubject, Signed},
	signer::Signer,
};
use salus_primitives::RecordId;

impl Custodian {
	/// A page of what it says that it released of a record of the signer's: the first, or that after a row. `block` is
	/// our last finalized one; a page from before it is not taken.
	pub async fn releases(
		&self,
		signer: &Signer,
		block: u32,
		record: RecordId,
		after: Option<&ReleaseCursor>,
	) -> Result<ReleasesPage, CustodianError> {
		let patient = signer.account();
		let asked = Releases { record: record.0, after: after.cloned() };
		let signed = Signed::new(asked, block, self.bound("custody_releases"), signer);
		let signed = &signed;
		let page = retry::within_budget(self.retry_budget, CustodianError::passes, || async move {
			let response = self.client.releases(signed.clone()).await;
			response.map_err(|cause| self.error(cause))
		})
		.await?;
		let subject = ReleasesSubject {
			genesis_hash: &self.genesis_hash,
			custodian: &self.account,
			record,
			patient: &patient,
			after,
		};
		page.verify(subject, &self.session_keys)
			.map_err(|cause| self.nonsense(format!("a ledger that is none: {cause}")))?;
		// It took the request as of its own last block: an earlier page is an old answer, shown again.
		let latest = block.saturating_add(FRESHNESS_BLOCKS);
		if !(block..=latest).contains(&page.block) {
			let problem = format!("a ledger as of block {}, asked at {block}", page.block);
			return Err(self.nonsense(problem));
		}
		Ok(page)
	}
}
