// SPDX-License-Identifier: Apache-2.0
//! How far an address reaches, and where the daemon goes for another operator.
//!
//! An operator writes its endpoint on the chain as it likes, and the others' daemons call it there. At an address of this
//! machine or of a private network they would call what listens in *their* place, such as the RPC of a Kubo daemon. So a
//! daemon calls what everybody reaches; and what reaches less far only if its own endpoint on the chain reaches as far, as
//! where all operators share a machine. `salus` goes where its user goes.
//!
//! A name is resolved and checked here, and resolved once more by whoever connects: its owner can give another address
//! then. What that leaves them is little. By `https://` the handshake fails, since what listens there has no certificate
//! of that name; by `http://` and a name only `--insecure` asks; and what is sent is a JSON-RPC request of ours by POST to
//! `/`, or a GET below `/documents/`.

use crate::{Custodian, CustodianError, client::url_of, endpoint_of, parse_endpoint};
use reqwest::Url;
use salus_chain::{
	AccountId, BlockRef, ChainClient, ChainError,
	queries::{self, Operator},
};
use std::{
	collections::BTreeSet,
	net::{IpAddr, Ipv4Addr, Ipv6Addr},
	time::Duration,
};
use tokio::{net::lookup_host, time::timeout};

/// How long a name may take to be resolved.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(5);

/// How far an address reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
	Machine,
	/// A private network, or one link.
	PrivateNetwork,
	/// The Internet.
	Everywhere,
}

impl Reach {
	/// Of an address; none if it is nobody's: unspecified, multicast, documentation, reserved.
	pub fn of(address: IpAddr) -> Option<Self> {
		let address = address.to_canonical();
		if address.is_unspecified() || address.is_multicast() {
			return None;
		}
		if address.is_loopback() {
			return Some(Self::Machine);
		}
		match address {
			IpAddr::V4(v4) => of_v4(v4),
			IpAddr::V6(v6) => of_v6(v6),
		}
	}
}

fn of_v4(address: Ipv4Addr) -> Option<Reach> {
	let [first, second, third, _] = address.octets();
	// RFC 6890 and RFC 2544: for protocols, and for benchmarks.
	let special = (first, second, third) == (192, 0, 0) || (first == 198 && second & 0xfe == 18);
	if first == 0 || first >= 240 || special || address.is_documentation() {
		return None;
	}
	// RFC 6598: between a provider and its customers.
	let shared = first == 100 && (64..128).contains(&second);
	Some(match address.is_private() || address.is_link_local() || shared {
		true => Reach::PrivateNetwork,
		false => Reach::Everywhere,
	})
}

fn of_v6(address: Ipv6Addr) -> Option<Reach> {
	let [first, second, third, fourth, fifth, sixth, seventh, eighth] = address.segments();
	let before_last = [third, fourth, fifth, sixth];
	match (first, second) {
		// An IPv4 address in it, which it leads to: RFC 6052 and RFC 3056.
		(0x64, 0xff9b) if before_last == [0; 4] => return Reach::of(v4(seventh, eighth)),
		(0x2002, _) => return Reach::of(v4(second, third)),
		// RFC 3849 and RFC 9637: documentation. RFC 4291: IPv4 in an old form.
		(0x2001, 0x0db8) => return None,
		(0x3fff, _) if second < 0x1000 => return None,
		(0, 0) if before_last == [0; 4] => return None,
		_ => {}
	}
	let site_local = first & 0xffc0 == 0xfec0;
	Some(match address.is_unique_local() || address.is_unicast_link_local() || site_local {
		true => Reach::PrivateNetwork,
		false => Reach::Everywhere,
	})
}

fn v4(high: u16, low: u16) -> IpAddr {
	let ([first, second], [third, fourth]) = (high.to_be_bytes(), low.to_be_bytes());
	Ipv4Addr::new(first, second, third, fourth).into()
}

