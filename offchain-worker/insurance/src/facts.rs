// SPDX-License-Identifier: Apache-2.0
//! What the chain says of a claim, all of one block: by the claim's document alone nothing is believed. What a piece of
//! evidence fails here does not go into what is judged, so a line that nothing else proves has none.

use crate::{
	document::{ClaimDocument, ClaimLine},
	evidence::Piece,
};
use salus_adjudication as rules;
use salus_chain::{AccountId, ChainClient, ChainError, H256, queries};
use salus_primitives::{
	Category, ClaimId, Day, Moment,
	claims::{Admission, Slot},
	participants::Practitioner,
};
use std::collections::BTreeMap;

/// A claim, with its policy and plan.
#[derive(Clone, Debug)]
pub struct Known {
	/// Its number.
	pub id: ClaimId,
	/// The chain's first block: signatures are for one chain.
	pub genesis: H256,
	/// The claim.
	pub claim: queries::Claim,
	/// The policy that it is under.
	pub policy: queries::Policy,
	/// The plan that this is under.
	pub plan: queries::Plan,
	/// The plan with all its terms.
	pub terms: rules::Plan,
}

impl Known {
	/// What a block's state has of a claim; none if claim, policy or plan are closed or removed.
	pub async fn of(
		chain: &dyn ChainClient,
		id: ClaimId,
		block: H256,
	) -> Result<Option<Self>, ChainError> {
		let Some(claim) = queries::claim(chain, id, block).await? else { return Ok(None) };
		let policy = queries::policy(chain, claim.policy, block).await?;
		let Some(policy) = policy else { return Ok(None) };
		let plan = queries::plan(chain, policy.plan, block).await?;
		let Some(plan) = plan else { return Ok(None) };
		let versions = queries::plan_versions(chain, policy.plan, block).await?;
		let versions = versions.try_into().map_err(|_| {
			let problem = "the plan has more versions on the chain than the rules know";
			ChainError::Mismatch(problem.into())
		})?;
		let terms = rules::Plan { currency: plan.currency, year: plan.year, versions };
		Ok(Some(Self { id, genesis: chain.genesis_hash(), claim, policy, plan, terms }))
	}

	/// The day on which it was filed.
	pub fn filed(&self) -> Day {
		Day::of(self.claim.filed_at)
	}
}

/// A claim and its policy as they are judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
	/// The claim. Its lines have that evidence alone which stands up to the chain.
	pub claim: rules::Claim,
	/// Who is insured, on the chain's days.
	pub policy: rules::Policy,
	/// For each line, for each piece of its evidence: which of the document's pieces it is.
	pub places: Vec<Vec<usize>>,
}

/// Looks up what a claim is judged by. `coverage` is the first version of the policy's record.
pub async fn look_up(
	chain: &dyn ChainClient,
	known: &Known,
	coverage: &rules::Policy,
	document: &ClaimDocument,
	block: H256,
) -> Result<Facts, ChainError> {
	let accounts = BTreeMap::new();
	let mut lookup = Lookup { chain, block, known, accounts, admissions: BTreeMap::new() };
	let mut pieces = Vec::with_capacity(document.pieces.len());
	for piece in &document.pieces {
		pieces.push(lookup.piece(document, piece).await?);
	}
	let mut providers = Vec::with_capacity(document.lines.len());
	for line in &document.lines {
		providers.push(lookup.provider(line).await?);
	}
	Ok(assemble(known, coverage, document, &pieces, &providers))
}

/// The facts, where it is known of each piece what it proves, if anything, and of each line whose it is.
pub(crate) fn assemble(
	known: &Known,
	coverage: &rules::Policy,
	document: &ClaimDocument,
	pieces: &[Option<rules::Piece>],
	providers: &[rules::Provider],
) -> Facts {
	let (mut lines, mut places) = (Vec::new(), Vec::new());
	// Which visit a piece proves: that of the first line that names it. Else one record proved any number of services.
	let mut visits = BTreeMap::new();
	for (line, provider) in document.lines.iter().zip(providers) {
		let visit = (&line.provider, line.first);
		// Whoever pays after another insurer is told what that one paid.
		let in_turn = document.slot == Slot::First || line.other.is_some();
		let usable = line.evidence.iter().filter_map(|place| {
			let place = usize::from(*place);
			let piece = pieces.get(place).copied().flatten()?;
			let is_its_visit = *visits.entry(place).or_insert(visit) == visit;
			(in_turn && is_its_visit).then_some((place, piece))
		});
		let (theirs, evidence): (Vec<usize>, Vec<rules::Piece>) = usable.unzip();
		places.push(theirs);
		lines.push(rules::Line {
			benefit: line.benefit,
			beneficiary: line.beneficiary,
			visit: line.visit,
			units: line.units,
			charge: line.charge,
			first: line.first,
			last: line.last,
			provider: *provider,
			evidence,
			other: line.other,
		});
	}
	let policy = rules::Policy {
		from: known.policy.from,
		until: known.policy.until,
		beneficiaries: coverage.beneficiaries.clone(),
	};
	let claim = rules::Claim { currency: document.currency, filed: known.filed(), lines };
	Facts { claim, policy, places }
}

