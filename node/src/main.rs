// SPDX-License-Identifier: Apache-2.0
//! Salus's node: a development chain with one flag, or a collator of the parachain.
//!
//! See the README beside this crate for how to run it and for its JSON-RPC.

#![warn(missing_docs)]
#![allow(clippy::result_large_err)] // The SDK's own errors are that large.

mod chain_spec;
mod cli;
mod client;
mod command;
mod database;
mod dev;
#[cfg(test)]
mod fixtures;
#[cfg(feature = "collator")]
mod hardware;
#[cfg(feature = "collator")]
mod notify;
mod repair;
mod rpc;
#[cfg(feature = "collator")]
mod service;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {error}");
			ExitCode::FAILURE
		}
	}
}
