// SPDX-License-Identifier: Apache-2.0
//! Whom a request counts for that comes through a proxy on this machine.
//!
//! Only the last hop is believed, and only of the header that the operator names: that one the proxy wrote. Whatever
//! stands before it, and the other header, may be the caller's own invention.

use super::connections::{Client, counted_as};
use hyper::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The header in which a proxy on this machine names the caller's address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum ForwardedBy {
	/// `X-Forwarded-For: 203.0.113.7`
	XForwardedFor,
	/// `Forwarded: for=203.0.113.7` (RFC 7239)
	Forwarded,
}

impl ForwardedBy {
	fn header(self) -> &'static str {
		match self {
			Self::XForwardedFor => "x-forwarded-for",
			Self::Forwarded => "forwarded",
		}
	}

	/// The address that the last hop names.
	fn address(self, headers: &HeaderMap) -> Option<IpAddr> {
		// The last of several lines of the same header.
		let line = headers.get_all(self.header()).iter().next_back()?;
		// Alone: whatever bytes a caller put before it, the proxy's own word is read.
		let hop = line.as_bytes().rsplit(|byte| *byte == b',').next()?;
		let hop = std::str::from_utf8(hop).ok()?;
		match self {
			Self::XForwardedFor => address_of(hop),
			Self::Forwarded => hop.split(';').find_map(|pair| {
				let (name, value) = pair.split_once('=')?;
				let named = name.trim().eq_ignore_ascii_case("for");
				named.then(|| address_of(value)).flatten()
			}),
		}
	}
}

/// An address, with a port or without, in quotes and brackets or without.
fn address_of(text: &str) -> Option<IpAddr> {
	let text = text.trim().trim_matches('"');
	let bare = text.trim_start_matches('[').trim_end_matches(']');
	let address = bare.parse().ok();
	address.or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
}

/// Whom a request counts for that came on a connection of this client.
pub(super) fn client_of(
	connection: Client,
	behind: Option<ForwardedBy>,
	headers: &HeaderMap,
) -> Client {
	// Others than this machine could name whomever they like.
	let Some(header) = behind.filter(|_| connection == Client::ThisMachine) else {
		return connection;
	};
	// A caller whom the proxy does not name has an address's bounds, never this machine's.
	header.address(headers).map_or(Client::Unknown, counted_as)
}

#[cfg(test)]
mod tests {
	use super::*;
	use ForwardedBy::{Forwarded, XForwardedFor};
	use hyper::header::{HeaderName, HeaderValue};

	fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
		let line = |&(name, value): &(&'static str, &'static str)| {
			let name = HeaderName::from_static(name);
			(name, HeaderValue::from_static(value))
		};
		lines.iter().map(line).collect()
	}

	fn address(text: &str) -> Client {
		Client::Address(text.parse().unwrap())
	}

	#[test]
	fn the_last_hop_of_the_named_header_counts() {
		for (header, lines, client) in [
			(XForwardedFor, headers(&[("x-forwarded-for", "203.0.113.7")]), address("203.0.113.7")),
			(
				XForwardedFor,
				headers(&[("x-forwarded-for", "198.51.100.1, 203.0.113.7:4711")]),
				address("203.0.113.7"),
			),
			(
				XForwardedFor,
				headers(&[("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "203.0.113.7")]),
				address("203.0.113.7"),
			),
			(XForwardedFor, headers(&[("x-forwarded-for", "2001:db8::7")]), address("2001:db8::")),
			(
				Forwarded,
				headers(&[(
					"forwarded",
					"for=198.51.100.1, proto=https;For=\"[2001:db8::7]:4711\"",
				)]),
				address("2001:db8::"),
			),
			// The other header is the caller's.
			(XForwardedFor, headers(&[("forwarded", "for=203.0.113.7")]), Client::Unknown),
			(Forwarded, headers(&[("x-forwarded-for", "203.0.113.7")]), Client::Unknown),
			(Forwarded, headers(&[("forwarded", "for=unknown")]), Client::Unknown),
			(XForwardedFor, headers(&[("x-forwarded-for", "nonsense")]), Client::Unknown),
			(XForwardedFor, headers(&[]), Client::Unknown),
			// Whoever comes from this machine through the proxy is this machine.
			(XForwardedFor, headers(&[("x-forwarded-for", "127.0.0.1")]), Client::ThisMachine),
		] {
			let counted = client_of(Client::ThisMachine, Some(header), &lines);
			assert_eq!(counted, client, "{lines:?}");
		}
	}

	/// Else whoever sends such bytes has this machine's bounds.
	#[test]
	fn bytes_that_are_not_text_hide_nobody() {
		for (header, line, client) in [
			(XForwardedFor, &b"\xff, 203.0.113.7"[..], address("203.0.113.7")),
			(Forwarded, &b"for=\"\xff, for=203.0.113.7"[..], address("203.0.113.7")),
			(XForwardedFor, &b"203.0.113.7, \xff"[..], Client::Unknown),
		] {
			let name = HeaderName::from_static(header.header());
			let value = HeaderValue::from_bytes(line).unwrap();
			let lines: HeaderMap = [(name, value)].into_iter().collect();
			let counted = client_of(Client::ThisMachine, Some(header), &lines);
			assert_eq!(counted, client, "{lines:?}");
		}
	}

	#[test]
	fn nobody_but_this_machine_may_name_another_and_only_if_the_operator_says_so() {
		let lines = headers(&[("x-forwarded-for", "203.0.113.7")]);
		let caller = address("198.51.100.1");
		assert_eq!(client_of(caller, Some(XForwardedFor), &lines), caller);
		let this_machine = Client::ThisMachine;
		assert_eq!(client_of(this_machine, None, &lines), this_machine);
	}
}
