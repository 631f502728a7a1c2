// SPDX-License-Identifier: Apache-2.0
//! Reads the records of policies and claims, for payment. Each access stands in the ledger of the policy's holder, and
//! costs a deposit: so one that is open is used again when a claim is tried again, and closed when that is concluded.

use super::Insurer;
use anyhow::{Context, bail};
use salus_chain::{
	calls::{Call, records, sdk},
	events::Event,
	queries,
};
use salus_custody::documents;
use salus_insurance::facts::Known;
use salus_primitives::{
	AccessId, Action, Decision, Purpose, Query, Reader, RecordId, Refusal, VersionNumber,
	records::AccessState,
};
use std::{
	collections::BTreeMap,
	sync::{Mutex, MutexGuard, PoisonError},
	time::Duration,
};
use zeroize::Zeroizing;

/// The version of a policy's record that says who is insured: its author could amend it later.
pub const COVERAGE_VERSION: VersionNumber = 1;
/// The claim pauses, and is tried again: nothing is waited for here.
const RETRY_BUDGET: Duration = Duration::ZERO;

type Document = (RecordId, VersionNumber);

/// The accesses that this process has opened.
#[derive(Default)]
pub struct Accesses(Mutex<BTreeMap<Document, AccessId>>);

impl Accesses {
	fn all(&self) -> MutexGuard<'_, BTreeMap<Document, AccessId>> {
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}

	fn opened(&self, document: Document) -> Option<AccessId> {
		self.all().get(&document).copied()
	}

	fn note(&self, document: Document, access: AccessId) {
		self.all().insert(document, access);
	}

	/// Forgets those of these documents.
	fn take(&self, documents: &[Document]) -> Vec<AccessId> {
		let mut all = self.all();
		documents.iter().filter_map(|document| all.remove(document)).collect()
	}
}

impl Insurer {
	/// What a version of a record says.
	pub(super) async fn read(
		&self,
		record: RecordId,
		version: VersionNumber,
	) -> anyhow::Result<Zeroizing<Vec<u8>>> {
		let access = match self.open_access(record, version).await? {
			Some(access) => access,
			None => self.ask(record, version).await?,
		};
		let (signer, secret) = (&self.signer, &self.secret);
		let opened = documents::open(&*self.chain, signer, secret, access, RETRY_BUDGET).await?;
		Ok(opened.plaintext)
	}

	/// By which an earlier attempt was granted access, if custodians still answer to it.
	async fn open_access(
		&self,
		record: RecordId,
		version: VersionNumber,
	) -> anyhow::Result<Option<AccessId>> {
		let Some(access) = self.accesses.opened((record, version)) else { return Ok(None) };
		let block = self.chain.finalized().await?;
		let checked = queries::access(&*self.chain, access, block.hash).await?;
		let is_open = checked.is_some_and(|checked| checked.state == AccessState::Open);
		Ok(is_open.then_some(access))
	}

	/// Asks the chain for access. Whether it is granted is asked first: a refusal costs its fee as well.
	async fn ask(&self, record: RecordId, version: VersionNumber) -> anyhow::Result<AccessId> {
		let (chain, block) = (&*self.chain, self.chain.finalized().await?);
		let known = queries::record(chain, record, block.hash).await?;
		let known = known.with_context(|| format!("record {record} is erased"))?;
		let query = Query {
			patient: known.patient,
			reader: Reader::Account(self.signer.account()),
			action: Action::Access,
			category: known.category,
			compartment: known.compartment,
			purpose: Purpose::Payment,
			data: known.data,
		};
		if let Decision::Refusal(refusal) = queries::decide(chain, &query, block.hash).await? {
			bail!("record {record} can't be read for payment: {}", told(refusal));
		}
		let call = records::request_access(record, Some(version), Purpose::Payment);
		let done = self.chain.submit(&self.signer, call).await?;
		let access = done.events.iter().find_map(|event| match event {
			Event::AccessOpened { access, .. } => Some(*access),
			_ => None,
		});
		let access = access.context("access was opened, but no event says so")?;
		self.accesses.note((record, version), access);
		Ok(access)
	}

	/// Closes the accesses by which a claim was read, which gives their deposits back. What is left open expires by itself.
	pub(super) async fn close(&self, known: &Known) {
		let documents =
			[(known.policy.record, COVERAGE_VERSION), (known.claim.record, known.claim.version)];
		let opened = self.accesses.take(&documents).into_iter();
		let calls: Vec<Call> = opened.map(records::close_access).collect();
		if calls.is_empty() {
			return;
		}
		if let Err(cause) = self.chain.submit(&self.signer, sdk::batch_all(calls)).await {
			tracing::debug!(claim = %known.id, %cause, "accesses stay open until they expire");
		}
	}
}

fn told(refusal: Refusal) -> &'static str {
	match refusal {
		Refusal::NoPolicy => {
			"its patient has to permit this insurer to read records of category Claim for HPAYMT"
		}
		Refusal::Denied(_) => "its patient denies it",
		Refusal::NotInForce => "the authority has suspended this insurer",
	}
}