/// What was asked of one block, so that each account is asked for once. A document has each record once.
struct Lookup<'a> {
	chain: &'a dyn ChainClient,
	block: H256,
	known: &'a Known,
	accounts: BTreeMap<AccountId, queries::WhoIs>,
	admissions: BTreeMap<AccountId, Option<Admission>>,
}

impl Lookup<'_> {
	async fn who_is(&mut self, account: &AccountId) -> Result<queries::WhoIs, ChainError> {
		if let Some(known) = self.accounts.get(account) {
			return Ok(known.clone());
		}
		let known = queries::who_is(self.chain, account, self.block).await?;
		self.accounts.insert(account.clone(), known.clone());
		Ok(known)
	}

	async fn admission(&mut self, account: &AccountId) -> Result<Option<Admission>, ChainError> {
		if let Some(known) = self.admissions.get(account) {
			return Ok(*known);
		}
		let plan = self.known.policy.plan;
		let known = queries::admission(self.chain, plan, account, self.block).await?;
		self.admissions.insert(account.clone(), known);
		Ok(known)
	}

	/// Who did a service, as the chain knew them on its first day. Suspensions have no history on the chain: whoever is
	/// suspended now counts as if they had been then.
	async fn provider(&mut self, line: &ClaimLine) -> Result<rules::Provider, ChainError> {
		let organisation = self.who_is(&line.provider).await?.organisation;
		let accredited = organisation.is_some_and(|organisation| {
			!organisation.suspended && Day::of(organisation.accredited_at) <= line.first
		});
		let admission = self.admission(&line.provider).await?;
		let in_network = admission.is_some_and(|admission| {
			let ended = admission.until.is_some_and(|until| until < line.first);
			admission.from <= line.first && !ended
		});
		let id: &[u8; 32] = line.provider.as_ref();
		Ok(rules::Provider { id: *id, accredited, in_network })
	}

	/// What a piece proves; none if it proves nothing: it was not shown for this policy by its own patient, it was
	/// billed before, or its record is another than it says.
	async fn piece(
		&mut self,
		document: &ClaimDocument,
		piece: &Piece,
	) -> Result<Option<rules::Piece>, ChainError> {
		let (chain, block, shown) = (self.chain, self.block, &piece.shown);
		if shown.policy != self.known.claim.policy || !shown.is_signed(self.known.genesis) {
			return Ok(None);
		}
		if queries::is_billed(chain, shown.nullifier(document.slot), block).await? {
			return Ok(None);
		}
		// The slots are billed one after the other, or each insurer could be told that it pays first.
		if let Some(before) = before(document.slot)
			&& !queries::is_billed(chain, shown.nullifier(before), block).await?
		{
			return Ok(None);
		}
		let Some(record) = queries::record(chain, shown.record, block).await? else {
			let tombstone = queries::tombstone(chain, shown.record, block).await?;
			return Ok(tombstone.map(|_| self.erased()));
		};
		// Version 1 alone: whoever amends a record makes no new evidence by it.
		let version = queries::version(chain, shown.record, 1, block).await?;
		let commitment = shown.halves().commitment();
		let version = version.filter(|version| version.key_commitment == commitment);
		let Some(version) = version.filter(|_| record.patient == shown.patient) else {
			return Ok(None);
		};
		let by_themselves = [&record.patient, &self.known.policy.holder].contains(&&version.author);
		let licensed = !by_themselves
			&& self
				.who_is(&version.author)
				.await?
				.practitioner
				.is_some_and(|author| was_licensed(&author, version.submitted_at));
		Ok(Some(rules::Piece {
			category: record.category,
			licensed,
			recorded: Day::of(version.submitted_at),
			erased: false,
		}))
	}

	/// What is left of an erased record: neither kind, nor author, nor day. It proves nothing, and the claim says so.
	fn erased(&self) -> rules::Piece {
		rules::Piece {
			category: Category::Claim,
			licensed: false,
			recorded: self.known.filed(),
			erased: true,
		}
	}
}

/// The slot whose insurer pays before this one's.
fn before(slot: Slot) -> Option<Slot> {
	match slot {
		Slot::First => None,
		Slot::Second => Some(Slot::First),
		Slot::Third => Some(Slot::Second),
	}
}

/// Whether a licence was in force at a moment. Suspensions have no history on the chain: one that holds now counts.
fn was_licensed(author: &Practitioner, at: Moment) -> bool {
	!author.suspended && author.licensed_at <= at && at < author.expires_at
}

#[cfg(test)]
mod tests;
