// SPDX-License-Identifier: Apache-2.0
//! Arguments as both programs take them: their errors are JSON, too, where that is asked for.

use clap::{Error, Parser, error::ErrorKind};
use serde_json::{Value, json};
use std::{
	ffi::{OsStr, OsString},
	io::Write,
	net::IpAddr,
	process::ExitCode,
};

/// What the exit status means, for `--help`. The READMEs have it as a table.
pub const EXIT_STATUS: &str = "Exit status:\n  0  it is done\n  1  it failed: standard error says why, with --json error.kind and \
	 error.message on standard output, too\n  2  the arguments are wrong: error.kind is Usage";

/// The exit status of wrong arguments.
const USAGE: u8 = 2;

/// The arguments of this process; or its exit status, once help, or what is wrong with them, has been printed.
pub fn parse<Arguments: Parser>() -> Result<Arguments, ExitCode> {
	let given: Vec<OsString> = std::env::args_os().collect();
	Arguments::try_parse_from(given.iter()).map_err(|error| {
		let wrong = error.use_stderr();
		if wrong && asks_for_json(&given) {
			// Whoever has gone away hears nothing.
			let _ = writeln!(std::io::stdout(), "{}", usage(&error));
		}
		let _ = error.print();
		if wrong { ExitCode::from(USAGE) } else { ExitCode::SUCCESS }
	})
}

/// A node's WebSocket address. Without a scheme it is one by TLS, unless the node is on this machine.
pub fn node_url(text: &str) -> Result<String, String> {
	if let Some((scheme, rest)) = text.split_once("://") {
		return match scheme {
			"ws" | "wss" if !rest.is_empty() => Ok(text.to_owned()),
			_ => Err("a node is asked by ws:// or wss://".to_owned()),
		};
	}
	let host = text.split_once('/').map_or(text, |(host, _)| host);
	let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
	if host.is_empty() {
		return Err("name the node's host, such as ws://127.0.0.1:9944".to_owned());
	}
	let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
	let here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
	Ok(format!("{}://{text}", if here { "ws" } else { "wss" }))
}

/// Whether an answer in JSON is asked for. The arguments can't be parsed, so they are searched.
fn asks_for_json(given: &[OsString]) -> bool {
	let mut options = given.iter().take_while(|argument| argument.as_os_str() != OsStr::new("--"));
	options.any(|argument| argument.as_os_str() == OsStr::new("--json"))
}

/// A failure in the form that all others have.
fn usage(error: &Error) -> Value {
	let rendered = error.render().to_string();
	let message = match error.kind() {
		// All of the help would be no message.
		ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing: see --help",
		_ => {
			let text = rendered.strip_prefix("error: ").unwrap_or(&rendered);
			let end = ["\n\nUsage:", "\n\nFor more information"];
			let end = end.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
			text.get(..end).unwrap_or(text)
		}
	};
	let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
	json!({ "error": { "kind": "Usage", "message": message } })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[derive(Parser, Debug)]
	#[command(name = "test")]
	#[allow(dead_code, reason = "only its errors are read")]
	struct Program {
		#[arg(long, global = true)]
		json: bool,
		#[command(subcommand)]
		command: Command,
	}

	#[derive(clap::Subcommand, Debug)]
	#[allow(dead_code, reason = "only its errors are read")]
	enum Command {
		Read { record: u64 },
	}

	fn told(arguments: &[&str]) -> String {
		let error = Program::try_parse_from(arguments).unwrap_err();
		let told = usage(&error);
		assert_eq!(told["error"]["kind"], "Usage");
		told["error"]["message"].as_str().unwrap().to_owned()
	}

	#[test]
	fn wrong_arguments_are_told_in_one_line_without_the_help() {
		for (arguments, part) in [
			(&["test", "read"][..], "<RECORD>"),
			(&["test", "read", "three"], "invalid value 'three'"),
			(&["test", "write"], "unrecognized subcommand 'write'"),
			(&["test", "read", "3", "--jsn"], "unexpected argument '--jsn'"),
			(&["test"], "a command is missing"),
		] {
			let message = told(arguments);
			assert!(message.contains(part), "{message}");
			for left_out in ["Usage:", "For more information", "\n"] {
				assert!(!message.contains(left_out), "{message}");
			}
			assert!(!message.starts_with("error"), "{message}");
		}
	}

	#[test]
	fn a_node_is_named_with_or_without_a_scheme() {
		for (typed, url) in [
			("ws://node.example:9944", "ws://node.example:9944"),
			("wss://node.example/rpc", "wss://node.example/rpc"),
			("127.0.0.1:9944", "ws://127.0.0.1:9944"),
			("localhost:9944", "ws://localhost:9944"),
			("[::1]:9944", "ws://[::1]:9944"),
			("node.example", "wss://node.example"),
			("node.example:443/rpc", "wss://node.example:443/rpc"),
		] {
			assert_eq!(node_url(typed).as_deref(), Ok(url));
		}
		for wrong in ["http://127.0.0.1:9944", "ws://", "", ":9944"] {
			assert!(node_url(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn what_follows_two_dashes_asks_for_nothing() {
		let given = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
		assert!(asks_for_json(&given("test read --json x")));
		assert!(!asks_for_json(&given("test read -- --json")));
		assert!(!asks_for_json(&given("test read")));
	}
}
