// SPDX-License-Identifier: Apache-2.0
//! `join`: what an account does to become an operator, and what must be there before its bond is taken.

use super::{identity::Home, report::Report, session::by_account};
use crate::ipfs::{DocumentStore, Kubo};
use anyhow::Context;
use clap::Args;
use salus_chain::{
	AccountId, ChainClient, NodeClient, calls, money,
	queries::{self, Operator},
};
use salus_core::signer::parse_account;
use salus_custody::{endpoint_of, may_ask, parse_endpoint};
use salus_inference::{Engine, Models};
use salus_keystore::secret::ColdKey;
use std::path::{Path, PathBuf};

/// What an operator publishes, and puts up.
#[derive(Args, Debug)]
pub struct JoinOptions {
	/// Where readers reach this custodian: http:// or https://.
	#[arg(long)]
	endpoint: String,
	/// The organisation that runs this operator, which is a member of it: SS58, or 0x and 64 hex digits. Without it, the
	/// operator's own account. The authority has accredited it to run operators.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
	organisation: Option<AccountId>,
	/// The bond, in whole tokens.
	#[arg(long)]
	bond: u128,
	/// The RPC address of the Kubo daemon, if one is used in place of the embedded IPFS node.
	#[arg(long)]
	kubo: Option<String>,
	/// Folder with a folder for each model: they must load, with ONNX Runtime, before the bond is taken.
	#[arg(long, default_value = "models")]
	models: PathBuf,
	/// Join as a custodian that runs no models.
	#[arg(long, conflicts_with = "models")]
	without_models: bool,
	/// If this operator is on the chain with another endpoint or peer id, publish these in their place.
	#[arg(long)]
	replace: bool,
	#[command(flatten)]
	cold: ColdKey,
}

/// What the chain still has to be told.
#[derive(PartialEq, Eq, Debug)]
enum Step {
	/// The account is not an operator.
	Join,
	/// It is one, with another endpoint or peer id.
	Replace,
	/// It is one, as it is to be.
	Nothing,
}

/// Publishes endpoint and encryption key, and puts up the bond, if the account is not an operator yet. Where the home has a
/// session key the account's own is brought for this, or the call is printed.
pub async fn join(
	home: &Path,
	node: &str,
	options: JoinOptions,
	report: &mut Report,
) -> anyhow::Result<()> {
	let endpoint = &options.endpoint;
	check_form(endpoint)?;
	anyhow::ensure!(
		may_ask(endpoint),
		"readers would reach this custodian at {endpoint} without TLS: name an https:// endpoint, or say \
		 --insecure; nothing was sent"
	);
	let bond = options.bond.checked_mul(money::WHOLE);
	let bond = bond.context("the bond is too large")?;
	let cold = options.cold.signer()?;
	let home = Home::open(home)?;
	let chain = NodeClient::connect(node).await?;
	let peer_id = match &options.kubo {
		Some(kubo) => Kubo::new(kubo)?.identity().await?.peer_id,
		None => home.peer_id()?,
	};
	let account = home.signer.account();
	report.put("operator", account.to_string());
	let block = chain.finalized().await?;
	let who = queries::who_is(&chain, &account, block.hash).await?;
	let organisation = options.organisation.as_ref();
	ensure_same(organisation, who.operator.as_ref())?;
	match step(&account, who.operator.as_ref(), endpoint, &peer_id, options.replace)? {
		Step::Nothing => {
			report.put("step", "nothing");
			report.line("operator already, with this endpoint and peer id; nothing was changed");
			report.line("the bond stays as it is");
		}
		Step::Replace => {
			let call = calls::participants::update_endpoint(endpoint, &peer_id);
			report.put("step", "replace");
			let replaced = by_account(&home.signer, cold.as_ref(), &chain, call, report).await?;
			if let Some(included) = replaced {
				report.put("block", included.block.number);
				report.line(format!(
					"operator already; endpoint and peer id replaced in block {}",
					included.block.number
				));
			}
		}
		Step::Join => {
			if !options.without_models {
				let models = load(&options.models)?;
				report.put("models", models);
				report.line(format!("models found: {models}"));
			}
			let key = home.secret.public();
			let organisation = organisation.unwrap_or(&account);
			let call =
				calls::participants::become_operator(organisation, endpoint, &peer_id, key, bond);
			report.put("step", "join");
			report.put("organisation", organisation.to_string());
			let joined = by_account(&home.signer, cold.as_ref(), &chain, call, report).await?;
			if let Some(included) = joined {
				report.put("block", included.block.number);
				report.line(format!("operator since block {}", included.block.number));
			}
		}
	}
	Ok(())
}

/// Refuses an endpoint that nobody would ask.
fn check_form(endpoint: &str) -> anyhow::Result<()> {
	match parse_endpoint(endpoint) {
		Ok(_) => Ok(()),
		Err(problem) => {
			anyhow::bail!("{endpoint} can't be an endpoint: {problem}; nothing was sent")
		}
	}
}

/// Refuses to name another organisation for an operator that has one: the chain keeps the one with which it joined.
fn ensure_same(named: Option<&AccountId>, on_chain: Option<&Operator>) -> anyhow::Result<()> {
	let (Some(named), Some(Operator { organisation, .. })) = (named, on_chain) else {
		return Ok(());
	};
	anyhow::ensure!(
		named == organisation,
		"{organisation} runs this operator by what the chain says, and {named} is named; nothing was changed. To change \
		 it, leave service, take the bond back and join anew"
	);
	Ok(())
}

