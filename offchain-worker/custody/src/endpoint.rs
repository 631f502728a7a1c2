// SPDX-License-Identifier: Apache-2.0
//! What an endpoint may be. The chain takes whatever follows a host, and what one operator writes there the others send
//! requests to: so nothing of it but whom to ask is its to choose.

use reqwest::Url;
use salus_chain::queries::Operator;

/// What is allowed.
const FORM: &str =
	"an endpoint is http:// or https://, a host, and perhaps a port, with nothing behind";

/// Where an operator's custody server answers, as text; what is not UTF-8 shows as such.
pub fn endpoint_of(operator: &Operator) -> String {
	String::from_utf8_lossy(&operator.endpoint).into_owned()
}

/// An endpoint as a URL, if it names a host and no more: no path, query, fragment or user. Else what is wrong, and what is
/// allowed.
pub fn parse_endpoint(endpoint: &str) -> Result<Url, String> {
	let url = Url::parse(endpoint).map_err(|cause| format!("it is not a URL ({cause}); {FORM}"))?;
	let wrong = if !matches!(url.scheme(), "http" | "https") {
		Some("another scheme")
	} else if !url.username().is_empty() || url.password().is_some() {
		Some("a user")
	} else if url.path() != "/" {
		Some("a path")
	} else if url.query().is_some() {
		Some("a query")
	} else if url.fragment().is_some() {
		Some("a fragment")
	} else {
		None
	};
	match wrong {
		Some(part) => Err(format!("it has {part}; {FORM}")),
		None => Ok(url),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_endpoint_names_a_host_and_nothing_else() {
		for allowed in [
			"https://custodian.example",
			"https://custodian.example/",
			"https://custodian.example:8844",
			"http://127.0.0.1:8844",
			"http://[::1]:8844",
		] {
			assert!(parse_endpoint(allowed).is_ok(), "{allowed}");
		}
		for (refused, part) in [
			("http://127.0.0.1:5001/api/v0/pin/rm?arg=bafy", "a path"),
			("http://127.0.0.1:5001/api/v0/shutdown", "a path"),
			("https://custodian.example//", "a path"),
			("https://custodian.example?arg=1", "a query"),
			("https://custodian.example/?", "a query"),
			("https://custodian.example#top", "a fragment"),
			("https://user@custodian.example", "a user"),
			("https://user:secret@custodian.example", "a user"),
			("ftp://custodian.example", "another scheme"),
			("nonsense", "not a URL"),
		] {
			let problem = parse_endpoint(refused).unwrap_err();
			assert!(problem.contains(part), "{refused}: {problem}");
			assert!(problem.contains(FORM), "{refused}: {problem}");
		}
	}
}
