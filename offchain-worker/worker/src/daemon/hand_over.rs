// SPDX-License-Identifier: Apache-2.0
//! `hand-over`: another operator is named in this one's place. The shares follow by themselves (`jobs/taken_over.rs` there,
//! `jobs/give_up.rs` here), while both workers run.

use super::{identity::Home, report::Report, session::by_account};
use anyhow::{Context, ensure};
use clap::Args;
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError, NodeClient,
	calls::{self, Call, sdk},
	queries,
};
use salus_core::signer::{Signer, parse_account};
use salus_custody::Custodian;
use salus_keystore::secret::ColdKey;
use salus_primitives::{
	MAX_PAGE, RecordId, VersionNumber, WithId,
	records::{Destruction, Version},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// So many calls are made in one extrinsic.
const TOGETHER: usize = 25;

/// What goes to whom.
#[derive(Args, Debug)]
pub struct HandOverOptions {
	/// The operator that keeps it from now on: SS58, or 0x and 64 hex digits.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
	to: AccountId,
	/// The share of this record, in all its versions; without it of all that this operator keeps.
	#[arg(long, value_name = "NUMBER")]
	record: Option<u64>,
	#[command(flatten)]
	cold: ColdKey,
}

/// A version of which this operator keeps a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Kept {
	record: RecordId,
	version: VersionNumber,
	#[serde(skip)]
	generation: u32,
	/// Why its share stays.
	#[serde(skip_serializing_if = "Option::is_none")]
	problem: Option<String>,
}

impl Kept {
	fn call(&self, to: &AccountId) -> Call {
		calls::records::hand_over(self.record, self.version, self.generation, to)
	}
}

/// Has the chain name another operator for what this one keeps.
pub async fn hand_over(
	home: &Home,
	node: &str,
	options: HandOverOptions,
	report: &mut Report,
) -> anyhow::Result<()> {
	let cold = options.cold.signer()?;
	let (me, to) = (home.signer.account(), options.to);
	ensure!(to != me, "{to} is this operator itself: name another with --to");
	let chain = NodeClient::connect(node).await?;
	let block = chain.finalized().await?;
	let successor = Successor::find(&chain, to, block).await?;
	let records = match options.record {
		Some(record) => BTreeSet::from([RecordId(record)]),
		None => kept_by(&chain, &me, block).await?,
	};
	let kept = successor.all_of(&chain, &me, records, block).await?;
	ensure!(!kept.is_empty(), "the chain names this operator for nothing of that");
	let (ready, mut left): (Vec<Kept>, Vec<Kept>) =
		kept.into_iter().partition(|kept| kept.problem.is_none());

	let to = &successor.account;
	report.put("to", to.to_string());
	let mut named: Vec<Kept> = Vec::new();
	let prints = cold.is_none() && home.signer.session_key().is_some();
	// All in one that is printed: whoever signs it does so once.
	let most = if prints { ready.len().max(1) } else { TOGETHER };
	for together in ready.chunks(most) {
		let calls = together.iter().map(|kept| kept.call(to)).collect();
		let call = sdk::batch_all(calls);
		if post(home, cold.as_ref(), &chain, call, report).await?.is_none() {
			named.extend_from_slice(together);
			continue;
		}
		// Of which one, each tells by itself.
		for kept in together {
			match post(home, cold.as_ref(), &chain, kept.call(to), report).await? {
				None => named.push(kept.clone()),
				problem => left.push(Kept { problem, ..kept.clone() }),
			}
		}
	}
	for Kept { record, version, problem, .. } in &left {
		let problem = problem.as_deref().unwrap_or_default();
		report.line(format!("record {record}, version {version} stays: {problem}"));
	}
	let verb = if prints { "would be" } else { "is" };
	report.line(format!("{to} {verb} named for {} versions in this operator's place", named.len()));
	report.line(
		"Let both workers run until this one has given its shares: it destroys them, and confirms that, once they are \
		 proven there. Its metric salus_shares tells how many are left.",
	);
	let stay = left.len();
	report.put("versions", named);
	report.put("left", left);
	ensure!(stay == 0, "{stay} versions stay with this operator");
	Ok(())
}

/// Makes a call, or prints it. Tells what the chain has against it, if it refuses it.
async fn post(
	home: &Home,
	cold: Option<&Signer>,
	chain: &NodeClient,
	call: Call,
	report: &mut Report,
) -> anyhow::Result<Option<String>> {
	refusal(by_account(&home.signer, cold, chain, call, report).await.map(drop))
}

/// What the chain refused, in its words; other failures are failures.
fn refusal(posted: anyhow::Result<()>) -> anyhow::Result<Option<String>> {
	match posted {
		Ok(()) => Ok(None),
		Err(cause) => match cause.downcast_ref::<ChainError>() {
			Some(ChainError::Refused { .. }) => Ok(Some(format!("{cause:#}"))),
			_ => Err(cause),
		},
	}
}

/// Every record of which the chain names an operator for a version.
async fn kept_by(
	chain: &dyn ChainClient,
	operator: &AccountId,
	block: BlockRef,
) -> anyhow::Result<BTreeSet<RecordId>> {
	let (mut records, mut passed, mut after) = (BTreeSet::new(), BTreeSet::new(), None);
	loop {
		let page = queries::kept_by(chain, operator, after, MAX_PAGE, block.hash).await?;
		records.extend(page.kept.iter().map(|kept| kept.record));
		let Some(next) = page.next else {
			return Ok(records);
		};
		ensure!(passed.insert(next), "the node goes round among the records");
		after = Some(next);
	}
}

