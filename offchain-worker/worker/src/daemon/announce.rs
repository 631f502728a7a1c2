// SPDX-License-Identifier: Apache-2.0
//! The IPFS addresses that others are told in place of those that the node listens on: behind NAT these are private,
//! and nobody outside can dial them, or tries to (`peers.rs`).

use super::{RunOptions, peers};
use anyhow::{Context, bail, ensure};
use std::net::{IpAddr, SocketAddr};

/// What `--announce` gives, each address with this node's peer id behind it, as identities have them. Refuses what no
/// other operator could dial, and says what to give instead.
pub fn addresses(options: &RunOptions, peer_id: &str) -> anyhow::Result<Vec<String>> {
	// Where a daemon listens is its own affair: then the worker's own address says in which network this is.
	let listen = match options.kubo {
		Some(_) => of_socket(options.listen),
		None => options.ipfs_listen.clone(),
	};
	checked(&options.announce, peer_id, &listen)
}

fn checked(given: &[String], peer_id: &str, listen: &str) -> anyhow::Result<Vec<String>> {
	ensure!(
		given.len() <= peers::MAX_ADDRESSES,
		"others dial {} addresses of an operator at most: give --announce no more than that",
		peers::MAX_ADDRESSES
	);
	let mut addresses = Vec::new();
	for address in given {
		let address = check(address, peer_id, listen)
			.with_context(|| format!("--announce {address} can't be told others"))?;
		if !addresses.contains(&address) {
			addresses.push(address);
		}
	}
	Ok(addresses)
}

fn check(address: &str, peer_id: &str, listen: &str) -> anyhow::Result<String> {
	let parts: Vec<&str> = address.split('/').collect();
	let (kind, host, port, named) = match parts.as_slice() {
		["", kind, host, "tcp", port] => (*kind, *host, *port, peer_id),
		["", kind, host, "tcp", port, "p2p", named] => (*kind, *host, *port, *named),
		_ => bail!(
			"others dial TCP and nothing else: give it as /ip4/ADDRESS/tcp/PORT or /ip6/ADDRESS/tcp/PORT"
		),
	};
	let ip = match kind {
		"ip4" => host.parse().ok().map(IpAddr::V4),
		"ip6" => host.parse().ok().map(IpAddr::V6),
		_ => bail!("others dial no names: give the IP address, as /ip4/ADDRESS/tcp/PORT"),
	};
	let ip = ip.with_context(|| format!("{host} is not an {kind} address"))?;
	let port: Option<u16> = port.parse().ok();
	let port = port
		.filter(|port| *port != 0)
		.context("its port can't be dialled: give one from 1 to 65535")?;
	ensure!(
		named == peer_id,
		"it ends in the peer id of another node than this one, {peer_id}: leave out /p2p/ and what follows"
	);
	let address = format!("/{kind}/{ip}/tcp/{port}");
	ensure!(
		peers::reach_of(&address).is_some(),
		"it is nobody's address: give the one by which others reach this node"
	);
	ensure!(
		peers::may_call(&address, &[listen.to_owned()]),
		"it is private, and others dial only public addresses from outside: give the public one, of the router that \
		 passes its port on; or, if all operators are in this private network, have --ipfs-listen (with --kubo: \
		 --listen) name an address in it as well"
	);
	Ok(format!("{address}/p2p/{peer_id}"))
}

fn of_socket(address: SocketAddr) -> String {
	let kind = if address.is_ipv4() { "ip4" } else { "ip6" };
	format!("/{kind}/{}/tcp/{}", address.ip(), address.port())
}

#[cfg(test)]
mod tests {
	use super::super::{Arguments, Command};
	use super::*;
	use clap::Parser;

	const PEER: &str = "12D3KooWOne";
	const EVERYWHERE: &str = "/ip4/0.0.0.0/tcp/4001";
	const PUBLIC: &str = "/ip4/198.51.101.7/tcp/4001";
	const AT_HOME: &str = "/ip4/192.168.1.5/tcp/4001";
	const MACHINE: &str = "/ip4/127.0.0.1/tcp/4001";

