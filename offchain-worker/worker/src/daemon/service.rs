// SPDX-License-Identifier: Apache-2.0
//! How an operator stands, by the chain and by its home, and how it leaves.

use super::{
	identity::{Home, JOURNAL},
	report::Report,
	session,
};
use crate::journal::{Cursor, Journal, JournalError};
use anyhow::Context;
use salus_chain::{
	AccountId, BlockRef, ChainClient, NodeClient, calls, clock, money,
	queries::{self, Operator, WhoIs},
};
use salus_custody::endpoint_of;
use salus_keystore::secret::ColdKey;
use serde_json::{Value, json};

/// What the home keeps.
enum Kept {
	/// The worker has the journal: it is read by one process at a time.
	InUse,
	/// No worker ever ran here.
	Nothing,
	/// The journal does not belong to the keystore: why.
	Strange(String),
	/// What the journal knows.
	Known { shares: usize, set_aside: usize, cursor: Option<Cursor> },
}

impl Kept {
	fn by(home: &Home) -> Result<Self, JournalError> {
		let path = home.folder.join(JOURNAL);
		// Opened, it would be made.
		if !path.exists() {
			return Ok(Self::Nothing);
		}
		match Journal::open(path, home.at_rest.clone()) {
			Ok(journal) => Ok(Self::Known {
				shares: journal.share_count()?,
				set_aside: journal.set_aside()?.len(),
				cursor: journal.cursor()?,
			}),
			Err(JournalError::InUse(_)) => Ok(Self::InUse),
			Err(other @ JournalError::OtherKeystore(_)) => Ok(Self::Strange(other.to_string())),
			Err(other) => Err(other),
		}
	}
}

/// Reports how the operator stands; while the worker runs, only what the chain says.
pub async fn status(home: &Home, node: &str, report: &mut Report) -> anyhow::Result<()> {
	let chain = NodeClient::connect(node).await?;
	let finalized = chain.finalized().await?;
	let who = queries::who_is(&chain, &home.signer.account(), finalized.hash).await?;
	let kept = Kept::by(home)?;
	let session = session::told(&chain, &home.signer, finalized.hash).await?;
	let session = session.map(|told| ("signs by", told));
	for (name, value) in lines(home, &who, finalized, &kept).into_iter().chain(session) {
		report.line(format!("{name:<10} {value}"));
	}
	for (name, value) in for_scripts(home, &who, finalized, &kept) {
		report.put(name, value);
	}
	Ok(())
}

fn lines(
	home: &Home,
	who: &WhoIs,
	finalized: BlockRef,
	kept: &Kept,
) -> Vec<(&'static str, String)> {
	let mut lines = of_chain(&home.signer.account(), who);
	let key = who.encryption_key.map(|key| key.key);
	if key.is_some_and(|key| key != home.secret.public()) {
		lines.push((
			"key",
			"the encryption key on the chain is not this home's: nothing that is sent to this operator opens".to_owned(),
		));
	}
	lines.extend(of_home(kept, finalized));
	lines
}

