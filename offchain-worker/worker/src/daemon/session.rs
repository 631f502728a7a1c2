// SPDX-License-Identifier: Apache-2.0
//! `session-key`: what a worker signs by while the key of the operator's account stays elsewhere. What only that account
//! may sign is signed by its key for one command, or printed for whoever has it.

use super::{
	identity::{Home, passphrase, warn},
	report::Report,
};
use anyhow::{Context, ensure};
use clap::Args;
use salus_chain::{
	AccountId, ChainClient, H256, Included, NodeClient,
	calls::{Call, proxy, sdk},
	money,
	session::Proxy,
};
use salus_core::{
	EncryptionSecret,
	signer::{Signer, parse_account},
};
use salus_keystore::{
	Keystore,
	identity::{
		ACCOUNT, ENCRYPTION, KEYSTORE, OPERATOR, SESSION, encryption_secret, expand, keys_in,
	},
	passphrase::new as new_passphrase,
	secret::ColdKey,
};
use serde_json::json;
use std::path::Path;
use zeroize::Zeroizing;

/// Whose session key is made, and what it begins with.
#[derive(Args, Debug)]
pub struct SessionKeyOptions {
	/// The operator's account, if this home does not know it yet: SS58, or 0x and 64 hex digits.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
	operator: Option<AccountId>,
	/// Have the account give the new key so many whole tokens, too: the key pays the fees of all that it signs.
	#[arg(long, value_name = "UNITS", default_value_t = 0)]
	fund: u128,
	/// Make none: have the account take the one that is here off its list.
	#[arg(long, conflicts_with_all = ["operator", "fund"])]
	revoke: bool,
	#[command(flatten)]
	cold: ColdKey,
}

/// What a home knew before its new session key.
struct Known {
	operator: AccountId,
	encryption: EncryptionSecret,
	/// The session key that it replaces.
	old: Option<Signer>,
}

/// Makes a session key, or has the account revoke the one that is here.
pub async fn session_key(
	home: &Path,
	node: &str,
	options: SessionKeyOptions,
	report: &mut Report,
) -> anyhow::Result<()> {
	let cold = options.cold.signer()?;
	let gift = options.fund.checked_mul(money::WHOLE).context("that is more than there is")?;
	let chain = NodeClient::connect(node).await?;
	if options.revoke {
		return revoke(&Home::open(home)?, cold.as_ref(), &chain, report).await;
	}
	let folder = expand(home)?;
	let path = folder.join(KEYSTORE);
	let keystore = match path.exists() {
		true => Some(Keystore::open(&path, &passphrase()?)?),
		false => None,
	};
	let found = find(keystore.as_ref(), options.operator.as_ref(), cold.as_ref())?;
	let operator = found.operator.clone();
	let block = chain.finalized().await?.hash;
	let mut keystore = match keystore {
		Some(keystore) => keystore,
		None => {
			let new = new_passphrase(&[SESSION, &operator.to_string()])?;
			warn(&new);
			std::fs::create_dir_all(&folder)
				.with_context(|| format!("cannot make the folder {}", folder.display()))?;
			Keystore::create(path, &new.passphrase)?
		}
	};
	let mut others = Vec::new();
	if let Some(old) = &found.old {
		give_back(&chain, old, block, report).await?;
		if is_listed(&chain.proxies(&operator, block).await?, &old.key()) {
			others.push(proxy::remove(&old.key()));
		}
	}
	let key = put_new(&mut keystore, &found)?;
	let home = Home::from_keystore(folder, keystore)?;
	let peer_id = home.peer_id()?;
	report.put("operator", operator.to_string());
	report.put("sessionKey", key.to_string());
	report.put("peerId", &peer_id);
	report.line(format!("operator     {operator}"));
	report.line(format!("session key  {key}"));
	report.line(format!("peer id      {peer_id}"));
	report.line(format!("to be signed proxy.addProxy({key}, Operator, 0)"));
	if let Some(old) = &found.old
		&& !others.is_empty()
	{
		report.line(format!("             proxy.removeProxy({}, Operator, 0)", old.key()));
	}
	if gift > 0 {
		report.line(format!(
			"             balances.transferKeepAlive({key}, {})",
			money::shown(gift)
		));
		others.push(sdk::transfer_keep_alive(&key, gift));
	}
	let add = proxy::add(&key);
	let call = match others.is_empty() {
		true => add,
		false => {
			others.push(add);
			sdk::batch_all(others)
		}
	};
	let listed = by_account(&home.signer, cold.as_ref(), &chain, call, report).await?;
	if let Some(included) = listed {
		report.put("block", included.block.number);
		report.line(format!("listed since block {}", included.block.number));
	}
	Ok(())
}

/// What the home knows, with what is named beside it. A home with the account's own key gives that up only for a session
/// key whose owner has shown a copy of it.
fn find(
	keystore: Option<&Keystore>,
	named: Option<&AccountId>,
	cold: Option<&Signer>,
) -> anyhow::Result<Known> {
	// One that was made and got no further knows nothing.
	let known = keystore.filter(|keystore| keystore.names().next().is_some());
	let own = known.map(keys_in).transpose()?;
	let operator = own
		.as_ref()
		.map(|(signer, _)| signer.account())
		.or_else(|| named.cloned())
		.or_else(|| cold.map(Signer::account))
		.context("this home does not know its operator yet: name the account with --operator")?;
	for other in named.cloned().into_iter().chain(cold.map(Signer::account)) {
		ensure!(
			other == operator,
			"this home is of the operator {operator}, and {other} is named; nothing was changed"
		);
	}
	let Some((signer, encryption)) = own else {
		// Derived as in a home with the account's key, so that it fits an operator that has joined before.
		let encryption = cold.map_or_else(EncryptionSecret::generate, encryption_secret);
		return Ok(Known { operator, encryption, old: None });
	};
	let old = signer.session_key().is_some().then_some(signer);
	ensure!(
		old.is_some() || cold.is_some(),
		"this home holds the key of {operator} itself, which it forgets for a session key: show a copy of it with \
		 --secret-file, so that it is not lost; nothing was changed"
	);
	Ok(Known { operator, encryption, old })
}