/// What is to be told. A worker of this account may run elsewhere, by what the chain says: then readers would no longer
/// find it, and two of one account would answer beside each other.
fn step(
	account: &AccountId,
	on_chain: Option<&Operator>,
	endpoint: &str,
	peer_id: &str,
	replace: bool,
) -> anyhow::Result<Step> {
	let Some(operator) = on_chain else {
		return Ok(Step::Join);
	};
	let (there, peer) = (endpoint_of(operator), String::from_utf8_lossy(&operator.peer_id));
	if there == endpoint && peer == peer_id {
		return Ok(Step::Nothing);
	}
	anyhow::ensure!(
		replace,
		"operator {account} is on the chain at {there} with the peer id {peer}, and this home would be at {endpoint} \
		 with the peer id {peer_id}; nothing was changed. If no other worker of this account runs any more, say --replace"
	);
	Ok(Step::Replace)
}

/// Loads the models as `run` will: whoever can't would be drawn for nothing, or be missed. Tells how many there are.
fn load(folder: &Path) -> anyhow::Result<usize> {
	let otherwise = "name their folder with --models, or join with --without-models as a custodian that runs \
		 none; no bond was taken";
	let models = match Models::load(folder, &Engine::new(1)) {
		Ok(models) => models.iter().count(),
		Err(cause) => anyhow::bail!("the models can't be run here: {cause}; {otherwise}"),
	};
	// ONNX Runtime is loaded with the first of them.
	anyhow::ensure!(models > 0, "there is no model in {}; {otherwise}", folder.display());
	Ok(models)
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;
	use salus_custody::fixtures::operator;

	const ENDPOINT: &str = "https://custodian.example";
	const PEER: &str = "12D3KooWOne";

	fn account() -> AccountId {
		AccountId::new([1; 32])
	}

	fn step_to(endpoint: &str, peer_id: &str, replace: bool) -> anyhow::Result<Step> {
		step(&account(), Some(&operator(ENDPOINT)), endpoint, peer_id, replace)
	}

	#[test]
	fn an_operator_that_exists_elsewhere_is_replaced_only_on_request() {
		let account = account();
		let new = step(&account, None, ENDPOINT, PEER, false).unwrap();
		assert_eq!(new, Step::Join);
		for (endpoint, peer_id) in [
			("https://other.example", PEER),
			(ENDPOINT, "12D3KooWTwo"),
			("https://other.example", "12D3KooWTwo"),
		] {
			let refused = step_to(endpoint, peer_id, false).unwrap_err().to_string();
			for part in [
				&account.to_string(),
				ENDPOINT,
				PEER,
				endpoint,
				peer_id,
				"nothing was changed",
				"--replace",
			] {
				assert!(refused.contains(part), "{part}: {refused}");
			}
			assert_eq!(step_to(endpoint, peer_id, true).unwrap(), Step::Replace);
		}
	}

	#[test]
	fn an_operators_organisation_stays() {
		let known = operator(ENDPOINT);
		assert!(ensure_same(None, Some(&known)).is_ok());
		assert!(ensure_same(Some(&known.organisation), Some(&known)).is_ok());
		assert!(ensure_same(Some(&account()), None).is_ok());
		let refused = ensure_same(Some(&account()), Some(&known)).unwrap_err().to_string();
		for part in [&known.organisation.to_string(), &account().to_string(), "join anew"] {
			assert!(refused.contains(part), "{part}: {refused}");
		}
	}

	#[test]
	fn an_operator_that_is_as_it_is_to_be_changes_nothing() {
		for replace in [false, true] {
			let step = step_to(ENDPOINT, PEER, replace).unwrap();
			assert_eq!(step, Step::Nothing);
		}
	}

	#[tokio::test]
	async fn an_endpoint_that_nobody_would_ask_is_refused_before_anything_is_opened() {
		for endpoint in [
			"https://custodian.example/salus",
			"https://custodian.example?arg=1",
			"https://user@custodian.example",
		] {
			let options = JoinOptions {
				endpoint: endpoint.into(),
				organisation: None,
				bond: 2_000,
				kubo: None,
				models: PathBuf::new(),
				without_models: true,
				replace: false,
				cold: ColdKey::default(),
			};
			let nowhere = Path::new("/nowhere");
			let mut report = Report::default();
			let refused = join(nowhere, "ws://127.0.0.1:1", options, &mut report).await;
			let refused = refused.unwrap_err().to_string();
			for part in [endpoint, "a host, and perhaps a port", "nothing was sent"] {
				assert!(refused.contains(part), "{part}: {refused}");
			}
		}
		assert!(check_form(ENDPOINT).is_ok());
	}

	#[test]
	fn no_bond_is_taken_before_models_are_found() {
		let folder = tempfile::tempdir().unwrap();
		let none = folder.path().join("none");
		let damaged = tempfile::tempdir().unwrap();
		std::fs::create_dir(damaged.path().join("news2")).unwrap();
		std::fs::write(damaged.path().join("news2/card.json"), "{}").unwrap();
		for missing in [none.as_path(), folder.path(), damaged.path()] {
			let refused = load(missing).unwrap_err().to_string();
			let path = missing.display().to_string();
			for part in [&path, "--models", "--without-models", "no bond was taken"] {
				assert!(refused.contains(part), "{part}: {refused}");
			}
		}
	}

	#[test]
	fn models_are_named_or_declined_and_not_both() {
		let parse = |more: &[&str]| {
			let join = ["salus-worker", "join", "--endpoint", ENDPOINT, "--bond", "2000"];
			super::super::Arguments::try_parse_from(join.iter().chain(more))
		};
		assert!(parse(&[]).is_ok());
		assert!(parse(&["--without-models", "--replace"]).is_ok());
		assert!(parse(&["--models", "elsewhere"]).is_ok());
		assert!(parse(&["--models", "elsewhere", "--without-models"]).is_err());
	}
}
