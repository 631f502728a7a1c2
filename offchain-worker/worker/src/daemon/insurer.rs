// SPDX-License-Identifier: Apache-2.0
//! An insurer's home: `run --insurer`, and the commands `adopt-statement`, `reverse` and `outcome`.

mod outcome;

use super::{
	identity::{Home, JOURNAL},
	notify,
	report::Report,
	run::asked_to_stop,
};
use crate::{
	insurer::{self, FOLDER, Insurer, Reversed, Store},
	metrics,
};
use anyhow::{Context, ensure};
use salus_chain::{NodeClient, clock};
use salus_insurance::kept::Kept;
use salus_primitives::ClaimId;
use std::{net::SocketAddr, path::Path, sync::Arc};
use zeroize::Zeroizing;

/// Judges an insurer's claims until told to stop. Nothing of custody, IPFS or models is started.
pub async fn run(home: Home, node: &str, address: Option<SocketAddr>) -> anyhow::Result<()> {
	check(&home)?;
	let store = Store::open(&home.folder, home.at_rest)?;
	let node = Arc::new(NodeClient::connect(node).await?);
	if let Some(address) = address {
		metrics::serve(address).with_context(|| format!("cannot serve metrics on {address}"))?;
	}
	let insurer = Insurer::new(node.clone(), home.signer, home.secret, store);
	insurer::run(node, insurer, notify::ready, asked_to_stop()).await
}

/// Takes in what somebody concluded with `salus`, so that claims are judged from it.
pub fn adopt_statement(home: &Home, file: &Path, report: &mut Report) -> anyhow::Result<()> {
	check(home)?;
	let text = std::fs::read(file).map(Zeroizing::new);
	let text = text.with_context(|| format!("cannot read {}", file.display()))?;
	let kept: Kept = serde_json::from_slice(&text).with_context(|| {
		format!("{} is not what salus claim conclude writes with --statement-out", file.display())
	})?;
	let (policy, sequence, claim) = (kept.policy, kept.sequence, kept.claim);
	let is_new = Store::open(&home.folder, home.at_rest.clone())?.adopt(kept)?;
	report.put("policy", policy);
	report.put("sequence", sequence);
	report.put("claim", claim);
	report.put("adopted", is_new);
	let here = if is_new { "is here from now on" } else { "is here already" };
	report.line(format!("statement {sequence} of policy {policy}, of claim {claim}, {here}"));
	Ok(())
}

/// Takes a claim back, so that its record and its evidence may be claimed again.
pub async fn reverse(
	home: Home,
	node: &str,
	claim: ClaimId,
	report: &mut Report,
) -> anyhow::Result<()> {
	let store = store(&home)?;
	let chain = Arc::new(NodeClient::connect(node).await?);
	let insurer = Insurer::new(chain, home.signer, home.secret, store);
	let reversed = insurer.reverse(claim).await?;
	report.put("claim", claim);
	match reversed {
		Reversed::Now { block, policy, sequence } => {
			report.put("policy", policy);
			report.put("already", false);
			report.put("sequence", sequence);
			report.put("block", block);
			report.line(format!(
				"claim {claim} is taken back since block {block}, by statement {sequence} of policy {policy}: its record \
				 and its evidence may be claimed again"
			));
		}
		Reversed::Before { policy, at } => {
			report.put("policy", policy);
			report.put("already", true);
			report.put_moment("reversedAt", at);
			let since = clock::show(at);
			report.line(format!("claim {claim} of policy {policy} is taken back since {since}"));
		}
	}
	Ok(())
}

/// Shows what a claim came to, by what the home keeps alone.
pub fn outcome(home: &Home, claim: ClaimId, report: &mut Report) -> anyhow::Result<()> {
	let kept = store(home)?.latest(claim)?;
	let kept = kept.with_context(|| {
		format!(
			"nothing is kept in {} of what claim {claim} came to, but perhaps what the chain refused: if salus claim show \
			 {claim} says that it is judged, restore the folder claims from a backup, or take in what salus claim \
			 conclude wrote, by salus-worker adopt-statement FILE",
			home.folder.display()
		)
	})?;
	outcome::tell(&kept, report);
	Ok(())
}