/// Who is to keep the shares.
struct Successor {
	account: AccountId,
	organisation: AccountId,
}

impl Successor {
	/// An operator in service that answers now, and takes shares: one that does not would be named for nothing.
	async fn find(chain: &NodeClient, account: AccountId, block: BlockRef) -> anyhow::Result<Self> {
		let who = queries::who_is(chain, &account, block.hash).await?;
		let operator = who.operator.filter(|_| who.in_service);
		let operator = operator.with_context(|| {
			format!("{account} is not an operator in service, so it can keep nothing")
		})?;
		let session_keys = chain.session_keys(&account, block.hash).await?;
		let custodian = Custodian::new(&account, &operator, chain.genesis_hash().0)?;
		let answers = custodian.with_session_keys(session_keys).takes_shares(block.number).await;
		ensure!(
			answers,
			"{account} does not answer where the chain says that it is, or takes no shares; nothing was sent"
		);
		Ok(Self { account, organisation: operator.organisation })
	}

	/// What this operator keeps of these records, and what of it this one can't take over.
	async fn all_of(
		&self,
		chain: &dyn ChainClient,
		me: &AccountId,
		records: BTreeSet<RecordId>,
		block: BlockRef,
	) -> anyhow::Result<Vec<Kept>> {
		let (mut kept, mut organisations) = (Vec::new(), BTreeMap::new());
		for record in records {
			let versions = queries::provenance(chain, record, block.hash).await?;
			let own = versions.iter().filter(|version| version.item.custodians.contains(me));
			let own: Vec<&WithId<VersionNumber, Version<AccountId>>> = own.collect();
			if own.is_empty() {
				continue;
			}
			let owed = queries::destructions(chain, record, block.hash).await?;
			for WithId { id, item: version } in own {
				for account in &version.custodians {
					if !organisations.contains_key(account) {
						let who = queries::who_is(chain, account, block.hash).await?;
						let organisation = who.operator.map(|operator| operator.organisation);
						organisations.insert(account.clone(), organisation);
					}
				}
				let problem = self.obstacle(me, version, &owed, &organisations).map(str::to_owned);
				let generation = version.generation();
				kept.push(Kept { record, version: *id, generation, problem });
			}
		}
		Ok(kept)
	}

	/// Why it can't take over a version's share.
	fn obstacle(
		&self,
		me: &AccountId,
		version: &Version<AccountId>,
		owed: &[Destruction<AccountId>],
		organisations: &BTreeMap<AccountId, Option<AccountId>>,
	) -> Option<&'static str> {
		if version.custodians.contains(&self.account) {
			return Some("it keeps a share of it already, and would have two");
		}
		// What it was given before may still be there.
		let owes =
			|owed: &Destruction<_>| owed.custodian == self.account && owed.destroyed_at.is_none();
		if owed.iter().any(owes) {
			return Some("it has kept a share of the record, and has not destroyed it yet");
		}
		let mut others = version.custodians.iter().filter(|account| *account != me);
		let is_own = |account: &AccountId| {
			organisations.get(account).and_then(Option::as_ref) == Some(&self.organisation)
		};
		let problem = "another custodian is of the same organisation, which would have two shares";
		others.any(is_own).then_some(problem)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_custody::fixtures;

	fn account(number: u8) -> AccountId {
		AccountId::new([number; 32])
	}

	/// Of organisation 100; operators 1 to 4 are of 101 to 104.
	fn successor(number: u8) -> Successor {
		Successor { account: account(number), organisation: account(100) }
	}

	fn obstacle(successor: &Successor, owes: &[(u8, Option<u64>)]) -> Option<&'static str> {
		let custodians: Vec<AccountId> = (1..=3).map(account).collect();
		let custodians = custodians.try_into().unwrap();
		let version = Version { custodians, ..fixtures::version(9, 9) };
		let owed = owes.iter().map(|(custodian, destroyed_at)| Destruction {
			custodian: account(*custodian),
			bound: true,
			due: salus_primitives::quorum::Deadline { moment: 0, block: 0 },
			destroyed_at: *destroyed_at,
		});
		let organisations = (1..=4).map(|number| (account(number), Some(account(100 + number))));
		let owed: Vec<_> = owed.collect();
		successor.obstacle(&account(1), &version, &owed, &organisations.collect())
	}

	#[test]
	fn nobody_is_handed_a_second_share() {
		assert_eq!(obstacle(&successor(4), &[]), None);
		assert!(obstacle(&successor(2), &[]).unwrap().contains("already"));
		// It has left, and what it had may still be there.
		let left = obstacle(&successor(4), &[(4, None)]);
		assert!(left.unwrap().contains("not destroyed"));
		assert_eq!(obstacle(&successor(4), &[(4, Some(7)), (3, None)]), None);
		// Whose organisation has another, this operator aside.
		let of = |organisation| Successor { organisation: account(organisation), ..successor(4) };
		assert!(obstacle(&of(102), &[]).unwrap().contains("organisation"));
		assert_eq!(obstacle(&of(101), &[]), None);
	}

	#[test]
	fn only_what_the_chain_refuses_leaves_the_others_to_be_tried() {
		let refused = ChainError::Refused {
			call: "Records.hand_over".into(),
			pallet: "Records".into(),
			error: "SameOrganisation".into(),
			description: String::new(),
		};
		let told = refusal(Err(refused.into())).unwrap();
		assert!(told.unwrap().contains("SameOrganisation"));
		assert_eq!(refusal(Ok(())).unwrap(), None);
		let away = ChainError::Unreachable { url: "ws://n".into(), cause: "no".into() };
		assert!(refusal(Err(away.into())).is_err());
	}
}