/// Draws a session key and stores it with all that belongs to it, in the place of an earlier one and of the account's key.
fn put_new(keystore: &mut Keystore, found: &Known) -> anyhow::Result<AccountId> {
	let seed = Zeroizing::new(salus_core::random::<32>());
	let digits = Zeroizing::new(hex::encode(*seed));
	let secret = Zeroizing::new(["0x", digits.as_str()].concat());
	let key = Signer::from_secret(&secret)?.account();
	let operator: &[u8; 32] = found.operator.as_ref();
	keystore.exchange(
		&[ACCOUNT],
		&[
			(SESSION, secret.as_bytes()),
			(OPERATOR, operator.as_slice()),
			(ENCRYPTION, found.encryption.as_bytes().as_slice()),
		],
	)?;
	Ok(key)
}

/// Has a session key that is replaced give its operator what it holds: nobody has its secret afterwards.
async fn give_back(
	chain: &NodeClient,
	old: &Signer,
	block: H256,
	report: &mut Report,
) -> anyhow::Result<()> {
	let key = old.key();
	if chain.free_balance(&key, block).await? == 0 {
		return Ok(());
	}
	let call = sdk::transfer_all(&old.account());
	match chain.submit(&old.as_itself(), call).await {
		Ok(_) => report.line(format!("what {key} held was given back to the operator")),
		Err(cause) => eprintln!("warning: what {key} holds goes with its secret: {cause}"),
	}
	Ok(())
}

async fn revoke(
	home: &Home,
	cold: Option<&Signer>,
	chain: &NodeClient,
	report: &mut Report,
) -> anyhow::Result<()> {
	let key = home.signer.session_key();
	let key = key.context("this home has no session key that could be revoked")?;
	report.put("sessionKey", key.to_string());
	report.line(format!("to be signed proxy.removeProxy({key}, Operator, 0)"));
	let revoked = by_account(&home.signer, cold, chain, proxy::remove(&key), report).await?;
	if let Some(included) = revoked {
		report.put("block", included.block.number);
		report.line(format!("revoked in block {}", included.block.number));
	}
	Ok(())
}

/// Has the operator's own account make a call: by the key that is given for it, or by the home's, if that is its own.
/// Without either the call is printed for whoever has the key, and nothing comes back.
pub async fn by_account(
	operator: &Signer,
	cold: Option<&Signer>,
	chain: &NodeClient,
	call: Call,
	report: &mut Report,
) -> anyhow::Result<Option<Included>> {
	let account = operator.account();
	let signer = match cold {
		Some(cold) => cold,
		None if operator.session_key().is_none() => operator,
		None => {
			let bytes = chain.call_bytes(&call).await?;
			report.put(
				"toSign",
				json!({
					"account": account.to_string(),
					"call": call.name(),
					"bytes": format!("0x{}", hex::encode(&bytes)),
				}),
			);
			report.line(to_sign(&account, &call, &bytes));
			return Ok(None);
		}
	};
	ensure!(
		signer.account() == account,
		"the secret is that of {}, and the operator is {account}; nothing was sent",
		signer.account()
	);
	Ok(Some(chain.submit(signer, call).await?))
}

fn to_sign(account: &AccountId, call: &Call, bytes: &[u8]) -> String {
	format!(
		"{account} has to sign this call ({}), and its key is not here:\n0x{}\nIn Polkadot.js Apps: Developer, Extrinsics, \
		 Decode, with that line; then Submission, by that account. Polkadot Vault scans what Apps shows.",
		call.name(),
		hex::encode(bytes)
	)
}

/// Refuses to go on with a session key that the chain does not list: nothing that it signs would count.
pub async fn check(chain: &NodeClient, signer: &Signer, block: H256) -> anyhow::Result<()> {
	let Some(key) = signer.session_key() else {
		return Ok(());
	};
	let account = signer.account();
	ensure!(
		is_listed(&chain.proxies(&account, block).await?, &key),
		"{}",
		unlisted(&account, &key)
	);
	if chain.free_balance(&key, block).await? == 0 {
		tracing::warn!(%key, "the session key has no tokens, and it pays the fees of all that it signs");
	}
	Ok(())
}

fn unlisted(account: &AccountId, key: &AccountId) -> String {
	format!(
		"the chain does not list the session key {key} for the operator {account}: that account has to sign \
		 proxy.addProxy({key}, Operator, 0), or make another key with salus-worker session-key"
	)
}

/// How a session key stands, for `status`; none if the home has the account's own key.
pub async fn told(
	chain: &NodeClient,
	signer: &Signer,
	block: H256,
) -> anyhow::Result<Option<String>> {
	let Some(key) = signer.session_key() else {
		return Ok(None);
	};
	let account = signer.account();
	Ok(Some(match is_listed(&chain.proxies(&account, block).await?, &key) {
		true => format!("{key}, listed"),
		false => unlisted(&account, &key),
	}))
}

/// Whether the account has listed the key for what a worker posts, and so that it acts at once.
fn is_listed(proxies: &[Proxy], key: &AccountId) -> bool {
	proxies.iter().any(|proxy| proxy.delegate == *key && proxy.is_session_key())
}

#[cfg(test)]
mod tests;
