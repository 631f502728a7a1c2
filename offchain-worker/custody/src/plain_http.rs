// SPDX-License-Identifier: Apache-2.0
//! Whether a custodian may be asked without TLS. Shares are encrypted and requests signed all the same; but whoever is
//! between sees who asks whom about which access, and can keep answers from arriving.

use reqwest::Url;
use std::{
	net::IpAddr,
	sync::atomic::{AtomicBool, Ordering},
};

static ALLOWED: AtomicBool = AtomicBool::new(false);

/// Lets this process ask custodians by `http://` over a network.
pub fn allow_plain_http() {
	ALLOWED.store(true, Ordering::Relaxed);
}

/// Whether an endpoint may be asked: by `https://`, on this machine, or because it was allowed.
pub fn may_ask(endpoint: &str) -> bool {
	ALLOWED.load(Ordering::Relaxed) || is_secure(endpoint)
}

/// Whether nobody is between: `https://`, or this machine. What is not a URL at all fails elsewhere, with its reason.
fn is_secure(endpoint: &str) -> bool {
	let Ok(url) = Url::parse(endpoint) else {
		return true;
	};
	if url.scheme() == "https" {
		return true;
	}
	let Some(host) = url.host_str() else {
		return false;
	};
	let address = host.trim_start_matches('[').trim_end_matches(']').parse();
	host == "localhost" || address.is_ok_and(|address: IpAddr| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn without_tls_only_this_machine_is_asked() {
		for (endpoint, secure) in [
			("https://custodian.example", true),
			("http://127.0.0.1:8844", true),
			("http://[::1]:8844", true),
			("http://localhost:8844", true),
			("http://custodian.example", false),
			("http://10.0.0.1:8844", false),
			("http://127.0.0.1.example:8844", false),
			("HTTP://Custodian.Example", false),
			("ftp://custodian.example", false),
		] {
			assert_eq!(is_secure(endpoint), secure, "{endpoint}");
		}
	}
}