/// What a home keeps of claims. Where it keeps none, no folder is made: in a home with one no operator's worker runs.
fn store(home: &Home) -> anyhow::Result<Store> {
	check(home)?;
	ensure!(
		home.folder.join(FOLDER).exists(),
		"no claims are kept in {}: name the home of the insurer's worker with --home",
		home.folder.display()
	);
	Ok(Store::open(&home.folder, home.at_rest.clone())?)
}

/// Refuses a home that is an operator's. An operator's session key signs no conclusion; and where an operator's worker
/// runs, the key at rest rotates, after which nothing would open that is kept of claims.
fn check(home: &Home) -> anyhow::Result<()> {
	ensure!(
		home.signer.session_key().is_none(),
		"this home has an operator's session key, which concludes no claims: make a home of the insurer's account with \
		 salus-worker init --home FOLDER"
	);
	let (folder, journal) = (home.folder.join(FOLDER), home.folder.join(JOURNAL));
	ensure!(
		folder.exists() || !journal.exists(),
		"an operator's worker has run in {}: make a home for the insurer alone with salus-worker init --home FOLDER",
		home.folder.display()
	);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_keystore::{
		Cost, Keystore,
		identity::{ACCOUNT, KEYSTORE},
	};
	use salus_primitives::PolicyId;
	use secrecy::SecretString;

	fn home(folder: &Path) -> Home {
		let passphrase = SecretString::from("correct horse");
		let path = folder.join(KEYSTORE);
		let mut keystore = Keystore::create_with_cost(path, &passphrase, Cost::LOWEST).unwrap();
		keystore.put(ACCOUNT, b"//Insurer").unwrap();
		Home::open_with(folder, &passphrase).unwrap()
	}

	#[test]
	fn what_was_concluded_by_hand_is_taken_in() {
		let folder = tempfile::tempdir().unwrap();
		let home = home(folder.path());
		let file = folder.path().join("statement.json");
		let mut report = Report::new(true);
		std::fs::write(&file, "{}").unwrap();
		let refused = adopt_statement(&home, &file, &mut report).unwrap_err().to_string();
		assert!(refused.contains("--statement-out"), "{refused}");

		let (claim, policy) = (ClaimId(7), PolicyId(5));
		let kept = Kept::of(claim, policy, 0, Default::default(), Default::default(), None);
		std::fs::write(&file, serde_json::to_vec_pretty(&kept).unwrap()).unwrap();
		adopt_statement(&home, &file, &mut report).unwrap();
		adopt_statement(&home, &file, &mut report).unwrap();
		let kept = std::fs::read_dir(home.folder.join(FOLDER)).unwrap().count();
		assert_eq!(kept, 1);
	}

	#[test]
	fn of_a_claim_nothing_is_shown_until_something_is_kept() {
		let folder = tempfile::tempdir().unwrap();
		let home = home(folder.path());
		let mut report = Report::new(true);
		let refused = outcome(&home, ClaimId(7), &mut report).unwrap_err().to_string();
		assert!(refused.contains("--home"), "{refused}");
		assert!(!home.folder.join(FOLDER).exists());
		let kept =
			Kept::of(ClaimId(8), PolicyId(5), 0, Default::default(), Default::default(), None);
		Store::open(&home.folder, home.at_rest.clone()).unwrap().adopt(kept).unwrap();
		let refused = outcome(&home, ClaimId(7), &mut report).unwrap_err().to_string();
		assert!(refused.contains("salus-worker adopt-statement"), "{refused}");
		outcome(&home, ClaimId(8), &mut report).unwrap();
	}

	#[test]
	fn a_home_in_which_an_operators_worker_ran_is_refused() {
		let folder = tempfile::tempdir().unwrap();
		let home = home(folder.path());
		assert!(check(&home).is_ok());
		std::fs::write(folder.path().join(JOURNAL), "").unwrap();
		let refused = check(&home).unwrap_err().to_string();
		assert!(refused.contains("salus-worker init"), "{refused}");
	}
}