/// For whom custodians are asked.
#[derive(Clone, Debug)]
pub enum Asker {
	/// A user, at whatever endpoint.
	User {
		/// How long a custodian that does not answer is asked again.
		retry_budget: Duration,
	},
	/// An operator's daemon.
	Daemon {
		/// The operator.
		account: AccountId,
		/// How far its own endpoint reaches.
		own: BTreeSet<Reach>,
	},
}

impl Asker {
	/// The daemon of an operator, as the chain knows it at a block.
	pub async fn daemon(
		chain: &dyn ChainClient,
		account: &AccountId,
		block: BlockRef,
	) -> Result<Self, ChainError> {
		let who = queries::who_is(chain, account, block.hash).await?;
		Ok(Self::daemon_of(account, who.operator.as_ref()).await)
	}

	/// The daemon of an operator. Without an endpoint that resolves it goes only where everybody does.
	pub async fn daemon_of(account: &AccountId, operator: Option<&Operator>) -> Self {
		let mut own = BTreeSet::new();
		if let Some(operator) = operator
			&& let Ok(url) = parse_endpoint(&endpoint_of(operator))
			&& let Ok(addresses) = addresses_of(&url).await
		{
			own = own_reach(host_of(&url), &addresses);
		}
		Self::Daemon { account: account.clone(), own }
	}

	/// The custodian at the endpoint that the chain names, if it may be asked there. An operator's own may be anywhere.
	pub async fn custodian(
		&self,
		of: &AccountId,
		operator: &Operator,
		genesis_hash: [u8; 32],
	) -> Result<Custodian, CustodianError> {
		let custodian = Custodian::new(of, operator, genesis_hash)?;
		match self {
			Self::User { retry_budget } => return Ok(custodian.with_retry_budget(*retry_budget)),
			Self::Daemon { account, own } if account != of => {
				check(of, operator, own).await?;
			}
			Self::Daemon { .. } => {}
		}
		Ok(custodian)
	}
}

/// Refuses an operator's endpoint if any of its addresses is one where a daemon does not go.
async fn check(
	account: &AccountId,
	operator: &Operator,
	own: &BTreeSet<Reach>,
) -> Result<(), CustodianError> {
	let (account, endpoint) = (account.clone(), endpoint_of(operator));
	let url = url_of(&account, &endpoint)?;
	let addresses = match addresses_of(&url).await {
		Ok(addresses) => addresses,
		Err(cause) => {
			return Err(CustodianError::Unreachable { account, endpoint, cause });
		}
	};
	let goes = |address: IpAddr| match Reach::of(address) {
		Some(Reach::Everywhere) => true,
		Some(reach) => own.contains(&reach),
		None => false,
	};
	match addresses.iter().find(|address| !goes(**address)) {
		None => Ok(()),
		Some(address) => Err(CustodianError::Endpoint {
			account,
			endpoint,
			problem: format!(
				"{address} is not an address that everybody reaches, nor one of the kind of this operator's own endpoint"
			),
		}),
	}
}

/// The host as it stands in a URL, an IPv6 address without its brackets.
fn host_of(url: &Url) -> &str {
	let host = url.host_str().unwrap_or_default();
	host.trim_start_matches('[').trim_end_matches(']')
}

async fn addresses_of(url: &Url) -> Result<Vec<IpAddr>, String> {
	let host = host_of(url);
	if let Ok(address) = host.parse::<IpAddr>() {
		return Ok(vec![address]);
	}
	let port = url.port_or_known_default().unwrap_or_default();
	let found = timeout(LOOKUP_TIMEOUT, lookup_host((host, port))).await;
	let found = found.map_err(|_| format!("the name {host} is not resolved in time"))?;
	let found = found.map_err(|cause| format!("the name {host} is not resolved: {cause}"))?;
	Ok(found.map(|address| address.ip()).collect())
}

