// SPDX-License-Identifier: Apache-2.0
//! What stands between the custody RPC and those who reach it over a network: TLS of its own, or a proxy.

use crate::server::{ForwardedBy, Tls, Transport};
use clap::Args;
use salus_custody::parse_endpoint;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};

/// How the custody RPC is reached.
#[derive(Args, Debug)]
pub struct TransportOptions {
	/// Speak TLS with this certificate: PEM, the certificate first, then its chain. Read again when it changes.
	#[arg(long, value_name = "CHAIN.pem", requires = "tls_key")]
	tls_cert: Option<PathBuf>,
	/// The certificate's private key, PEM, without a passphrase.
	#[arg(long, value_name = "KEY.pem", requires = "tls_cert")]
	tls_key: Option<PathBuf>,
	/// A proxy on this machine stands before the RPC, and names each caller's address in this header as the last one.
	#[arg(
		long,
		value_name = "HEADER",
		value_enum,
		num_args = 0..=1,
		require_equals = true,
		default_missing_value = "x-forwarded-for"
	)]
	behind_proxy: Option<ForwardedBy>,
}

impl TransportOptions {
	/// Reads the certificate, if there is one, and warns of what can't be meant so. `endpoint` is the one on the chain.
	pub fn load(&self, listen: SocketAddr, endpoint: &str) -> anyhow::Result<Transport> {
		let tls = match (&self.tls_cert, &self.tls_key) {
			(Some(chain), Some(key)) => Some(Arc::new(Tls::load(chain, key)?)),
			_ => None,
		};
		for warning in self.warnings(listen, endpoint) {
			tracing::warn!(%listen, endpoint, "{warning}");
		}
		Ok(Transport { tls, behind_proxy: self.behind_proxy })
	}

	fn warnings(&self, listen: SocketAddr, endpoint: &str) -> Vec<&'static str> {
		let mut warnings = Vec::new();
		let over_a_network = !listen.ip().to_canonical().is_loopback();
		if over_a_network && self.tls_cert.is_none() && self.behind_proxy.is_none() {
			warnings.push(
				"the custody RPC is reached over a network without TLS: give --tls-cert and --tls-key, or put a proxy with \
				 TLS before it and say --behind-proxy",
			);
		}
		if parse_endpoint(endpoint).is_err() {
			warnings.push(
				"the chain tells an endpoint that nobody asks, since it has more than a host and a port: publish another with \
				 salus-worker join --replace",
			);
		}
		let scheme = endpoint.split(':').next().unwrap_or_default();
		if self.tls_cert.is_some() && scheme.eq_ignore_ascii_case("http") {
			warnings.push(
				"the chain tells readers an http:// endpoint, and TLS is spoken here: publish the https:// one with \
				 salus-worker join --replace",
			);
		}
		warnings
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;

	#[derive(Parser)]
	struct Parsed {
		#[command(flatten)]
		options: TransportOptions,
	}

	fn parse(arguments: &[&str]) -> Result<TransportOptions, clap::Error> {
		let program = std::iter::once("run");
		let parsed = Parsed::try_parse_from(program.chain(arguments.iter().copied()))?;
		Ok(parsed.options)
	}

	#[test]
	fn certificate_and_key_come_together_or_not_at_all() {
		assert!(parse(&[]).is_ok());
		assert!(parse(&["--tls-cert", "a", "--tls-key", "b"]).is_ok());
		assert!(parse(&["--tls-cert", "a"]).is_err());
		assert!(parse(&["--tls-key", "b"]).is_err());
	}

	#[test]
	fn a_proxy_names_callers_as_most_do_unless_an_option_says_how() {
		let behind = |arguments: &[&str]| parse(arguments).unwrap().behind_proxy;
		assert_eq!(behind(&[]), None);
		let most = Some(ForwardedBy::XForwardedFor);
		assert_eq!(behind(&["--behind-proxy"]), most);
		assert_eq!(behind(&["--behind-proxy=x-forwarded-for"]), most);
		let forwarded = Some(ForwardedBy::Forwarded);
		assert_eq!(behind(&["--behind-proxy=forwarded"]), forwarded);
		assert!(parse(&["--behind-proxy=cookie"]).is_err());
	}

	#[test]
	fn what_can_not_be_meant_is_warned_of() {
		const NONE: &[&str] = &[];
		const PROXY: &[&str] = &["--behind-proxy"];
		const TLS: &[&str] = &["--tls-cert", "a", "--tls-key", "b"];
		for (arguments, listen, endpoint, count) in [
			(NONE, "127.0.0.1:8844", "http://127.0.0.1:8844", 0),
			(NONE, "0.0.0.0:8844", "https://custodian.example", 1),
			(NONE, "[::ffff:127.0.0.1]:8844", "https://custodian.example", 0),
			(PROXY, "10.0.0.1:8844", "https://custodian.example", 0),
			(TLS, "0.0.0.0:8844", "https://custodian.example", 0),
			(TLS, "0.0.0.0:8844", "HTTP://custodian.example", 1),
			(PROXY, "10.0.0.1:8844", "https://custodian.example/salus", 1),
		] {
			let options = parse(arguments).unwrap();
			let warnings = options.warnings(listen.parse().unwrap(), endpoint);
			assert_eq!(warnings.len(), count, "{listen} {endpoint} {warnings:?}");
		}
	}

	#[test]
	fn a_file_that_is_not_there_is_named() {
		let options = parse(&["--tls-cert", "/nowhere/chain.pem", "--tls-key", "b"]).unwrap();
		let listen = "127.0.0.1:8844".parse().unwrap();
		let Err(refused) = options.load(listen, "https://custodian.example") else {
			panic!("a certificate that is not there was read");
		};
		let refused = refused.to_string();
		assert!(refused.contains("/nowhere/chain.pem"), "{refused}");
	}
}