/// The same for scripts: what the chain says in its own JSON, beside what the home keeps.
fn for_scripts(
	home: &Home,
	who: &WhoIs,
	finalized: BlockRef,
	kept: &Kept,
) -> [(&'static str, Value); 8] {
	let own = home.secret.public();
	let (shares, set_aside, cursor, problem) = match kept {
		Kept::Known { shares, set_aside, cursor } => (Some(shares), Some(set_aside), *cursor, None),
		Kept::InUse => (None, None, None, Some("the worker is running")),
		Kept::Strange(cause) => (None, None, None, Some(cause.as_str())),
		Kept::Nothing => (None, None, None, None),
	};
	[
		("account", json!(home.signer.account().to_string())),
		("sessionKey", json!(home.signer.session_key().map(|key| key.to_string()))),
		("operator", json!(who.operator)),
		("inService", json!(who.in_service)),
		("keyOnChainIsOwn", json!(who.encryption_key.as_ref().map(|known| known.key == own))),
		("finalizedBlock", json!(finalized.number)),
		("block", json!(cursor.map(|cursor| cursor.number))),
		("home", json!({ "shares": shares, "setAside": set_aside, "problem": problem })),
	]
}

fn of_chain(account: &AccountId, who: &WhoIs) -> Vec<(&'static str, String)> {
	let mut lines = vec![("account", account.to_string())];
	match &who.operator {
		None => lines.push(("service", "is not an operator: salus-worker join".to_owned())),
		Some(operator) => lines.extend([
			("organisation", operator.organisation.to_string()),
			("endpoint", endpoint_of(operator)),
			("peer id", String::from_utf8_lossy(&operator.peer_id).into_owned()),
			("bond", money::shown(operator.bond)),
			("service", service(operator, who.in_service)),
			("duties", operator.duties.to_string()),
		]),
	}
	lines
}

fn of_home(kept: &Kept, finalized: BlockRef) -> Vec<(&'static str, String)> {
	match kept {
		Kept::InUse => vec![(
			"shares",
			"unknown: the worker is running, and has its journal to itself (see its metrics)"
				.to_owned(),
		)],
		Kept::Strange(cause) => vec![("shares", format!("unknown: {cause}"))],
		Kept::Nothing => vec![("shares", "none: no worker has run here yet".to_owned())],
		Kept::Known { shares, set_aside, cursor } => {
			let aside = match set_aside {
				0 => String::new(),
				more => format!(", and {more} that the journal does not know"),
			};
			let block = match cursor {
				Some(cursor) => {
					let behind = finalized.number.saturating_sub(cursor.number);
					format!("{}, {behind} behind the last finalized one", cursor.number)
				}
				None => "none: this worker has followed no chain yet".to_owned(),
			};
			vec![("shares", format!("{shares}{aside}")), ("block", block)]
		}
	}
}

fn service(operator: &Operator, in_service: bool) -> String {
	let leaving = operator
		.leaving_until
		.map(|until| format!("leaving: the bond can be withdrawn from {} on", clock::show(until)));
	match leaving {
		Some(leaving) if operator.suspended => format!("suspended; {leaving}"),
		Some(leaving) => leaving,
		None if operator.suspended => "suspended by the authority".to_owned(),
		None if in_service => "in service".to_owned(),
		None => "not in service: the bond is too low".to_owned(),
	}
}

/// Takes the operator out of service. Its worker goes on for whom it serves already.
pub async fn leave(
	home: &Home,
	node: &str,
	cold: &ColdKey,
	report: &mut Report,
) -> anyhow::Result<()> {
	let cold = cold.signer()?;
	let chain = NodeClient::connect(node).await?;
	let account = home.signer.account();
	let operator = operator(&chain, &account, chain.finalized().await?).await?;
	report.put("operator", account.to_string());
	if let Some(until) = operator.leaving_until {
		report.put_moment("leavingUntil", until);
		report.line(format!(
			"is leaving already; the bond can be withdrawn from {} on",
			clock::show(until)
		));
		return Ok(());
	}
	let call = calls::participants::leave_service();
	let included = session::by_account(&home.signer, cold.as_ref(), &chain, call, report).await?;
	if let Some(included) = included {
		report.put("block", included.block.number);
		report.line(format!("out of service since block {}", included.block.number));
		let operator = self::operator(&chain, &account, included.block).await?;
		if let Some(until) = operator.leaving_until {
			report.put_moment("leavingUntil", until);
			report.line(format!(
				"the bond can be withdrawn from {} on, once nothing is owed:",
				clock::show(until)
			));
			report.line(format!("  {}", withdrawing(home)));
		}
	}
	report.line(
		"Let the worker run until then: readers still need the shares that it keeps, and the requests that it was drawn for \
		 its answer. Before it stops for good, another takes its shares over: salus-worker hand-over --to ACCOUNT",
	);
	Ok(())
}

/// How the bond is withdrawn. A session key can't.
fn withdrawing(home: &Home) -> String {
	match home.signer.session_key() {
		None => {
			let folder = home.folder.display();
			format!("salus --home {folder} --as account operator withdraw-bond")
		}
		Some(_) => format!("participants.withdrawBond(), signed by {}", home.signer.account()),
	}
}

async fn operator(
	chain: &NodeClient,
	account: &AccountId,
	block: BlockRef,
) -> anyhow::Result<Operator> {
	let who = queries::who_is(chain, account, block.hash).await?;
	who.operator.with_context(|| {
		format!("{account} is not an operator on this chain, so there is nothing to leave")
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_custody::fixtures;
	use salus_keystore::{
		Cost, Keystore,
		identity::{ACCOUNT, KEYSTORE},
	};
	use salus_primitives::participants::EncryptionKey;
	use secrecy::SecretString;

	const FINALIZED: BlockRef = BlockRef { number: 1_240, hash: salus_chain::H256([7; 32]) };

	fn home(folder: &std::path::Path) -> Home {
		let passphrase = SecretString::from("correct horse");
		let path = folder.join(KEYSTORE);
		let mut keystore = Keystore::create_with_cost(path, &passphrase, Cost::LOWEST).unwrap();
		keystore.put(ACCOUNT, b"//Dave").unwrap();
		Home::open_with(folder, &passphrase).unwrap()
	}

	fn who(home: &Home) -> WhoIs {
		WhoIs {
			operator: Some(Operator {
				bond: 2_000 * money::WHOLE + money::WHOLE / 2,
				duties: 3,
				..fixtures::operator("https://custodian.example")
			}),
			in_service: true,
			encryption_key: Some(EncryptionKey {
				key: home.secret.public(),
				version: 1,
				set_at: 0,
			}),
			..fixtures::nobody()
		}
	}

	fn told(home: &Home, who: &WhoIs) -> String {
		let kept = Kept::by(home).unwrap();
		let lines = lines(home, who, FINALIZED, &kept);
		let lines = lines.into_iter().map(|(name, value)| format!("{name} {value}"));
		lines.collect::<Vec<_>>().join("\n")
	}

	#[test]
	fn status_tells_what_chain_and_home_know() {
		let folder = tempfile::tempdir().unwrap();
		let home = home(folder.path());
		let who = who(&home);
		let before = told(&home, &who);
		for part in [
			&home.signer.account().to_string(),
			"https://custodian.example",
			"12D3KooWOne",
			"bond 2000.5 SAL",
			"service in service",
			"duties 3",
			"no worker has run here",
		] {
			assert!(before.contains(part), "{part}: {before}");
		}
		assert!(!folder.path().join(JOURNAL).exists(), "status made one");

		let journal = Journal::open(folder.path().join(JOURNAL), home.at_rest.clone()).unwrap();
		let cursor = Cursor { number: 1_234, hash: [9; 32] };
		journal.advance(cursor, &[]).unwrap();
		// As while the worker runs: the chain is told all the same.
		let running = told(&home, &who);
		assert!(running.contains("the worker is running"), "{running}");
		assert!(running.contains("https://custodian.example"), "{running}");
		drop(journal);
		let stopped = told(&home, &who);
		assert!(stopped.contains("shares 0"), "{stopped}");
		assert!(stopped.contains("block 1234, 6 behind"), "{stopped}");
	}

	#[test]
	fn status_of_a_worker_with_another_keystore_tells_what_to_do() {
		let folder = tempfile::tempdir().unwrap();
		let home = home(folder.path());
		let another = salus_keystore::AtRest::new(&[9; 32]);
		drop(Journal::open(folder.path().join(JOURNAL), another).unwrap());
		let told = told(&home, &who(&home));
		assert!(told.contains("service in service"), "{told}");
		assert!(told.contains("from the same backup"), "{told}");
	}

	#[test]
	fn status_tells_what_keeps_an_operator_from_service() {
		let folder = tempfile::tempdir().unwrap();
		let home = home(folder.path());
		let other = |change: fn(&mut WhoIs)| {
			let mut who = who(&home);
			change(&mut who);
			told(&home, &who)
		};
		// 2026-12-24T18:00:00Z.
		let until = 1_798_135_200_000;
		let leaving = other(|who| {
			who.operator.as_mut().unwrap().leaving_until = Some(1_798_135_200_000);
		});
		assert!(leaving.contains(&clock::show(until)), "{leaving}");
		let suspended = other(|who| who.operator.as_mut().unwrap().suspended = true);
		assert!(suspended.contains("suspended by the authority"), "{suspended}");
		let poor = other(|who| who.in_service = false);
		assert!(poor.contains("the bond is too low"), "{poor}");
		let mut stranger = who(&home);
		stranger.operator = None;
		assert!(told(&home, &stranger).contains("salus-worker join"));
		let mut another = who(&home);
		another.encryption_key.as_mut().unwrap().key = [1; 32];
		assert!(told(&home, &another).contains("is not this home's"));
	}
}