/// How far an operator's own endpoint reaches. Many a machine resolves its own name to loopback, whatever others see.
fn own_reach(host: &str, addresses: &[IpAddr]) -> BTreeSet<Reach> {
	let is_name = host != "localhost" && host.parse::<IpAddr>().is_err();
	addresses
		.iter()
		.filter_map(|address| Reach::of(*address))
		.filter(|reach| !is_name || *reach != Reach::Machine)
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fixtures::operator;

	fn account(number: u8) -> AccountId {
		AccountId::new([number; 32])
	}

	async fn daemon_at(endpoint: &str) -> Asker {
		Asker::daemon_of(&account(1), Some(&operator(endpoint))).await
	}

	async fn asks(asker: &Asker, endpoint: &str) -> bool {
		match asker.custodian(&account(2), &operator(endpoint), [0; 32]).await {
			Ok(_) => true,
			Err(CustodianError::Endpoint { .. }) => false,
			Err(other) => panic!("{endpoint}: {other}"),
		}
	}

	#[tokio::test]
	async fn no_operator_makes_anothers_daemon_call_its_own_machine_or_network() {
		let public = daemon_at("https://8.8.8.8").await;
		for endpoint in [
			"http://127.0.0.1:5001",
			"http://localhost:5001",
			"http://[::1]:5001",
			"https://[::ffff:127.0.0.1]",
			"https://2130706433",
			"https://0x7f.1",
			"https://10.0.0.1",
			"https://192.168.1.1",
			"https://169.254.169.254",
			"https://100.64.0.1",
			"https://0.0.0.0",
			"https://224.0.0.1",
			"https://192.0.2.1",
			"https://198.51.100.1",
			"https://203.0.113.1",
			"https://198.18.0.1",
			"https://255.255.255.255",
			"https://[::]",
			"https://[fd00::1]",
			"https://[fe80::1]",
			"https://[2001:db8::1]",
			"https://[ff02::1]",
			"https://[64:ff9b::7f00:1]",
			"https://[2002:a00:1::]",
			"https://8.8.4.4/api/v0/shutdown",
		] {
			assert!(!asks(&public, endpoint).await, "{endpoint}");
		}
		for endpoint in [
			"https://8.8.4.4:8844",
			"https://198.51.101.1",
			"https://[2001:4860::1]",
			"https://[64:ff9b::808:404]",
		] {
			assert!(asks(&public, endpoint).await, "{endpoint}");
		}
	}

	#[tokio::test]
	async fn operators_that_share_a_machine_or_a_network_reach_each_other_there() {
		for own in ["http://127.0.0.1:8844", "http://localhost:8844"] {
			let daemon = daemon_at(own).await;
			assert!(asks(&daemon, "http://127.0.0.1:8845").await);
			assert!(asks(&daemon, "https://8.8.4.4").await);
			assert!(!asks(&daemon, "https://10.0.0.1").await);
		}
		let private = daemon_at("https://192.168.1.1").await;
		assert!(asks(&private, "https://10.0.0.1").await);
		assert!(!asks(&private, "http://127.0.0.1:5001").await);
		// Itself, wherever that is.
		let public = daemon_at("https://8.8.8.8").await;
		let own = operator("http://127.0.0.1:8844");
		assert!(public.custodian(&account(1), &own, [0; 32]).await.is_ok());
		let user = Asker::User { retry_budget: Duration::ZERO };
		assert!(asks(&user, "http://127.0.0.1:8845").await);
		assert!(asks(&user, "https://10.0.0.1").await);
	}

	#[test]
	fn a_name_that_leads_home_only_here_opens_nothing() {
		let [machine, private] = [[127, 0, 1, 1], [10, 0, 0, 1]].map(IpAddr::from);
		assert!(own_reach("custodian.example", &[machine]).is_empty());
		let found = own_reach("custodian.example", &[machine, private]);
		assert_eq!(found, BTreeSet::from([Reach::PrivateNetwork]));
		let named = own_reach("localhost", &[machine]);
		assert_eq!(named, BTreeSet::from([Reach::Machine]));
		assert_eq!(own_reach("127.0.1.1", &[machine]), named);
	}
}