	#[test]
	fn what_others_can_dial_is_told_with_the_peer_id() {
		let (ended, ip6) = (format!("{PUBLIC}/p2p/{PEER}"), "/ip6/2001:4860::1/tcp/4001");
		for (given, listen, told) in [
			(PUBLIC, EVERYWHERE, PUBLIC),
			(ended.as_str(), EVERYWHERE, PUBLIC),
			(PUBLIC, AT_HOME, PUBLIC),
			(PUBLIC, MACHINE, PUBLIC),
			("/ip6/2001:4860:0::1/tcp/4001", EVERYWHERE, ip6),
			("/ip4/10.0.0.9/tcp/1", AT_HOME, "/ip4/10.0.0.9/tcp/1"),
			("/ip4/127.0.0.1/tcp/1", MACHINE, "/ip4/127.0.0.1/tcp/1"),
		] {
			let addresses = checked(&[given.to_owned()], PEER, listen).unwrap();
			assert_eq!(addresses, [format!("{told}/p2p/{PEER}")]);
		}
	}

	#[test]
	fn what_nobody_can_dial_is_refused_with_what_to_give() {
		let form = "give it as /ip4/ADDRESS/tcp/PORT";
		for (remedy, listen, given) in [
			(form, EVERYWHERE, ""),
			(form, EVERYWHERE, "198.51.101.7:4001"),
			(form, EVERYWHERE, "/ip4/198.51.101.7"),
			(form, EVERYWHERE, "/ip4/198.51.101.7/udp/4001/quic-v1"),
			(form, EVERYWHERE, "/ip4/198.51.101.7/tcp/4001/ws"),
			(form, EVERYWHERE, "/ip4/198.51.101.7/tcp/1/p2p/Two/p2p-circuit"),
			("IP address", EVERYWHERE, "/dns4/custodian.example/tcp/1"),
			("is not an ip", EVERYWHERE, "/ip4/custodian.example/tcp/1"),
			("is not an ip", EVERYWHERE, "/ip6/198.51.101.7/tcp/4001"),
			("1 to 65535", EVERYWHERE, "/ip4/198.51.101.7/tcp/0"),
			("1 to 65535", EVERYWHERE, "/ip4/198.51.101.7/tcp/70000"),
			("leave out", EVERYWHERE, "/ip4/198.51.101.7/tcp/1/p2p/Two"),
			("by which others", EVERYWHERE, EVERYWHERE),
			("by which others", EVERYWHERE, "/ip4/224.0.0.1/tcp/4001"),
			("the public one", EVERYWHERE, AT_HOME),
			("the public one", EVERYWHERE, "/ip4/100.64.0.1/tcp/4001"),
			("the public one", EVERYWHERE, "/ip6/fd00::1/tcp/4001"),
			("the public one", EVERYWHERE, MACHINE),
			("the public one", AT_HOME, MACHINE),
			("the public one", MACHINE, AT_HOME),
		] {
			let refused = checked(&[given.to_owned()], PEER, listen).unwrap_err();
			let refused = format!("{refused:#}");
			assert!(refused.contains(remedy), "{given}: {refused}");
			assert!(refused.contains(&format!("--announce {given} ")));
		}
		let many = (1..6).map(|last| format!("/ip4/198.51.101.{last}/tcp/4001"));
		let refused = checked(&many.collect::<Vec<_>>(), PEER, EVERYWHERE);
		assert!(refused.unwrap_err().to_string().contains("at most"));
	}

	fn run(more: &[&str]) -> anyhow::Result<Vec<String>> {
		let arguments = ["salus-worker", "run"].iter().chain(more);
		match Arguments::try_parse_from(arguments)?.command {
			Command::Run { options, .. } => addresses(&options, PEER),
			_ => unreachable!("it is run"),
		}
	}

	#[test]
	fn it_is_given_any_number_of_times_and_the_network_is_known_by_where_is_listened() {
		assert!(run(&[]).unwrap().is_empty());
		let two = "/ip6/2001:4860::1/tcp/4001";
		let told = run(&["--announce", PUBLIC, "--announce", two, "--announce", PUBLIC]);
		let expected = [PUBLIC, two].map(|address| format!("{address}/p2p/{PEER}"));
		assert_eq!(told.unwrap(), expected);
		let private = ["--announce", "/ip4/10.0.0.9/tcp/4001"];
		let with = |more: &[&str]| run(&[private.as_slice(), more].concat());
		assert!(with(&[]).is_err());
		assert!(with(&["--ipfs-listen", "/ip4/10.0.0.9/tcp/4001"]).is_ok());
		let kubo = ["--kubo", "http://127.0.0.1:5001", "--listen"];
		assert!(with(&[kubo.as_slice(), &["127.0.0.1:8844"]].concat()).is_err());
		assert!(with(&[kubo.as_slice(), &["10.0.0.9:8844"]].concat()).is_ok());
	}
}
